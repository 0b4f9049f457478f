package import Domain

/// What people ask about the outbox, and what it forgets.
package enum OutboxQueries {
    /// How much of what stands in the outbox.
    package struct Count: Hashable, Sendable {
        package let channel: Receiver.Channel
        package let state: String
        package let count: Int
    }

    /// Everything that waits or was given up, counted; O(rows that are not done).
    package static func counts(in db: any Connection) throws -> [Count] {
        try db.rows(
            """
            SELECT channel, 'waiting', COUNT(*) FROM outbox WHERE next_at IS NOT NULL GROUP BY channel
            UNION ALL
            SELECT channel, 'given_up', COUNT(*) FROM outbox WHERE state = 'given_up' GROUP BY channel
            ORDER BY 1, 2
            """
        ) { row in
            guard let channel = Receiver.Channel(rawValue: try row.text(0)) else {
                throw Fault.corrupt("the outbox names an unknown channel")
            }
            return Count(channel: channel, state: try row.text(1), count: Int(try row.integer(2)))
        }
    }

    /// What was not delivered.
    package struct Dead: Hashable, Sendable {
        package let event: Int64
        package let receiver: Receiver
        package let attempts: Int
        package let failure: String
    }

    /// The newest of what was given up.
    package static func givenUp(limit: Int, in db: any Connection) throws -> [Dead] {
        try db.rows(
            """
            SELECT event, receiver, attempts, COALESCE(failure, '')
            FROM outbox
            WHERE state = 'given_up'
            ORDER BY event DESC, receiver
            LIMIT \(limit)
            """
        ) { row in
            Dead(
                event: try row.integer(0),
                receiver: try Receiver(text: try row.text(1)),
                attempts: Int(try row.integer(2)),
                failure: try row.text(3)
            )
        }
    }

    /// A message that a receiver was sent.
    package struct Sent: Sendable {
        /// The first event of those that it tells of.
        package let batch: Int64
        package let at: Instant
        package let steps: [String]
        /// As it was sent; nil where it was forgotten.
        package let sealed: [UInt8]?
    }

    /// What a receiver was sent, oldest first.
    package static func sent(to receiver: Receiver, in db: any Connection) throws -> [Sent] {
        let rows = try db.rows(sentStatement(to: receiver)) { row in
            (
                batch: try row.integer(0), at: Instant(secondsSinceEpoch: try row.integer(1)), step: try row.text(2),
                sealed: try row.optionalBlob(3)
            )
        }
        var messages: [(batch: Int64, sent: Sent)] = []
        for row in rows {
            guard let last = messages.last, last.batch == row.batch else {
                messages.append((row.batch, Sent(batch: row.batch, at: row.at, steps: [row.step], sealed: row.sealed)))
                continue
            }
            let steps = last.sent.steps + [row.step]
            let sent = Sent(batch: row.batch, at: last.sent.at, steps: steps, sealed: last.sent.sealed)
            messages[messages.count - 1] = (row.batch, sent)
        }
        return messages.map(\.sent)
    }

    package static func sentStatement(to receiver: Receiver) -> SQL {
        """
        SELECT COALESCE(batch, event), sent_at, step, sealed
        FROM outbox
        WHERE receiver = \(receiver.text) AND state = 'sent'
        ORDER BY COALESCE(batch, event), event
        """
    }

    /// Forgets the texts that a receiver was sent; that they were sent stays.
    package static func forgetTexts(of receiver: Receiver, in db: any Connection) throws {
        try DigestRecords.forget(with: receiver, in: db)
        try db.execute("UPDATE outbox SET sealed = NULL WHERE receiver = \(receiver.text) AND sealed IS NOT NULL")
    }

    /// Forgets what was done before: the journal is never read twice, so no row is needed to keep it from being sent again.
    ///
    /// What reporters were told stays, since it belongs to their case.
    package static func forgetDone(before: Instant, in db: any Connection) throws {
        try DigestRecords.forget(before: before, in: db)
        try db.execute(
            """
            DELETE FROM outbox
            WHERE next_at IS NULL AND made_at < \(before.secondsSinceEpoch) AND state <> 'given_up'
                AND NOT (receiver LIKE 'reporter:%')
            """
        )
    }
}
