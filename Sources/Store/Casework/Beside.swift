package import Domain

/// Photos by the SHA-256 of their bytes, which the journal names.
package enum PhotoRecords {
    package struct Photo: Hashable, Sendable {
        /// JPEG, re-encoded, without metadata.
        package var bytes: [UInt8]
        package var width: Int
        package var height: Int
        /// The digest of ``bytes`` where they are no longer those that the photo came with.
        package var shown: String?

        package init(bytes: [UInt8], width: Int, height: Int, shown: String? = nil) {
            self.bytes = bytes
            self.width = width
            self.height = height
            self.shown = shown
        }
    }

    package static func keep(_ photo: Photo, digest: String, at now: Instant, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO photo (digest, bytes, width, height, kept_at)
            VALUES (\(digest), \(photo.bytes), \(photo.width), \(photo.height), \(now.secondsSinceEpoch))
            ON CONFLICT (digest) DO NOTHING
            """
        )
    }

    package static func photo(_ digest: String, in db: any Connection) throws -> Photo? {
        try db.first("SELECT bytes, width, height, shown FROM photo WHERE digest = \(digest)") { row in
            Photo(
                bytes: try row.blob(0),
                width: Int(try row.integer(1)),
                height: Int(try row.integer(2)),
                shown: try row.optionalText(3)
            )
        }
    }

    /// Notes that a report names a photo.
    ///
    /// - Returns: false when there is none of that digest.
    package static func use(_ digest: String, in db: any Connection) throws -> Bool {
        try db.execute("UPDATE photo SET is_used = 1 WHERE digest = \(digest)") == 1
    }

    /// Forgets photos of forms that were never sent.
    package static func forgetUnused(before: Instant, in db: any Connection) throws {
        try db.execute(
            """
            DELETE FROM photo_size
            WHERE digest IN (SELECT digest FROM photo WHERE is_used = 0 AND kept_at < \(before.secondsSinceEpoch))
            """
        )
        try db.execute("DELETE FROM photo WHERE is_used = 0 AND kept_at < \(before.secondsSinceEpoch)")
    }
}

/// Reports that were sent with something to recognise them by (GR-32).
package enum RepeatGuard {
    /// The first report under `key` since `since`.
    package static func find(
        key: String,
        since: Instant,
        in db: any Connection
    ) throws -> (number: CaseNumber, request: [UInt8])? {
        try db.first(
            """
            SELECT case_number, request
            FROM repeat_guard
            WHERE key = \(key) AND made_at >= \(since.secondsSinceEpoch)
            """
        ) { (CaseNumber(stored: try $0.text(0)), try $0.blob(1)) }
    }

    package static func note(
        key: String,
        request: [UInt8],
        number: CaseNumber,
        at now: Instant,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            INSERT INTO repeat_guard (key, request, case_number, made_at)
            VALUES (\(key), \(request), \(number.rawValue), \(now.secondsSinceEpoch))
            ON CONFLICT (key) DO UPDATE SET
                request = excluded.request,
                case_number = excluded.case_number,
                made_at = excluded.made_at
            """
        )
    }

    package static func forget(before: Instant, in db: any Connection) throws {
        try db.submit("DELETE FROM repeat_guard WHERE made_at < \(before.secondsSinceEpoch)")
    }
}

/// Records that were brought in from files, by the number that their source gave them.
package enum ImportedRows {
    /// The digest of the record that came in under a number; nil when none has.
    package static func digest(source: String, number: String, in db: any Connection) throws -> [UInt8]? {
        try db.first("SELECT digest FROM imported_row WHERE source = \(source) AND number = \(number)") {
            try $0.blob(0)
        }
    }

    package static func note(
        source: String,
        number: String,
        digest: [UInt8],
        caseNumber: CaseNumber,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            INSERT INTO imported_row (source, number, digest, case_number)
            VALUES (\(source), \(number), \(digest), \(caseNumber.rawValue))
            """
        )
    }
}
