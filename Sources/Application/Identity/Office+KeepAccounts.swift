package import Domain
import Store

/// What administrators do to accounts: each an entry, nobody to the own, and never so that nobody could any more.
extension Office {
    /// Opens an account.
    ///
    /// - Returns: its first password, which nobody can be shown again.
    /// - Throws: ``Refusal``, ``Fault``.
    package func openAccount(_ grant: Account.Grant, by actor: Actor) async throws -> String {
        try demand(.openAccount, of: actor, in: grant.scope)
        let password = Password.random(world)
        let credential = try await credential(of: password, isFirst: true)
        let id: ID<Account> = world.newID(at: now)
        let now = now
        try await engine.write { [self] db in
            _ = try current(actor, doing: .openAccount, in: grant.scope, db)
            if !grant.signInName.utf8.contains(0), try AccountQueries.named(grant.signInName, in: db) != nil {
                throw Refusal.accountExists
            }
            try handle(.open(grant), on: id, by: actor, at: now, in: db)
            try SignInRecords.keep(credential, for: id, in: db)
        }
        try await refreshDirectory()
        return password
    }

    /// Changes what an account may do, and where.
    ///
    /// Whoever comes to a role that asks for a second factor, and has none, signs in anew.
    ///
    /// - Throws: ``Refusal``, ``Refusal/ownRights`` and ``Refusal/lastAdministrator`` among them; ``Fault``.
    package func changeAccount(_ id: ID<Account>, to grant: Account.Grant, by actor: Actor) async throws {
        try await keep(.changeAccount, of: id, .change(grant), by: actor) { [self] row, db in
            guard directory.contains(try scope(of: actor, db), grant.scope) else { throw Refusal.beyondScope }
            var after = row.grant
            (after.roles, after.scope) = (grant.roles, grant.scope)
            if !after.keepsDistrict { try Self.demandAnotherAdministrator(than: id, in: db) }
            let asking = try SecondFactorRecords.requiringRoles(in: db)
            if !asking.isDisjoint(with: grant.roles) { try Self.endSessionsWithoutFactor(of: id, in: db) }
        }
        try await refreshDirectory()
    }

    /// Lets nobody in with an account until it is unlocked; its sessions end.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func lockAccount(_ id: ID<Account>, by actor: Actor) async throws {
        try await keep(.lockAccount, of: id, .lock, by: actor) { _, db in
            try Self.demandAnotherAdministrator(than: id, in: db)
            try SessionRecords.endAll(of: id, in: db)
        }
        try await refreshDirectory()
    }

    package func unlockAccount(_ id: ID<Account>, by actor: Actor) async throws {
        try await keep(.lockAccount, of: id, .unlock, by: actor) { _, _ in }
        try await refreshDirectory()
    }

    /// Ends every session of an account.
    ///
    /// - Returns: how many there were.
    @discardableResult
    package func endSessions(of id: ID<Account>, by actor: Actor) async throws -> Int {
        let count = try await keep(.endSessions, of: id, .endSessions, isOwnAllowed: true, by: actor) { _, db in
            try SessionRecords.endAll(of: id, in: db)
        }
        try await notePosition()
        return count
    }

    /// Gives an account a new first password; its sessions end.
    ///
    /// - Returns: the password, which nobody can be shown again.
    package func resetPassword(of id: ID<Account>, by actor: Actor) async throws -> String {
        try demand(.resetPassword, of: actor)
        let password = Password.random(world)
        let credential = try await credential(of: password, isFirst: true)
        try await keep(.resetPassword, of: id, .resetPassword, by: actor) { _, db in
            try SignInRecords.keep(credential, for: id, in: db)
        }
        try await notePosition()
        return password
    }

    // MARK: - Second factors

    /// First person: asks that the second factor be taken from whoever has lost telephone and recovery codes.
    package func askFactorReset(of id: ID<Account>, by staff: Staff) async throws {
        try await keep(.resetSecondFactor, of: id, .askFactorReset(by: staff.account), by: .staff(staff)) { _, db in
            guard try SecondFactorRecords.factor(of: id, in: db)?.isConfirmed == true else {
                throw Refusal.unknown(.token)
            }
        }
        try await notePosition()
    }

    /// Second person: takes it away, and ends every session; or declines.
    ///
    /// - Throws: ``Refusal/askerMayNotApprove`` for whoever asked, ``Refusal/resetNotAsked``; ``Refusal``, ``Fault``.
    package func decideFactorReset(of id: ID<Account>, grants: Bool, by staff: Staff) async throws {
        let command: Account.Command = grants ? .grantFactorReset(by: staff.account) : .declineFactorReset
        try await keep(.resetSecondFactor, of: id, command, by: .staff(staff)) { _, db in
            guard grants else { return }
            try SecondFactorRecords.drop(of: id, in: db)
            try SessionRecords.endAll(of: id, in: db)
            try Attempts.code(id).forget(in: db)
        }
        try await notePosition()
    }

    /// Asks a second factor of everybody with a role, or of nobody any more.
    ///
    /// Sessions of whoever has the role and no second factor end: they were opened with less than is asked for now.
    ///
    /// - Returns: how many sessions have ended.
    /// - Throws: ``Refusal``, ``Fault``.
    @discardableResult
    package func requireSecondFactor(_ role: Role, _ isRequired: Bool, by actor: Actor) async throws -> Int {
        let now = now
        let ended = try await engine.write { [self] db in
            _ = try current(actor, doing: .requireSecondFactor, in: .district, db)
            var past = try journal.past(of: ID<SignInRules>.board, in: db)
            _ = try desk.handle(
                .requireSecondFactor(role, isRequired),
                on: ID<SignInRules>.board,
                past: &past,
                in: (),
                envelope: Envelope(at: now, by: actor.author),
                db: db
            )
            guard isRequired else { return 0 }
            return try AccountQueries.all(in: db).filter { $0.grant.roles.contains(role) }
                .reduce(0) { try $0 + Self.endSessionsWithoutFactor(of: $1.id, in: db) }
        }
        try await notePosition()
        return ended
    }

    // MARK: - The one way

    /// Does something to an account, with what goes along with it, in one transaction; the rights are those of that moment.
    @discardableResult
    private func keep<Outcome: Sendable>(
        _ action: OfficeAction,
        of id: ID<Account>,
        _ command: Account.Command,
        isOwnAllowed: Bool = false,
        by actor: Actor,
        _ along: @escaping @Sendable (AccountRow, any Connection) throws -> Outcome
    ) async throws -> Outcome {
        let now = now
        return try await engine.write { [self] db in
            guard let row = try AccountQueries.account(id, in: db) else { throw Refusal.unknown(.account) }
            if case .staff(let staff) = try current(actor, doing: action, in: row.grant.scope, db),
                staff.account == id, !isOwnAllowed
            {
                throw Refusal.ownRights
            }
            let outcome = try along(row, db)
            try handle(command, on: id, by: actor, at: now, in: db)
            return outcome
        }
    }

    private func handle(
        _ command: Account.Command,
        on id: ID<Account>,
        by actor: Actor,
        at now: Instant,
        in db: any Connection
    ) throws {
        var past = try journal.past(of: id, in: db)
        let envelope = Envelope(at: now, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
    }

    /// The actor with the rights of now: two who lock one another at the same time do not both succeed.
    private func current(
        _ actor: Actor,
        doing action: OfficeAction,
        in place: Scope,
        _ db: any Connection
    ) throws -> Actor {
        guard case .staff(let staff) = actor else {
            try demand(action, of: actor)
            return actor
        }
        guard let row = try AccountQueries.account(staff.account, in: db), row.isOpen else {
            throw Refusal.signInNeeded
        }
        let now = Staff(
            account: row.id,
            roles: row.grant.roles,
            scope: row.grant.scope,
            unit: row.grant.unit
        )
        try demand(action, of: .staff(now), in: place)
        return .staff(now)
    }

    private func scope(of actor: Actor, _ db: any Connection) throws -> Scope {
        guard case .staff(let staff) = actor else { return .district }
        return try AccountQueries.account(staff.account, in: db)?.grant.scope ?? staff.scope
    }

    /// - Throws: ``Refusal/lastAdministrator`` where nobody else keeps the accounts of the district.
    private static func demandAnotherAdministrator(than id: ID<Account>, in db: any Connection) throws {
        let all = try AccountQueries.all(in: db)
        guard all.first(where: { $0.id == id })?.grant.keepsDistrict == true else { return }
        guard all.contains(where: { $0.id != id && $0.isOpen && $0.grant.keepsDistrict }) else {
            throw Refusal.lastAdministrator
        }
    }

    @discardableResult
    private static func endSessionsWithoutFactor(of id: ID<Account>, in db: any Connection) throws -> Int {
        guard try SecondFactorRecords.factor(of: id, in: db)?.isConfirmed != true else { return 0 }
        return try SessionRecords.endAll(of: id, in: db)
    }
}

extension Account.Grant {
    /// Whether the account keeps the accounts of the whole district.
    fileprivate var keepsDistrict: Bool { roles.contains(.administrator) && scope == .district }
}
