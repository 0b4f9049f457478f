package import Domain

/// The log's witnesses: how each stands, and what it has cosigned.
package enum WitnessRecords {
    /// How a witness stands, named by its verifier key.
    package struct Standing: Hashable, Sendable {
        package var key: String
        /// The largest tree that it is known to have seen.
        package var size: Int64
        /// When it cosigned last, by its own clock; nil before the first time.
        package var cosignedAt: Instant?
        package var trouble: Trouble?

        package init(key: String, size: Int64 = 0, cosignedAt: Instant? = nil, trouble: Trouble? = nil) {
            self.key = key
            self.size = size
            self.cosignedAt = cosignedAt
            self.trouble = trouble
        }
    }

    /// Why the last attempt failed.
    package struct Trouble: Hashable, Sendable {
        /// `http-503`, `curl-7`, `inconsistent`: for lists and logs.
        package var code: String
        /// How many attempts have failed since it last cosigned.
        package var attempts: Int
        package var nextAt: Instant

        package init(code: String, attempts: Int, nextAt: Instant) {
            self.code = code
            self.attempts = attempts
            self.nextAt = nextAt
        }
    }

    package static func standings(in db: any Connection) throws -> [Standing] {
        try db.rows("SELECT key, size, cosigned_at, failure, attempts, next_at FROM witness ORDER BY key", standing)
    }

    package static func standing(of key: String, in db: any Connection) throws -> Standing? {
        try db.first(
            "SELECT key, size, cosigned_at, failure, attempts, next_at FROM witness WHERE key = \(key)",
            standing
        )
    }

    package static func keep(_ standing: Standing, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO witness (key, size, cosigned_at, failure, attempts, next_at)
            VALUES (
                \(standing.key), \(standing.size), \(standing.cosignedAt?.secondsSinceEpoch),
                \(standing.trouble?.code), \(standing.trouble?.attempts ?? 0),
                \(standing.trouble?.nextAt.secondsSinceEpoch))
            ON CONFLICT (key) DO UPDATE SET
                size = excluded.size, cosigned_at = excluded.cosigned_at, failure = excluded.failure,
                attempts = excluded.attempts, next_at = excluded.next_at
            """
        )
    }

    /// Forgets how a witness stands that is asked no more; what it has cosigned stays.
    package static func forget(_ key: String, in db: any Connection) throws {
        try db.submit("DELETE FROM witness WHERE key = \(key)")
    }

    /// Forgets all of a log that goes on under another name: its witnesses have signed nothing of the new one.
    package static func forgetAll(in db: any Connection) throws {
        try db.submit("DELETE FROM cosignature")
        try db.submit("DELETE FROM witness")
    }

    private static func standing(_ row: any Row) throws -> Standing {
        let nextAt = try row.optionalInteger(5).map { Instant(secondsSinceEpoch: $0) }
        let trouble: Trouble? =
            if let code = try row.optionalText(3), let nextAt {
                Trouble(code: code, attempts: Int(try row.integer(4)), nextAt: nextAt)
            } else { nil }
        return Standing(
            key: try row.text(0),
            size: try row.integer(1),
            cosignedAt: try row.optionalInteger(2).map { Instant(secondsSinceEpoch: $0) },
            trouble: trouble
        )
    }
}

extension WitnessRecords {
    /// `line`: as it stands in a note, with its newline.
    package static func keep(
        cosignature line: String,
        of size: Int64,
        by key: String,
        at time: Instant,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            INSERT INTO cosignature (size, witness, line, cosigned_at)
            VALUES (\(size), \(key), \(line), \(time.secondsSinceEpoch))
            ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, cosigned_at = excluded.cosigned_at
            """
        )
    }

    /// Whether a witness has cosigned the tree of this size.
    package static func isCosigned(_ size: Int64, by key: String, in db: any Connection) throws -> Bool {
        try db.first("SELECT 1 FROM cosignature WHERE size = \(size) AND witness = \(key)") { _ in true } ?? false
    }

    /// Signature lines by witness.
    package static func lines(of size: Int64, in db: any Connection) throws -> [String] {
        try db.rows("SELECT line FROM cosignature WHERE size = \(size) ORDER BY witness") { try $0.text(0) }
    }
}

extension LogRecords {
    /// How long a new head may wait for its witnesses before it is shown without them, in seconds.
    package static let patience: Int64 = 5

    /// The head that outsiders are shown, with every cosignature: the newest which all witnesses have cosigned that were
    /// well at their last call, or which is older than ``patience``.
    ///
    /// So whoever asks for a quorum does not miss it in the moment after a signature, and a witness that hangs delays
    /// nothing for longer.
    package static func published(at now: Instant, in db: any Connection) throws -> SignedHead? {
        guard var head = try db.first(publishedStatement(at: now), head) else { return nil }
        head.note += try WitnessRecords.lines(of: head.size, in: db).joined()
        return head
    }

    package static func publishedStatement(at now: Instant) -> SQL {
        """
        SELECT size, root, note, figures, signed_at
        FROM checkpoint
        WHERE signed_at <= \(now.secondsSinceEpoch - patience)
            OR NOT EXISTS (
                SELECT 1
                FROM witness
                WHERE failure IS NULL
                    AND NOT EXISTS (
                        SELECT 1
                        FROM cosignature
                        WHERE cosignature.size = checkpoint.size AND cosignature.witness = witness.key))
        ORDER BY size DESC
        LIMIT 1
        """
    }
}
