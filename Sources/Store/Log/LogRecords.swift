package import Domain
package import TransparencyLog

/// The log's own rows: leaf hashes of the journal, full tiles, signed checkpoints.
package enum LogRecords {
    /// A signed tree head as it is kept.
    package struct SignedHead: Hashable, Sendable {
        package var size: Int64
        package var root: Digest
        /// The signed note, verbatim.
        package var note: String
        /// The figures at that size, canonical JSON.
        package var figures: String
        package var signedAt: Instant

        package init(size: Int64, root: Digest, note: String, figures: String, signedAt: Instant) {
            self.size = size
            self.root = root
            self.note = note
            self.figures = figures
            self.signedAt = signedAt
        }
    }

    /// The newest head, as it was signed; what outsiders see is ``published(at:in:)``.
    package static func latest(in db: any Connection) throws -> SignedHead? {
        try db.first("SELECT size, root, note, figures, signed_at FROM checkpoint ORDER BY size DESC LIMIT 1", head)
    }

    static func head(_ row: any Row) throws -> SignedHead {
        SignedHead(
            size: try row.integer(0),
            root: try digest(try row.blob(1)),
            note: try row.text(2),
            figures: try row.text(3),
            signedAt: Instant(secondsSinceEpoch: try row.integer(4))
        )
    }

    /// The root that was signed at a size; nil where none was.
    package static func root(at size: Int64, in db: any Connection) throws -> Digest? {
        try db.first("SELECT root FROM checkpoint WHERE size = \(size)") { try digest(try $0.blob(0)) }
    }

    /// Keeps a head; at a size that already has one, the newer signature of the same root takes its place.
    ///
    /// - Throws: ``Fault/corrupt(_:)`` when the same size was signed with another root: a log never does that.
    package static func keep(_ head: SignedHead, in db: any Connection) throws {
        let changed = try db.execute(
            """
            INSERT INTO checkpoint (size, root, note, figures, signed_at)
            VALUES (
                \(head.size), \(head.root.bytes), \(head.note), \(head.figures), \(head.signedAt.secondsSinceEpoch))
            ON CONFLICT (size) DO UPDATE SET note = excluded.note, signed_at = excluded.signed_at
            WHERE checkpoint.root = excluded.root
            """
        )
        guard changed == 1 else { throw Fault.corrupt("this size was signed with another root") }
    }

    /// The leaf hashes of the entries with index `range` (zero-based), in order.
    package static func leaves(_ range: Range<Int64>, in db: any Connection) throws -> [Digest] {
        try db.rows(
            """
            SELECT leaf
            FROM entry
            WHERE seq > \(range.lowerBound) AND seq <= \(range.upperBound)
            ORDER BY seq
            """
        ) { try digest(try $0.blob(0)) }
    }

    /// The public facts of the entries with index `range` (zero-based), in order.
    package static func entries(_ range: Range<Int64>, in db: any Connection) throws -> [[UInt8]] {
        try db.rows(
            """
            SELECT facts
            FROM entry
            WHERE seq > \(range.lowerBound) AND seq <= \(range.upperBound)
            ORDER BY seq
            """
        ) { try $0.blob(0) }
    }

    /// A full tile: 256 hashes, and the hash of the subtree that they make.
    package struct FullTile: Hashable, Sendable {
        package var level: Int
        package var number: Int64
        package var hashes: [Digest]
        package var root: Digest

        package init(level: Int, number: Int64, hashes: [Digest], root: Digest) {
            self.level = level
            self.number = number
            self.hashes = hashes
            self.root = root
        }
    }

    package static func keep(_ tile: FullTile, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO tile (level, number, hashes, root)
            VALUES (\(tile.level), \(tile.number), \(tile.hashes.flatMap(\.bytes)), \(tile.root.bytes))
            ON CONFLICT (level, number) DO NOTHING
            """
        )
    }

    package static func tile(level: Int, number: Int64, in db: any Connection) throws -> [UInt8]? {
        try db.first("SELECT hashes FROM tile WHERE level = \(level) AND number = \(number)") { try $0.blob(0) }
    }

    /// The roots of the full tiles with number `range` on `level`, in order.
    package static func tileRoots(level: Int, _ range: Range<Int64>, in db: any Connection) throws -> [Digest] {
        try db.rows(
            """
            SELECT root
            FROM tile
            WHERE level = \(level) AND number >= \(range.lowerBound) AND number < \(range.upperBound)
            ORDER BY number
            """
        ) { try digest(try $0.blob(0)) }
    }

    /// How many full tiles `level` has; they are numbered from zero without a gap.
    package static func tileCount(level: Int, in db: any Connection) throws -> Int64 {
        try db.first("SELECT COALESCE(MAX(number) + 1, 0) FROM tile WHERE level = \(level)") { try $0.integer(0) } ?? 0
    }

    private static func digest(_ bytes: [UInt8]) throws -> Digest {
        guard let digest = Digest(bytes: bytes) else { throw Fault.corrupt("a stored hash is not 32 bytes long") }
        return digest
    }
}
