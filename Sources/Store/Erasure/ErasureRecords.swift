package import Domain
package import FoundationEssentials

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
        package let left: Erasure.Left?
    }

    /// What waits to be approved, the oldest first.
    package static func waiting(in db: any Connection) throws -> [Row] {
        try (db.rows(waitingStatement, row) + db.rows(waitingRecordsStatement, recordRow)).sorted { $0.at < $1.at }
    }

    private static var waitingStatement: SQL {
        "SELECT " + columns + " FROM erasure WHERE state = 'asked' ORDER BY changed_at LIMIT 200"
    }

    private static var waitingRecordsStatement: SQL {
        "SELECT " + recordColumns + " FROM record_erasure WHERE state = 'asked' ORDER BY changed_at LIMIT 200"
    }

    /// What was done, the newest first.
    package static func done(limit: Int, in db: any Connection) throws -> [Row] {
        let all = try db.rows(doneStatement(limit: limit), row) + db.rows(doneRecordsStatement(limit: limit), recordRow)
        return Array(all.sorted { $0.at > $1.at }.prefix(limit))
    }

    private static func doneStatement(limit: Int) -> SQL {
        "SELECT " + columns + " FROM erasure WHERE state = 'done' ORDER BY changed_at DESC LIMIT \(limit)"
    }

    private static func doneRecordsStatement(limit: Int) -> SQL {
        "SELECT " + recordColumns + " FROM record_erasure WHERE state = 'done' ORDER BY changed_at DESC LIMIT \(limit)"
    }

    /// Whether somebody has asked for a record, or it is done; what was declined may be asked for anew.
    package static func state(of subject: UUID, in db: any Connection) throws -> String? {
        try db.first(subjectStatement(subject)) { try $0.text(0) }
    }

    private static func subjectStatement(_ subject: UUID) -> SQL {
        "SELECT state FROM record_erasure WHERE subject = \(ID<Erasure.Record>(subject).bytes) AND state <> 'declined'"
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

    /// The cases and records that were erased.
    package static func subjects(in db: any Connection) throws -> [UUID] {
        let done: SQL =
            "SELECT case_id FROM erasure WHERE state = 'done' UNION ALL "
            + "SELECT subject FROM record_erasure WHERE state = 'done'"
        return try db.rows(done) { row in
            guard let id = ID<Erasure>(bytes: try row.blob(0)) else {
                throw Fault.corrupt("an erasure has no valid id")
            }
            return id.rawValue
        }
    }

    package static func count(in db: any Connection) throws -> Int { try subjects(in: db).count }

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
            waitingStatement, waitingRecordsStatement, doneStatement(limit: 50), doneRecordsStatement(limit: 50),
            subjectStatement(UUID()), numberStatement(CaseNumber(stored: "n"), "done"),
            serialStatement("20260601"),
        ]
    }

    private static let columns: SQL = """
        id, case_id, number, basis, changed_at, asked_by, payloads, category, grid, reported_on, ended_on, \
        is_confidential, receipt
        """

    private static let recordColumns: SQL = "id, subject, kind, number, basis, changed_at, asked_by, payloads"

    private static func row(_ row: any Store.Row) throws -> Row { try Row(row) }
    private static func recordRow(_ row: any Store.Row) throws -> Row { try Row(record: row) }
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
                let remainder = Erasure.Remainder(
                    payloads: Int(payloads),
                    category: try CategoryCode(parsing: try row.text(7)),
                    grid: try row.optionalText(8),
                    reportedOn: try Day(parsing: try row.text(9)),
                    endedOn: try row.optionalText(10).map { try Day(parsing: $0) },
                    isConfidential: try row.integer(11) == 1,
                    receipt: try row.optionalText(12)
                )
                return .file(remainder)
            } catch is Malformed {
                throw Fault.corrupt("an erasure holds no valid day or category")
            }
        }
    }

    fileprivate init(record row: any Store.Row) throws {
        guard let id = ID<Erasure>(bytes: try row.blob(0)), let subject = ID<Erasure.Record>(bytes: try row.blob(1))
        else { throw Fault.corrupt("an erasure has no valid id") }
        self.id = id
        let record = Erasure.Record(try row.choice(2), try row.number(3))
        request = Erasure.Request(target: .record(record, subject: subject.rawValue), basis: try row.choice(4))
        at = Instant(secondsSinceEpoch: try row.integer(5))
        askedBy = try row.optionalBlob(6).flatMap { ID<Account>(bytes: $0) }
        left = try row.optionalNumber(7).map { .record(payloads: $0) }
    }
}
