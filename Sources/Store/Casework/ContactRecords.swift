package import Domain

/// Sealed contact data, one row a case; never in the journal.
package enum ContactRecords {
    /// Contact data as it lies in the table.
    package struct Sealed: Hashable, Sendable {
        package var bytes: [UInt8]
        /// The number of the key that opens it.
        package var key: Int

        package init(bytes: [UInt8], key: Int) {
            self.bytes = bytes
            self.key = key
        }
    }

    package static func keep(_ sealed: Sealed, for number: CaseNumber, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO contact (case_number, sealed, key_number)
            VALUES (\(number.rawValue), \(sealed.bytes), \(sealed.key))
            ON CONFLICT (case_number) DO UPDATE SET sealed = excluded.sealed, key_number = excluded.key_number
            """
        )
    }

    package static func sealed(for number: CaseNumber, in db: any Connection) throws -> Sealed? {
        try db.first("SELECT sealed, key_number FROM contact WHERE case_number = \(number.rawValue)") {
            Sealed(bytes: try $0.blob(0), key: Int(try $0.integer(1)))
        }
    }

    package static func forget(_ number: CaseNumber, in db: any Connection) throws {
        try db.submit("DELETE FROM contact WHERE case_number = \(number.rawValue)")
    }

    // MARK: - Keys

    /// The number of the key that seals now: 1 until a board has changed it.
    package static func currentKey(in db: any Connection) throws -> Int {
        Int(try db.first("SELECT COALESCE(MAX(number), 1) FROM vault_key") { try $0.integer(0) } ?? 1)
    }

    /// From now on `number` seals.
    package static func use(key number: Int, from now: Instant, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO vault_key (number, used_from)
            VALUES (\(number), \(now.secondsSinceEpoch))
            ON CONFLICT (number) DO NOTHING
            """
        )
    }

    /// Rows that another key than `key` has sealed, after the case `last`, in the order of their numbers.
    package static func sealedOtherwise(
        than key: Int,
        after last: CaseNumber?,
        limit: Int,
        in db: any Connection
    ) throws -> [(number: CaseNumber, sealed: Sealed)] {
        try db.rows(
            """
            SELECT case_number, sealed, key_number
            FROM contact
            WHERE case_number > \(last?.rawValue ?? "") AND key_number <> \(key)
            ORDER BY case_number
            LIMIT \(limit)
            """
        ) { row in
            (
                CaseNumber(stored: try row.text(0)),
                Sealed(bytes: try row.blob(1), key: Int(try row.integer(2)))
            )
        }
    }

    /// How many rows each key has sealed.
    package static func counts(in db: any Connection) throws -> [Int: Int] {
        Dictionary(
            uniqueKeysWithValues: try db.rows("SELECT key_number, COUNT(*) FROM contact GROUP BY key_number") {
                (Int(try $0.integer(0)), Int(try $0.integer(1)))
            }
        )
    }
}
