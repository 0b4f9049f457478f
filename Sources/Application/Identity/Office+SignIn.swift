import Crypto
package import Domain
import Foundation
import Store

extension Office {
    /// Twelve hours: a long shift, in seconds.
    package static let sessionLength: Int64 = 43_200
    /// Two hours without a click, in seconds: a lunch and a meeting.
    package static let sessionIdle: Int64 = 7_200
    /// Five minutes, in seconds: how coarse "last used" is, and how often a session in use costs a write.
    package static let sessionUse: Int64 = 300
    /// Ten minutes between the password and the code, in seconds.
    package static let halfwayLength: Int64 = 600

    /// Signs somebody in.
    ///
    /// `address`: where the attempt comes from; throttled beside the name. `agent`: see ``UserAgent``.
    /// - Throws: ``Refusal/signInFailed`` for a wrong name or password alike, ``Refusal/throttled(retryAfter:)``.
    package func signIn(
        name: String,
        password: String,
        from address: String,
        agent: String = UserAgent.unknown
    ) async throws -> Arrival {
        // No account has such a name, and no table can hold it.
        guard !name.utf8.contains(0) else { throw Refusal.signInFailed }
        let now = now
        let attempts = Attempts.password(name, from: address)
        let (row, credential) = try await engine.read { db in
            try attempts.check(at: now, in: db)
            let row = try AccountQueries.named(name, in: db)
            return (row, try row.flatMap { try SignInRecords.credential(of: $0.id, in: db) })
        }
        // The same work for a name that does not exist, so that time does not tell which names do.
        let asked = credential ?? PasswordHash.nobody(cost: settings.passwordCost)
        let matches = try await heavyWork.run { try PasswordHash.matches(password, asked) }
        guard matches, credential != nil, let row, row.isOpen else {
            try await engine.write { try attempts.note(at: now, in: $0) }
            throw Refusal.signInFailed
        }
        return try await arrive(row, agent: agent, isSignOn: false, forgetting: attempts)
    }

    /// Signs in whom the provider vouches for.
    ///
    /// - Throws: ``Refusal/notLinked`` when no open account here is linked to that person.
    package func signIn(_ link: Account.SignOn, agent: String = UserAgent.unknown) async throws -> Arrival {
        let row = try await engine.read { try AccountQueries.linked(to: link, in: $0) }
        guard let row, row.isOpen else { throw Refusal.notLinked }
        return try await arrive(row, agent: agent, isSignOn: true, forgetting: nil)
    }

    /// Opens a session as far as the account's second factor lets it.
    private func arrive(
        _ row: AccountRow,
        agent: String,
        isSignOn: Bool,
        forgetting attempts: Attempts?
    ) async throws -> Arrival {
        let now = now
        let (token, session) = newSession(of: row.id, at: now, agent: agent, isSignOn: isSignOn)
        let (kept, isFirst) = try await engine.write { db in
            var session = session
            try SignInRecords.forgetExpired(at: now, in: db)
            try attempts?.forget(in: db)
            session.stage = try Self.stage(of: row, in: db)
            if session.stage != .open { session.expiresAt = now.advanced(bySeconds: Self.halfwayLength) }
            try SessionRecords.keep(session, tokenHash: Self.hash(of: token), in: db)
            return (session, try SignInRecords.hasFirstPassword(row.id, in: db))
        }
        return Self.arrival(row, kept, token: token, isFirst: isFirst)
    }

    private static func stage(of row: AccountRow, in db: any Connection) throws -> SessionRecords.Stage {
        if try SecondFactorRecords.factor(of: row.id, in: db)?.isConfirmed == true { return .code }
        let requiring = try SecondFactorRecords.requiringRoles(in: db)
        return requiring.isDisjoint(with: row.grant.roles) ? .open : .enrol
    }

    func newSession(
        of account: ID<Account>,
        at now: Instant,
        agent: String,
        isSignOn: Bool
    ) -> (token: String, session: SessionRecords.Session) {
        let session = SessionRecords.Session(
            id: Hexadecimal.text(world.randomBytes(8)),
            account: account,
            csrf: Hexadecimal.text(world.randomBytes(16)),
            stage: .open,
            madeAt: now,
            expiresAt: now.advanced(bySeconds: Self.sessionLength),
            agent: String(agent.prefix(32)),
            isSignOn: isSignOn
        )
        return (Hexadecimal.text(world.randomBytes(32)), session)
    }

    /// Whose session a cookie opens; nil when it has expired, was not used for long, or never was.
    package func signedIn(token: String) async throws -> SignedIn? {
        guard case .signedIn(let signedIn) = try await arrival(token: token) else { return nil }
        return signedIn
    }

    /// How far the owner of a cookie has come; nil when it opens nothing.
    package func arrival(token: String) async throws -> Arrival? {
        let now = now
        let hash = Self.hash(of: token)
        let found = try await engine.read { db -> (AccountRow, SessionRecords.Session, isFirst: Bool)? in
            guard let session = try SessionRecords.session(tokenHash: hash, at: now, idle: Self.sessionIdle, in: db),
                let row = try AccountQueries.account(session.account, in: db), row.isOpen
            else { return nil }
            return (row, session, try SignInRecords.hasFirstPassword(row.id, in: db))
        }
        guard let (row, session, isFirst) = found else { return nil }
        if session.stage == .open, now.seconds(since: session.usedAt) >= Self.sessionUse {
            // A database that only reads keeps the older time: the session ends a little early, and the page is shown.
            try? await engine.write { try SessionRecords.noteUse(of: session.id, at: now, in: $0) }
        }
        return Self.arrival(row, session, token: token, isFirst: isFirst)
    }

    package func signOut(token: String) async throws {
        try await engine.write { try SessionRecords.end(tokenHash: Self.hash(of: token), in: $0) }
    }

    static func hash(of token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    /// `isFirst`: the account's password was given by somebody else; whoever came through the provider never types it.
    static func arrival(
        _ row: AccountRow,
        _ session: SessionRecords.Session,
        token: String,
        isFirst: Bool
    ) -> Arrival {
        func halfway(_ missing: Halfway.Missing) -> Arrival {
            .halfway(
                Halfway(
                    token: token,
                    csrf: session.csrf,
                    missing: missing,
                    account: row.id,
                    signInName: row.grant.signInName,
                    session: session
                )
            )
        }
        switch session.stage {
        case .code: return halfway(.code)
        case .enrol where isFirst && !session.isSignOn, .open where isFirst && !session.isSignOn:
            return halfway(.password)
        case .enrol: return halfway(.secondFactor)
        case .open:
            return .signedIn(
                SignedIn(
                    token: token,
                    csrf: session.csrf,
                    staff: Staff(
                        account: row.id,
                        roles: row.grant.roles,
                        scope: row.grant.scope,
                        unit: row.grant.unit
                    ),
                    displayName: row.grant.displayName,
                    session: session,
                    signInName: row.grant.signInName
                )
            )
        }
    }
}
