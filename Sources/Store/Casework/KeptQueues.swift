package import Domain

/// Queues that somebody of the staff has kept under a name: nobody else sees them.
package enum KeptQueues {
    package struct Kept: Hashable, Sendable {
        package let name: String
        /// The queue's address behind its question mark.
        package let query: String
    }

    /// By name.
    package static func all(of account: ID<Account>, in db: any Connection) throws -> [Kept] {
        try db.rows("SELECT name, query FROM kept_queue WHERE account = \(account.bytes) ORDER BY name") {
            Kept(name: try $0.text(0), query: try $0.text(1))
        }
    }

    /// The same name again replaces what was kept under it.
    package static func keep(_ name: String, _ query: String, of account: ID<Account>, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO kept_queue (account, name, query)
            VALUES (\(account.bytes), \(name), \(query))
            ON CONFLICT (account, name) DO UPDATE SET
                query = excluded.query
            """
        )
    }

    package static func drop(_ name: String, of account: ID<Account>, in db: any Connection) throws {
        try db.submit("DELETE FROM kept_queue WHERE account = \(account.bytes) AND name = \(name)")
    }
}
