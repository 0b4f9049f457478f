package import Domain

/// Documents by the SHA-256 of their bytes: the document itself sealed, and its pages as pictures.
package enum DocumentRecords {
    package struct Page: Hashable, Sendable {
        package let digest: String
        /// JPEG, re-encoded, without metadata.
        package let bytes: [UInt8]
        /// The same, for lists of pages.
        package let small: [UInt8]
        package let width: Int
        package let height: Int

        package init(digest: String, bytes: [UInt8], small: [UInt8], width: Int, height: Int) {
            self.digest = digest
            self.bytes = bytes
            self.small = small
            self.width = width
            self.height = height
        }
    }

    /// Keeps a document; one that is there already is only kept on from now.
    package static func keep(
        _ pages: [Page],
        _ digest: String,
        original sealed: ContactRecords.Sealed,
        at now: Instant,
        in db: any Connection
    ) throws {
        let isNew =
            try db.execute(
                """
                INSERT INTO document (digest, sealed, key_number, kept_at)
                VALUES (\(digest), \(sealed.bytes), \(sealed.key), \(now.secondsSinceEpoch))
                ON CONFLICT (digest) DO NOTHING
                """
            ) == 1
        guard isNew else { return try keepOn(digest, at: now, in: db) }
        for (index, page) in pages.enumerated() {
            try db.submit(
                """
                INSERT INTO document_page (document, number, digest, bytes, small, width, height)
                VALUES (
                    \(digest), \(index + 1), \(page.digest), \(page.bytes), \(page.small), \(page.width),
                    \(page.height))
                """
            )
        }
    }

    /// Whoever sends the same document again has a day more to send the form.
    package static func keepOn(_ digest: String, at now: Instant, in db: any Connection) throws {
        try db.submit("UPDATE document SET kept_at = \(now.secondsSinceEpoch) WHERE digest = \(digest)")
    }

    /// A document as reports name it; nil when there is none of that digest.
    package static func find(_ digest: String, in db: any Connection) throws -> Document? {
        let pages = try db.rows("SELECT digest FROM document_page WHERE document = \(digest) ORDER BY number") {
            try $0.text(0)
        }
        return pages.isEmpty ? nil : Document(digest: digest, pages: pages)
    }

    /// Notes that a report names a document.
    package static func use(_ digest: String, in db: any Connection) throws -> Document? {
        guard let document = try find(digest, in: db) else { return nil }
        try db.submit("UPDATE document SET is_used = 1 WHERE digest = \(digest)")
        return document
    }

    /// The picture of a page, counted from 1.
    package static func page(
        _ number: Int,
        of digest: String,
        isSmall: Bool,
        in db: any Connection
    ) throws -> [UInt8]? {
        let column: SQL = isSmall ? "small" : "bytes"
        return try db.first(
            "SELECT " + column + " FROM document_page WHERE document = \(digest) AND number = \(number)"
        ) { try $0.blob(0) }
    }

    /// Pixels of each page, in order; empty when the document is not there any more.
    package static func extents(
        of digest: String,
        in db: any Connection
    ) throws -> [(width: Int, height: Int)] {
        try db.rows("SELECT width, height FROM document_page WHERE document = \(digest) ORDER BY number") {
            (width: Int(try $0.integer(0)), height: Int(try $0.integer(1)))
        }
    }

    package static func original(of digest: String, in db: any Connection) throws -> ContactRecords.Sealed? {
        try db.first("SELECT sealed, key_number FROM document WHERE digest = \(digest)") { row in
            ContactRecords.Sealed(bytes: try row.blob(0), key: Int(try row.integer(1)))
        }
    }

    /// Forgets documents of forms that were never sent.
    package static func forgetUnused(before: Instant, in db: any Connection) throws {
        let stale = try db.rows(staleStatement(before: before)) { try $0.text(0) }
        for digest in stale { try destroy(digest, in: db) }
    }

    package static func staleStatement(before: Instant) -> SQL {
        """
        SELECT digest
        FROM document
        WHERE is_used = 0 AND kept_at < \(before.secondsSinceEpoch)
        ORDER BY kept_at
        LIMIT 50
        """
    }

    package static func destroy(_ digest: String, in db: any Connection) throws {
        try db.submit("DELETE FROM document_page WHERE document = \(digest)")
        try db.submit("DELETE FROM document WHERE digest = \(digest)")
    }
}
