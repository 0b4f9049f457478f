package import Domain

/// What somebody owes to a case beside its stage: an order to assist, or a call of the whistle.
///
/// One row of `shared_task`.
package struct SharedTask: Hashable, Sendable {
    package typealias Kind = Companionship

    package let number: CaseNumber
    package let kind: Kind
    package let unit: UnitCode
    /// A name of ``Assistance/State`` or ``Call/State``, as the catalogues have it.
    package let state: String
    package let awaits: Role
    /// Who is named to decide about a refusal.
    package let decider: ID<Account>?
    package let due: Instant
}

extension SharedTask {
    /// What waits for a role, the most urgent first; for a handling unit only what waits for that unit.
    package static func waiting(
        for role: Role,
        of unit: UnitCode?,
        limit: Int,
        in db: any Connection
    ) throws -> [SharedTask] {
        try db.rows(waitingStatement(for: role, of: unit?.rawValue, limit: limit), SharedTask.init)
    }

    /// Cases where a unit has been silent past its time: orders to assist, or calls.
    package static func silent(
        _ kind: Kind,
        at now: Instant,
        after last: CaseQueries.Due?,
        limit: Int,
        in db: any Connection
    ) throws -> [CaseQueries.Due] {
        try db.rows(silentStatement(kind, at: now, after: last, limit: limit), CaseQueries.due)
    }

    /// Cases of which the clockwork may have a word to say: a step of another unit's is nearly due, or overdue.
    package static func watched(
        at now: Instant,
        after last: CaseQueries.Due?,
        limit: Int,
        in db: any Connection
    ) throws -> [CaseQueries.Due] {
        try db.rows(watchedStatement(at: now, after: last, limit: limit), CaseQueries.due)
    }

    /// What `unit` owes to a case, or its call asks of others; nil where that is nothing any more.
    package static func task(
        of unit: UnitCode,
        _ kind: Kind,
        for id: ID<Case>,
        in db: any Connection
    ) throws -> SharedTask? {
        try db.first(
            """
            SELECT number, kind, unit, state, awaits, decider, due_at
            FROM shared_task
            WHERE case_id = \(id.bytes) AND kind = \(kind.rawValue) AND unit = \(unit.rawValue) AND awaits IS NOT NULL
            """,
            SharedTask.init
        )
    }

    /// Calls that somebody still owes something to.
    package static func openCalls(in db: any Connection) throws -> Int {
        try db.first("SELECT COUNT(*) FROM shared_task WHERE awaits IS NOT NULL AND kind = 'call'") {
            Int(try $0.integer(0))
        } ?? 0
    }

    /// The questions' statements, for the test of their plans.
    static func statements(at now: Instant) -> [SQL] {
        [
            waitingStatement(for: .handlingUnit, of: "CG", limit: 100),
            waitingStatement(for: .dispatcher, of: nil, limit: 100),
            silentStatement(.call, at: now, after: nil, limit: 200),
            watchedStatement(at: now, after: nil, limit: 200),
        ]
    }

    private static func waitingStatement(for role: Role, of unit: String?, limit: Int) -> SQL {
        let ours: SQL = if let unit { " AND unit = \(unit)" } else { "" }
        return """
            SELECT number, kind, unit, state, awaits, decider, due_at
            FROM shared_task
            WHERE awaits = \(role.rawValue)
            """ + ours + """

                ORDER BY due_at, number
                LIMIT \(limit)
                """
    }

    private static func silentStatement(
        _ kind: Kind,
        at now: Instant,
        after last: CaseQueries.Due?,
        limit: Int
    ) -> SQL {
        """
        SELECT DISTINCT case_file.number, case_file.stage, shared_task.due_at, case_file.id
        FROM shared_task JOIN case_file ON case_file.id = shared_task.case_id
        WHERE shared_task.awaits = 'handling_unit' AND shared_task.due_at < \(now.secondsSinceEpoch)
            AND kind = \(kind.rawValue) AND state IN ('ordered', 'called')
            AND (shared_task.due_at, case_file.number)
                > (\(last?.at.secondsSinceEpoch ?? .min), \(last?.number.rawValue ?? ""))
        ORDER BY shared_task.due_at, case_file.number
        LIMIT \(limit)
        """
    }

    private static func watchedStatement(at now: Instant, after last: CaseQueries.Due?, limit: Int) -> SQL {
        """
        SELECT DISTINCT case_file.number, case_file.stage, shared_task.watch_at, case_file.id
        FROM shared_task JOIN case_file ON case_file.id = shared_task.case_id
        WHERE shared_task.watch_at <= \(now.secondsSinceEpoch)
            AND (shared_task.watch_at, case_file.number)
                > (\(last?.at.secondsSinceEpoch ?? .min), \(last?.number.rawValue ?? ""))
        ORDER BY shared_task.watch_at, case_file.number
        LIMIT \(limit)
        """
    }

    /// - Throws: ``Fault/corrupt(_:)`` for a row that no case can have written.
    private init(row: any Row) throws {
        guard let kind = Kind(rawValue: try row.text(1)), let awaits = Role(rawValue: try row.text(4)) else {
            throw Fault.corrupt("a shared task is of an unknown kind or waits for an unknown role")
        }
        number = CaseNumber(stored: try row.text(0))
        self.kind = kind
        do { unit = try UnitCode(parsing: row.text(2)) } catch is Malformed {
            throw Fault.corrupt("a shared task names no valid unit")
        }
        state = try row.text(3)
        self.awaits = awaits
        decider = try row.optionalBlob(5).flatMap(ID<Account>.init(bytes:))
        due = Instant(secondsSinceEpoch: try row.integer(6))
    }
}

extension Case {
    /// The rows of what others owe to the case; while it has ended, nobody owes anything.
    func projectShared(id: ID<Case>, into db: any Connection) throws {
        guard let file, file.isShared else { return }
        func put(
            _ kind: SharedTask.Kind,
            _ unit: UnitCode,
            _ state: String,
            _ awaits: Role?,
            _ decider: ID<Account>?,
            _ due: Instant?,
            _ watch: Watch
        ) throws {
            let isOwed = stage.name.isOpen
            let watched = awaits == .handlingUnit ? due.flatMap(watch.next) : nil
            try db.submit(
                """
                INSERT INTO shared_task (case_id, number, kind, unit, state, awaits, decider, due_at, watch_at)
                VALUES (
                    \(id.bytes), \(file.report.number.rawValue), \(kind.rawValue), \(unit.rawValue), \(state),
                    \(isOwed ? awaits?.rawValue : nil),
                    \(isOwed ? decider?.bytes : nil), \(isOwed ? due?.secondsSinceEpoch : nil),
                    \(isOwed ? watched?.secondsSinceEpoch : nil))
                ON CONFLICT (case_id, kind, unit) DO UPDATE SET
                    state = excluded.state,
                    awaits = excluded.awaits,
                    decider = excluded.decider,
                    due_at = excluded.due_at,
                    watch_at = excluded.watch_at
                """
            )
        }
        for task in file.assistance {
            let awaits: Role? = task.isOutstanding ? .handlingUnit : nil
            try put(.assistance, task.unit, task.state.name.rawValue, awaits, nil, task.stepDue, task.watch)
        }
        for call in file.calls {
            var decider: ID<Account>?
            if case .refused(_, let named, _) = call.state { decider = named }
            try put(.call, call.unit, call.state.name.rawValue, call.awaits, decider, call.stepDue, call.watch)
        }
    }
}
