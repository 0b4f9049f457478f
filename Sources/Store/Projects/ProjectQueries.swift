package import Domain

/// A project as lists show it: its row with the one who is its officer on a day.
package struct ProjectSummary: Hashable, Sendable {
    /// The milestone that comes next by its plan.
    package struct Next: Hashable, Sendable {
        package let name: String
        package let planned: Day
    }

    package let serial: Int
    package let name: String
    package let level: Project.Level
    package let unit: UnitCode
    package let grid: String?
    package let stage: Project.Stage
    /// Of the week that ended last; nil before the first has ended.
    package let week: Project.Week?
    package let milestones: Int
    package let reached: Int
    package let next: Next?
    package let officer: ID<Account>?

    init(row: any Row) throws {
        serial = try row.number(0)
        name = try row.text(1)
        level = try row.choice(2)
        unit = try row.unit(3)
        grid = try row.optionalText(4)
        stage = try row.choice(5)
        let light: Project.Light? = try row.optionalChoice(6)
        week = try light.map { Project.Week(sunday: try row.day(8), light: $0, late: try row.number(7)) }
        milestones = try row.number(9)
        reached = try row.number(10)
        next = try row.optionalText(11).map { Next(name: $0, planned: try row.day(12)) }
        officer = try row.optionalBlob(13).map { bytes in
            guard let id = ID<Account>(bytes: bytes) else { throw Fault.corrupt("a project's officer has no valid id") }
            return id
        }
    }
}

/// Which projects a list shows, the newest first; every condition that is nil does not restrict.
package struct ProjectFilter: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable, CaseIterable {
        case open, red, all
    }

    package var status = Status.open
    /// Whom they have a seat for on the day.
    package var servedBy: ID<Account>?
    package var day: Day
    /// Serials below this one.
    package var before: Int?
    package var limit = 50

    package init(day: Day) { self.day = day }

    func statement() -> SQL {
        var conditions: [SQL] = []
        switch status {
        case .open: conditions.append("project.is_open = 1")
        case .red: conditions.append("project.is_open = 1 AND project.light = 'red'")
        case .all: break
        }
        if let before { conditions.append("project.serial < \(before)") }
        if let servedBy {
            conditions.append(
                """
                project.serial IN (
                    SELECT project
                    FROM project_term
                    WHERE holder = \(servedBy.bytes) AND from_day <= \(day.description)
                        AND COALESCE(until_day, '9999-12-31') >= \(day.description))
                """
            )
        }
        let start: SQL = """
            SELECT project.serial, project.name, project.level, project.unit, project.grid, project.stage, project.light,
                project.late, project.lit_on, project.milestones, project.reached, project.next_name,
                project.next_planned, project_term.holder
            FROM project LEFT JOIN project_term ON project_term.project = project.serial
                AND project_term.seat = 'officer' AND project_term.from_day <= \(day.description)
                AND COALESCE(project_term.until_day, '9999-12-31') >= \(day.description)
            """
        let narrowed: SQL = conditions.isEmpty ? start : start + " WHERE " + SQL.joined(conditions, separator: " AND ")
        return narrowed + " ORDER BY project.serial DESC LIMIT \(limit)"
    }
}

/// Projects and what stands in their way, as numbers.
package struct ProjectCounts: Hashable, Sendable {
    /// Open ones by the light of their last week; those of which no week has ended are in none.
    package var lights: [Project.Light: Int] = [:]
    package var open = 0
    /// Open ones that have an officer today.
    package var served = 0
    /// Who serves them: as many as projects when everybody has one.
    package var officers = 0
    /// On a list of provincial or municipal ones for the year, by standing; a project counts once.
    package var listed: [Project.Standing: Int] = [:]
    /// Of blockers reported this year.
    package var reported = 0
    package var coordinated = 0
    package var solved = 0
    /// Days from the report, the middle one of those that are known; nil where none is.
    package var daysToCoordinate: Int?
    package var daysToSolve: Int?

    package init() {}
}

package enum ProjectQueries {
    package static func list(_ filter: ProjectFilter, in db: any Connection) throws -> [ProjectSummary] {
        try db.rows(filter.statement(), ProjectSummary.init)
    }

    /// Everything that happened to a project, oldest first.
    package static func events(of serial: Int, in db: any Connection) throws -> [Project.Event] {
        let id = try Project.id(of: serial, in: db)
        return try db.rows(
            """
            SELECT entry.facts, payload.body
            FROM entry JOIN payload ON payload.seq = entry.seq
            WHERE entry.subject = \(id.bytes)
            ORDER BY entry.version
            """
        ) { try Journal.event(of: Project.self, facts: $0.blob(0), payload: $0.blob(1)) }
    }

    /// Projects of which a week has ended that has no light.
    package static func unlit(before day: Day, limit: Int, in db: any Connection) throws -> [Int] {
        try db.rows(unlitStatement(before: day, limit: limit)) { try $0.number(0) }
    }

    static func unlitStatement(before day: Day, limit: Int) -> SQL {
        """
        SELECT serial
        FROM project
        WHERE next_light IS NOT NULL AND next_light < \(day.description)
        ORDER BY next_light, serial
        LIMIT \(limit)
        """
    }

    package static func counts(on day: Day, in db: any Connection) throws -> ProjectCounts {
        var counts = ProjectCounts()
        try db.forEach(lightsStatement) { row in
            let number = try row.number(1)
            let light: Project.Light? = try row.optionalChoice(0)
            if let light { counts.lights[light] = number }
            counts.open += number
        }
        try db.forEach(officersStatement(on: day)) { row in
            counts.served = try row.number(0)
            counts.officers = try row.number(1)
        }
        try db.forEach(listedStatement(in: day.year)) { row in
            let standing: Project.Standing = try row.choice(0)
            counts.listed[standing] = try row.number(1)
        }
        var (coordinating, solving): ([Int], [Int]) = ([], [])
        try db.forEach(blockersStatement(since: Day(year: day.year, month: 1, day: 1) ?? day)) { row in
            let reported = try row.day(0)
            counts.reported += 1
            if try row.optionalText(1) != nil { coordinating.append(reported.distance(to: try row.day(1))) }
            if try row.optionalText(2) != nil { solving.append(reported.distance(to: try row.day(2))) }
        }
        (counts.coordinated, counts.solved) = (coordinating.count, solving.count)
        (counts.daysToCoordinate, counts.daysToSolve) = (middle(coordinating), middle(solving))
        return counts
    }

    /// The upper one of two in the middle: no half days.
    private static func middle(_ days: [Int]) -> Int? { days.isEmpty ? nil : days.sorted()[days.count / 2] }

    static let lightsStatement: SQL = "SELECT light, COUNT(*) FROM project WHERE is_open = 1 GROUP BY light"

    /// The join's order is fixed: few projects are open, and each has few terms.
    static func officersStatement(on day: Day) -> SQL {
        """
        SELECT COUNT(DISTINCT project.serial), COUNT(DISTINCT project_term.holder)
        FROM project CROSS JOIN project_term
        WHERE project.is_open = 1 AND project_term.project = project.serial AND project_term.seat = 'officer' AND project_term.from_day <= \(day.description)
            AND COALESCE(project_term.until_day, '9999-12-31') >= \(day.description)
        """
    }

    static func listedStatement(in year: Int) -> SQL {
        """
        SELECT project_year.standing, COUNT(*)
        FROM project_year JOIN project ON project.serial = project_year.project
        WHERE project_year.year = \(year) AND project.level IN ('province', 'city')
        GROUP BY project_year.standing
        """
    }

    static func blockersStatement(since day: Day) -> SQL {
        """
        SELECT reported_on, coordinated_on, solved_on
        FROM project_blocker
        WHERE reported_on >= \(day.description)
        ORDER BY reported_on
        """
    }

    /// The statements of lists, for the test of their plans.
    package static func statements(of account: ID<Account>) -> [SQL] {
        let day = Day.distantPast
        var red = ProjectFilter(day: day)
        red.status = .red
        var mine = ProjectFilter(day: day)
        (mine.status, mine.servedBy) = (.all, account)
        return [ProjectFilter(day: day), red, mine].map { $0.statement() }
            + [
                unlitStatement(before: day, limit: 50), lightsStatement, officersStatement(on: day),
                listedStatement(in: 2_026), blockersStatement(since: day),
            ]
    }
}
