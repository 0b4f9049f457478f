package import Domain

/// Credentials and failed attempts: beside the journal, never in it.
package enum SignInRecords {
    /// A password as it is kept: scrypt over a salt of its own.
    package struct Credential: Hashable, Sendable {
        package var salt: [UInt8]
        package var hash: [UInt8]
        /// log2 of scrypt's N.
        package var cost: Int
        /// Somebody else gave it: the person chooses another one at the first sign-in.
        package var isFirst: Bool

        package init(salt: [UInt8], hash: [UInt8], cost: Int, isFirst: Bool = false) {
            self.salt = salt
            self.hash = hash
            self.cost = cost
            self.isFirst = isFirst
        }
    }

    package static func credential(of account: ID<Account>, in db: any Connection) throws -> Credential? {
        try db.first("SELECT salt, hash, cost, is_first FROM credential WHERE account = \(account.bytes)") { row in
            Credential(
                salt: try row.blob(0),
                hash: try row.blob(1),
                cost: Int(try row.integer(2)),
                isFirst: try row.integer(3) == 1
            )
        }
    }

    /// Whether somebody still has the password that somebody else gave.
    package static func hasFirstPassword(_ account: ID<Account>, in db: any Connection) throws -> Bool {
        try db.first("SELECT is_first FROM credential WHERE account = \(account.bytes)") { try $0.integer(0) } == 1
    }

    /// Keeps a password, and ends every session of the account that the old one opened.
    ///
    /// `session`: the one in which the person has just changed it; nil ends all.
    package static func keep(
        _ credential: Credential,
        for account: ID<Account>,
        but session: String? = nil,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            INSERT INTO credential (account, salt, hash, cost, is_first)
            VALUES (
                \(account.bytes), \(credential.salt), \(credential.hash), \(credential.cost), \(credential.isFirst))
            ON CONFLICT (account) DO UPDATE SET
                salt = excluded.salt, hash = excluded.hash, cost = excluded.cost, is_first = excluded.is_first
            """
        )
        try SessionRecords.endAll(of: account, but: session, in: db)
    }

    package static func forgetExpired(at now: Instant, in db: any Connection) throws {
        try SessionRecords.forgetExpired(at: now, in: db)
        try db.submit("DELETE FROM sign_in_failure WHERE last_at <= \(now.secondsSinceEpoch - 86_400)")
    }

    /// Failed attempts under a key, a name or an address, and when the last one was.
    package static func failures(of key: String, in db: any Connection) throws -> (count: Int, last: Instant)? {
        try db.first("SELECT failures, last_at FROM sign_in_failure WHERE key = \(key)") { row in
            (Int(try row.integer(0)), Instant(secondsSinceEpoch: try row.integer(1)))
        }
    }

    package static func noteFailure(of key: String, at now: Instant, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO sign_in_failure (key, failures, last_at)
            VALUES (\(key), 1, \(now.secondsSinceEpoch))
            ON CONFLICT (key) DO UPDATE SET
                failures = sign_in_failure.failures + 1,
                last_at = excluded.last_at
            """
        )
    }

    package static func forgetFailures(of key: String, in db: any Connection) throws {
        try db.submit("DELETE FROM sign_in_failure WHERE key = \(key)")
    }
}
