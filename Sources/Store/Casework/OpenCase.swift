package import Domain

/// What queues and the desk's map choose an open case by: a row of `case_file` without its words.
package struct OpenCase: Hashable, Sendable {
    package let id: ID<Case>
    package let number: CaseNumber
    package let stage: Stage.Name
    package let awaits: Role?
    package let level: Level
    package let category: CategoryCode
    /// Nil until intake has placed the case.
    package let gridCode: String?
    /// Nil until the case was dispatched.
    package let unit: UnitCode?
    package let point: Point?
    /// The next moment that matters.
    package let stepDue: Instant
    /// Nil for an ordinary report.
    package let recusal: Recusal?

    fileprivate static let columns: SQL = """
        id, number, stage, awaits, level, category, grid, unit, longitude, latitude, step_due_at, recused,
        clock_limit, clock_from, clock_changes, calendar, is_open
        """

    fileprivate init(row: any Row, id: ID<Case>) throws {
        guard let stage = Stage.Name(rawValue: try row.text(2)),
            let level = Level(rawValue: Int(try row.integer(4))),
            let stepDue = try row.optionalInteger(10)
        else { throw Fault.corrupt("an open case has no known stage, level or due time") }
        self.id = id
        number = CaseNumber(stored: try row.text(1))
        self.stage = stage
        awaits = try row.optionalText(3).flatMap(Role.init(rawValue:))
        self.level = level
        gridCode = try row.optionalText(6)
        do {
            category = try CategoryCode(parsing: row.text(5))
            unit = try row.optionalText(7).map { try UnitCode(parsing: $0) }
            if let longitude = try row.optionalReal(8), let latitude = try row.optionalReal(9) {
                point = try Point(longitude: longitude, latitude: latitude)
            } else {
                point = nil
            }
        } catch is Malformed {
            throw Fault.corrupt("a case row holds no valid code or point")
        }
        self.stepDue = Instant(secondsSinceEpoch: stepDue)
        recusal = try row.optionalText(11).map(Recusal.init(text:))
    }
}

/// Reads what is open, and what has changed since.
package enum OpenCases {
    /// An open case with the clock that its light depends on.
    package typealias Running = (open: OpenCase, deadline: Deadline, calendar: String)

    /// What a case has become; nil when it is not open any more.
    package typealias Change = (id: ID<Case>, now: Running?)

    /// More entries than these are not looked through one by one: reading everything that is open is quicker then.
    package static let manyEntries: Int64 = 20_000

    /// Everything that is open, by due time.
    package static func all(in db: any Connection) throws -> [Running] {
        try db.rows(allStatement) { row in
            let change = try change(row)
            guard let now = change.now else { throw Fault.corrupt("a case is open and is not") }
            return now
        }
    }

    /// The cases with entries behind `position`, each as it is now.
    ///
    /// - Complexity: O(entries behind `position`).
    package static func changes(behind position: Int64, in db: any Connection) throws -> [Change] {
        let subjects = Array(Set(try db.rows(changedStatement(behind: position)) { try $0.blob(0) }))
        var changes: [Change] = []
        var rest = subjects[...]
        while !rest.isEmpty {
            // One statement for few and one for many: a database prepares each once.
            let size = rest.count <= 16 ? 16 : 256
            let some = Array(rest.prefix(size))
            rest = rest.dropFirst(size)
            let padded = some + Array(repeating: some[0], count: size - some.count)
            changes += try db.rows(casesStatement(padded), change)
        }
        return changes
    }

    private static func change(_ row: any Row) throws -> Change {
        guard let id = ID<Case>(bytes: try row.blob(0)) else { throw Fault.corrupt("a case row holds no valid id") }
        guard try row.integer(16) == 1 else { return (id, nil) }
        let open = try OpenCase(row: row, id: id)
        let limit: Limit
        do { limit = try Limit(parsing: row.text(12)) } catch { throw Fault.corrupt("a case row holds no valid limit") }
        let deadline = Deadline(
            limit,
            startingAt: Instant(secondsSinceEpoch: try row.integer(13)),
            changes: try ClockChangeText.decode(row.text(14))
        )
        return (id, (open, deadline, try row.text(15)))
    }

    private static let allStatement: SQL =
        "SELECT " + OpenCase.columns + " FROM case_file WHERE is_open = 1 ORDER BY step_due_at, number"

    private static func changedStatement(behind position: Int64) -> SQL {
        // In order and not too many, so that it is a walk along the key's index whatever a planner guesses of `position`.
        """
        SELECT subject
        FROM entry
        WHERE seq > \(position) AND kind = 'case'
        ORDER BY seq
        LIMIT \(manyEntries)
        """
    }

    private static func casesStatement(_ ids: [[UInt8]]) -> SQL {
        "SELECT " + OpenCase.columns + " FROM case_file WHERE id IN (" + .list(ids.map { .blob($0) }) + ")"
    }

    /// Every statement, for the test of their plans.
    package static let statements = [
        allStatement, changedStatement(behind: 10), casesStatement([[UInt8](repeating: 1, count: 16)]),
    ]
}
