import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

/// The same for several cases: first what can be done and what cannot, with the reason; then what became of each.
extension WebDoor {
    func addBulkRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/bulk") { request, context in
            await respond(request, context) { visit in
                guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
                return try await bulkPreview(visit.query, signedIn, visit)
            }
        }
        router.post("/desk/bulk") { request, context in
            await respond(request, context) { try await bulk($0) }
        }
    }

    /// What somebody may do to several cases at once: the steps that need no words of their own for each.
    func bulkActions(of staff: Staff) -> [CaseAction] {
        [.register, .askVerification, .establish, .dispatch, .acknowledge, .askCheck].filter {
            !staff.roles.isDisjoint(with: $0.permission.roles)
        }
    }

    /// Cases of one form: no more than a page of a queue has.
    private static let caseLimit = 100

    private func bulkPreview(
        _ form: FormBody,
        _ signedIn: SignedIn,
        _ visit: Visit,
        refused: Refusal? = nil
    ) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        guard let action = form["action"].flatMap(CaseAction.init(rawValue:)),
            bulkActions(of: signedIn.staff).contains(action)
        else { throw Refusal.formExpired }
        let numbers = chosen(form).map(\.number)
        guard numbers.count <= Self.caseLimit else { throw Refusal.tooMany(.number, limit: Self.caseLimit) }
        let choice = BulkForm(action: action, form: form, words: words)
        let outlooks = try await office.foresee(numbers, by: signedIn.staff) { summary throws(Refusal) in
            try choice.command(for: summary, isPreview: true)
        }
        var (possible, refusedOnes): ([[String: Any]], [[String: Any]]) = ([], [])
        let queue = form["queue"].flatMap { Queue(query: $0, in: office.directory) } ?? Queue(.mine)
        for outlook in outlooks {
            switch outlook {
            case .possible(let summary):
                possible.append(row(summary, queue, words).merging(["version": "\(summary.version)"]) { $1 })
            case .refused(let summary, let refusal):
                let why = office.catalogues.words(for: refusal, in: words.language)
                refusedOnes.append(row(summary, queue, words).merging(["why": why]) { $1 })
            case .unseen(let number):
                let why = office.catalogues.words(for: .unknown(.caseFile), in: words.language)
                refusedOnes.append(["number": number.rawValue, "category": "", "place": "", "stage": "", "why": why])
            }
        }
        let name = words.text("action.\(action.rawValue)")
        var model: [String: Any] = [
            "action": action.rawValue, "name": name, "csrf": signedIn.csrf, "query": queue.query,
            "back": queue.address(),
            "possible": possible, "has_possible": !possible.isEmpty, "refused": refusedOnes,
            "has_refused": !refusedOnes.isEmpty, "none_chosen": numbers.isEmpty,
            "fields": choice.fields,
            "can": words.text("web.bulk_can", ["n": "\(possible.count)"]),
            "cannot": words.text("web.bulk_cannot", ["n": "\(refusedOnes.count)"]),
            "send": words.text("web.bulk_send", ["action": name, "n": "\(possible.count)"]),
        ]
        if let refused { model["failed"] = office.catalogues.words(for: refused, in: words.language) }
        return pages.page(
            "bulk",
            model,
            title: words.text("web.bulk_title", ["action": name]),
            visit: visit,
            status: refused.map(status(of:)) ?? .ok,
            isPrivate: true
        )
    }

    /// Does it, case by case, each by the ordinary command on the version that was shown.
    private func bulk(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        let words = Words(office: office, language: visit.language)
        guard let action = form["action"].flatMap(CaseAction.init(rawValue:)),
            bulkActions(of: signedIn.staff).contains(action)
        else { throw Refusal.formExpired }
        let chosen = chosen(form)
        guard chosen.count <= Self.caseLimit else { throw Refusal.tooMany(.number, limit: Self.caseLimit) }
        let choice = BulkForm(action: action, form: form, words: words)
        do throws(Refusal) { try choice.check() } catch {
            return try await bulkPreview(form, signedIn, visit, refused: error)
        }
        let queue = form["queue"].flatMap { Queue(query: $0, in: office.directory) } ?? Queue(.mine)
        var (done, failed): ([[String: Any]], [[String: Any]]) = ([], [])
        var again: [(name: String, value: String)] = [("action", action.rawValue), ("queue", queue.query)]
        again += form.fields.filter { ["unit", "opinion", "note"].contains($0.name) && !$0.value.isEmpty }
        for (number, version) in chosen {
            var row: [String: Any] = [
                "number": number.rawValue, "url": queue.address(of: number), "category": "", "place": "",
            ]
            let summary = try await office.caseSummary(number, for: signedIn.staff)
            if let summary { row = self.row(summary, queue, words) }
            do {
                guard let summary else { throw Refusal.unknown(.caseFile) }
                try await office.perform(
                    choice.command(for: summary, isPreview: false),
                    on: number,
                    expecting: version,
                    by: .staff(signedIn.staff)
                )
                done.append(row)
            } catch let refusal as Refusal {
                row["why"] = office.catalogues.words(for: refusal, in: words.language)
                failed.append(row)
                again.append(("case", number.rawValue))
            } catch let fault as Fault where fault.kind == .conflict {
                row["why"] = words.text("fault.conflict")
                failed.append(row)
                again.append(("case", number.rawValue))
            }
        }
        let name = words.text("action.\(action.rawValue)")
        let model: [String: Any] = [
            "name": name, "done": done, "has_done": !done.isEmpty, "failed": failed, "has_failed": !failed.isEmpty,
            "back": queue.address(),
            "again": "/desk/bulk?" + Queue.query(again),
            "how_many_done": words.text("web.bulk_done", ["n": "\(done.count)"]),
            "how_many_failed": words.text("web.bulk_failed", ["n": "\(failed.count)"]),
        ]
        let title = words.text("web.bulk_title", ["action": name])
        return pages.page("bulkdone", model, title: title, visit: visit, isPrivate: true)
    }

    /// The cases that a form names, each once: `NUMBER`, or `NUMBER:VERSION` where the version was shown.
    private func chosen(_ form: FormBody) -> [(number: CaseNumber, version: Int?)] {
        var seen: Set<CaseNumber> = []
        return form.all("case").compactMap { text in
            let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard let number = halves.first.flatMap(number), seen.insert(number).inserted else { return nil }
            // What is no version is none that a case ever has.
            return (number, halves.count == 2 ? Int(halves[1]) ?? -1 : nil)
        }
    }

    private func row(_ summary: CaseSummary, _ queue: Queue, _ words: Words) -> [String: Any] {
        [
            "number": summary.number.rawValue, "url": queue.address(of: summary.number),
            "category": words.category(summary.category), "place": words.place(summary.address, summary.gridCode),
            "stage": words.stage(summary.stage),
        ]
    }
}

/// What is to be done to several cases, with what is the same for all.
private struct BulkForm: Sendable {
    let action: CaseAction
    let form: FormBody
    let words: Words

    /// To each unit what its category says.
    private static let each = "each"

    /// The fields of the form; what a case decides for itself is not asked.
    var fields: [[String: Any]] {
        switch action {
        case .dispatch:
            let directory = words.office.directory
            let units = directory.handlingUnits.values.sorted { $0.code < $1.code }
                .map { ($0.code.rawValue, $0.name.text(in: words.language)) }
            let options = [(Self.each, words.text("web.bulk_each_unit"))] + units
            return [
                [
                    "id": "bulk-unit", "name": "unit", "label": words.text("web.field_unit"), "select": true,
                    "options": options.map {
                        ["value": $0.0, "text": $0.1, "chosen": $0.0 == form["unit"]] as [String: Any]
                    },
                ],
                area("opinion"),
            ]
        case .askVerification, .establish: return [area("note")]
        default: return []
        }
    }

    private func area(_ name: String) -> [String: Any] {
        [
            "id": "bulk-\(name)", "name": name, "label": words.text("web.field_\(name)"), "area": true,
            "value": form[name] ?? "", "seen": words.text("web.seen_staff"),
        ]
    }

    /// - Throws: what is wrong with the form whatever the case.
    func check() throws(Refusal) {
        guard action == .dispatch, form["unit"] != Self.each else { return }
        guard let unit = form["unit"] else { throw .missing(.unit) }
        guard words.office.directory.handlingUnits.keys.contains(where: { $0.rawValue == unit }) else {
            throw .unknown(.handlingUnit)
        }
    }

    /// The ordinary command for a case.
    ///
    /// `isPreview`: nothing was chosen yet, so that the usual choice stands in.
    func command(for summary: CaseSummary, isPreview: Bool) throws(Refusal) -> CaseCommand {
        switch action {
        case .register: return .register(category: summary.category)
        case .askVerification: return .askVerification(note: form["note"] ?? "")
        case .establish: return .establish(note: form["note"] ?? "")
        case .acknowledge: return .acknowledge
        case .askCheck: return .askCheck
        case .dispatch:
            let directory = words.office.directory
            let named = form["unit"].flatMap { text in directory.handlingUnits.keys.first { $0.rawValue == text } }
            if let named { return .dispatch(to: named, opinion: form["opinion"] ?? "") }
            guard isPreview || form["unit"] == Self.each else { throw .missing(.unit) }
            guard let lead = directory.categories[summary.category]?.leadUnit else { throw .unknown(.handlingUnit) }
            return .dispatch(to: lead, opinion: form["opinion"] ?? "")
        default: throw .notPermitted(action)
        }
    }
}
