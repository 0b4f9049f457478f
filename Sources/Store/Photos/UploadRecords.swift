package import Domain

/// Uploads that may break off and go on: what has come of each, in parts, until it is whole.
package enum UploadRecords {
    package struct Upload: Hashable, Sendable {
        /// Bytes that the sender has promised.
        package let length: Int
        /// Bytes that have come, from the first one on without a gap.
        package let received: Int
        /// What it became, once all of it was there.
        package let result: Result?
    }

    package enum Result: Hashable, Sendable {
        /// By its digest.
        case photo(String)
        case document(String, pages: Int)
    }

    /// `name`: SHA-256 of the part of the address that nobody can guess.
    package static func begin(_ name: String, length: Int, at now: Instant, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO upload (name, length, received, made_at)
            VALUES (\(name), \(length), 0, \(now.secondsSinceEpoch))
            """
        )
    }

    package static func find(_ name: String, in db: any Connection) throws -> Upload? {
        try db.first("SELECT length, received, photo, pages FROM upload WHERE name = \(name)") { row in
            Upload(
                length: Int(try row.integer(0)),
                received: Int(try row.integer(1)),
                result: try result(row.optionalText(2), pages: row.optionalInteger(3))
            )
        }
    }

    private static func result(_ digest: String?, pages: Int64?) -> Result? {
        guard let digest else { return nil }
        return pages.map { .document(digest, pages: Int($0)) } ?? .photo(digest)
    }

    /// Adds what comes behind the first `offset` bytes.
    ///
    /// - Returns: false when another number of bytes has come, or when it would be more than was promised.
    package static func append(
        _ bytes: [UInt8],
        to name: String,
        at offset: Int,
        in db: any Connection
    ) throws -> Bool {
        let taken = try db.execute(
            """
            UPDATE upload
            SET received = received + \(bytes.count)
            WHERE name = \(name) AND received = \(offset) AND received + \(bytes.count) <= length AND photo IS NULL
            """
        )
        guard taken == 1 else { return false }
        try db.submit("INSERT INTO upload_part (upload, at_byte, bytes) VALUES (\(name), \(offset), \(bytes))")
        return true
    }

    /// Everything that has come, in order.
    package static func bytes(of name: String, in db: any Connection) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try db.forEach("SELECT bytes FROM upload_part WHERE upload = \(name) ORDER BY at_byte") {
            bytes += try $0.blob(0)
        }
        return bytes
    }

    /// The upload has become a photo or a document; its parts are needed no more.
    package static func finish(_ name: String, as result: Result, in db: any Connection) throws {
        switch result {
        case .photo(let digest): try db.submit("UPDATE upload SET photo = \(digest) WHERE name = \(name)")
        case .document(let digest, let pages):
            try db.submit("UPDATE upload SET photo = \(digest), pages = \(pages) WHERE name = \(name)")
        }
        try db.submit("DELETE FROM upload_part WHERE upload = \(name)")
    }

    package static func remove(_ name: String, in db: any Connection) throws {
        try db.submit("DELETE FROM upload_part WHERE upload = \(name)")
        try db.submit("DELETE FROM upload WHERE name = \(name)")
    }

    /// Bytes that unfinished uploads have promised.
    package static func promised(in db: any Connection) throws -> Int {
        Int(try db.first("SELECT COALESCE(SUM(length), 0) FROM upload WHERE photo IS NULL") { try $0.integer(0) } ?? 0)
    }

    /// Forgets uploads that began before a moment, whole or not; what they became stays.
    package static func forget(before: Instant, in db: any Connection) throws {
        for name in try db.rows(staleStatement(before: before), { try $0.text(0) }) { try remove(name, in: db) }
    }

    package static func staleStatement(before: Instant) -> SQL {
        "SELECT name FROM upload WHERE made_at < \(before.secondsSinceEpoch) ORDER BY made_at LIMIT 200"
    }
}
