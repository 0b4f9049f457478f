package import Domain

/// Who is signed in where: beside the journal, never in it.
package enum SessionRecords {
    /// How far somebody has come.
    package enum Stage: String, Hashable, Sendable {
        /// The password was right; the code is still to come.
        case code
        /// The role asks for a second factor, which is still to be set up.
        case enrol
        case open
    }

    package struct Session: Hashable, Sendable {
        /// Names it in the person's own list; opens nothing.
        package var id: String
        package var account: ID<Account>
        package var csrf: String
        package var stage: Stage
        package var madeAt: Instant
        /// Some minutes coarse.
        package var usedAt: Instant
        package var expiresAt: Instant
        /// `firefox/linux`: enough to tell one's own sessions apart, and no more.
        package var agent: String
        /// Opened through the sign-on provider.
        package var isSignOn: Bool

        package init(
            id: String,
            account: ID<Account>,
            csrf: String,
            stage: Stage,
            madeAt: Instant,
            expiresAt: Instant,
            agent: String,
            isSignOn: Bool
        ) {
            self.id = id
            self.account = account
            self.csrf = csrf
            self.stage = stage
            self.madeAt = madeAt
            usedAt = madeAt
            self.expiresAt = expiresAt
            self.agent = agent
            self.isSignOn = isSignOn
        }

        fileprivate init(row: any Row) throws {
            guard let account = ID<Account>(bytes: try row.blob(1)), let stage = Stage(rawValue: try row.text(3)) else {
                throw Fault.corrupt("a session row has no valid account or stage")
            }
            self.init(
                id: try row.text(0),
                account: account,
                csrf: try row.text(2),
                stage: stage,
                madeAt: Instant(secondsSinceEpoch: try row.integer(4)),
                expiresAt: Instant(secondsSinceEpoch: try row.integer(6)),
                agent: try row.text(7),
                isSignOn: try row.integer(8) == 1
            )
            usedAt = Instant(secondsSinceEpoch: try row.integer(5))
        }
    }

    private static let columns: SQL =
        "id, account, csrf, stage, made_at, used_at, expires_at, agent, is_sign_on"

    package static func keep(_ session: Session, tokenHash: [UInt8], in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO session (
                token_hash, id, account, csrf, stage, made_at, used_at, expires_at, agent, is_sign_on)
            VALUES (
                \(tokenHash), \(session.id), \(session.account.bytes), \(session.csrf), \(session.stage.rawValue),
                \(session.madeAt.secondsSinceEpoch), \(session.usedAt.secondsSinceEpoch),
                \(session.expiresAt.secondsSinceEpoch), \(session.agent), \(session.isSignOn))
            """
        )
    }

    /// The session that a token opens; nil when it has expired, or was not used for `idle` seconds.
    package static func session(
        tokenHash: [UInt8],
        at now: Instant,
        idle: Int64,
        in db: any Connection
    ) throws -> Session? {
        try db.first(
            "SELECT " + columns
                + """
                 FROM session
                WHERE token_hash = \(tokenHash)
                    AND expires_at > \(now.secondsSinceEpoch) AND used_at > \(now.secondsSinceEpoch - idle)
                """,
            Session.init
        )
    }

    /// Everything that is open for an account, the last used first.
    package static func open(
        of account: ID<Account>,
        at now: Instant,
        idle: Int64,
        in db: any Connection
    ) throws -> [Session] {
        try db.rows(
            "SELECT " + columns
                + """
                 FROM session
                WHERE account = \(account.bytes) AND stage = 'open'
                    AND expires_at > \(now.secondsSinceEpoch) AND used_at > \(now.secondsSinceEpoch - idle)
                ORDER BY used_at DESC, made_at DESC, id
                """,
            Session.init
        )
    }

    package static func noteUse(of id: String, at now: Instant, in db: any Connection) throws {
        try db.submit("UPDATE session SET used_at = \(now.secondsSinceEpoch) WHERE id = \(id)")
    }

    /// - Returns: whether there was such a session of this account.
    package static func end(_ id: String, of account: ID<Account>, in db: any Connection) throws -> Bool {
        try db.execute("DELETE FROM session WHERE id = \(id) AND account = \(account.bytes)") == 1
    }

    /// Ends all of an account but one.
    ///
    /// - Returns: how many there were.
    @discardableResult
    package static func endAll(
        of account: ID<Account>,
        but kept: String? = nil,
        in db: any Connection
    ) throws -> Int {
        try db.execute("DELETE FROM session WHERE account = \(account.bytes) AND id <> \(kept ?? "")")
    }

    package static func end(tokenHash: [UInt8], in db: any Connection) throws {
        try db.submit("DELETE FROM session WHERE token_hash = \(tokenHash)")
    }

    static func forgetExpired(at now: Instant, in db: any Connection) throws {
        try db.submit("DELETE FROM session WHERE expires_at <= \(now.secondsSinceEpoch)")
    }
}
