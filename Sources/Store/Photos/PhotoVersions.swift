/// What becomes of a photo after it was kept: smaller sizes, and a version with parts of it covered.
///
/// A photo keeps the digest that reports name it by. Where parts are covered, the picture that is shown has another content, and
/// the one that came lies sealed.
package enum PhotoVersions {
    // MARK: - Sizes

    /// The picture with its longer side at most `side` pixels, if it was made before.
    package static func size(_ digest: String, _ side: Int, in db: any Connection) throws -> [UInt8]? {
        try db.first("SELECT bytes FROM photo_size WHERE digest = \(digest) AND side = \(side)") { try $0.blob(0) }
    }

    /// Keeps a size that was made from `photo`; nothing, if another version is shown meanwhile.
    package static func keep(
        _ bytes: [UInt8],
        _ side: Int,
        of photo: PhotoRecords.Photo,
        _ digest: String,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            INSERT INTO photo_size (digest, side, bytes)
            SELECT digest, \(side), \(bytes)
            FROM photo
            WHERE digest = \(digest) AND COALESCE(shown, digest) = \(photo.shown ?? digest)
            ON CONFLICT (digest, side) DO NOTHING
            """
        )
    }

    /// Pixels of photos, by digest.
    package static func extents(
        of digests: [String],
        in db: any Connection
    ) throws -> [String: (width: Int, height: Int)] {
        let rows = try db.rows("SELECT digest, width, height FROM photo WHERE digest IN (\(list: digests))") {
            (try $0.text(0), (width: Int(try $0.integer(1)), height: Int(try $0.integer(2))))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    // MARK: - Covered parts

    /// A photo as it came, and what of it is covered now.
    package struct Original: Hashable, Sendable {
        package let sealed: ContactRecords.Sealed
        package let rectangles: String
    }

    package static func original(of digest: String, in db: any Connection) throws -> Original? {
        try db.first("SELECT sealed, key_number, rectangles FROM photo_original WHERE digest = \(digest)") { row in
            Original(
                sealed: ContactRecords.Sealed(bytes: try row.blob(0), key: Int(try row.integer(1))),
                rectangles: try row.text(2)
            )
        }
    }

    /// Shows `photo` instead of what was shown before; `sealed` is kept as the original, unless there is one.
    ///
    /// What was made of the version before goes with it.
    package static func show(
        _ photo: PhotoRecords.Photo,
        _ digest: String,
        rectangles: String,
        original sealed: ContactRecords.Sealed,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            INSERT INTO photo_original (digest, sealed, key_number, rectangles)
            VALUES (\(digest), \(sealed.bytes), \(sealed.key), \(rectangles))
            ON CONFLICT (digest) DO UPDATE SET rectangles = excluded.rectangles
            """
        )
        try db.submit("UPDATE photo SET bytes = \(photo.bytes), shown = \(photo.shown) WHERE digest = \(digest)")
        try db.submit("DELETE FROM photo_size WHERE digest = \(digest)")
    }
}
