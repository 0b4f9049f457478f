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

    /// Who the provider of the single sign-on says that somebody is; never an address of mail, which changes hands.
    package struct SignOn: Hashable, Sendable {
        package var issuer: String
        package var subject: String

        package init(issuer: String, subject: String) {
            self.issuer = issuer
            self.subject = subject
        }
    }

    package enum Command: Hashable, Sendable {
        case open(Grant)
        case change(Grant)
        case close
        /// Lets the provider's person in; nil lets nobody in that way any more.
        case link(SignOn?)
        /// The person has set a second factor up.
        case setSecondFactor
        /// The second factor is given up by the person, or taken away by the administrator.
        case dropSecondFactor
        /// The person takes a list of cases away as a file.
        case takeOut(Sheet)
        /// The person brings a sheet of cases in.
        case bringIn(Sheet)
    }

    /// A file of many cases that somebody took out or brought in.
    package struct Sheet: Hashable, Sendable {
        /// `csv`, `xlsx` or `geojson`.
        package var format: String
        /// Which list, with the words that it was searched for.
        package var list: String

        package init(format: String, list: String) {
            self.format = format
            self.list = list
        }
    }

    package enum Event: Hashable, Sendable {
        case opened(Grant)
        case changed(Grant)
        case closed
        case linked(SignOn)
        case unlinked
        case secondFactorSet
        case secondFactorDropped
        case tookOut(Sheet)
        case broughtIn(Sheet)
    }

    /// A closed account keeps its grant: old entries still name it.
    package enum State: Hashable, Sendable {
        case none
        case open(Grant)
        case closed(Grant)
    }

    package private(set) var state = State.none
    package private(set) var signOn: SignOn?

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
        case .link(let link):
            guard case .open = state else { throw .unknown(.account) }
            guard link != signOn else { return [] }
            guard let link else { return [.unlinked] }
            return [.linked(try link.checked())]
        case .setSecondFactor:
            guard case .open = state else { throw .unknown(.account) }
            return [.secondFactorSet]
        case .dropSecondFactor:
            guard state != .none else { throw .unknown(.account) }
            return [.secondFactorDropped]
        case .takeOut(let sheet):
            guard case .open = state else { throw .unknown(.account) }
            return [.tookOut(sheet)]
        case .bringIn(let sheet):
            guard case .open = state else { throw .unknown(.account) }
            return [.broughtIn(sheet)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .opened(let grant), .changed(let grant):
            state = .open(grant)
        case .closed:
            if case .open(let grant) = state { state = .closed(grant) }
            // Whoever leaves may come back with another account.
            signOn = nil
        case .linked(let link):
            signOn = link
        case .unlinked:
            signOn = nil
        case .secondFactorSet, .secondFactorDropped, .tookOut, .broughtIn:
            break
        }
    }
}

extension Account.SignOn {
    /// OpenID Connect Core 1.0, 2: a subject is at most 255 ASCII characters.
    fileprivate func checked() throws(Refusal) -> Self {
        guard !issuer.isEmpty else { throw .missing(.issuer) }
        guard !subject.isEmpty else { throw .missing(.subject) }
        guard issuer.utf8.count <= 255 else { throw .tooLong(.issuer, limit: 255) }
        guard subject.utf8.count <= 255 else { throw .tooLong(.subject, limit: 255) }
        for text in [issuer, subject] { try text.refuseZeroCharacter() }
        return self
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
