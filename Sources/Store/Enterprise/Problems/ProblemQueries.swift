package import Domain

/// A firm's problem as lists show it: one row of `problem` with the firm's name.
package struct ProblemSummary: Hashable, Sendable {
    package let id: ID<EnterpriseProblem>
    package let number: Int
    package let firm: Int
    package let firmName: String
    package let need: Visit.Need
    /// The beginning of what the firm says.
    package let summary: String
    /// Codes of units that must not see it.
    package let hidden: [String]
    package let documents: [Document]
    package let stage: EnterpriseProblem.Stage.Name
    package let grade: EnterpriseProblem.Grade?
    package let caseNumber: CaseNumber?
    package let unit: UnitCode?
    package let debt: EnterpriseProblem.Debt?
    package let isOverdue: Bool
    package let result: Feedback.Result?
    package let isSolved: Bool
    package let collectedOn: Day
    package let closedOn: Day?

    static let columns: SQL = """
        problem.id, problem.number, problem.firm, enterprise.name, problem.need, problem.summary, problem.hidden,
        problem.stage, problem.grade, problem.case_number, problem.unit, problem.owed, problem.owed_by,
        problem.is_overdue, problem.result, problem.is_solved, problem.collected_on, problem.closed_on,
        problem.documents
        """

    /// - Throws: ``Fault/corrupt(_:)`` for a row that no problem can have written.
    init(row: any Row) throws {
        guard let id = ID<EnterpriseProblem>(bytes: try row.blob(0)) else {
            throw Fault.corrupt("a problem's row has no valid id")
        }
        self.id = id
        number = try row.number(1)
        firm = try row.number(2)
        firmName = try row.text(3)
        need = try row.choice(4)
        summary = try row.text(5)
        hidden = try row.text(6).split(separator: ",").map(String.init)
        stage = try row.choice(7)
        grade = try row.optionalChoice(8)
        caseNumber = try row.optionalText(9).map(CaseNumber.init(stored:))
        unit = try row.optionalText(10) == nil ? nil : try row.unit(10)
        let owed: EnterpriseProblem.Owed? = try row.optionalChoice(11)
        debt = try owed.map { EnterpriseProblem.Debt(what: $0, by: try row.day(12)) }
        isOverdue = try row.integer(13) == 1
        result = try row.optionalChoice(14)
        isSolved = try row.integer(15) == 1
        collectedOn = try row.day(16)
        closedOn = try row.optionalText(17) == nil ? nil : try row.day(17)
        documents = Document.list(stored: try row.text(18))
    }
}

/// Which problems a list shows, the newest first; every condition that is nil does not restrict.
package struct ProblemFilter: SightedFilter, Hashable, Sendable {
    package enum Status: String, Hashable, Sendable, CaseIterable {
        case open, overdue, all
    }

    package var status = Status.open
    package var need: Visit.Need?
    package var firm: Int?
    /// The handling unit's own ones.
    package var unit: UnitCode?
    /// The ones of firms that somebody serves on a day, and of firms in some grids.
    package var sight: EnterpriseFilter.Sight?
    /// Nil for all.
    package var grids: [String]?
    /// Numbers below this one.
    package var before: Int?
    package var limit = 50

    package init() {}

    func statement() -> SQL {
        var conditions: [SQL] = []
        switch status {
        case .open: conditions.append("problem.is_open = 1")
        case .overdue: conditions.append("problem.is_overdue = 1")
        case .all: break
        }
        if let before { conditions.append("problem.number < \(before)") }
        if let firm { conditions.append("problem.firm = \(firm)") }
        if let unit { conditions.append("problem.unit = \(unit.rawValue)") }
        if let need { conditions.append("problem.need = \(need.rawValue)") }
        if let grids { conditions.append("COALESCE(problem.grid, '') IN (\(list: grids))") }
        if let sight { conditions.append(sight.condition(grid: "problem.grid", firm: "problem.firm")) }
        let start: SQL =
            "SELECT " + ProblemSummary.columns
            + " FROM problem JOIN enterprise ON enterprise.number = problem.firm"
        let narrowed: SQL = conditions.isEmpty ? start : start + " WHERE " + SQL.joined(conditions, separator: " AND ")
        return narrowed + " ORDER BY problem.number DESC LIMIT \(limit)"
    }
}

/// How many problems there are, as the public page says it.
package struct ProblemCounts: Hashable, Sendable {
    package var collected = 0
    package var open = 0
    /// Closed as solved, and confirmed by the firm or on a call-back.
    package var solved = 0
    package var explained = 0
    package var suspended = 0
    package var overdue = 0

    package init() {}
}

/// What readers ask about problems.
package enum ProblemQueries {
    package static func list(_ filter: ProblemFilter, in db: any Connection) throws -> [ProblemSummary] {
        try db.rows(filter.statement(), ProblemSummary.init)
    }

    package static func summary(_ number: Int, in db: any Connection) throws -> ProblemSummary? {
        try db.first(
            "SELECT " + ProblemSummary.columns
                + " FROM problem JOIN enterprise ON enterprise.number = problem.firm WHERE problem.number = \(number)",
            ProblemSummary.init
        )
    }

    /// The problem that is worked on as a case.
    package static func id(ofCase number: CaseNumber, in db: any Connection) throws -> (ID<EnterpriseProblem>, Int)? {
        let statement: SQL = "SELECT id, number FROM problem WHERE case_number = \(number.rawValue)"
        return try db.first(statement) { row in
            guard let id = ID<EnterpriseProblem>(bytes: try row.blob(0)) else {
                throw Fault.corrupt("a problem's row has no valid id")
            }
            return (id, try row.number(1))
        }
    }

    /// Everything that happened to a problem, oldest first.
    package static func events(
        of id: ID<EnterpriseProblem>,
        in db: any Connection
    ) throws -> [EnterpriseProblem.Event] {
        try db.rows(
            """
            SELECT entry.facts, payload.body
            FROM entry JOIN payload ON payload.seq = entry.seq
            WHERE entry.subject = \(id.bytes)
            ORDER BY entry.version
            """
        ) { try Journal.event(of: EnterpriseProblem.self, facts: $0.blob(0), payload: $0.blob(1)) }
    }

    package static func lastNumber(in db: any Connection) throws -> Int {
        Int(try db.first("SELECT COALESCE(MAX(number), 0) FROM problem") { try $0.integer(0) } ?? 0)
    }

    /// Problems to which something was owed until before a day, and whose journal does not say so yet.
    package static func newlyOverdue(
        before day: Day,
        limit: Int,
        in db: any Connection
    ) throws -> [ID<EnterpriseProblem>] {
        try db.rows(overdueStatement(before: day, limit: limit)) { row in
            guard let id = ID<EnterpriseProblem>(bytes: try row.blob(0)) else {
                throw Fault.corrupt("a problem's row has no valid id")
            }
            return id
        }
    }

    static func overdueStatement(before day: Day, limit: Int) -> SQL {
        """
        SELECT id
        FROM problem
        WHERE owed_by IS NOT NULL AND is_overdue = 0 AND owed_by < \(day.description)
        ORDER BY owed_by, number
        LIMIT \(limit)
        """
    }

    package static func counts(since day: Day, in db: any Connection) throws -> ProblemCounts {
        var counts = ProblemCounts()
        try db.forEach(countsStatement(since: day)) { row in
            counts.collected = try row.number(0)
            counts.open = try row.number(1)
            counts.solved = try row.number(2)
            counts.explained = try row.number(3)
            counts.suspended = try row.number(4)
            counts.overdue = try row.number(5)
        }
        return counts
    }

    static func countsStatement(since day: Day) -> SQL {
        """
        SELECT COUNT(*), COALESCE(SUM(is_open), 0), COALESCE(SUM(is_solved), 0),
            COALESCE(SUM(CASE WHEN is_open = 0 AND result = 'explained' THEN 1 ELSE 0 END), 0),
            COALESCE(SUM(CASE WHEN stage = 'suspended' THEN 1 ELSE 0 END), 0), COALESCE(SUM(is_overdue), 0)
        FROM problem
        WHERE collected_on >= \(day.description)
        """
    }

    /// The statements of lists, for the test of their plans.
    package static func statements() throws -> [SQL] {
        var overdue = ProblemFilter()
        overdue.status = .overdue
        var firm = ProblemFilter()
        firm.status = .all
        firm.firm = 7
        var unit = ProblemFilter()
        unit.status = .all
        unit.unit = try UnitCode(parsing: "CG")
        let later = try Day(parsing: "2027-01-01")
        return [ProblemFilter(), overdue, firm, unit].map { $0.statement() }
            + [overdueStatement(before: .distantPast, limit: 200), countsStatement(since: later)]
    }
}
