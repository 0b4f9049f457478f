import Application
import Domain
import Hummingbird
import Store

extension WebDoor {
    /// What every view of a case shows: where it stands, what was said, what can be done, and every step.
    func caseModel(
        _ view: CaseView,
        visit: Visit,
        target: String?,
        typed: FormBody? = nil,
        failed: String? = nil
    ) -> [String: Any] {
        let words = Words(office: office, language: visit.language)
        let summary = view.summary
        var model: [String: Any] = [
            "number": summary.number.rawValue, "category": words.category(summary.category),
            "place": words.place(summary.address, summary.gridCode), "holder": words.holder(summary.gridCode),
            "stage": words.stage(summary.stage), "words": view.file.report.text, "photos": summary.photos,
            "channel": words.text("channel.\(summary.channel.rawValue)"),
            "steps": view.events.reversed().map { step($0, view, words) },
            "answers": answers(view, words),
        ]
        if let light = view.light, let remaining = view.remaining {
            model["light"] = words.light((light, remaining))
        }
        if let unit = summary.unit.flatMap({ office.directory.handlingUnits[$0] }) {
            model["unit"] = unit.name.text(in: visit.language)
        }
        if let failed { model["failed"] = failed }
        if visit.query["done"] != nil { model["done"] = words.text("web.done") }
        if let target {
            let csrf = visit.signedIn?.csrf
            let forms = ActionForm(office: office, words: words).models(view, target: target, csrf: csrf, typed: typed)
            model["actions"] = forms
            model["has_actions"] = !forms.isEmpty
        }
        return model
    }

    private func answers(_ view: CaseView, _ words: Words) -> [[String: Any]] {
        let attributes = office.directory.categories[view.summary.category]?.attributes ?? []
        return attributes.compactMap { attribute in
            guard let answer = view.summary.answers[attribute.code.rawValue] else { return nil }
            let names = answer.split(separator: "\u{1F}").map { key in
                attribute.choices.first { $0.key == key }?.name.text(in: words.language) ?? String(key)
            }
            return ["question": attribute.question.text(in: words.language), "answer": names.joined(separator: "、")]
        }
    }

    private func step(_ event: Case.Event, _ view: CaseView, _ words: Words) -> [String: Any] {
        let who: String =
            switch event.by {
            case .reporter: words.text("web.by_reporter")
            case .system: words.text("web.by_office")
            case .staff(let account): view.names[account] ?? words.text("web.by_office")
            }
        let (key, quote) = sentence(of: event.what)
        var values = ["due": "", "unit": "", "n": ""]
        switch event.what {
        case .reported(_, _, let answer, _): values["due"] = words.time(answer.due)
        case .established(_, let solve): values["due"] = words.time(solve.due)
        case .reopened(_, let round, let clock):
            values["due"] = words.time(clock.due)
            values["n"] = "\(round)"
        case .verificationAsked(_, let due), .checkAsked(let due), .becameOverdue(let due):
            values["due"] = words.time(due)
        case .dispatched(let order), .sentBack(let order, _):
            values["due"] = words.time(order.due)
            let unit = office.directory.handlingUnits[order.unit]
            values["unit"] = unit?.name.text(in: words.language) ?? order.unit.rawValue
        case .rated(let stars, _): values["n"] = "\(stars)"
        case .closed(let closure), .concludedElsewhere(let closure):
            values["outcome"] = words.text("outcome.\(closure.outcome.rawValue)")
            values["n"] = "\(closure.waitingDays)"
        case .fedBack(let feedback): values["outcome"] = words.text("outcome.\(feedback.result.rawValue)")
        case .handledOnSpot, .verified, .placed, .registered, .acknowledged, .handlingBegun, .checked, .added,
            .withdrawn,
            .voidAsked, .voidApproved, .voidDeclined, .contactRead:
            break
        }
        var model: [String: Any] = [
            "at": words.time(event.at), "who": who, "what": words.text("web.step_\(key)", values),
        ]
        if let quote, !quote.isEmpty { model["quote"] = quote }
        return model
    }

    /// The catalogue's sentence for a step, and the words that somebody wrote with it.
    private func sentence(of event: CaseEvent) -> (key: String, quote: String?) {
        switch event {
        case .reported: ("reported", nil)
        case .handledOnSpot(let note): ("handled_on_spot", note)
        case .verificationAsked(let note, _): ("verification_asked", note)
        case .verified(let isReal, let note): (isReal ? "verified" : "refuted", note)
        case .placed: ("placed", nil)
        case .registered: ("registered", nil)
        case .established(let note, _): ("established", note)
        case .dispatched(let order): ("dispatched", order.opinion)
        case .acknowledged: ("acknowledged", nil)
        case .handlingBegun: ("handling_begun", nil)
        case .fedBack(let feedback): ("fed_back", feedback.text)
        case .checkAsked: ("check_asked", nil)
        case .checked(let isSolved, let note, _, _): (isSolved ? "check_passed" : "check_failed", note)
        case .sentBack(let order, _): ("sent_back", order.opinion)
        case .closed(let closure): ("closed", closure.reply)
        case .added(let text): ("added", text)
        case .withdrawn(let reason): ("withdrawn", reason)
        case .rated(_, let comment): ("rated", comment)
        case .reopened(let ground, _, _): ("reopened", ground)
        case .voidAsked(_, let note): ("void_asked", note)
        case .voidApproved: ("voided", nil)
        case .voidDeclined(let reason): ("void_declined", reason)
        case .contactRead(let reason): ("contact_read", reason)
        case .becameOverdue: ("became_overdue", nil)
        case .concludedElsewhere: ("concluded_elsewhere", nil)
        }
    }

    /// The public's view of a case.
    func publicCase(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let number = number(raw), let view = try await office.caseView(number, as: .resident) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let model = caseModel(view, visit: visit, target: nil)
        return pages.page("case", model, title: number.rawValue, visit: visit, isNarrow: true)
    }

    /// The slip and the reporter's page.
    func slip(
        _ raw: String,
        _ secret: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let number = number(raw), let view = try await office.caseView(number, secret: secret) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let words = Words(office: office, language: visit.language)
        let path = "/r/\(number.rawValue)/\(secret)"
        let link = office.settings.publicURL + path
        var model = caseModel(view, visit: visit, target: path, typed: typed, failed: failed)
        model["link"] = link
        model["due"] = words.time(view.file.answer.due)
        model["qr"] = QRCode.svg(link, label: words.text("web.qr_label")) ?? ""
        model["leaf"] = view.leaves.first?.hash ?? ""
        model["index"] = "\(view.leaves.first?.index ?? 0)"
        switch try await office.proofFile(for: number, secret: secret) {
        case .file: model["proof"] = "\(path)/proof"
        case .notYet(let next): model["proof_wait"] = words.text("web.proof_wait", ["at": words.time(next)])
        case .unknown: break
        }
        return pages.page(
            "slip",
            model,
            title: number.rawValue,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    func number(_ raw: String) -> CaseNumber? {
        // What is no number names no case.
        do { return try CaseNumber(parsing: raw) } catch { return nil }
    }
}
