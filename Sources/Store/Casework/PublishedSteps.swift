package import Domain

/// The steps of cases by the time at which they became public: when the first signed head covered them.
///
/// An entry's own time says when something happened; what came in from a file or out of a dead zone happened long before
/// anybody could read of it. Heads are signed in the order of the journal, so a span of time is a range of entries.
package enum PublishedSteps {
    /// An entry of a case that anybody may read of.
    package struct Step: Sendable {
        package let position: Int64
        package let subject: ID<Case>
        package let number: CaseNumber
        package let category: CategoryCode
        package let channel: Report.Channel
        package let leaf: [UInt8]
        package let publishedAt: Instant
    }

    /// The positions of what became public from `start` to `end`, both inclusive.
    package static func range(from start: Instant, to end: Instant, in db: any Connection) throws -> Range<Int64> {
        func size(_ statement: SQL) throws -> Int64 { try db.first(statement) { try $0.integer(0) } ?? 0 }
        let first = try size(sizeStatement(signedUpTo: start.advanced(bySeconds: -1))) + 1
        let last = try size(sizeStatement(signedUpTo: end))
        return first..<max(first, last + 1)
    }

    /// Steps with a position in `range`, in order, at most `limit`: none of a confidential report.
    package static func page(_ range: Range<Int64>, limit: Int, in db: any Connection) throws -> [Step] {
        try db.rows(pageStatement(range, limit: limit)) { row in
            guard let subject = ID<Case>(bytes: try row.blob(1)),
                let channel = Report.Channel(rawValue: try row.text(4))
            else { throw Fault.corrupt("a case row holds an unknown id or channel") }
            let category: CategoryCode
            do { category = try CategoryCode(parsing: row.text(3)) } catch is Malformed {
                throw Fault.corrupt("a case row holds no valid category")
            }
            return Step(
                position: try row.integer(0),
                subject: subject,
                number: CaseNumber(stored: try row.text(2)),
                category: category,
                channel: channel,
                leaf: try row.blob(5),
                publishedAt: Instant(secondsSinceEpoch: try row.integer(6))
            )
        }
    }

    /// The statements, for the test of their plans.
    package static func statements(at now: Instant) -> [SQL] {
        [sizeStatement(signedUpTo: now), pageStatement(1..<2, limit: 1)]
    }

    private static func sizeStatement(signedUpTo moment: Instant) -> SQL {
        """
        SELECT size
        FROM checkpoint
        WHERE signed_at <= \(moment.secondsSinceEpoch)
        ORDER BY signed_at DESC, size DESC
        LIMIT 1
        """
    }

    private static func pageStatement(_ range: Range<Int64>, limit: Int) -> SQL {
        """
        SELECT entry.seq, entry.subject, case_file.number, case_file.category, case_file.channel, entry.leaf,
            (SELECT signed_at FROM checkpoint WHERE checkpoint.size >= entry.seq ORDER BY checkpoint.size LIMIT 1)
        FROM entry
            JOIN case_file ON case_file.id = entry.subject
        WHERE entry.seq >= \(range.lowerBound) AND entry.seq < \(range.upperBound)
            AND entry.kind = \(SubjectKind.casework.rawValue)
            AND case_file.recused IS NULL
        ORDER BY entry.seq
        LIMIT \(limit)
        """
    }
}

/// Updates that other systems sent, by the id that they gave them: the same again gets the same answer (GR-54).
package enum ReceivedUpdates {
    /// Who sent it, of which case, under which id.
    package struct Key: Hashable, Sendable {
        /// A hash of the client's key.
        package var client: String
        package var number: CaseNumber
        package var id: String

        package init(client: String, number: CaseNumber, id: String) {
            self.client = client
            self.number = number
            self.id = id
        }
    }

    /// What was answered; nil when nothing came under that key.
    package static func answer(to key: Key, in db: any Connection) throws -> String? {
        try db.first(
            """
            SELECT answer
            FROM received_update
            WHERE client = \(key.client) AND case_number = \(key.number.rawValue) AND update_id = \(key.id)
            """
        ) { try $0.text(0) }
    }

    /// Whether a request came from this client: nobody else says anything about it.
    package static func isSender(_ client: String, of number: CaseNumber, in db: any Connection) throws -> Bool {
        try answer(to: Key(client: client, number: number, id: request), in: db) != nil
    }

    package static func noteSender(_ client: String, of number: CaseNumber, in db: any Connection) throws {
        try note(Key(client: client, number: number, id: request), answer: "", in: db)
    }

    /// No update has this id: the request itself.
    private static let request = ""

    package static func note(_ key: Key, answer: String, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO received_update (client, case_number, update_id, answer)
            VALUES (\(key.client), \(key.number.rawValue), \(key.id), \(answer))
            """
        )
    }
}
