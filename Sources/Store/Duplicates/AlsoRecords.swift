package import Domain

/// Who has met the same as a case's reporter (我也遇到), by the serial of the receipt: no name, no device, no account.
///
/// Beside the journal, as every wish to be told is: it can be taken back, and it is in the way of nobody who works on the case.
package enum AlsoRecords {
    package struct Row: Hashable, Sendable {
        package let serial: Int
        package let joinedAt: Instant
        /// Taken back at; nil while it counts.
        package let leftAt: Instant?
        /// The address, sealed; nil when nobody is to be told.
        package let sealed: [UInt8]?
        package let language: Language?
        package let timing: Timing?
        package let isActive: Bool
    }

    /// The next serial of a case, taken under the digest of the form's one-use word; the same word gets the same serial.
    package static func join(_ number: CaseNumber, mark: String, at now: Instant, in db: any Connection) throws -> Int {
        let known = try db.first("SELECT serial FROM also WHERE mark = \(mark) AND case_number = \(number.rawValue)") {
            Int(try $0.integer(0))
        }
        if let known { return known }
        let last = try db.first("SELECT COALESCE(MAX(serial), 0) FROM also WHERE case_number = \(number.rawValue)") {
            Int(try $0.integer(0))
        }
        let serial = (last ?? 0) + 1
        try db.submit(
            """
            INSERT INTO also (case_number, serial, mark, joined_at, is_active)
            VALUES (\(number.rawValue), \(serial), \(mark), \(now.secondsSinceEpoch), 0)
            """
        )
        return serial
    }

    package static func row(_ number: CaseNumber, _ serial: Int, in db: any Connection) throws -> Row? {
        try db.first(
            """
            SELECT serial, joined_at, left_at, sealed, language, timing, is_active
            FROM also
            WHERE case_number = \(number.rawValue) AND serial = \(serial)
            """
        ) { row in
            Row(
                serial: Int(try row.integer(0)),
                joinedAt: Instant(secondsSinceEpoch: try row.integer(1)),
                leftAt: try row.optionalInteger(2).map { Instant(secondsSinceEpoch: $0) },
                sealed: try row.optionalBlob(3),
                language: try row.optionalText(4).flatMap(Language.init(rawValue:)),
                timing: try row.optionalText(5).flatMap(Timing.init(rawValue:)),
                isActive: try row.integer(6) == 1
            )
        }
    }

    /// How many have met it too and have not taken it back.
    package static func count(of number: CaseNumber, in db: any Connection) throws -> Int {
        try db.first(countStatement(of: number)) { Int(try $0.integer(0)) } ?? 0
    }

    /// Every receipt that was given, taken back or not.
    static func serials(of number: CaseNumber, in db: any Connection) throws -> [Int] {
        try db.rows("SELECT serial FROM also WHERE case_number = \(number.rawValue) ORDER BY serial") {
            Int(try $0.integer(0))
        }
    }

    package static func countStatement(of number: CaseNumber) -> SQL {
        "SELECT COUNT(*) FROM also WHERE case_number = \(number.rawValue) AND left_at IS NULL"
    }

    /// Takes it back: it counts no more, and how to reach the person is forgotten.
    package static func leave(_ number: CaseNumber, _ serial: Int, at now: Instant, in db: any Connection) throws {
        try db.submit(
            """
            UPDATE also
            SET left_at = \(now.secondsSinceEpoch), sealed = NULL, language = NULL, timing = NULL, is_active = 0
            WHERE case_number = \(number.rawValue) AND serial = \(serial) AND left_at IS NULL
            """
        )
    }

    /// Counts again.
    package static func comeBack(_ number: CaseNumber, _ serial: Int, in db: any Connection) throws {
        try db.submit(
            "UPDATE also SET left_at = NULL WHERE case_number = \(number.rawValue) AND serial = \(serial)"
        )
    }

    /// Keeps how and when to tell the person.
    package static func keep(
        _ sealed: [UInt8],
        _ wish: Subscription,
        of number: CaseNumber,
        _ serial: Int,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            UPDATE also
            SET sealed = \(sealed), language = \(wish.language.rawValue), timing = \(wish.timing.rawValue),
                is_active = \(wish.isActive)
            WHERE case_number = \(number.rawValue) AND serial = \(serial) AND left_at IS NULL
            """
        )
    }

    /// Ends or takes up what the person is told.
    ///
    /// - Returns: false when there is no address.
    package static func set(active: Bool, _ number: CaseNumber, _ serial: Int, in db: any Connection) throws -> Bool {
        try db.execute(
            """
            UPDATE also
            SET is_active = \(active)
            WHERE case_number = \(number.rawValue) AND serial = \(serial) AND sealed IS NOT NULL
            """
        ) == 1
    }

    /// The receipts whose holders want everything of a day in one message, with their addresses, whether that holds or has
    /// been ended.
    package static func daily(in db: any Connection) throws -> [(number: CaseNumber, serial: Int, sealed: [UInt8])] {
        try db.rows(
            """
            SELECT case_number, serial, sealed
            FROM also
            WHERE timing = 'daily' AND sealed IS NOT NULL
            ORDER BY case_number, serial
            """
        ) { (CaseNumber(stored: try $0.text(0)), Int(try $0.integer(1)), try $0.blob(2)) }
    }

    /// Whether anybody who has met the same wants to be told.
    package static func hasReaders(in db: any Connection) throws -> Bool {
        try db.first("SELECT 1 FROM also WHERE is_active = 1 LIMIT 1") { try $0.integer(0) } != nil
    }
}
