/// Which keys the tags of firms were made with: by year, a digest of the key.
///
/// Several servers serve one board: whoever needs a year's key first makes it, and whoever has another one is told.
package enum FirmKeyRecords {
    /// The digest that a year's key must have; nil while nobody has needed one.
    package static func digest(of year: Int, in db: any Connection) throws -> String? {
        try db.first("SELECT digest FROM firm_key WHERE year = \(year)") { try $0.text(0) }
    }

    package static func keep(_ digest: String, of year: Int, in db: any Connection) throws {
        try db.submit("INSERT INTO firm_key (year, digest) VALUES (\(year), \(digest))")
    }
}
