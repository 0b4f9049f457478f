import Application
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    // MARK: - Who answers where

    /// The vacancies first, then one street's grids.
    func roster(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .appoint)
        let words = Words(office: office, language: visit.language)
        let directory = office.directory
        let today = office.today
        let codes = directory.grids(in: signedIn.staff.scope) ?? directory.grids.keys.sorted()
        let streets = Dictionary(grouping: codes) { code in
            directory.path(of: code).first { $0.level == .street }?.code ?? directory.path(of: code).first?.code
        }
        func holder(_ code: GridCode) -> ID<Account>? { directory.post(for: code, on: today)?.holder }
        func link(_ code: GridCode) -> [String: Any] {
            ["code": code.rawValue, "label": "\(directory.grids[code]?.name ?? "") \(code.rawValue)"]
        }
        let vacant = codes.filter { holder($0) == nil }
        let locked = codes.filter { holder($0).map(directory.closedAccounts.contains) == true }
        let area = visit.query["area"]
        var model: [String: Any] = [
            "streets": streets.compactMap { street, codes -> (UnitCode, [String: Any])? in
                guard let street, let unit = directory.units[street] else { return nil }
                let values = ["name": unit.name, "n": "\(codes.count)"]
                let label = words.text("web.office_street_count", values)
                return (street, ["code": street.rawValue, "label": label, "here": street.rawValue == area])
            }.sorted { $0.0 < $1.0 }.map(\.1)
        ]
        if !vacant.isEmpty {
            let count = words.text("web.office_vacant", ["n": "\(vacant.count)"])
            model["vacancies"] = ["count": count, "list": vacant.prefix(100).map(link)]
        }
        if signedIn.staff.scope == .district, let planned = plannedVacancies(words) { model["planned"] = planned }
        if !locked.isEmpty {
            let count = words.text("web.office_locked_holders", ["n": "\(locked.count)"])
            model["locked"] = ["count": count, "list": locked.prefix(100).map(link)]
        }
        let shown = streets.first { $0.key?.rawValue == area } ?? (streets.count == 1 ? streets.first : nil)
        if let (street, codes) = shown.map({ ($0.key, $0.value) }) {
            model["table"] = [
                "caption": street.flatMap { directory.units[$0]?.name } ?? "",
                "rows": codes.map { row($0, words) },
            ]
        }
        return officePage("officeroster", model, title: words.text("web.office_roster"), visit)
    }

    private func row(_ code: GridCode, _ words: Words) -> [String: Any] {
        let directory = office.directory
        let today = office.today
        let answering = directory.post(for: code, on: today)
        let record = directory.posts(of: code).first { $0.definition.code == answering?.code }
        let current = record?.post.appointments.filter { $0.covers(today) } ?? []
        let running = current.first(where: \.isDeputy) ?? current.first
        return [
            "code": code.rawValue, "label": directory.grids[code]?.name ?? "", "empty": answering?.holder == nil,
            "holder": words.holder(code.rawValue),
            "since": running.map { since($0, words) } ?? "",
        ]
    }

    private func since(_ appointment: Post.Appointment, _ words: Words) -> String {
        let values = ["from": appointment.from.description, "until": appointment.until?.description ?? ""]
        guard !appointment.isDeputy else { return words.text("web.office_stands_in", values) }
        return words.text(appointment.until == nil ? "web.office_held_since" : "web.office_held_until", values)
    }

    // MARK: - One grid

    func rosterGrid(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .appoint)
        guard let grid = office.rosterGrid(named: raw) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        try office.demand(.appoint, of: .staff(signedIn.staff), in: .grid(grid.code))
        let words = Words(office: office, language: visit.language)
        let directory = office.directory
        let answering = directory.post(for: grid.code, on: office.today)
        let open = try await office.openCases(in: grid.code)
        var posts: [[String: Any]] = []
        for kind in Post.Kind.ofGrids {
            posts.append(try await post(kind, of: grid.code, typed, visit, words))
        }
        let model: [String: Any] = [
            "heading": "\(grid.name) \(grid.code.rawValue)",
            "street": directory.path(of: grid.code).first { $0.level == .street }?.code.rawValue ?? "",
            "vacant": answering?.holder == nil, "answers": words.text("web.office_answers", ["who": words.holder(raw)]),
            "open": words.text("web.office_open_cases", ["n": "\(open)"]), "posts": posts,
        ]
        return officePage("officegrid", model, title: grid.name, visit, failed: failed)
    }

    private func post(
        _ kind: Post.Kind,
        of code: GridCode,
        _ typed: FormBody?,
        _ visit: Visit,
        _ words: Words
    ) async throws -> [String: Any] {
        let directory = office.directory
        let record = directory.posts(of: code).first { $0.definition.kind == kind }
        let appointments = (record?.post.appointments ?? []).sorted { ($0.from, $0.isDeputy ? 1 : 0) > ($1.from, 0) }
        let people = try await office.eligible(for: kind, in: code)
        let today = office.today
        let isHeld = record?.post.holding(on: today) != nil
        let isStoodIn = appointments.contains { $0.isDeputy && ($0.until ?? .distantFuture) >= today }
        let offered = [
            ("appoint", true), ("relieve", isHeld), ("stand_in", record != nil), ("end_stand_in", isStoodIn),
        ]
        let forms = offered.filter(\.1).map { change, _ -> [String: Any] in
            let mine = typed?["change"] == change && typed?["post"] == kind.rawValue ? typed : nil
            let isAppointing = change == "appoint" || change == "stand_in"
            var form: [String: Any] = [
                "title": words.text("web.office_change_\(change)"), "target": "/office/roster/\(code.rawValue)",
                "csrf": visit.csrf ?? "", "change": change, "kind": kind.rawValue, "id": "\(kind.rawValue)-\(change)",
                "opened": mine != nil, "begins": isAppointing, "ends": change != "appoint",
                "from": mine?["from"] ?? today.description, "today": today.description,
                "until": mine?["until"] ?? today.description, "people": false,
            ]
            if isAppointing {
                let list = people.map { row -> [String: Any] in
                    let id = row.id.rawValue.uuidString
                    return ["value": id, "label": row.grant.displayName, "chosen": mine?["holder"] == id]
                }
                form["people"] = ["list": list]
            }
            return form
        }
        return [
            "kind_name": words.text("post.\(kind.rawValue)"),
            "times": appointments.map { appointment in
                let name = directory.accountNames[appointment.holder] ?? ""
                let isLocked = directory.closedAccounts.contains(appointment.holder) && appointment.covers(today)
                let line = "\(name) · \(since(appointment, words))"
                return isLocked ? "\(line) · \(words.text("web.office_locked"))" : line
            },
            "forms": forms,
        ]
    }

    /// Shows what a change would bring; makes it when that was seen and confirmed.
    func changeRoster(_ raw: String, _ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .appoint)
        guard let grid = office.rosterGrid(named: raw) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let change = try rosterChange(in: form, grid: grid.code)
            let actor = Actor.staff(signedIn.staff)
            guard let seen = form["seen"] else {
                let preview = try await office.preview(change, by: actor)
                return handover(preview, grid, form, visit)
            }
            if let preview = try await office.make(change, seen: seen, by: actor) {
                return handover(preview, grid, form, visit, hasMovedOn: true)
            }
            return redirect("/office/roster/\(grid.code.rawValue)?done=1")
        } catch let refusal as Refusal {
            return try await rosterGrid(raw, visit, typed: form, failed: refusal)
        }
    }

    private func rosterChange(in form: FormBody, grid: GridCode) throws -> RosterChange {
        guard let kind = form["post"].flatMap(Post.Kind.init(rawValue:)), Post.Kind.ofGrids.contains(kind) else {
            throw Refusal.unknown(.post)
        }
        func holder() throws(Refusal) -> ID<Account> {
            guard let id = form["holder"].flatMap(ID<Account>.init(text:)) else { throw .unknown(.account) }
            return id
        }
        func last() throws(Refusal) -> Day {
            guard let last = try day("until", in: form) else { throw .missing(.until) }
            return last
        }
        let from = try day("from", in: form) ?? office.today
        switch form["change"] {
        case "appoint": return .appoint(kind, grid, holder: try holder(), from: from)
        case "stand_in": return .standIn(kind, grid, deputy: try holder(), from: from, until: try last())
        case "relieve": return .relieve(kind, grid, on: try last())
        case "end_stand_in": return .endStandIn(kind, grid, on: try last())
        default: throw Refusal.unknown(.appointment)
        }
    }

    private func handover(
        _ preview: RosterPreview,
        _ grid: Territory.Grid,
        _ form: FormBody,
        _ visit: Visit,
        hasMovedOn: Bool = false
    ) -> Response {
        let words = Words(office: office, language: visit.language)
        let nobody = words.text("web.office_nobody")
        let change = form["change"] ?? ""
        let title = words.text("web.office_change_\(change)")
        var model: [String: Any] = [
            "heading": "\(grid.name) \(grid.code.rawValue)", "title": title, "moved_on": hasMovedOn,
            "target": "/office/roster/\(grid.code.rawValue)", "seen": preview.digest,
            "before_day": words.text("web.office_until", ["day": preview.change.day.advanced(by: -1).description]),
            "after_day": words.text("web.office_from_day", ["day": preview.change.day.description]),
            "before": preview.before ?? nobody, "after": preview.after ?? nobody, "vacant": preview.isVacant,
            "cases": words.text("web.office_cases_go", ["n": "\(preview.caseCount)"]),
            "list": preview.cases.map(\.rawValue), "kind": form["post"] ?? "", "change": change,
        ]
        for name in ["holder", "from", "until"] { model[name] = form[name] ?? "" }
        var response = officePage("officehandover", model, title: title, visit)
        if hasMovedOn { response.status = .conflict }
        return response
    }
}
