import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

/// The eight forms that the trade keeps of a case (domain B.4): views of the record, and never a place to write.
enum PrintedForm: String, CaseIterable {
    /// 问题登记单.
    case registration
    /// 核实单.
    case verification
    /// 核实反馈单.
    case verificationReply = "verification-reply"
    /// 立案单.
    case establishment
    /// 任务派遣单.
    case dispatch
    /// 任务反馈单.
    case handlingReply = "handling-reply"
    /// 结果核查单.
    case check
    /// 结果反馈单.
    case result

    /// The end of its catalogue key.
    var key: String { rawValue.replacing("-", with: "_") }
}

/// What a printed form says: what is on record, and nothing where nothing happened.
struct FormRows {
    let view: CaseView
    let words: Words

    /// Labels and values, in the order of the form.
    func rows(of form: PrintedForm) -> [(label: String, value: String)] {
        let report = view.file.report
        var rows: [(label: String, value: String)] = [
            row("number", report.number.rawValue),
            row("matter", words.category(view.file.category)),
            row("where", words.place(view.file.place.address, view.file.place.grid?.rawValue)),
        ]
        switch form {
        case .registration:
            rows += [
                row("reported_at", time(view.file.reportedAt)),
                row("channel", words.text("channel.\(report.channel.rawValue)")),
                row("words", report.text),
                row("answers", answers),
                row("photos", report.photos.isEmpty ? "" : "\(report.photos.count)"),
                row(
                    "documents",
                    report.documents.map { WebDoor.label($0.pages.count, words) }.joined(separator: "、")
                ),
                row("post", words.holder(view.summary.gridCode)),
                row("answer_due", time(view.file.answer.due)),
                row("registered_at", last { if case .registered = $0 { true } else { false } }, time),
                row("registered_by", last { if case .registered = $0 { true } else { false } }, who),
            ]
        case .verification:
            let asked = last { if case .verificationAsked = $0 { true } else { false } }
            rows += [
                row("words", report.text), row("asked_at", asked, time), row("asked_by", asked, who),
                row("asked_of", asked == nil ? "" : words.holder(view.summary.gridCode)),
                row("note", asked, quote),
                row("due", asked) { if case .verificationAsked(_, let due) = $0.what { time(due) } else { "" } },
            ]
        case .verificationReply:
            let verified = last { if case .verified = $0 { true } else { false } }
            rows += [
                row("outcome", verified, sentence), row("note", verified, quote), row("answered_at", verified, time),
                row("answered_by", verified, who),
            ]
        case .establishment:
            let established = last { if case .established = $0 { true } else { false } }
            let category = words.office.directory.categories[view.file.category]
            rows += [
                row("condition", category?.establishCondition.text(in: words.language) ?? ""),
                row("limit", established) {
                    if case .established(_, let solve) = $0.what { words.limit(solve.limit) } else { "" }
                },
                row("due", established) {
                    if case .established(_, let solve) = $0.what { time(solve.due) } else { "" }
                },
                row("lead", category.map { words.unit($0.leadUnit) } ?? ""), row("note", established, quote),
                row("established_at", established, time), row("established_by", established, who),
            ]
        case .dispatch:
            rows += dispatch
        case .handlingReply:
            let begun = last { if case .handlingBegun = $0 { true } else { false } }
            let fedBack = last { if case .fedBack = $0 { true } else { false } }
            rows += [
                row("unit", view.file.unit.map(words.unit) ?? ""), row("begun_at", begun, time),
                row("first_contact", begun) {
                    if case .handlingBegun(let contact) = $0.what {
                        words.text("contact.\(contact.rawValue)")
                    } else {
                        ""
                    }
                },
                row("outcome", fedBack) {
                    if case .fedBack(let feedback) = $0.what { outcome(feedback) } else { "" }
                },
                row("done", fedBack, quote),
                row("exception", fedBack) {
                    if case .fedBack(let feedback) = $0.what { feedback.exception } else { "" }
                },
                row(
                    "assistance",
                    assistants { assistance in
                        if case .done(let feedback) = assistance.state {
                            outcome(feedback) + "：" + feedback.text
                        } else {
                            words.text("shared.\(assistance.state.name.rawValue)")
                        }
                    }
                ),
                row("answered_at", fedBack, time), row("answered_by", fedBack, who),
            ]
        case .check:
            let asked = last { if case .checkAsked = $0 { true } else { false } }
            rows += [
                row("unit", view.file.unit.map(words.unit) ?? ""), row("round", "\(view.file.round)"),
                row("done", last { if case .fedBack = $0 { true } else { false } }, quote),
                row("asked_at", asked, time), row("asked_by", asked, who),
                row("asked_of", asked == nil ? "" : words.holder(view.summary.gridCode)),
                row("due", asked) { if case .checkAsked(let due) = $0.what { time(due) } else { "" } },
            ]
        case .result:
            let checked = last { if case .checked = $0 { true } else { false } }
            let closed = last { if case .closed = $0 { true } else { false } }
            rows += [
                row("outcome", checked, sentence), row("note", checked, quote), row("answered_at", checked, time),
                row("answered_by", checked, who), row("closed_as", closed, sentence), row("reply", closed, quote),
                row("closed_at", closed, time), row("closed_by", closed, who),
                row("rating", view.file.rating.map { words.text("stars.\($0)") } ?? ""),
            ]
        }
        return rows
    }

    private var dispatch: [(label: String, value: String)] {
        func order(in event: CaseEvent) -> Order? {
            if case .dispatched(let order) = event { return order }
            if case .sentBack(let order, _) = event { return order }
            return nil
        }
        func of(_ event: Case.Event, _ value: (Order) -> String) -> String { order(in: event.what).map(value) ?? "" }
        let order = last { order(in: $0) != nil }
        return [
            row("unit", order) { of($0) { words.unit($0.unit) } }, row("round", "\(view.file.round)"),
            row("opinion", order) { of($0, \.opinion) }, row("due", order) { of($0) { time($0.due) } },
            row("acknowledge_by", order) { of($0) { $0.acknowledgeBy.map(time) ?? "" } },
            row("dispatched_at", order, time), row("dispatched_by", order, who),
            row("acknowledged_at", last { if case .acknowledged = $0 { true } else { false } }, time),
            row(
                "assistance",
                assistants { assistance in
                    [time(assistance.order.due), assistance.order.opinion].filter { !$0.isEmpty }
                        .joined(separator: "，")
                }
            ),
        ]
    }

    private func assistants(_ text: (Assistance) -> String) -> String {
        view.file.assistance.map { "\(words.unit($0.unit))（\(text($0))）" }.joined(separator: "\n")
    }

    private func outcome(_ feedback: Feedback) -> String { words.text("outcome.\(feedback.result.rawValue)") }

    private var answers: String {
        let attributes = words.office.directory.categories[view.file.report.category]?.attributes ?? []
        return attributes.compactMap { attribute in
            guard let answer = view.file.report.answers[attribute.code.rawValue] else { return nil }
            let names = answer.split(separator: "\u{1F}").map { key in
                attribute.choices.first { $0.key == key }?.name.text(in: words.language) ?? String(key)
            }
            return attribute.question.text(in: words.language) + " " + names.joined(separator: "、")
        }
        .joined(separator: "\n")
    }

    // MARK: - What an event says

    /// The last event of a kind: of the round that is under way, or was the last.
    private func last(_ isMeant: (CaseEvent) -> Bool) -> Case.Event? { view.events.last { isMeant($0.what) } }

    private func time(_ event: Case.Event) -> String { time(event.at) }
    private func time(_ instant: Instant) -> String { words.time(instant, withYear: true) }
    private func who(_ event: Case.Event) -> String { StepLine(view: view, words: words).who(event) }
    private func quote(_ event: Case.Event) -> String { StepLine(view: view, words: words).quote(event) ?? "" }
    private func sentence(_ event: Case.Event) -> String { StepLine(view: view, words: words).what(event) }

    private func row(_ label: String, _ value: String) -> (label: String, value: String) {
        (words.text("web.print_\(label)"), value)
    }

    private func row(
        _ label: String,
        _ event: Case.Event?,
        _ value: (Case.Event) -> String
    ) -> (label: String, value: String) {
        row(label, event.map(value) ?? "")
    }
}

extension WebDoor {
    /// A form of a case to be printed, for whoever may see the case.
    func printedForm(_ raw: String, of rawNumber: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let form = PrintedForm(rawValue: raw), let number = number(rawNumber),
            let view = try await office.caseView(number, as: .staff(signedIn.staff))
        else { return pages.message("not_found", status: .notFound, visit: visit) }
        let words = Words(office: office, language: visit.language)
        let name = words.text("web.form_\(form.key)")
        let model: [String: Any] = [
            "name": name, "number": number.rawValue, "district": office.settings.district.text(in: visit.language),
            "rows": FormRows(view: view, words: words).rows(of: form).map { ["label": $0.label, "value": $0.value] },
            "case": "/desk/cases/\(number.rawValue)",
            "printed": words.text("web.print_made", ["at": words.time(office.now, withYear: true)]),
        ]
        return pages.page("printedform", model, title: "\(name) \(number.rawValue)", visit: visit, isPrivate: true)
    }
}
