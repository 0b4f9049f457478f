package import Domain

/// Which policies a list shows, the newest first; every condition that is nil does not restrict.
package struct PolicyFilter: Hashable, Sendable {
    /// How they stand on ``day``.
    package enum Status: String, Hashable, Sendable, CaseIterable {
        case inForce = "in_force"
        case coming, ended
    }

    package var status = Status.inForce
    package var day = Day.distantPast
    package var lead: UnitCode?
    /// Something of title, document number, authority or summary.
    package var text: String?
    /// Serials below this one.
    package var before: Int?
    package var limit = 50

    package init() {}

    func statement() -> SQL {
        let day = day.description
        var conditions: [SQL] = ["serial < \(before ?? Int(Int32.max))"]
        switch status {
        case .inForce:
            conditions += [
                "withdrawn_on IS NULL", "from_day <= \(day)", "COALESCE(until_day, '9999-12-31') > \(day)",
            ]
        case .coming: conditions += ["withdrawn_on IS NULL", "from_day > \(day)"]
        case .ended: conditions.append("(withdrawn_on IS NOT NULL OR COALESCE(until_day, '9999-12-31') <= \(day))")
        }
        if let lead { conditions.append("lead = \(lead.rawValue)") }
        if let text { conditions.append("words LIKE \(Self.pattern(text)) ESCAPE '\\'") }
        return "SELECT " + FirmPolicy.Row.columns + " FROM policy WHERE "
            + SQL.joined(conditions, separator: " AND ") + " ORDER BY serial DESC LIMIT \(limit)"
    }

    private static func pattern(_ text: String) -> String {
        let escaped = text.lowercased().map { "\\%_".contains($0) ? "\\\($0)" : String($0) }.joined()
        return "%\(escaped)%"
    }
}

/// A firm's application or question as lists show it: one row of `policy_request` with the names that belong to it.
package struct PolicyRequestSummary: Hashable, Sendable {
    package let id: ID<PolicyRequest>
    package let number: Int
    package let kind: PolicyRequest.Kind
    package let policy: Int
    package let title: String
    package let firm: Int
    package let firmName: String
    package let channel: PolicyRequest.Channel
    package let unit: UnitCode
    package let askedOn: Day
    package let due: Day
    package let state: PolicyRequest.State.Name
    package let endedOn: Day?

    static let columns: SQL = """
        policy_request.id, policy_request.number, policy_request.kind, policy_request.policy, policy.title,
        policy_request.firm, enterprise.name, policy_request.channel, policy_request.unit, policy_request.asked_on,
        policy_request.due, policy_request.state, policy_request.ended_on
        """
    static let tables: SQL = """
         FROM policy_request
            JOIN policy ON policy.serial = policy_request.policy
            JOIN enterprise ON enterprise.number = policy_request.firm
        """

    /// - Throws: ``Fault/corrupt(_:)`` for a row that no request can have written.
    init(row: any Row) throws {
        guard let id = ID<PolicyRequest>(bytes: try row.blob(0)) else {
            throw Fault.corrupt("the row of a request about a policy has no valid id")
        }
        self.id = id
        number = try row.number(1)
        kind = try row.choice(2)
        policy = try row.number(3)
        title = try row.text(4)
        firm = try row.number(5)
        firmName = try row.text(6)
        channel = try row.choice(7)
        unit = try row.unit(8)
        askedOn = try row.day(9)
        due = try row.day(10)
        state = try row.choice(11)
        endedOn = try row.optionalText(12) == nil ? nil : try row.day(12)
    }
}

/// Which requests a list shows; every condition that is nil does not restrict.
package struct PolicyRequestFilter: SightedFilter, Hashable, Sendable {
    package enum Status: String, Hashable, Sendable, CaseIterable {
        case open, all
    }

    package var status = Status.open
    /// The unit that answers.
    package var unit: UnitCode?
    package var firm: Int?
    /// The ones of firms that somebody serves on a day, and of firms in some grids.
    package var sight: EnterpriseFilter.Sight?
    /// Nil for all.
    package var grids: [String]?
    /// Numbers below this one.
    package var before: Int?
    package var limit = 50

    package init() {}

    /// The newest first.
    func statement() -> SQL {
        var conditions: [SQL] = ["policy_request.number < \(before ?? Int(Int32.max))"]
        switch status {
        case .open: conditions.append("policy_request.state = 'open'")
        case .all: break
        }
        if let unit { conditions.append("policy_request.unit = \(unit.rawValue)") }
        if let firm { conditions.append("policy_request.firm = \(firm)") }
        if let grids { conditions.append("COALESCE(enterprise.grid, '') IN (\(list: grids))") }
        if let sight {
            conditions.append(sight.condition(grid: "enterprise.grid", firm: "policy_request.firm"))
        }
        return "SELECT " + PolicyRequestSummary.columns + PolicyRequestSummary.tables + " WHERE "
            + SQL.joined(conditions, separator: " AND ") + " ORDER BY policy_request.number DESC LIMIT \(limit)"
    }
}

/// What has become of requests in some days, as the public page of a policy says it.
package struct PolicyCounts: Hashable, Sendable {
    package var applications = 0
    package var granted = 0
    package var notGranted = 0
    package var questions = 0
    /// Of both kinds, without an answer.
    package var open = 0

    package init() {}
}

/// What readers ask about policies and about what firms have asked of them.
package enum PolicyQueries {
    package static func list(_ filter: PolicyFilter, in db: any Connection) throws -> [FirmPolicy.Row] {
        try db.rows(filter.statement(), FirmPolicy.Row.init)
    }

    package static func policy(_ serial: Int, in db: any Connection) throws -> FirmPolicy.Row? {
        try db.first(
            "SELECT " + FirmPolicy.Row.columns + " FROM policy WHERE serial = \(serial)",
            FirmPolicy.Row.init
        )
    }

    package static func requests(
        _ filter: PolicyRequestFilter,
        in db: any Connection
    ) throws -> [PolicyRequestSummary] {
        try db.rows(filter.statement(), PolicyRequestSummary.init)
    }

    package static func request(_ number: Int, in db: any Connection) throws -> PolicyRequestSummary? {
        try db.first(
            "SELECT " + PolicyRequestSummary.columns + PolicyRequestSummary.tables
                + " WHERE policy_request.number = \(number)",
            PolicyRequestSummary.init
        )
    }

    /// What waits for a unit's answer, the day that comes first on top.
    package static func waiting(for unit: UnitCode, limit: Int, in db: any Connection) throws -> [PolicyRequestSummary]
    {
        try db.rows(waitingStatement(for: unit, limit: limit), PolicyRequestSummary.init)
    }

    static func waitingStatement(for unit: UnitCode, limit: Int) -> SQL {
        "SELECT " + PolicyRequestSummary.columns + PolicyRequestSummary.tables + """
             WHERE policy_request.unit = \(unit.rawValue) AND policy_request.state = 'open'
            ORDER BY policy_request.due, policy_request.number LIMIT \(limit)
            """
    }

    package static func lastNumber(in db: any Connection) throws -> Int {
        Int(try db.first("SELECT COALESCE(MAX(number), 0) FROM policy_request") { try $0.integer(0) } ?? 0)
    }

    /// Whether a firm's application for a policy has no answer yet.
    package static func hasApplied(_ firm: Int, for policy: Int, in db: any Connection) throws -> Bool {
        try db.first(appliedStatement(firm, for: policy)) { try $0.integer(0) } != nil
    }

    static func appliedStatement(_ firm: Int, for policy: Int) -> SQL {
        """
        SELECT number
        FROM policy_request
        WHERE firm = \(firm) AND policy = \(policy) AND state = 'open' AND kind = 'application'
        """
    }

    /// Of what was asked since a day.
    package static func counts(of policy: Int, since first: Day, in db: any Connection) throws -> PolicyCounts {
        var counts = PolicyCounts()
        try db.forEach(countsStatement(of: policy, since: first)) { row in
            let kind: PolicyRequest.Kind = try row.choice(0)
            let state: PolicyRequest.State.Name = try row.choice(1)
            let number = try row.number(2)
            switch kind {
            case .application: counts.applications += number
            case .question: counts.questions += number
            }
            switch state {
            case .open: counts.open += number
            case .granted: counts.granted += number
            case .notGranted: counts.notGranted += number
            case .explained, .takenBack: break
            }
        }
        return counts
    }

    static func countsStatement(of policy: Int, since first: Day) -> SQL {
        """
        SELECT kind, state, COUNT(*)
        FROM policy_request
        WHERE policy = \(policy) AND asked_on >= \(first.description)
        GROUP BY kind, state
        """
    }
}
