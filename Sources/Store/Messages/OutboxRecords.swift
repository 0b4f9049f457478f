package import Domain

/// What is to be sent to whom, and what became of it: one row for each event and receiver, ever.
package enum OutboxRecords {
    /// How far the journal has been read; nil before ``begin(in:)``.
    package static func position(in db: any Connection) throws -> Int64? {
        try db.first("SELECT position FROM outbox_position WHERE id = 1") { try $0.integer(0) }
    }

    /// Begins at the journal's end: nobody is told of what happened before there was an outbox.
    ///
    /// SQLite's parser takes the ON of an upsert for a join's, unless a WHERE stands before it.
    package static func begin(in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO outbox_position (id, position)
            SELECT 1, COALESCE(MAX(seq), 0) FROM entry WHERE 1 = 1
            ON CONFLICT (id) DO NOTHING
            """
        )
    }

    /// A row to be made.
    package struct Draft: Hashable, Sendable {
        package var event: Int64
        package var receiver: Receiver
        package var step: String
        package var notBefore: Instant
        /// The name of the digest that it is a part of; nil for the receiver's own message.
        package var digest: String?

        package init(event: Int64, receiver: Receiver, step: String, notBefore: Instant, digest: String? = nil) {
            self.event = event
            self.receiver = receiver
            self.step = step
            self.notBefore = notBefore
            self.digest = digest
        }
    }

    /// Puts drafts into the outbox and notes that the journal has been read up to `position`, both or neither.
    ///
    /// - Throws: ``Fault`` of kind conflict when another process has read on from `old` meanwhile.
    package static func put(
        _ drafts: [Draft],
        from old: Int64,
        to position: Int64,
        at now: Instant,
        in db: any Connection
    ) throws {
        let moved = try db.execute(
            "UPDATE outbox_position SET position = \(position) WHERE id = 1 AND position = \(old)"
        )
        guard moved == 1 else {
            throw Fault(.conflict, code: "outbox", message: "another process has filled the outbox meanwhile")
        }
        for draft in drafts {
            try db.submit(
                """
                INSERT INTO outbox (event, receiver, channel, step, state, made_at, next_at, attempts, digest)
                VALUES (
                    \(draft.event), \(draft.receiver.text), \(draft.receiver.channel.rawValue), \(draft.step), 'waiting',
                    \(now.secondsSinceEpoch), \(draft.notBefore.secondsSinceEpoch), 0,
                    \(draft.digest.map { Mailing.digest($0).text }))
                ON CONFLICT (event, receiver) DO NOTHING
                """
            )
        }
    }

    /// What is due on `channel`, the oldest first.
    package static func due(
        _ channel: Receiver.Channel,
        at now: Instant,
        limit: Int,
        in db: any Connection
    ) throws -> [Mailing] {
        try db.rows(dueStatement(channel, at: now, limit: limit)) { try Mailing(text: try $0.text(0)) }
    }

    package static func dueStatement(_ channel: Receiver.Channel, at now: Instant, limit: Int) -> SQL {
        """
        SELECT COALESCE(digest, receiver) AS mailing
        FROM outbox
        WHERE channel = \(channel.rawValue) AND next_at IS NOT NULL AND next_at <= \(now.secondsSinceEpoch)
        GROUP BY COALESCE(digest, receiver)
        ORDER BY MIN(next_at), COALESCE(digest, receiver)
        LIMIT \(limit)
        """
    }

    /// What goes into one message: rows that are sent together, and together again after a failure.
    package struct Batch: Sendable {
        package var mailing: Mailing
        /// Event, who is told of it, and what: oldest first.
        package var rows: [(event: Int64, receiver: Receiver, step: String)]
        package var attempts: Int
        /// As it was when it was tried first.
        package var sealed: [UInt8]?

        /// The first event: names the message.
        package var id: Int64 { rows.first?.event ?? 0 }

        /// The receivers, in the order in which something happened to their cases.
        package var receivers: [Receiver] {
            rows.reduce(into: []) { known, row in if !known.contains(row.receiver) { known.append(row.receiver) } }
        }

        /// What is told to one of the receivers, as a message of its own.
        package func part(of receiver: Receiver) -> Batch {
            Batch(
                mailing: .own(receiver),
                rows: rows.filter { $0.receiver == receiver },
                attempts: attempts,
                sealed: nil
            )
        }
    }

    /// The next message: one that was tried before, else everything that is due and was not.
    ///
    /// - Returns: nil when nothing is due.
    package static func next(
        for mailing: Mailing,
        at now: Instant,
        limit: Int,
        in db: any Connection
    ) throws -> Batch? {
        let rows = try db.rows(nextStatement(for: mailing, at: now, limit: limit)) { row in
            (
                event: try row.integer(0), step: try row.text(1), attempts: try row.integer(2),
                batch: try row.optionalInteger(3), sealed: try row.optionalBlob(4),
                receiver: try Receiver(text: try row.text(5))
            )
        }
        guard let first = rows.first else { return nil }
        let mine = rows.filter { $0.batch == first.batch }
        var sealed = first.sealed
        if case .digest = mailing { sealed = try DigestRecords.sealed(mailing, in: db) }
        return Batch(
            mailing: mailing,
            rows: mine.map { ($0.event, $0.receiver, $0.step) },
            attempts: Int(first.attempts),
            sealed: sealed
        )
    }

    /// Batches that were tried come first and whole, since their rows have one time.
    package static func nextStatement(for mailing: Mailing, at now: Instant, limit: Int) -> SQL {
        """
        SELECT event, step, attempts, batch, sealed, receiver
        FROM outbox
        WHERE next_at IS NOT NULL AND next_at <= \(now.secondsSinceEpoch) AND
        """ + " " + mailing.condition + """

            ORDER BY CASE WHEN batch IS NULL THEN 1 ELSE 0 END, batch, event, receiver
            LIMIT \(limit)
            """
    }

    /// Takes a batch for sending: counts the attempt, and keeps what is about to be sent.
    ///
    /// `parts`: of a digest, what it says to each of its receivers.
    /// Whoever dies now leaves it to be tried again after `lease`.
    ///
    /// - Returns: false when somebody else has taken any of it.
    package static func claim(
        _ batch: Batch,
        sealed: [UInt8]?,
        parts: [Receiver: [UInt8]] = [:],
        at now: Instant,
        until lease: Instant,
        in db: any Connection
    ) throws -> Bool {
        let changed = try db.execute(
            """
            UPDATE outbox
            SET state = 'sending', attempts = attempts + 1, batch = \(batch.id),
                next_at = \(lease.secondsSinceEpoch)
            WHERE attempts = \(batch.attempts) AND next_at IS NOT NULL AND next_at < \(lease.secondsSinceEpoch) AND
            """ + " " + batch.mailing.condition + " AND event IN (" + .list(batch.rows.map { .integer($0.event) }) + ")"
        )
        guard changed == batch.rows.count else { return false }
        func keep(_ sealed: [UInt8], of receiver: Receiver) throws {
            guard let first = batch.rows.first(where: { $0.receiver == receiver }) else { return }
            try db.submit(
                "UPDATE outbox SET sealed = \(sealed) WHERE event = \(first.event) AND receiver = \(receiver.text)"
            )
        }
        switch batch.mailing {
        case .own(let receiver):
            if let sealed { try keep(sealed, of: receiver) }
        case .digest:
            if let sealed { try DigestRecords.keep(sealed, of: batch.mailing, at: now, in: db) }
            for (receiver, sealed) in parts { try keep(sealed, of: receiver) }
        }
        return true
    }

    /// What became of an attempt.
    package enum Outcome: Hashable, Sendable {
        case sent
        /// Nobody has to be told any more.
        case dropped(String)
        /// `code`: constant words of ours, a status or an error's number.
        case failed(String, tryAgain: Instant)
        case givenUp(String)
    }

    package static func note(_ outcome: Outcome, of batch: Batch, at now: Instant, in db: any Connection) throws {
        let (state, next, sent, failure): (String, Int64?, Int64?, String?) =
            switch outcome {
            case .sent: ("sent", nil, now.secondsSinceEpoch, nil)
            case .dropped(let code): ("dropped", nil, nil, code)
            case .failed(let code, let again): ("waiting", again.secondsSinceEpoch, nil, code)
            case .givenUp(let code): ("given_up", nil, nil, code)
            }
        try db.execute(
            """
            UPDATE outbox
            SET state = \(state), next_at = \(next), sent_at = \(sent), failure = \(failure)
            WHERE next_at IS NOT NULL AND
            """ + " " + batch.mailing.condition + " AND event IN (" + .list(batch.rows.map { .integer($0.event) }) + ")"
        )
        guard case .digest = batch.mailing else { return }
        switch outcome {
        case .sent, .dropped: try DigestRecords.forget(batch.mailing, in: db)
        case .failed, .givenUp: break
        }
    }

    /// Drops what waits for a receiver.
    package static func drop(everythingFor receiver: Receiver, in db: any Connection) throws {
        try DigestRecords.forget(with: receiver, in: db)
        try db.execute(
            """
            UPDATE outbox
            SET state = 'dropped', next_at = NULL, failure = 'ended'
            WHERE receiver = \(receiver.text) AND next_at IS NOT NULL
            """
        )
    }

    /// Tries everything again that was given up for a receiver; nil for all mail.
    ///
    /// - Returns: how many rows.
    package static func retry(_ receiver: Receiver?, at now: Instant, in db: any Connection) throws -> Int {
        let only: SQL = if let receiver { "receiver = \(receiver.text)" } else { "channel = 'mail'" }
        return try db.execute(
            "UPDATE outbox SET state = 'waiting', attempts = 0, failure = NULL, next_at = \(now.secondsSinceEpoch) "
                + "WHERE state = 'given_up' AND " + only
        )
    }

    /// Sends a webhook everything from a position on once more, also what it has had: only the operator asks for that.
    ///
    /// - Returns: how many entries.
    package static func replay(
        _ webhook: String,
        from position: Int64,
        at now: Instant,
        in db: any Connection
    ) throws -> Int {
        let receiver = Receiver.webhook(webhook).text
        return try db.execute(
            """
            INSERT INTO outbox (event, receiver, channel, step, state, made_at, next_at, attempts)
            SELECT entry.seq, \(receiver), 'webhook', 'replay', 'waiting', \(now.secondsSinceEpoch),
                \(now.secondsSinceEpoch), 0
            FROM entry
            WHERE entry.seq >= \(position)
                AND entry.seq <= (SELECT position FROM outbox_position WHERE id = 1)
            ON CONFLICT (event, receiver) DO UPDATE SET
                state = 'waiting', next_at = excluded.next_at, attempts = 0, batch = NULL, failure = NULL
            """
        )
    }
}
