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
        /// The person signs in no more until somebody unlocks the account; what it may do stays written down.
        case lock
        case unlock
        /// The administrator has ended every session of the account.
        case endSessions
        /// The administrator has given the account a new first password.
        case resetPassword
        /// Somebody asks that the second factor be taken away; somebody else decides.
        case askFactorReset(by: ID<Account>)
        case grantFactorReset(by: ID<Account>)
        case declineFactorReset
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
        case locked
        case unlocked
        case sessionsEnded
        case passwordReset
        case factorResetAsked(by: ID<Account>)
        case factorResetDeclined
        case tookOut(Sheet)
        case broughtIn(Sheet)
    }

    /// A closed account keeps its grant: old entries still name it.
    package enum State: Hashable, Sendable {
        case none
        case open(Grant)
        case locked(Grant)
        case closed(Grant)
    }

    package private(set) var state = State.none
    package private(set) var signOn: SignOn?
    /// Who has asked that the second factor be taken away, while that waits for its decision.
    package private(set) var resetAskedBy: ID<Account>?

    package init() {}

    /// - Throws: ``Refusal/accountExists``, ``Refusal/unknown(_:)``, ``Refusal/missing(_:)``, ``Refusal/tooLong(_:limit:)``,
    ///   ``Refusal/askerMayNotApprove`` or ``Refusal/resetNotAsked``.
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
            case .open, .locked: return [.closed]
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
        case .lock:
            switch state {
            case .none, .closed: throw .unknown(.account)
            case .open: return [.locked]
            case .locked: return []
            }
        case .unlock:
            switch state {
            case .none, .closed: throw .unknown(.account)
            case .open: return []
            case .locked: return [.unlocked]
            }
        case .endSessions:
            guard state != .none else { throw .unknown(.account) }
            return [.sessionsEnded]
        case .resetPassword:
            guard case .open = state else { throw .unknown(.account) }
            return [.passwordReset]
        case .askFactorReset(let asker):
            guard state != .none else { throw .unknown(.account) }
            return resetAskedBy == nil ? [.factorResetAsked(by: asker)] : []
        case .grantFactorReset(let decider):
            guard let resetAskedBy else { throw .resetNotAsked }
            guard resetAskedBy != decider else { throw .askerMayNotApprove }
            return [.secondFactorDropped]
        case .declineFactorReset:
            guard resetAskedBy != nil else { throw .resetNotAsked }
            return [.factorResetDeclined]
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
            if let grant { state = .closed(grant) }
            // Whoever leaves may come back with another account.
            signOn = nil
        case .linked(let link):
            signOn = link
        case .unlinked:
            signOn = nil
        case .locked:
            if let grant { state = .locked(grant) }
        case .unlocked:
            if let grant { state = .open(grant) }
        case .secondFactorSet, .secondFactorDropped, .factorResetDeclined:
            resetAskedBy = nil
        case .factorResetAsked(let asker):
            resetAskedBy = asker
        case .sessionsEnded, .passwordReset, .tookOut, .broughtIn:
            break
        }
    }

    /// What the account may do, or might when it was last open.
    private var grant: Grant? {
        switch state {
        case .none: nil
        case .open(let grant), .locked(let grant), .closed(let grant): grant
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
