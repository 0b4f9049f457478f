package import Domain

/// What is to be forgotten and what was, as pages read it.
package enum ErasureRecords {
    package struct Row: Hashable, Sendable {
        package let id: ID<Erasure>
        package let request: Erasure.Request
        /// When it was asked for, declined or done.
        package let at: Instant
        /// Nil where nobody has asked: it came from the ledger, or with the whole.
        package let askedBy: ID<Account>?
        /// Nil unless it is done.
        package let left: Erasure.Remainder?
    }

    /// What waits to be approved, the oldest first.
    package static func waiting(in db: any Connection) throws -> [Row] {
        try db.rows(waitingStatement, row)
    }

    private static var waitingStatement: SQL {
        "SELECT " + columns + " FROM erasure WHERE state = 'asked' ORDER BY changed_at LIMIT 200"
    }

    /// What was done, the newest first.
    package static func done(limit: Int, in db: any Connection) throws -> [Row] {
        try db.rows(doneStatement(limit: limit), row)
    }

    private static func doneStatement(limit: Int) -> SQL {
        "SELECT " + columns + " FROM erasure WHERE state = 'done' ORDER BY changed_at DESC LIMIT \(limit)"
    }

    package static func erased(_ number: CaseNumber, in db: any Connection) throws -> Row? {
        try db.first(numberStatement(number, "done"), row)
    }

    package static func isWaiting(_ number: CaseNumber, in db: any Connection) throws -> Bool {
        try db.first(numberStatement(number, "asked"), row) != nil
    }

    private static func numberStatement(_ number: CaseNumber, _ state: String) -> SQL {
        "SELECT " + columns + " FROM erasure WHERE number = \(number.rawValue) AND state = \(state)"
    }

    /// The cases that were erased.
    package static func subjects(in db: any Connection) throws -> [ID<Case>] {
        try db.rows("SELECT case_id FROM erasure WHERE state = 'done'") { row in
            guard let id = ID<Case>(bytes: try row.blob(0)) else { throw Fault.corrupt("an erasure has no valid id") }
            return id
        }
    }

    package static func count(in db: any Connection) throws -> Int {
        Int(try db.first("SELECT COUNT(*) FROM erasure WHERE state = 'done'") { try $0.integer(0) } ?? 0)
    }

    /// The highest serial of a day among the erased: it is never given again.
    static func lastSerial(on day: String, in db: any Connection) throws -> Int {
        try db.first(serialStatement(day)) { Int(try $0.integer(0)) } ?? 0
    }

    private static func serialStatement(_ day: String) -> SQL {
        "SELECT serial FROM erasure WHERE day = \(day) AND state = 'done' ORDER BY serial DESC LIMIT 1"
    }

    /// For the test of their plans.
    package static var statements: [SQL] {
        [
            waitingStatement, doneStatement(limit: 50), numberStatement(CaseNumber(stored: "n"), "done"),
            serialStatement("20260601"),
        ]
    }

    private static let columns: SQL = """
        id, case_id, number, basis, changed_at, asked_by, payloads, category, grid, reported_on, ended_on, \
        is_confidential, receipt
        """

    private static func row(_ row: any Store.Row) throws -> Row { try Row(row) }
}

extension ErasureRecords.Row {
    fileprivate init(_ row: any Store.Row) throws {
        guard let id = ID<Erasure>(bytes: try row.blob(0)), let subject = ID<Case>(bytes: try row.blob(1)),
            let basis = Erasure.Basis(rawValue: try row.text(3))
        else { throw Fault.corrupt("an erasure has no valid id or basis") }
        self.id = id
        request = Erasure.Request(subject: subject, number: CaseNumber(stored: try row.text(2)), basis: basis)
        at = Instant(secondsSinceEpoch: try row.integer(4))
        askedBy = try row.optionalBlob(5).flatMap { ID<Account>(bytes: $0) }
        left = try row.optionalInteger(6).map { payloads in
            do {
                return Erasure.Remainder(
                    payloads: Int(payloads),
                    category: try CategoryCode(parsing: try row.text(7)),
                    grid: try row.optionalText(8),
                    reportedOn: try Day(parsing: try row.text(9)),
                    endedOn: try row.optionalText(10).map { try Day(parsing: $0) },
                    isConfidential: try row.integer(11) == 1,
                    receipt: try row.optionalText(12)
                )
            } catch is Malformed {
                throw Fault.corrupt("an erasure holds no valid day or category")
            }
        }
    }
}
