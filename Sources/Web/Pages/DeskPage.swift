import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    /// The version of the case that a form was made for; nil when it does not say.
    ///
    /// What is no number is no version that a case ever has, so that the form is answered as one that is out of date.
    func version(in form: FormBody) -> Int? { form["version"].map { Int($0) ?? -1 } }

    // MARK: - Lists

    func queue(_ signedIn: SignedIn, _ visit: Visit) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let cases = try await office.queue(for: signedIn.staff, limit: 100)
        return deskPage(words.list(cases, in: "/desk/cases", empty: "queue_empty"), signedIn, visit)
    }

    /// Lists with filters, within what the person may see; with words, the newest hits, page after page.
    func deskList(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        guard var filter = office.filter(for: signedIn.staff) else {
            return deskPage(words.list([], in: "/desk/cases", empty: "list_empty"), signedIn, visit)
        }
        filter.limit = Self.listLength
        switch visit.query["status"] {
        case "open":
            filter.isOpen = true
            filter.order = .dueFirst
        case "overdue": filter.overdueOnly = true
        case "closed": filter.isOpen = false
        default: break
        }
        let text = (visit.query["q"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard text.unicodeScalars.count <= CaseFilter.textLimit else {
            throw Refusal.tooLong(.text, limit: CaseFilter.textLimit)
        }
        if text.isEmpty {
            let cases = try await office.cases(filter)
            return deskPage(words.list(cases, in: "/desk/cases", empty: "list_empty"), signedIn, visit)
        }
        if let number = number(text) {
            filter.numbers = [number]
            let cases = try await office.cases(filter)
            return deskPage(words.list(cases, in: "/desk/cases", empty: "list_empty"), signedIn, visit)
        }
        guard WordSearch.canSearch(text) else {
            return deskPage(words.list([], in: "/desk/cases", empty: "find_two"), signedIn, visit)
        }
        filter.text = text
        let found = try await office.search(filter, behind: visit.query["before"].flatMap { Int64($0) })
        var list =
            found.next == nil
            ? words.list(found.cases, in: "/desk/cases", empty: "list_empty")
            : words.list(found.cases, in: "/desk/cases", empty: "find_none_yet")
        if let next = found.next { list["further"] = address(of: visit, before: next) }
        return deskPage(list, signedIn, visit)
    }

    /// Cases on a page of a list.
    private static let listLength = 100

    /// The list's address with its filters, behind a place.
    private func address(of visit: Visit, before place: Int64) -> String {
        let kept = visit.query.fields.filter { ["q", "status"].contains($0.name) && !$0.value.isEmpty }
        let pairs = kept.map { "\($0.name)=\(Pages.escape($0.value))" } + ["before=\(place)"]
        return "/desk/cases?" + pairs.joined(separator: "&")
    }

    private func deskPage(_ list: [String: Any], _ signedIn: SignedIn, _ visit: Visit) -> Response {
        let words = Words(office: office, language: visit.language)
        var model = list
        let roles = signedIn.staff.roles.sorted { $0.rawValue < $1.rawValue }
        model["roles"] = roles.map { words.text("role.\($0.rawValue)") }.joined(separator: "、")
        model["may_report"] = !signedIn.staff.roles.isDisjoint(with: CaseAction.report.permission.roles)
        model["may_rule"] = signedIn.staff.roles.contains(.administrator)
        let asked = visit.query["q"] ?? ""
        model["q"] = asked
        if let status = visit.query["status"], !status.isEmpty { model["status"] = status }
        let lists = [
            ("/desk", "queue_mine", nil), ("/desk/cases?status=open", "list_open", "open"),
            ("/desk/cases?status=overdue", "list_overdue", "overdue"),
            ("/desk/cases?status=closed", "list_closed", "closed"),
        ]
        model["lists"] = lists.map { url, key, status -> [String: Any] in
            let isHere = status == nil ? visit.path == "/desk" : visit.query["status"] == status
            let kept = status == nil || asked.isEmpty ? "" : "&q=\(Pages.escape(asked))"
            return ["url": url + kept, "name": words.text("web.\(key)"), "here": isHere]
        }
        return pages.page("desk", model, title: words.text("web.queue_title"), visit: visit, isPrivate: true)
    }

    // MARK: - A case

    func deskCase(
        _ raw: String,
        _ visit: Visit,
        refused: RefusedAction? = nil,
        contact: Contact? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw), let view = try await office.caseView(number, as: .staff(signedIn.staff)) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let target = "/desk/cases/\(number.rawValue)"
        var model = caseModel(view, visit: visit, target: target, refused: refused)
        if let contact {
            model["contact"] = [contact.name, contact.phone, contact.email].filter { !$0.isEmpty }.joined(
                separator: " · "
            )
        }
        model["routing"] = routing(view, signedIn, words: Words(office: office, language: visit.language))
        model["told"] = try await told(number, withTexts: contact != nil, visit)
        return pages.page(
            "case",
            model,
            title: number.rawValue,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    /// Why the case went to whom it went; before it is dispatched, whom the catalogue names now.
    ///
    /// Nil without a place.
    private func routing(_ view: CaseView, _ signedIn: SignedIn, words: Words) -> [String: Any]? {
        let today = office.today
        if let routing = view.file.routing, let unit = view.file.unit {
            let isMine = signedIn.staff.unit == unit
            let name = office.directory.handlingUnits[unit]?.name.text(in: words.language) ?? unit.rawValue
            return [
                "heading": isMine ? words.text("web.why_me") : words.text("web.why_unit", ["unit": name]),
                "lines": office.words(for: routing, unit: unit, on: today, in: words.language),
            ]
        }
        guard view.summary.isOpen, view.file.unit == nil, let grid = view.file.place.grid,
            let route = office.directory.route(in: grid, category: view.file.category, at: office.now)
        else { return nil }
        return [
            "heading": words.text("web.why_then"),
            "lines": office.words(for: route, on: today, in: words.language),
        ]
    }

    /// Something that a member of staff does to a case; what is refused says why and keeps what was typed.
    func deskAct(_ raw: String, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        guard let number = number(raw) else { return pages.message("not_found", status: .notFound, visit: visit) }
        let form = try await form(of: visit)
        let actor = Actor.staff(signedIn.staff)
        do {
            try checkToken(form, signedIn.csrf)
            let words = Words(office: office, language: visit.language)
            let command = try ActionForm(office: office, words: words).command(from: form)
            if case .readContact(let reason) = command {
                let contact = try await office.readContact(of: number, reason: reason, by: actor)
                return try await deskCase(raw, visit, contact: contact)
            }
            try await office.perform(command, on: number, expecting: version(in: form), by: actor)
            return redirect("/desk/cases/\(number.rawValue)?done=1")
        } catch let refusal as Refusal where refusal != .outsideScope {
            let refused = RefusedAction(form: form, refusal: refusal)
            return try await deskCase(raw, visit, refused: refused, status: status(of: refusal))
        } catch let fault as Fault where fault.kind == .conflict {
            let refused = RefusedAction(form: form, refusal: nil)
            return try await deskCase(raw, visit, refused: refused, status: .conflict)
        }
    }
}
