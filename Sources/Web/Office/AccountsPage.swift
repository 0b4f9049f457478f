import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    // MARK: - All accounts

    func accounts(_ visit: Visit, failed: Refusal? = nil) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .changeAccount)
        let words = Words(office: office, language: visit.language)
        let rows = try await office.allAccounts().filter {
            office.directory.contains(signedIn.staff.scope, $0.grant.scope)
        }
        let asking = try await office.rolesWithSecondFactor()
        let asked = visit.query["q"] ?? ""
        let found = rows.filter { row in
            asked.isEmpty || row.grant.displayName.contains(asked) || row.grant.signInName.contains(asked)
        }
        let shown = found.prefix(Self.accountsShown)
        var model: [String: Any] = [
            "q": asked,
            "shown": words.text("web.office_accounts_shown", ["n": "\(found.count)", "shown": "\(shown.count)"]),
            "accounts": shown.map { row -> [String: Any] in
                [
                    "id": row.id.rawValue.uuidString, "label": row.grant.displayName,
                    "sign_in_name": row.grant.signInName, "roles": roles(row.grant.roles, words),
                    "where": place(row.grant, words), "state": state(row, words),
                ]
            },
        ]
        let waiting = rows.filter { $0.resetAskedBy != nil }
        if !waiting.isEmpty {
            let list = waiting.map { ["id": $0.id.rawValue.uuidString, "label": $0.grant.displayName] }
            model["asked"] = ["list": list]
        }
        if office.may(.requireSecondFactor, signedIn.staff) {
            let list = Role.allCases.map { role -> [String: Any] in
                let asks = asking.contains(role)
                return [
                    "role": role.rawValue, "name": words.text("role.\(role.rawValue)"), "next": asks ? "no" : "yes",
                    "state": words.text(asks ? "web.office_factor_on" : "web.office_factor_off"),
                    "button": words.text(asks ? "web.office_factor_release" : "web.office_factor_require"),
                    "csrf": signedIn.csrf,
                ]
            }
            model["rules"] = ["list": list]
        }
        return officePage("officeaccounts", model, title: words.text("web.office_accounts"), visit, failed: failed)
    }

    /// Accounts on the page; the others are found by their names.
    private static var accountsShown: Int { 100 }

    private func roles(_ roles: Set<Role>, _ words: Words) -> String {
        roles.map(\.rawValue).sorted().map { words.text("role.\($0)") }.joined(
            separator: words.text("web.office_comma")
        )
    }

    private func place(_ grant: Account.Grant, _ words: Words) -> String {
        let directory = office.directory
        let place =
            switch grant.scope {
            case .district: words.text("web.feed_district")
            case .unit(let code): directory.units[code]?.name ?? code.rawValue
            case .grid(let code): words.gridName(code.rawValue) ?? code.rawValue
            }
        let unit = grant.unit.flatMap { directory.handlingUnits[$0]?.name.text(in: words.language) }
        return [place, unit].compactMap { $0 }.joined(separator: " · ")
    }

    private func state(_ row: AccountRow, _ words: Words) -> String {
        if row.isOpen { return words.text("web.office_open") }
        return words.text(row.isLocked ? "web.office_locked" : "web.office_closed")
    }

    /// Asks a second factor of a role, or of nobody with it any more.
    func changeSignInRules(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .requireSecondFactor)
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        guard let role = form["role"].flatMap(Role.init(rawValue:)) else { throw Refusal.missing(.role) }
        try await office.requireSecondFactor(role, form["ask_code"] == "yes", by: .staff(signedIn.staff))
        return redirect("/office/accounts?done=1")
    }

    // MARK: - A new one

    func newAccount(_ visit: Visit, typed: FormBody? = nil, failed: Refusal? = nil) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .openAccount)
        let words = Words(office: office, language: visit.language)
        var model = fields(typed, nil, signedIn.staff, words)
        model["sign_in_name"] = typed?["sign_in_name"] ?? ""
        let title = words.text("web.office_account_new")
        return officePage("officeaccountnew", model, title: title, visit, failed: failed)
    }

    func openAccount(_ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .openAccount)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let grant = try grant(in: form, named: form["sign_in_name"] ?? "")
            let password = try await office.openAccount(grant, by: .staff(signedIn.staff))
            return passwordPage(password, grant.signInName, visit)
        } catch let refusal as Refusal {
            return try await newAccount(visit, typed: form, failed: refusal)
        }
    }

    /// Shown once.
    private func passwordPage(_ password: String, _ name: String, _ visit: Visit) -> Response {
        let model: [String: Any] = ["sign_in_name": name, "password": password]
        return officePage("officepassword", model, title: pages.text("office_password_title", visit.language), visit)
    }

    /// What an account may do and where, as a form has it or as it is.
    private func fields(
        _ typed: FormBody?,
        _ grant: Account.Grant?,
        _ staff: Staff,
        _ words: Words
    ) -> [String: Any] {
        let directory = office.directory
        let chosenRoles = typed.map { Set($0.all("role")) } ?? Set((grant?.roles ?? []).map(\.rawValue))
        let chosenScope = typed?["scope"] ?? grant.map { Self.text(of: $0.scope) } ?? ""
        let chosenUnit = typed.map { $0["unit"] ?? "" } ?? grant?.unit?.rawValue
        var scopes: [(String, String)] = []
        if staff.scope == .district { scopes.append(("district", words.text("web.feed_district"))) }
        for unit in directory.units.values.sorted(by: { $0.code < $1.code })
        where unit.parent != nil && directory.contains(staff.scope, .unit(unit.code)) {
            scopes.append(("unit:\(unit.code.rawValue)", unit.name))
        }
        let grid = chosenScope.hasPrefix("grid:") ? String(chosenScope.dropFirst(5)) : nil
        return [
            "display_name": typed?["display_name"] ?? grant?.displayName ?? "",
            "roles": Role.allCases.map { role -> [String: Any] in
                [
                    "value": role.rawValue, "text": words.text("role.\(role.rawValue)"),
                    "chosen": chosenRoles.contains(role.rawValue),
                ]
            },
            "scopes": scopes.map { value, text -> [String: Any] in
                ["value": value, "text": text, "chosen": value == chosenScope]
            },
            "groups": gridGroups(words, chosen: grid, in: staff.scope),
            "units": directory.handlingUnits.values.sorted { $0.code < $1.code }.map { unit -> [String: Any] in
                [
                    "value": unit.code.rawValue, "text": unit.name.text(in: words.language),
                    "chosen": unit.code.rawValue == chosenUnit,
                ]
            },
        ]
    }

    private static func text(of scope: Scope) -> String {
        switch scope {
        case .district: "district"
        case .unit(let code): "unit:\(code.rawValue)"
        case .grid(let code): "grid:\(code.rawValue)"
        }
    }

    private func grant(in form: FormBody, named name: String) throws(Refusal) -> Account.Grant {
        let directory = office.directory
        let roles = Set(form.all("role").compactMap(Role.init(rawValue:)))
        guard !roles.isEmpty else { throw .missing(.role) }
        let scope: Scope
        let parts = (form["scope"] ?? "").split(separator: ":").map(String.init)
        switch (parts.first, parts.last) {
        case ("district", _): scope = .district
        case ("unit", let raw?):
            guard let unit = directory.units.keys.first(where: { $0.rawValue == raw }) else { throw .unknown(.unit) }
            scope = .unit(unit)
        case ("grid", let raw?):
            guard let grid = directory.grid(named: raw) else { throw .unknown(.grid) }
            scope = .grid(grid)
        default: throw .missing(.place)
        }
        var unit: UnitCode?
        if let raw = form["unit"] {
            guard let known = directory.handlingUnits.keys.first(where: { $0.rawValue == raw }) else {
                throw .unknown(.handlingUnit)
            }
            unit = known
        }
        return Account.Grant(
            signInName: name,
            displayName: form["display_name"] ?? "",
            roles: roles,
            scope: scope,
            unit: unit
        )
    }

    // MARK: - One account

    func accountFile(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .changeAccount)
        guard let id = ID<Account>(text: raw), let row = try await office.account(id) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        try office.demand(.changeAccount, of: .staff(signedIn.staff), in: row.grant.scope)
        let words = Words(office: office, language: visit.language)
        let factor = try await office.secondFactor(of: id)
        var model = fields(typed, row.grant, signedIn.staff, words)
        model["heading"] = row.grant.displayName
        model["sign_in_name"] = row.grant.signInName
        model["state"] = state(row, words)
        model["factor"] = words.text(factor.isSet ? "web.office_factor_set" : "web.office_factor_unset")
        model["target"] = "/office/accounts/\(raw)"
        (model["open"], model["resettable"]) = (row.isOpen, factor.isSet && row.resetAskedBy == nil)
        model["own"] = id == signedIn.staff.account
        if let link = row.signOn { model["linked"] = link.issuer }
        let posts = office.directory.postsHeld(by: id, on: office.today)
        if !posts.isEmpty {
            let list = posts.map { ["code": $0.grid?.rawValue ?? "", "label": $0.code.rawValue] }
            model["posts"] = ["list": list]
        }
        if let asker = row.resetAskedBy {
            let name = office.directory.accountNames[asker] ?? ""
            model["asked"] = [
                "sentence": words.text("web.office_reset_asked", ["name": name]),
                "decides": asker != signedIn.staff.account,
            ]
        }
        return officePage("officeaccount", model, title: row.grant.displayName, visit, failed: failed)
    }

    func changeAccount(_ raw: String, _ visit: Visit) async throws -> Response {
        let signedIn = try administrator(of: visit, for: .changeAccount)
        guard let id = ID<Account>(text: raw), let row = try await office.account(id) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let form = try await form(of: visit)
        let (staff, actor) = (signedIn.staff, Actor.staff(signedIn.staff))
        do {
            try checkToken(form, signedIn.csrf)
            switch form["act"] {
            case "change":
                let grant = try grant(in: form, named: row.grant.signInName)
                try await office.changeAccount(id, to: grant, by: actor)
            case "lock": try await office.lockAccount(id, by: actor)
            case "unlock": try await office.unlockAccount(id, by: actor)
            case "end_sessions": try await office.endSessions(of: id, by: actor)
            case "password":
                return passwordPage(try await office.resetPassword(of: id, by: actor), row.grant.signInName, visit)
            case "ask_reset": try await office.askFactorReset(of: id, by: staff)
            case "grant_reset": try await office.decideFactorReset(of: id, grants: true, by: staff)
            case "decline_reset": try await office.decideFactorReset(of: id, grants: false, by: staff)
            default: break
            }
            return redirect("/office/accounts/\(raw)?done=1")
        } catch let refusal as Refusal {
            let typed = form["act"] == "change" ? form : nil
            return try await accountFile(raw, visit, typed: typed, failed: refusal)
        }
    }
}

extension ID {
    /// An identifier as addresses and forms carry it; nil for what is none.
    init?(text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.init(uuid)
    }
}
