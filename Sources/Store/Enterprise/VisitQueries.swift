package import Domain

/// A visit as lists show it: one row of `visit`.
package struct VisitSummary: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, CaseIterable {
        case asked, accepted, refused, merged, withdrawn, recorded, confirmed, disputed

        /// The firm may still answer, and the body may still come.
        package var isBooked: Bool { self == .asked || self == .accepted }
    }

    package let id: ID<Visit>
    package let firm: Int
    package let state: State
    package let unit: UnitCode
    package let officer: ID<Account>
    package let companions: [String]
    package let purpose: Visit.Purpose?
    package let day: Day
    package let part: Visit.DayPart?
    package let round: String?
    package let outcome: Visit.Outcome?
    package let minutes: Int
    package let problems: Int
    /// The day on which it was recorded.
    package let written: Day?

    static let columns: SQL =
        "id, firm, state, unit, officer, companions, purpose, day, part, round, outcome, minutes, problems, written"

    /// - Throws: ``Fault/corrupt(_:)`` for a row that no visit can have written.
    init(row: any Row) throws {
        guard let id = ID<Visit>(bytes: try row.blob(0)), let state = State(rawValue: try row.text(2)),
            let officer = ID<Account>(bytes: try row.blob(4))
        else { throw Fault.corrupt("a visit's row has no valid id, state or officer") }
        (self.id, self.state, self.officer) = (id, state, officer)
        firm = Int(try row.integer(1))
        companions = try row.text(5).split(separator: ",").map(String.init)
        purpose = try row.optionalText(6).flatMap(Visit.Purpose.init(rawValue:))
        part = try row.optionalText(8).flatMap(Visit.DayPart.init(rawValue:))
        round = try row.optionalText(9)
        outcome = try row.optionalText(10).flatMap(Visit.Outcome.init(rawValue:))
        minutes = Int(try row.integer(11))
        problems = Int(try row.integer(12))
        do {
            unit = try UnitCode(parsing: row.text(3))
            day = try Day(parsing: row.text(7))
            written = try row.optionalText(13).map { try Day(parsing: $0) }
        } catch is Malformed {
            throw Fault.corrupt("a visit's row holds no valid day or unit")
        }
    }
}

/// A round as lists show it.
package struct RoundSummary: Hashable, Sendable {
    package let id: ID<VisitRound>
    package let code: String
    package let name: String
    package let from: String
    package let until: String
    package let firms: Int
    package let closedOn: String?
}

/// How far a round has come, by kind of firm: visited ÷ frozen, and what became of the others.
package struct Coverage: Hashable, Sendable {
    package var frozen: [Enterprise.Kind: Int] = [:]
    package var visited: [Enterprise.Kind: Int] = [:]
    /// Of those that were not visited, what was found last; refused ones have refused a visit that they were asked for.
    package var outcomes: [Visit.Outcome: Int] = [:]
    package var refused = 0

    package var frozenInAll: Int { frozen.values.reduce(0, +) }
    package var visitedInAll: Int { visited.values.reduce(0, +) }
    package var untried: Int { frozenInAll - visitedInAll - outcomes.values.reduce(0, +) - refused }

    package init() {}
}

/// What visits have cost firms in some days, and what firms say of them.
package struct Burden: Hashable, Sendable {
    package var visits = 0
    package var minutes = 0
    /// Distinct firms that were visited.
    package var firms = 0
    package var confirmed = 0
    package var disputed = 0
    package var askedTwice = 0

    package init() {}
}

/// What readers ask about visits and rounds.
package enum VisitQueries {
    package static func summary(_ id: ID<Visit>, in db: any Connection) throws -> VisitSummary? {
        try db.first(
            "SELECT " + VisitSummary.columns + " FROM visit WHERE id = \(id.bytes)",
            VisitSummary.init
        )
    }

    /// A firm's visits, the latest day first.
    package static func visits(of firm: Int, limit: Int, in db: any Connection) throws -> [VisitSummary] {
        try db.rows(firmStatement(firm, limit: limit), VisitSummary.init)
    }

    static func firmStatement(_ firm: Int, limit: Int) -> SQL {
        "SELECT " + VisitSummary.columns + " FROM visit WHERE firm = \(firm) ORDER BY day DESC, id DESC LIMIT \(limit)"
    }

    /// What somebody has been asked to visit or has visited, the latest day first.
    package static func visits(by officer: ID<Account>, limit: Int, in db: any Connection) throws -> [VisitSummary] {
        try db.rows(officerStatement(officer, limit: limit), VisitSummary.init)
    }

    static func officerStatement(_ officer: ID<Account>, limit: Int) -> SQL {
        "SELECT " + VisitSummary.columns
            + " FROM visit WHERE officer = \(officer.bytes) ORDER BY day DESC, id DESC LIMIT \(limit)"
    }

    /// Visits of a firm between two days, both included, mornings before afternoons: what both sides see of a week.
    package static func visits(
        of firm: Int,
        from: Day,
        until: Day,
        in db: any Connection
    ) throws -> [VisitSummary] {
        try db.rows(weekStatement(of: firm, from: from, until: until), VisitSummary.init)
    }

    static func weekStatement(of firm: Int, from: Day, until: Day) -> SQL {
        "SELECT " + VisitSummary.columns
            + " FROM visit WHERE firm = \(firm) AND day >= \(from.description) AND day <= \(until.description)"
            + " ORDER BY day, part DESC, id"
    }

    /// How many visits bodies have asked the firm for in a month, or made without asking; what the firm asked for, refused,
    /// merged or nobody kept is not counted.
    package static func asked(of firm: Int, inMonthOf day: Day, in db: any Connection) throws -> Int {
        let first = day.advanced(by: 1 - day.day)
        let last = first.adding(months: 1).advanced(by: -1)
        return Int(
            try db.first(
                """
                SELECT COUNT(*)
                FROM visit
                WHERE firm = \(firm) AND day >= \(first.description) AND day <= \(last.description) AND is_asked = 0
                    AND state IN ('asked', 'accepted', 'recorded', 'confirmed', 'disputed')
                """
            ) { try $0.integer(0) } ?? 0
        )
    }

    // MARK: - Rounds

    package static func rounds(in db: any Connection) throws -> [RoundSummary] {
        try db.rows(
            """
            SELECT id, code, name, from_day, until_day, firms, closed_on
            FROM visit_round
            ORDER BY from_day DESC, code
            """,
            round
        )
    }

    package static func round(_ code: String, in db: any Connection) throws -> RoundSummary? {
        try db.first(
            """
            SELECT id, code, name, from_day, until_day, firms, closed_on
            FROM visit_round
            WHERE code = \(code)
            """,
            round
        )
    }

    private static func round(_ row: any Row) throws -> RoundSummary {
        guard let id = ID<VisitRound>(bytes: try row.blob(0)) else { throw Fault.corrupt("a round has no valid id") }
        return RoundSummary(
            id: id,
            code: try row.text(1),
            name: try row.text(2),
            from: try row.text(3),
            until: try row.text(4),
            firms: Int(try row.integer(5)),
            closedOn: try row.optionalText(6)
        )
    }

    /// The round that a visit of a firm belongs to: one that is on and has the firm on its list, the latest if there are several.
    package static func round(of firm: Int, on day: Day, in db: any Connection) throws -> UnitCode? {
        let code = try db.first(
            """
            SELECT visit_round.code
            FROM round_firm JOIN visit_round ON visit_round.code = round_firm.round
            WHERE round_firm.firm = \(firm) AND from_day <= \(day.description) AND until_day >= \(day.description)
                AND (closed_on IS NULL OR closed_on >= \(day.description))
            ORDER BY from_day DESC, code DESC
            """
        ) { try $0.text(0) }
        do { return try code.map { try UnitCode(parsing: $0) } } catch is Malformed {
            throw Fault.corrupt("a round has no valid code")
        }
    }

    /// How far a round has come.
    package static func coverage(of round: String, in db: any Connection) throws -> Coverage {
        var coverage = Coverage()
        try db.forEach(coverageStatement(of: round)) { row in
            guard let kind = Enterprise.Kind(rawValue: try row.text(0)) else {
                throw Fault.corrupt("a round's list names an unknown kind")
            }
            let (found, firms) = (try row.text(1), Int(try row.integer(2)))
            coverage.frozen[kind, default: 0] += firms
            switch Visit.Outcome(rawValue: found) {
            case .visited: coverage.visited[kind, default: 0] += firms
            case let outcome?: coverage.outcomes[outcome, default: 0] += firms
            case nil: if found == "refused" { coverage.refused += firms }
            }
        }
        return coverage
    }

    static func coverageStatement(of round: String) -> SQL {
        "SELECT kind, found, firms FROM round_sum WHERE round = \(round)"
    }

    /// The firms of a round that nobody has visited yet, by number.
    package static func missing(
        from round: String,
        after number: Int,
        limit: Int,
        in db: any Connection
    ) throws -> [EnterpriseSummary] {
        try db.rows(missingStatement(from: round, after: number, limit: limit), EnterpriseSummary.init)
    }

    static func missingStatement(from round: String, after number: Int, limit: Int) -> SQL {
        "SELECT " + EnterpriseSummary.columns + """
             FROM enterprise
            WHERE number IN (
                    SELECT firm
                    FROM round_firm
                    WHERE round = \(round) AND firm > \(number) AND found <> 'visited'
                    ORDER BY firm
                    LIMIT \(limit)
                )
            ORDER BY number
            """
    }

    // MARK: - Burden

    /// What visits have cost a firm between two days, both included.
    package static func burden(of firm: Int, from: Day, until: Day, in db: any Connection) throws -> Burden {
        try db.first(burdenStatement(of: firm, from: from, until: until), burden) ?? Burden()
    }

    static func burdenStatement(of firm: Int, from: Day, until: Day) -> SQL {
        """
        SELECT COUNT(*), COALESCE(SUM(minutes), 0), COUNT(DISTINCT firm),
            COALESCE(SUM(CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END), 0),
            COALESCE(SUM(CASE WHEN state = 'disputed' THEN 1 ELSE 0 END), 0), COALESCE(SUM(asked_twice), 0)
        FROM visit
        WHERE firm = \(firm) AND day >= \(from.description) AND day <= \(until.description) AND outcome = 'visited'
        """
    }

    /// What visits have cost all firms from a day until today.
    package static func burden(since day: Day, in db: any Connection) throws -> Burden {
        try db.first(burdenStatement(since: day), burden) ?? Burden()
    }

    static func burdenStatement(since day: Day) -> SQL {
        """
        SELECT COALESCE(SUM(visits), 0), COALESCE(SUM(minutes), 0), COALESCE(SUM(firms), 0),
            COALESCE(SUM(confirmed), 0), COALESCE(SUM(disputed), 0), COALESCE(SUM(asked_twice), 0)
        FROM visit_sum
        WHERE day >= \(day.description)
        """
    }

    private static func burden(_ row: any Row) throws -> Burden {
        var burden = Burden()
        burden.visits = Int(try row.integer(0))
        burden.minutes = Int(try row.integer(1))
        burden.firms = Int(try row.integer(2))
        burden.confirmed = Int(try row.integer(3))
        burden.disputed = Int(try row.integer(4))
        burden.askedTwice = Int(try row.integer(5))
        return burden
    }

    /// The statements of lists and pages, for the test of their plans.
    package static func statements(of officer: ID<Account>) -> [SQL] {
        let day = Day.distantPast
        return [
            firmStatement(7, limit: 50), officerStatement(officer, limit: 50),
            weekStatement(of: 7, from: day, until: day),
            coverageStatement(of: "R1"), missingStatement(from: "R1", after: 7, limit: 51),
            burdenStatement(of: 7, from: day, until: day), burdenStatement(since: day),
        ]
    }
}
