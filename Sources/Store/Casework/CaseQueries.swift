package import Domain

/// What readers ask about cases.
///
/// Functions receive a connection; use cases open the snapshots.
package enum CaseQueries {
    package static func list(_ filter: CaseFilter, in db: any Connection) throws -> [CaseSummary] {
        try db.rows(statement(try looking(at: filter, in: db)), CaseSummary.init)
    }

    /// The same filter, knowing whether its box is full of cases or nearly empty: no database can guess that.
    private static func looking(at filter: CaseFilter, in db: any Connection) throws -> CaseFilter {
        guard let box = filter.boxes.first else { return filter }
        var filter = filter
        filter.goesByDate = try db.first(crowdStatement(box)) { try $0.integer(0) } ?? 0 > crowd
        return filter
    }

    /// Cases in a box that are quickly sorted.
    private static let crowd: Int64 = 5_000

    private static func crowdStatement(_ box: CaseFilter.Box) -> SQL {
        "SELECT COUNT(*) FROM (SELECT 1 FROM case_file WHERE " + box.condition(isIndexed: true)
            + " LIMIT \(crowd + 1)) AS crowd"
    }

    /// The list's statement; apart, so that a test can look at its plan.
    ///
    /// What is leapt over, or sorted, are numbers from an index where there is one, and only what is shown is read whole.
    package static func statement(_ filter: CaseFilter) -> SQL {
        let some = filter.whereClause + " " + filter.orderClause + " LIMIT \(filter.limit) OFFSET \(filter.offset)"
        guard filter.offset > 0 || !filter.boxes.isEmpty || filter.categories?.count ?? 0 > 1 else {
            return "SELECT " + CaseSummary.columns + " FROM case_file " + some
        }
        return "SELECT " + CaseSummary.columns + " FROM case_file WHERE number IN (SELECT number FROM case_file " + some
            + ") " + filter.orderClause
    }

    /// The statements of the other questions, for the test of their plans.
    package static func otherStatements(at now: Instant) -> [SQL] {
        let newID = ID<Case>(bytes: [UInt8](repeating: 0, count: 16))
        return [
            newlyOverdueStatement(at: now, after: nil, limit: 500),
            dueStepsStatement(at: now, after: nil, limit: 500), loadStatement, lastSerialStatement(day: "20260601"),
            historyStatement(of: newID?.bytes ?? []),
        ] + SharedTask.statements(at: now)
    }

    package static func summary(_ number: CaseNumber, in db: any Connection) throws -> CaseSummary? {
        let sql: SQL =
            "SELECT " + CaseSummary.columns + " FROM case_file WHERE number = \(number.rawValue)"
        return try db.first(sql, CaseSummary.init)
    }

    package static func id(of number: CaseNumber, in db: any Connection) throws -> ID<Case>? {
        try db.first("SELECT id FROM case_file WHERE number = \(number.rawValue)") { row in
            guard let id = ID<Case>(bytes: try row.blob(0)) else {
                throw Fault.corrupt("a case row holds no valid id")
            }
            return id
        }
    }

    /// The serial that a new case gets among those of its day.
    package static func nextSerial(on day: Day, in db: any Connection) throws -> Int {
        let compact = day.description.replacing("-", with: "")
        if let known = db.round?.serials[compact] { return known + 1 }
        let last = try lastSerial(on: compact, in: db)
        db.round?.serials[compact] = last
        return last + 1
    }

    private static func lastSerial(on day: String, in db: any Connection) throws -> Int {
        let last = try db.first(lastSerialStatement(day: day)) { Int(try $0.integer(0)) } ?? 0
        return max(last, try ErasureRecords.lastSerial(on: day, in: db))
    }

    /// `ORDER BY … LIMIT 1` where one would say MAX: on a young table that it has no statistics of, PostgreSQL reads all
    /// cases of the day for the MAX, and keeps to that plan until it is as slow as that sounds.
    private static func lastSerialStatement(day: String) -> SQL {
        "SELECT serial FROM case_file WHERE day = \(day) ORDER BY serial DESC LIMIT 1"
    }

    /// An entry of a case's history, with where it stands in the log.
    package struct HistoryEntry: Sendable {
        package let event: Case.Event
        package let position: Int64
        package let leaf: [UInt8]
    }

    /// Everything that happened to a case, oldest first.
    package static func history(of id: ID<Case>, in db: any Connection) throws -> [HistoryEntry] {
        try db.rows(historyStatement(of: id.bytes)) { row in
            HistoryEntry(
                event: try Journal.event(of: Case.self, facts: row.blob(0), payload: row.blob(1)),
                position: try row.integer(2),
                leaf: try row.blob(3)
            )
        }
    }

    private static func historyStatement(of id: [UInt8]) -> SQL {
        """
        SELECT entry.facts, payload.body, entry.seq, entry.leaf
        FROM entry JOIN payload ON payload.seq = entry.seq
        WHERE entry.subject = \(id)
        ORDER BY entry.version
        """
    }

    /// Something that falls due, in the order in which it does.
    package struct Due: Hashable, Sendable {
        package var id: ID<Case>
        package var number: CaseNumber
        package var stage: Stage.Name
        package var at: Instant
    }

    /// Cases whose clock runs, open past their due time and not yet marked so: the most overdue first, those behind
    /// `last` only.
    package static func newlyOverdue(
        at now: Instant,
        after last: Due?,
        limit: Int,
        in db: any Connection
    ) throws -> [Due] {
        try db.rows(newlyOverdueStatement(at: now, after: last, limit: limit), due)
    }

    /// Cases whose step the clockwork takes when its time has come: orders that nobody has acknowledged (T10), suspensions to be
    /// reviewed (T15).
    package static func dueSteps(
        at now: Instant,
        after last: Due?,
        limit: Int,
        in db: any Connection
    ) throws -> [Due] {
        try db.rows(dueStepsStatement(at: now, after: last, limit: limit), due)
    }

    static func due(_ row: any Row) throws -> Due {
        guard let stage = Stage.Name(rawValue: try row.text(1)), let id = ID<Case>(bytes: try row.blob(3)) else {
            throw Fault.corrupt("a case row holds an unknown stage or no valid id")
        }
        return Due(
            id: id,
            number: CaseNumber(stored: try row.text(0)),
            stage: stage,
            at: Instant(secondsSinceEpoch: try row.integer(2))
        )
    }

    private static func newlyOverdueStatement(at now: Instant, after last: Due?, limit: Int) -> SQL {
        """
        SELECT number, stage, due_at, id
        FROM case_file
        WHERE is_open = 1 AND is_overdue = 0 AND due_at < \(now.secondsSinceEpoch)
            AND stage NOT IN ('suspended', 'contested')
            AND (due_at, number) > (\(last?.at.secondsSinceEpoch ?? .min), \(last?.number.rawValue ?? ""))
        ORDER BY due_at, number
        LIMIT \(limit)
        """
    }

    private static func dueStepsStatement(at now: Instant, after last: Due?, limit: Int) -> SQL {
        """
        SELECT number, stage, step_due_at, id
        FROM case_file
        WHERE is_open = 1 AND awaits IN ('handling_unit', 'dispatcher') AND step_due_at < \(now.secondsSinceEpoch)
            AND stage IN ('dispatched', 'suspended')
            AND (step_due_at, number) > (\(last?.at.secondsSinceEpoch ?? .min), \(last?.number.rawValue ?? ""))
        ORDER BY step_due_at, number
        LIMIT \(limit)
        """
    }

    /// How much is open in a grid.
    package struct GridLoad: Hashable, Sendable {
        package var open: Int
        package var overdue: Int

        package init(open: Int, overdue: Int) {
            self.open = open
            self.overdue = overdue
        }
    }

    /// Open and overdue cases by the raw code of their grid; what has no grid yet stands under the empty code.
    package static func load(in db: any Connection) throws -> [String: GridLoad] {
        let rows = try db.rows(loadStatement) {
            (try $0.text(0), GridLoad(open: Int(try $0.integer(1)), overdue: Int(try $0.integer(2))))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private static let loadStatement: SQL = """
        SELECT COALESCE(grid, ''), COUNT(*), SUM(is_overdue)
        FROM case_file
        WHERE is_open = 1
        GROUP BY grid
        """
}
