package import Domain
import Foundation
package import Store

extension Office {
    /// The accounts with these sign-in names, in the order asked; unknown names are left out.
    package func accounts(named names: [String]) async throws -> [AccountRow] {
        try await engine.read { db in try names.compactMap { try AccountQueries.named($0, in: db) } }
    }

    /// Every account, by sign-in name.
    package func allAccounts() async throws -> [AccountRow] {
        try await engine.read { try AccountQueries.all(in: $0) }
    }

    package func account(_ id: ID<Account>) async throws -> AccountRow? {
        try await engine.read { try AccountQueries.account(id, in: $0) }
    }

    // MARK: - Passwords

    /// Sets a password; every session of the account ends.
    ///
    /// - Throws: ``Refusal`` for a password of fewer than 10 characters.
    package func setPassword(_ password: String, for account: ID<Account>) async throws {
        try await setPassword(password, for: account, but: nil)
    }

    /// Changes the own password; the other sessions end.
    ///
    /// - Throws: ``Refusal/signInFailed`` for a wrong current one, throttled like a sign-in;
    ///   ``Refusal/passwordsDiffer``, or ``Refusal/malformed(_:)`` for a new one that is too short.
    package func changePassword(
        from current: String,
        to new: String,
        again: String,
        for signedIn: SignedIn,
        at address: String
    ) async throws {
        let now = now
        let account = signedIn.staff.account
        let attempts = Attempts.password(signedIn.signInName, from: address)
        let credential = try await engine.read { db in
            try attempts.check(at: now, in: db)
            return try SignInRecords.credential(of: account, in: db)
        }
        guard let credential, try await heavyWork.run({ try PasswordHash.matches(current, credential) }) else {
            try await engine.write { try attempts.note(at: now, in: $0) }
            throw Refusal.signInFailed
        }
        guard new == again else { throw Refusal.passwordsDiffer }
        try await setPassword(new, for: account, but: signedIn.session.id)
        try await engine.write { try attempts.forget(in: $0) }
    }

    /// Gives an account a password that its owner changes at the first sign-in; every session of the account ends.
    ///
    /// - Throws: ``Refusal`` for a password of fewer than 10 characters, ``Fault``.
    package func setFirstPassword(_ password: String, for account: ID<Account>) async throws {
        try await setPassword(password, for: account, but: nil, isFirst: true)
    }

    /// Chooses an own password in the place of the one that somebody else gave; the other sessions end.
    ///
    /// - Throws: ``Refusal/signInNeeded`` for whoever is not asked for one, ``Refusal/passwordsDiffer``,
    ///   ``Refusal/passwordUnchanged``, or ``Refusal/malformed(_:)`` for one that is too short.
    package func replaceFirstPassword(with new: String, again: String, in halfway: Halfway) async throws {
        guard halfway.missing == .password else { throw Refusal.signInNeeded }
        guard new == again else { throw Refusal.passwordsDiffer }
        let account = halfway.account
        let current = try await engine.read { try SignInRecords.credential(of: account, in: $0) }
        guard let current, current.isFirst else { throw Refusal.signInNeeded }
        if try await heavyWork.run({ try PasswordHash.matches(new, current) }) { throw Refusal.passwordUnchanged }
        try await setPassword(new, for: account, but: halfway.session.id)
    }

    private func setPassword(
        _ password: String,
        for account: ID<Account>,
        but session: String?,
        isFirst: Bool = false
    ) async throws {
        guard password.count >= 10 else {
            throw Refusal.malformed(Malformed("password", expected: "at least 10 characters"))
        }
        let credential = try await credential(of: password, isFirst: isFirst)
        try await engine.write { try SignInRecords.keep(credential, for: account, but: session, in: $0) }
    }

    func credential(of password: String, isFirst: Bool = false) async throws -> SignInRecords.Credential {
        let salt = world.randomBytes(16)
        let cost = settings.passwordCost
        var credential = try await heavyWork.run { try PasswordHash.make(password, salt: salt, cost: cost) }
        credential.isFirst = isFirst
        return credential
    }

    // MARK: - Sessions

    /// What is open for somebody, the last used first.
    package func sessions(of account: ID<Account>) async throws -> [SessionRecords.Session] {
        let now = now
        return try await engine.read {
            try SessionRecords.open(of: account, at: now, idle: Self.sessionIdle, in: $0)
        }
    }

    /// Ends one of somebody's own sessions; one that is not there, or another person's, is not touched.
    package func endSession(_ id: String, of account: ID<Account>) async throws {
        guard !id.utf8.contains(0) else { return }
        _ = try await engine.write { try SessionRecords.end(id, of: account, in: $0) }
    }

    /// - Returns: how many sessions have ended.
    @discardableResult
    package func endSessions(of account: ID<Account>, but kept: String? = nil) async throws -> Int {
        try await engine.write { try SessionRecords.endAll(of: account, but: kept, in: $0) }
    }

    // MARK: - What the administrator sets

    /// Lets the provider's person open the account; nil lets nobody in that way any more.
    ///
    /// - Throws: ``Refusal/linkTaken`` when that person opens another account already.
    package func link(_ link: Account.SignOn?, to account: ID<Account>, by author: Case.Author) async throws {
        let now = now
        try await engine.write { [self] db in
            if let link, let taken = try AccountQueries.linked(to: link, in: db), taken.id != account {
                throw Refusal.linkTaken
            }
            var past = try journal.past(of: account, in: db)
            _ = try desk.handle(
                .link(link),
                on: account,
                past: &past,
                in: (),
                envelope: Envelope(at: now, by: author),
                db: db
            )
        }
        try await notePosition()
    }

    /// The roles that ask for a second factor.
    package func rolesWithSecondFactor() async throws -> Set<Role> {
        try await engine.read { try SecondFactorRecords.requiringRoles(in: $0) }
    }

    /// Takes over how far the journal has come after an entry about an account.
    func notePosition() async throws {
        let journal = journal
        noteCommitted(try await engine.read { try journal.position(in: $0) })
    }
}
