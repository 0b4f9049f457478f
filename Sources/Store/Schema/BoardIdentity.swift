/// The name of the log that a database holds: written once, by the first board that opens it.
package enum BoardIdentity {
    /// Makes the database `origin`'s if it is nobody's yet.
    ///
    /// - Throws: ``Fault`` with code `other_board` when it is another board's.
    package static func claim(_ origin: String, on engine: some Engine) async throws {
        if try await engine.read({ try known(in: $0) }) == origin { return }
        let owner = try await engine.write { db in
            try db.execute(
                """
                INSERT INTO board_identity (id, origin)
                VALUES (1, \(origin))
                ON CONFLICT (id) DO NOTHING
                """
            )
            return try known(in: db)
        }
        guard owner == origin else {
            throw Fault(
                .unavailable,
                code: "other_board",
                message: "the database holds the journal of another board: give each board a database of its own"
            )
        }
    }

    /// Gives the database another name: for a log that goes on under a new one after a loss.
    ///
    /// - Throws: ``Fault``.
    package static func rename(to origin: String, on engine: some Engine) async throws {
        try await engine.write { db in
            try db.submit("DELETE FROM board_identity")
            try db.submit("INSERT INTO board_identity (id, origin) VALUES (1, \(origin))")
        }
    }

    private static func known(in db: any Connection) throws -> String? {
        try db.first("SELECT origin FROM board_identity WHERE id = 1") { try $0.text(0) }
    }
}
