package import Domain
package import TransparencyLog

extension LogRecords {
    /// The first head that covers a position, be it signed long ago: which one that is, nobody chooses.
    package static func firstHead(
        covering position: Int64,
        in db: any Connection
    ) throws -> (size: Int64, root: Digest, signedAt: Instant)? {
        try db.first(
            "SELECT size, root, signed_at FROM checkpoint WHERE size >= \(position) ORDER BY size LIMIT 1"
        ) { row in
            guard let root = Digest(bytes: try row.blob(1)) else {
                throw Fault.corrupt("a stored hash is not 32 bytes long")
            }
            return (try row.integer(0), root, Instant(secondsSinceEpoch: try row.integer(2)))
        }
    }
}
