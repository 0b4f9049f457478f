/// Photos and documents as they came, each a row with its digest, sealed with one of the vault's keys.
package struct SealedOriginals: Sendable {
    /// Of photos with covered parts.
    package static let photos = SealedOriginals(table: "photo_original")
    package static let documents = SealedOriginals(table: "document")

    private let table: SQL

    /// How many each key has sealed.
    ///
    /// - Throws: ``Fault``.
    package func counts(in db: any Connection) throws -> [Int: Int] {
        let statement: SQL = "SELECT key_number, COUNT(*) FROM " + table + " GROUP BY key_number"
        return Dictionary(
            uniqueKeysWithValues: try db.rows(statement) { (Int(try $0.integer(0)), Int(try $0.integer(1))) }
        )
    }

    /// Those that another key than `key` has sealed, after the digest `last`, in the order of their digests.
    ///
    /// - Throws: ``Fault``.
    package func sealedOtherwise(
        than key: Int,
        after last: String,
        limit: Int,
        in db: any Connection
    ) throws -> [(digest: String, sealed: ContactRecords.Sealed)] {
        let statement: SQL =
            "SELECT digest, sealed, key_number FROM " + table
            + " WHERE digest > \(last) AND key_number <> \(key) ORDER BY digest LIMIT \(limit)"
        return try db.rows(statement) {
            (try $0.text(0), ContactRecords.Sealed(bytes: try $0.blob(1), key: Int(try $0.integer(2))))
        }
    }

    /// - Throws: ``Fault``.
    package func reseal(_ sealed: ContactRecords.Sealed, _ digest: String, in db: any Connection) throws {
        try db.submit(
            "UPDATE " + table + " SET sealed = \(sealed.bytes), key_number = \(sealed.key) WHERE digest = \(digest)"
        )
    }
}
