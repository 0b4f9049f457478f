package import Domain
package import Store

/// What is to be done with a body that meets.
package enum MeetingChange: Hashable, Sendable {
    case openTerm(MeetingBody.Term)
    /// `number`: as the minutes bear it; nil takes the next.
    case hold(MeetingBody.Meeting, number: Int?)
    case correct(MeetingBody.Session, number: Int, entitled: Int, present: Int, reason: String)
    case explain(MeetingBody.Gap)
}

/// Every branch × every due period (domain E.7): what was kept, what has its reason, what is missing.
package struct DueTable: Hashable, Sendable {
    package enum Cell: Hashable, Sendable {
        /// So many meetings.
        case kept(Int)
        case explained(String)
        case missing
        /// The period is not over, and nothing was held yet.
        case running
    }

    package struct Row: Hashable, Sendable {
        package let body: MeetingBody.Definition
        package let session: MeetingBody.Session
        /// Oldest first.
        package let cells: [(period: Period, cell: Cell)]

        package func count(_ matches: (Cell) -> Bool) -> Int { cells.count { matches($0.cell) } }

        package static func == (left: Self, right: Self) -> Bool {
            left.body == right.body && left.session == right.session
                && left.cells.map(\.cell) == right.cells.map(\.cell)
                && left.cells.map(\.period) == right.cells.map(\.period)
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(body)
            hasher.combine(session)
        }
    }

    package let rows: [Row]

    /// Periods that are over.
    package func due(_ session: MeetingBody.Session) -> Int { count(session) { $0 != .running } }
    package func missing(_ session: MeetingBody.Session) -> Int { count(session) { $0 == .missing } }
    package func kept(_ session: MeetingBody.Session) -> Int {
        count(session) { if case .kept = $0 { true } else { false } }
    }
    package func explained(_ session: MeetingBody.Session) -> Int {
        count(session) { if case .explained = $0 { true } else { false } }
    }

    private func count(_ session: MeetingBody.Session, _ matches: (Cell) -> Bool) -> Int {
        rows.filter { $0.session == session }.reduce(0) { $0 + $1.count(matches) }
    }

    /// `from`: the day from which meetings are looked at; a body whose term began later is due from then on.
    init(
        _ bodies: [MeetingQueries.Body],
        _ meetings: [MeetingQueries.Meeting],
        _ gaps: [MeetingQueries.Gap],
        from: Day,
        today: Day
    ) {
        var held: [Place: [Day]] = [:]
        for meeting in meetings { held[Place(meeting.body, meeting.session), default: []].append(meeting.on) }
        var reasons: [Place: [String: String]] = [:]
        for gap in gaps { reasons[Place(gap.body, gap.session), default: [:]][gap.period] = gap.reason }
        rows = bodies.flatMap { body -> [Row] in
            guard let term = body.termFrom else { return [] }
            return body.definition.kind.sessions.compactMap { session in
                guard let length = session.due else { return nil }
                let place = Place(body.definition.serial, session)
                let cells = Period.all(length, from: max(term, from), through: today).compactMap {
                    period -> (Period, Cell)? in
                    let count = held[place]?.count { period.contains($0) } ?? 0
                    if count > 0 { return (period, .kept(count)) }
                    if period.last >= today { return (period, .running) }
                    // A period that had begun before the term, or before what is looked at, is not owed whole.
                    if period.first < max(term, from) { return nil }
                    let reason = reasons[place]?[period.description]
                    return (period, reason.map(Cell.explained) ?? .missing)
                }
                return Row(body: body.definition, session: session, cells: cells)
            }
        }
    }

    private struct Place: Hashable {
        let body: Int
        let session: MeetingBody.Session

        init(_ body: Int, _ session: MeetingBody.Session) {
            self.body = body
            self.session = session
        }
    }
}

/// What the page of meetings shows.
package struct MeetingLists: Sendable {
    package let bodies: [MeetingQueries.Body]
    /// Of the last months, the newest first.
    package let meetings: [MeetingQueries.Meeting]
    package let due: DueTable
}

extension Office {
    /// - Returns: the serial of the body.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func establish(
        body kind: MeetingBody.Kind,
        name: String,
        unit: UnitCode,
        by actor: Actor
    ) async throws -> Int {
        try await begin(MeetingBody.self, .keepMeetings, in: .unit(unit), by: actor) {
            .establish(MeetingBody.Definition(serial: $0, kind: kind, name: name, unit: unit))
        }
    }

    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    package func change(_ serial: Int, _ change: MeetingChange, by actor: Actor) async throws -> MeetingBody {
        let today = today
        return try await alter(MeetingBody.self, serial, .keepMeetings, by: actor) { _, _ in
            switch change {
            case .openTerm(let term): [.openTerm(term, today: today)]
            case .hold(let meeting, let number): [.hold(meeting, number: number, today: today)]
            case .correct(let session, let number, let entitled, let present, let reason):
                [.correct(session, number: number, entitled: entitled, present: present, reason: reason)]
            case .explain(let gap): [.explain(gap, today: today)]
            }
        }
    }

    /// Bodies, the meetings of the last twelve months, and what was due in them.
    ///
    /// `body`: only this one's.
    /// - Throws: ``Fault``.
    package func meetingLists(of body: Int? = nil) async throws -> MeetingLists {
        let today = today
        let from = Period(.quarter, containing: today.adding(months: -12)).first
        return try await engine.read { db in
            let bodies = try MeetingQueries.bodies(in: db).filter { body == nil || $0.definition.serial == body }
            // Twelve months of a district with a thousand branches.
            let meetings = try MeetingQueries.meetings(from: from, through: today, limit: 100_000, in: db)
                .filter { body == nil || $0.body == body }
            let gaps = try MeetingQueries.gaps(in: db)
            return MeetingLists(
                bodies: bodies,
                meetings: meetings,
                due: DueTable(bodies, meetings, gaps, from: from, today: today)
            )
        }
    }
}
