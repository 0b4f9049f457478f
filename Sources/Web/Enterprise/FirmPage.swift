import Application
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    /// One firm: what it is, who serves it, its visits, and what the reader may do.
    func firm(_ number: Int, _ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        guard let view = try await office.enterprise(number, for: .staff(signedIn.staff)) else {
            return notFound(visit)
        }
        let words = try await firmWords(visit)
        let (staff, today) = (signedIn.staff, office.today)
        let (details, state) = (view.details, view.state)
        let isOpen = state.ending == nil
        let acting = state.stewardship.acting(on: today)
        var filter = ProblemFilter()
        filter.status = .all
        filter.firm = number
        let problems = try await office.problems(filter, for: staff)
        var asked = PolicyRequestFilter()
        asked.status = .all
        asked.firm = number
        asked.limit = 20
        let requests = try await office.policyRequests(asked, for: staff)
        var model: [String: Any] = [
            "number": number, "name": details.name, "kind": words.kind(details.kind),
            "credit_code": details.creditCode?.rawValue ?? "", "trade": details.industry,
            "place": words.words.place(details.place.address, details.place.grid?.rawValue),
            "park": words.park(details.park?.rawValue), "former": state.formerNames.joined(separator: "、"),
            "tags": state.tags.keys.sorted().map { tag -> [String: Any] in
                ["code": tag.rawValue, "name": words.lists.tags[tag]?.text(in: visit.language) ?? tag.rawValue]
            },
            "has_tags": !state.tags.isEmpty, "statuses": state.statuses.map { status($0, words) },
            "has_statuses": !state.statuses.isEmpty,
            "steward": acting.map { words.account($0.holder) } ?? "", "vacant": isOpen && acting == nil,
            "steward_unit": acting.map { words.body($0.unit.rawValue) } ?? "",
            "terms": state.stewardship.terms.reversed().map { term($0, words) },
            "has_terms": !state.stewardship.terms.isEmpty,
            "visits": view.visits.map { words.row($0) }, "has_visits": !view.visits.isEmpty,
            "week": view.week.filter(\.state.isBooked).map { words.row($0) },
            "burden": words.text(
                "web.firm_burden",
                [
                    "visits": "\(view.burden.visits)", "minutes": "\(view.burden.minutes)",
                    "twice": "\(view.burden.askedTwice)",
                ]
            ),
            "relatives": view.relatives.map { words.row($0) }, "has_relatives": !view.relatives.isEmpty,
            "may_visit": isOpen && office.may(.visit, staff), "is_open": isOpen,
            "problems": problems.map { row -> [String: Any] in
                [
                    "number": row.number, "need": words.need(row.need), "stands": words.stands(row),
                    "owed": words.owed(row.debt, isOverdue: row.isOverdue, on: today),
                ]
            },
            "requests": requests.map { row -> [String: Any] in
                [
                    "url": "/desk/policies/requests/\(row.number)", "number": row.number,
                    "title": "\(words.request(row.kind)) · \(row.title)", "stands": words.stands(row, on: today),
                ]
            },
            "has_requests": !requests.isEmpty,
            "has_problems": !problems.isEmpty, "may_collect": isOpen && office.may(.collect, staff),
        ]
        if let ending = state.ending { model["ended"] = ended(ending, words) }
        if isOpen, office.may(.keep, staff) { model["keep"] = try await keeping(view, typed, words) }
        return servicePage("firm", model, title: details.name, visit, failed: failed, isNarrow: false)
    }

    private func status(_ status: Enterprise.Status, _ words: FirmWords) -> [String: Any] {
        let until = status.until.map { words.text("web.firm_until", ["day": $0.description]) }
        return [
            "kind": status.kind.rawValue, "name": words.status(status.kind), "certificate": status.certificate,
            "from": status.from.description, "until": until ?? "", "valid": status.isValid(on: office.today),
        ]
    }

    private func term(_ term: Stewardship.Term, _ words: FirmWords) -> String {
        let values = [
            "who": words.account(term.holder), "unit": words.body(term.unit.rawValue), "from": term.from.description,
            "until": term.until?.description ?? "",
        ]
        if term.isDeputy { return words.text("web.firm_term_deputy", values) }
        return words.text(term.until == nil ? "web.firm_term_open" : "web.firm_term_past", values)
    }

    private func ended(_ ending: Enterprise.Ending, _ words: FirmWords) -> String {
        let day = ["day": ending.day.description]
        return switch ending {
        case .merged: words.text("web.firm_was_merged", day)
        case .split: words.text("web.firm_was_split", day)
        case .closed: words.text("web.firm_was_closed", day)
        }
    }

    /// The forms of whoever keeps the list.
    private func keeping(_ view: EnterpriseView, _ typed: FormBody?, _ words: FirmWords) async throws -> [String: Any] {
        let stewards = try await office.stewards()
        let today = office.today.description
        let act = typed?["act"] ?? ""
        var model = fields(act == "change" ? typed : nil, view.details, words)
        model["target"] = "/desk/firms/\(view.state.number)"
        model["today"] = today
        model["from"] = typed?["from"] ?? today
        model["until"] = typed?["until"] ?? ""
        model["people"] = stewards.map { row -> [String: Any] in
            [
                "id": row.id.rawValue.uuidString, "label": row.grant.displayName,
                "chosen": typed?["holder"] == row.id.rawValue.uuidString,
            ]
        }
        model["has_people"] = !stewards.isEmpty
        model["has_steward"] = view.state.stewardship.steward(on: office.today) != nil
        model["has_deputy"] = view.state.stewardship.terms.contains { $0.isDeputy && $0.covers(office.today) }
        model["status_options"] = words.options(Enterprise.Status.Kind.allCases, chosen: typed?["status"], words.status)
        model["certificate"] = typed?["certificate"] ?? ""
        model["tag_options"] = words.options(
            words.tagOptions.filter { tag in !view.state.tags.keys.contains { $0.rawValue == tag.code } },
            chosen: typed?["industry"]
        )
        model["names"] = typed?["names"] ?? ""
        model["into"] = typed?["into"] ?? ""
        for name in ["change", "assign", "deputy", "grant", "tag", "merge", "split", "close"] {
            model["opened_\(name)"] = act == name
        }
        return model
    }

    /// Something that is done to a firm.
    func changeFirm(_ number: Int, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            try await perform(form, on: number, by: .staff(signedIn.staff))
            return redirect("/desk/firms/\(number)?done=1")
        } catch let refusal as Refusal {
            guard refusal != .unknown(.firm) else { return notFound(visit) }
            return try await firm(number, visit, typed: form, failed: refusal)
        }
    }

    private func perform(_ form: FormBody, on number: Int, by actor: Actor) async throws {
        let today = office.today
        let on = try day("from", in: form) ?? today
        func holder() throws(Refusal) -> ID<Account> {
            guard let id = form["holder"].flatMap(ID<Account>.init(text:)) else { throw .unknown(.account) }
            return id
        }
        func other() throws(Refusal) -> Int {
            guard let number = form["into"].flatMap(Int.init) else { throw .unknown(.firm) }
            return number
        }
        switch form["act"] {
        case "change": try await office.change(number, to: try draft(form), by: actor)
        case "assign": try await office.assign(try holder(), to: number, from: on, by: actor)
        case "deputy":
            let until = try day("until", in: form)
            try await office.assign(try holder(), to: number, from: on, until: until, isDeputy: true, by: actor)
        case "end_steward": try await office.perform(.endSteward(on: today), needing: .assign, on: number, by: actor)
        case "end_deputy": try await office.perform(.endDeputy(on: today), needing: .assign, on: number, by: actor)
        case "grant":
            guard let kind = form["status"].flatMap(Enterprise.Status.Kind.init(rawValue:)) else {
                throw Refusal.unknown(.status)
            }
            let status = Enterprise.Status(
                kind: kind,
                certificate: form["certificate"] ?? "",
                from: on,
                until: try day("until", in: form)
            )
            try await office.perform(.grant(status), on: number, by: actor)
        case "end_status":
            guard let kind = form["status"].flatMap(Enterprise.Status.Kind.init(rawValue:)) else {
                throw Refusal.unknown(.status)
            }
            try await office.perform(.endStatus(kind, on: today), on: number, by: actor)
        case "tag":
            let tag = try parse { () throws(Malformed) in try CategoryCode(parsing: form["industry"] ?? "") }
            try await office.perform(.tag(tag, from: today), on: number, by: actor)
        case "untag":
            let tag = try parse { () throws(Malformed) in try CategoryCode(parsing: form["industry"] ?? "") }
            try await office.perform(.untag(tag, on: today), on: number, by: actor)
        case "merge": try await office.merge(number, into: try other(), on: on, by: actor)
        case "split":
            let names = (form["names"] ?? "").split(whereSeparator: \.isNewline)
                .map { $0.trimmingWhitespace }.filter { !$0.isEmpty }
            _ = try await office.split(number, into: names, on: on, by: actor)
        case "close": try await office.perform(.close(on: on), on: number, by: actor)
        case "renew": try await office.perform(.renewLink, needing: .handLink, on: number, by: actor)
        default: throw Refusal.formExpired
        }
    }

    // MARK: - The notice at the gate, and the firm's letter

    func gateForDesk(_ number: Int, _ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .see)
        guard let notice = try await office.gateNotice(of: number, for: .staff(signedIn.staff)) else {
            return notFound(visit)
        }
        return try await gatePage(notice, visit, back: "/desk/firms/\(number)")
    }

    /// The same page for whoever scans the code at the gate.
    func gate(_ number: Int, _ secret: String, _ visit: Visit) async throws -> Response {
        guard let notice = try await office.gateNotice(of: number, secret: secret) else { return notFound(visit) }
        return try await gatePage(notice, visit, back: nil)
    }

    private func gatePage(_ notice: GateNotice, _ visit: Visit, back: String?) async throws -> Response {
        let words = try await firmWords(visit)
        var model: [String: Any] = [
            "firm": notice.firm, "district": office.settings.district.text(in: visit.language),
            "contact": office.settings.contactLine, "address": notice.address,
            "qr": QRCode.svg(notice.address, label: words.text("web.gate_code")) ?? "", "vacant": notice.steward == nil,
            "steward": notice.steward ?? "", "unit": notice.unit.map { words.body($0.rawValue) } ?? "",
            "since": notice.since?.description ?? "",
        ]
        if let deputy = notice.deputy { model["deputy"] = deputy }
        if let back { model["back"] = back }
        return pages.page(
            "gate",
            model,
            title: words.text("web.gate_title"),
            visit: visit,
            isNarrow: true,
            isPrivate: true
        )
    }

    /// The letter with the firm's own link, for whoever hands it over.
    func firmLetter(_ number: Int, _ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let signedIn = try servant(visit, .handLink)
        let link = try await office.firmLink(of: number, for: .staff(signedIn.staff))
        guard let view = try await office.enterprise(number, for: .staff(signedIn.staff)) else {
            return notFound(visit)
        }
        let words = Words(office: office, language: visit.language)
        let model: [String: Any] = [
            "firm": view.details.name, "link": link, "contact": office.settings.contactLine,
            "district": office.settings.district.text(in: visit.language),
            "qr": QRCode.svg(link, label: words.text("web.secret_link")) ?? "", "back": "/desk/firms/\(number)",
            "target": "/desk/firms/\(number)", "csrf": signedIn.csrf,
        ]
        return pages.page(
            "firmletter",
            model,
            title: words.text("web.letter_title"),
            visit: visit,
            isNarrow: true,
            isPrivate: true
        )
    }
}

extension Substring {
    fileprivate var trimmingWhitespace: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
