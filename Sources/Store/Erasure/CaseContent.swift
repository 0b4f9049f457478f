package import Domain

/// Everything that a database holds of what was said in a case, beside the public facts of its entries.
package enum CaseContent {
    /// The positions of a case's entries, which stay.
    package static func positions(of id: ID<Case>, in db: any Connection) throws -> [Int64] {
        try db.rows("SELECT seq FROM entry WHERE subject = \(id.bytes) ORDER BY version") { try $0.integer(0) }
    }

    /// Whether any private payload of it is there.
    package static func isThere(_ id: ID<Case>, in db: any Connection) throws -> Bool {
        try db.first(
            """
            SELECT 1
            FROM entry JOIN payload ON payload.seq = entry.seq
            WHERE entry.subject = \(id.bytes)
            LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Of a case's photos those that another case shows too: somebody else has said something with them.
    ///
    /// - Complexity: O(cases); asked before the transaction that destroys.
    package static func shared(
        _ photos: [String],
        beside ids: [ID<Case>],
        in db: any Connection
    ) throws -> Set<String> {
        var shared: Set<String> = []
        for digest in photos {
            let statement: SQL =
                "SELECT 1 FROM case_file WHERE photos LIKE \("%\(digest)%") AND id NOT IN ("
                + .list(ids.map { .blob($0.bytes) }) + ") LIMIT 1"
            if try db.first(statement, { _ in true }) == true { shared.insert(digest) }
        }
        return shared
    }

    /// The same for documents, which firms' problems may name too.
    ///
    /// `problem`: the number of one that is not looked at, like those of `ids`.
    /// - Complexity: O(cases + problems).
    package static func shared(
        _ documents: [Document],
        beside ids: [ID<Case>],
        problem: Int = 0,
        in db: any Connection
    ) throws -> Set<String> {
        var shared: Set<String> = []
        // No list is empty to PostgreSQL.
        let these: SQL = .list(ids.isEmpty ? [.blob([])] : ids.map { .blob($0.bytes) })
        for digest in documents.map(\.digest) {
            let named = "%\(digest)%"
            let numbers: SQL = "(SELECT number FROM case_file WHERE id IN (" + these + "))"
            let statement: SQL =
                "SELECT 1 FROM case_file WHERE documents LIKE \(named) AND id NOT IN (" + these
                + ") UNION ALL SELECT 1 FROM problem WHERE documents LIKE \(named) AND COALESCE(case_number, '') NOT IN "
                + numbers + " AND number <> \(problem) LIMIT 1"
            if try db.first(statement, { _ in true }) == true { shared.insert(digest) }
        }
        return shared
    }

    /// What of a case has to be known to find all of it.
    package struct Traces: Sendable {
        package var id: ID<Case>
        package var number: CaseNumber
        /// Digests of photos that nobody else shows.
        package var photos: [String]
        /// Digests of documents that nobody else names.
        package var documents: [String]
        /// Where it was brought in from.
        package var origin: Report.Origin?

        package init(
            id: ID<Case>,
            number: CaseNumber,
            photos: [String],
            documents: [String],
            origin: Report.Origin?
        ) {
            self.id = id
            self.number = number
            self.photos = photos
            self.documents = documents
            self.origin = origin
        }
    }

    /// Destroys payloads and their keys, contact data, photos, documents and originals, words of the search, texts as they were sent, and
    /// every row that came from them.
    ///
    /// What only keeps something from coming in twice stays, without its content.
    ///
    /// - Returns: how many payloads.
    package static func destroy(_ traces: Traces, in db: any Connection) throws -> Int {
        let (id, number) = (traces.id, traces.number)
        // First, since they are found by what is about to go.
        try WordIndex.forget(id, in: db)
        let positions = try positions(of: id, in: db)
        try forgetMessages(about: positions, number, in: db)
        try ContactRecords.forget(number, in: db)
        for digest in traces.photos {
            try db.submit("DELETE FROM photo_size WHERE digest = \(digest)")
            try db.submit("DELETE FROM photo_original WHERE digest = \(digest)")
            try db.submit("DELETE FROM photo WHERE digest = \(digest)")
        }
        for digest in traces.documents { try DocumentRecords.destroy(digest, in: db) }
        for table in ["reporter_subscription", "also", "repeat_guard", "received_update"] {
            try db.submit("DELETE FROM " + SQL(stringLiteral: table) + " WHERE case_number = \(number.rawValue)")
        }
        let nothing = [UInt8](repeating: 0, count: 32)
        if let origin = traces.origin {
            try db.submit(
                """
                UPDATE imported_row
                SET digest = \(nothing)
                WHERE source = \(origin.source) AND number = \(origin.number)
                """
            )
        }
        try db.submit(
            "UPDATE hotline_order SET fields = '{}', digest = \(nothing) WHERE case_number = \(number.rawValue)"
        )
        try db.submit("DELETE FROM shared_task WHERE case_id = \(id.bytes)")
        try db.submit("DELETE FROM case_file WHERE id = \(id.bytes)")
        return try db.execute("DELETE FROM payload WHERE seq IN (SELECT seq FROM entry WHERE subject = \(id.bytes))")
    }

    /// Mail that tells of these entries, to whomever it goes: what waits is dropped, the texts of what was sent are forgotten.
    ///
    /// A mail to staff may tell of other cases too; its text goes with it, its rows stay.
    private static func forgetMessages(
        about positions: [Int64],
        _ number: CaseNumber,
        in db: any Connection
    ) throws {
        guard !positions.isEmpty else { return }
        let those: SQL = "(" + .list(positions.map { .integer($0) }) + ")"
        let batches = try db.rows(
            "SELECT receiver, COALESCE(batch, event) FROM outbox WHERE channel = 'mail' AND event IN " + those
        ) { (try $0.text(0), try $0.integer(1)) }
        for (receiver, batch) in batches {
            try db.submit("UPDATE outbox SET sealed = NULL WHERE event = \(batch) AND receiver = \(receiver)")
        }
        try db.submit(
            "UPDATE outbox SET state = 'dropped', next_at = NULL, failure = 'erased' "
                + "WHERE channel = 'mail' AND next_at IS NOT NULL AND event IN " + those
        )
        // Those who were told because they had reported it, or had met the same: nobody is to be told any more.
        let own = [Receiver.reporter(number)] + (try AlsoRecords.serials(of: number, in: db)).map { .also(number, $0) }
        for receiver in own { try db.submit("DELETE FROM outbox WHERE receiver = \(receiver.text)") }
    }
}
