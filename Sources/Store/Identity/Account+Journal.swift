package import Domain
import FoundationEssentials

extension Account: Journaled {
    package static func content(of event: Event, in state: Account) -> EntryContent {
        switch event {
        case .opened(let grant): return grant.content(type: "account.opened")
        case .changed(let grant): return grant.content(type: "account.changed")
        case .closed: return EntryContent(type: "account.closed")
        case .linked(let link):
            return EntryContent(
                type: "account.linked",
                payload: ["issuer": .text(link.issuer), "subject": .text(link.subject)]
            )
        case .unlinked: return EntryContent(type: "account.unlinked")
        case .secondFactorSet: return EntryContent(type: "account.second_factor_set")
        case .secondFactorDropped: return EntryContent(type: "account.second_factor_dropped")
        case .locked: return EntryContent(type: "account.locked")
        case .unlocked: return EntryContent(type: "account.unlocked")
        case .sessionsEnded: return EntryContent(type: "account.sessions_ended")
        case .passwordReset: return EntryContent(type: "account.password_reset")
        case .factorResetAsked(let asker):
            return EntryContent(
                type: "account.factor_reset_asked",
                payload: ["asker": .text(asker.rawValue.uuidString)]
            )
        case .factorResetDeclined: return EntryContent(type: "account.factor_reset_declined")
        case .tookOut(let sheet): return sheet.content(type: "account.took_out")
        case .broughtIn(let sheet): return sheet.content(type: "account.brought_in")
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "account.opened": .opened(try Grant(facts: facts))
        case "account.changed": .changed(try Grant(facts: facts))
        case "account.closed": .closed
        case "account.linked":
            .linked(SignOn(issuer: try facts.text("issuer"), subject: try facts.text("subject")))
        case "account.unlinked": .unlinked
        case "account.second_factor_set": .secondFactorSet
        case "account.second_factor_dropped": .secondFactorDropped
        case "account.locked": .locked
        case "account.unlocked": .unlocked
        case "account.sessions_ended": .sessionsEnded
        case "account.password_reset": .passwordReset
        case "account.factor_reset_asked": .factorResetAsked(by: try facts.id(try facts.text("asker")))
        case "account.factor_reset_declined": .factorResetDeclined
        case "account.took_out": .tookOut(try Sheet(facts: facts))
        case "account.brought_in": .broughtIn(try Sheet(facts: facts))
        default: throw Fault.corrupt("an entry of an unknown type stands in an account's history")
        }
    }

    package func project(id: ID<Account>, version: Int, into db: any Connection) throws {
        let grant: Grant
        let isOpen: Bool
        switch state {
        case .none: return
        case .open(let current): (grant, isOpen) = (current, true)
        case .locked(let last), .closed(let last): (grant, isOpen) = (last, false)
        }
        let isLocked = if case .locked = state { true } else { false }
        try db.submit(
            """
            INSERT INTO account (
                id, sign_in_name, display_name, roles, scope, unit, is_open, sign_on_issuer, sign_on_subject,
                is_locked, reset_asked_by)
            VALUES (
                \(id.bytes), \(grant.signInName), \(grant.displayName), \(grant.roleText), \(grant.scope.text),
                \(grant.unit?.rawValue), \(isOpen), \(signOn?.issuer), \(signOn?.subject),
                \(isLocked), \(resetAskedBy?.bytes))
            ON CONFLICT (id) DO UPDATE SET
                sign_in_name = excluded.sign_in_name,
                display_name = excluded.display_name,
                roles = excluded.roles,
                scope = excluded.scope,
                unit = excluded.unit,
                is_open = excluded.is_open,
                sign_on_issuer = excluded.sign_on_issuer,
                sign_on_subject = excluded.sign_on_subject,
                is_locked = excluded.is_locked,
                reset_asked_by = excluded.reset_asked_by
            """
        )
    }
}

extension Account.Grant {
    var roleText: String { roles.map(\.rawValue).sorted().joined(separator: ",") }

    fileprivate func content(type: String) -> EntryContent {
        var content = EntryContent(
            type: type,
            facts: ["roles": .text(roleText), "scope": .text(scope.text)],
            payload: ["sign_in_name": .text(signInName), "display_name": .text(displayName)]
        )
        content.facts.set("unit", unit?.rawValue)
        return content
    }

    fileprivate init(facts: Facts) throws {
        self.init(
            signInName: try facts.text("sign_in_name"),
            displayName: try facts.text("display_name"),
            roles: Set(roleText: try facts.text("roles")),
            scope: try Scope(text: try facts.text("scope")),
            unit: try facts.optionalUnit("unit")
        )
    }
}

extension Set<Role> {
    init(roleText: String) { self = Set(roleText.split(separator: ",").compactMap { Role(rawValue: String($0)) }) }
}

extension Scope {
    /// `district`, `unit:411002001` or `grid:GBT30428.1-14:41100200100101`.
    var text: String {
        switch self {
        case .district: "district"
        case .unit(let code): "unit:\(code.rawValue)"
        case .grid(let code): "grid:\(code.scheme.rawValue):\(code.rawValue)"
        }
    }

    init(text: String) throws {
        let parts = text.split(separator: ":").map(String.init)
        do {
            switch (parts.first, parts.count) {
            case ("district", 1): self = .district
            case ("unit", 2): self = .unit(try UnitCode(parsing: parts[1]))
            case ("grid", 3):
                guard let scheme = GridScheme(rawValue: parts[1]) else { throw Fault.corrupt("a scope has no scheme") }
                self = .grid(try GridCode(parsing: parts[2], scheme: scheme))
            default: throw Fault.corrupt("a scope is none that the program writes")
            }
        } catch is Malformed {
            throw Fault.corrupt("a scope holds no valid code")
        }
    }
}

extension Account.Sheet {
    fileprivate func content(type: String) -> EntryContent {
        EntryContent(type: type, facts: ["format": .text(format)], payload: ["list": .text(list)])
    }

    fileprivate init(facts: Facts) throws {
        self.init(format: try facts.text("format"), list: try facts.text("list"))
    }
}
