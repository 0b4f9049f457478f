/// A member of staff's account: who it is for and what it may do.
///
/// Credentials are not here and never in the journal.
package struct Account: Aggregate {
    package typealias Situation = Void

    package static let kind = SubjectKind.account

    /// What an account was opened or changed with.
    package struct Grant: Hashable, Sendable {
        /// The sign-in name; unique in the district.
        package var signInName: String
        /// The name that colleagues see.
        package var displayName: String
        package var roles: Set<Role>
        package var scope: Scope
        package var unit: UnitCode?

        package init(
            signInName: String,
            displayName: String,
            roles: Set<Role>,
            scope: Scope,
            unit: UnitCode? = nil
        ) {
            self.signInName = signInName
            self.displayName = displayName
            self.roles = roles
            self.scope = scope
            self.unit = unit
        }
    }

    package enum Command: Hashable, Sendable {
        case open(Grant)
        case change(Grant)
        case close
    }

    package enum Event: Hashable, Sendable {
        case opened(Grant)
        case changed(Grant)
        case closed
    }

    /// A closed account keeps its grant: old entries still name it.
    package enum State: Hashable, Sendable {
        case none
        case open(Grant)
        case closed(Grant)
    }

    package private(set) var state = State.none

    package init() {}

    /// - Throws: ``Refusal/accountExists``, ``Refusal/unknown(_:)``, ``Refusal/missing(_:)`` or ``Refusal/tooLong(_:limit:)``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .open(let grant):
            guard state == .none else { throw .accountExists }
            return [.opened(try grant.checked())]
        case .change(let grant):
            guard case .open(let current) = state else { throw .unknown(.account) }
            return grant == current ? [] : [.changed(try grant.checked())]
        case .close:
            switch state {
            case .none: throw .unknown(.account)
            case .open: return [.closed]
            case .closed: return []
            }
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let grant), .changed(let grant):
            state = .open(grant)
        case .closed:
            if case .open(let grant) = state { state = .closed(grant) }
        }
    }
}

extension Account.Grant {
    fileprivate func checked() throws(Refusal) -> Self {
        guard !signInName.isEmpty else { throw .missing(.signInName) }
        guard signInName.utf8.count <= 64 else { throw .tooLong(.signInName, limit: 64) }
        guard !displayName.isEmpty else { throw .missing(.displayName) }
        guard displayName.utf8.count <= 192 else { throw .tooLong(.displayName, limit: 64) }
        for name in [signInName, displayName] { try name.refuseZeroCharacter() }
        if roles.contains(.handlingUnit) && unit == nil { throw .missing(.unit) }
        return self
    }
}
