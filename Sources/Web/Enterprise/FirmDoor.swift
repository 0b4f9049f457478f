import Application
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Store

/// The firm's own page, behind its secret link: what is asked of it, what was written down of it, and its answers.
extension WebDoor {
    func firmPage(
        _ number: Int,
        _ secret: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard lookups.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        guard let view = try await office.firmPage(of: number, secret: secret) else { return notFound(visit) }
        let words = try await firmWords(visit)
        let acting = view.enterprise.state.stewardship.acting(on: office.today)
        let burden = view.enterprise.burden
        let open = view.bookings.filter(\.state.isBooked)
        var model: [String: Any] = [
            "firm": view.enterprise.details.name, "target": "/firm/\(number)/\(secret)",
            "contact": office.settings.contactLine, "code": view.code,
            "steward": acting.map { words.account($0.holder) } ?? "", "vacant": acting == nil,
            "unit": acting.map { words.body($0.unit.rawValue) } ?? "",
            "bookings": open.map { booking(of: $0, among: open, typed, words) }, "has_bookings": !open.isEmpty,
            "recorded": view.recorded.map { recorded($0, view.policyTitles, typed, words) },
            "has_recorded": !view.recorded.isEmpty,
            "problems": try await ownProblems(view.problems, typed, at: "/firm/\(number)/\(secret)", words),
            "policies_asked": ownRequests(view.requests, words),
            "burden": words.text(
                "web.firm_own_burden",
                ["visits": "\(burden.visits)", "minutes": "\(burden.minutes)", "twice": "\(burden.askedTwice)"]
            ),
            "cap": words.text("web.firm_own_cap", ["n": "\(words.lists.cap)"]),
        ]
        if let failed { model["failed"] = office.catalogues.words(for: failed, in: visit.language) }
        if visit.query["done"] != nil { model["done"] = words.text("web.done") }
        return pages.page(
            "firmpage",
            model,
            title: words.text("web.firm_own_title"),
            visit: visit,
            status: failed.map(status) ?? .ok,
            isNarrow: true,
            isPrivate: true
        )
    }

    private func booking(
        of visit: VisitSummary,
        among all: [VisitSummary],
        _ typed: FormBody?,
        _ words: FirmWords
    ) -> [String: Any] {
        var row = words.row(visit)
        let mine = typed?["visit"] == visit.id.rawValue.uuidString ? typed : nil
        let others = all.filter { $0.id != visit.id && $0.unit != visit.unit }
        row["waits"] = visit.state == .asked
        row["day"] = mine?["day"] ?? visit.day.description
        row["today"] = office.today.description
        row["parts"] = words.options(
            Domain.Visit.DayPart.allCases,
            chosen: mine?["part"] ?? visit.part?.rawValue,
            words.part
        )
        row["others"] = others.map { other -> [String: Any] in
            let line = words.row(other)
            return ["id": other.id.rawValue.uuidString, "text": "\(line["when"] ?? "") · \(line["bodies"] ?? "")"]
        }
        row["has_others"] = !others.isEmpty
        row["opened"] = mine != nil
        return row
    }

    private func recorded(
        _ view: VisitView,
        _ titles: [Int: String],
        _ typed: FormBody?,
        _ words: FirmWords
    ) -> [String: Any] {
        guard let record = view.state.record else { return [:] }
        let id = view.id.rawValue.uuidString
        let mine = typed?["visit"] == id ? typed : nil
        var parts = [words.outcome(record.outcome)]
        if record.minutes > 0 { parts.append(words.text("web.visit_minutes", ["n": "\(record.minutes)"])) }
        let needs = Domain.Visit.Need.allCases.filter(record.needs.contains).map(words.need)
        var row: [String: Any] = [
            "id": id, "when": record.on.description, "body": words.body(record.unit.rawValue),
            "officer": words.account(record.officer), "what": parts.joined(separator: " · "),
            "needs": needs.joined(separator: "、"), "problems": record.problems.joined(separator: "\n"),
            "policies": words.explained(record, titles), "remark": record.remark,
            "opened": mine != nil, "ground": mine?["ground"] ?? "", "again": mine?["again"] ?? "0",
        ]
        switch view.state.state {
        case .answered(_, .confirmed): row["said"] = words.text("web.firm_confirmed")
        case .answered(_, .disputed(let ground)): row["said"] = words.text("web.firm_disputed", ["ground": ground])
        case .none, .asked, .accepted, .refused, .merged, .withdrawn: break
        case .recorded(_, let written):
            if view.state.isAnswerable(on: office.today) {
                let last = written.advanced(by: Domain.Visit.answerDays).description
                row["answer"] = ["until": words.text("web.firm_answer_until", ["day": last])]
            } else {
                row["said"] = words.text("web.firm_said_nothing")
            }
        }
        return row
    }

    func firmAnswers(_ number: Int, _ secret: String, _ visit: Visit) async throws -> Response {
        guard lookups.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        var form = try await form(of: visit)
        do {
            if !form.files.isEmpty {
                guard try await office.firmPage(of: number, secret: secret) != nil else { return notFound(visit) }
                try await keepFiles(of: &form)
            }
            if let said = try problemAnswer(form) {
                guard try await office.answer(said, ofFirm: number, secret: secret) != nil else {
                    return notFound(visit)
                }
                return redirect("/firm/\(number)/\(secret)?done=1#problems")
            }
            if form["act"] == "take_request_back" {
                let request = form["request"].flatMap(Int.init) ?? 0
                guard try await office.takeBack(request, ofFirm: number, secret: secret) != nil else {
                    return notFound(visit)
                }
                return redirect("/firm/\(number)/\(secret)?done=1#policies")
            }
            guard let id = form["visit"].flatMap(ID<Domain.Visit>.init(text:)) else { throw Refusal.unknown(.visit) }
            guard try await office.answer(try answer(form), to: id, ofFirm: number, secret: secret) != nil else {
                return notFound(visit)
            }
            return redirect("/firm/\(number)/\(secret)?done=1")
        } catch let refusal as Refusal {
            return try await firmPage(number, secret, visit, typed: form, failed: refusal)
        }
    }

    private func answer(_ form: FormBody) throws(Refusal) -> FirmAnswer {
        switch form["act"] {
        case "accept": return .accept
        case "refuse": return .refuse
        case "move":
            guard let day = try day("day", in: form),
                let part = form["part"].flatMap(Domain.Visit.DayPart.init(rawValue:))
            else { throw .formExpired }
            return .move(day, part)
        case "merge":
            guard let other = form["into"].flatMap(ID<Domain.Visit>.init(text:)) else { throw .unknown(.visit) }
            return .merge(into: other)
        case "confirm": return .confirm(askedTwice: form["again"].flatMap(Int.init) ?? 0)
        case "dispute": return .dispute(ground: form["ground"] ?? "")
        default: throw .formExpired
        }
    }
}
