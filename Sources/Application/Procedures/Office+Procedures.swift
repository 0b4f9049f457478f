package import Domain
package import Store

/// What becomes of a procedure.
package enum ProcedureStep: Hashable, Sendable {
    case supply(on: Day)
    case use(by: String, on: Day)
    /// `visits`: how often the firm had to come.
    case finish(on: Day, visits: Int)
    case end(reason: String, on: Day)
}

/// What procedures have come to in a year.
package struct ProcedureTotals: Sendable {
    package let counts: [Procedure.Count]
    /// Appraisals of areas that are valid today, and how often one of them was used.
    package let areas: (valid: Int, uses: Int)
}

extension Office {
    /// The year's procedures as numbers, for everybody.
    ///
    /// - Throws: ``Fault``.
    package func procedureTotals() async throws -> ProcedureTotals {
        let today = today
        let first = Day(year: today.year, month: 1, day: 1) ?? today
        return try await engine.read { db in
            ProcedureTotals(
                counts: try Procedure.counts(from: first, until: today, in: db),
                areas: try Procedure.areas(on: today, in: db)
            )
        }
    }

    /// The procedures at the desk, for those who serve firms.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func procedures(
        isOpen: Bool,
        before: Int?,
        limit: Int,
        for staff: Staff
    ) async throws -> [Procedure.Row] {
        try demand(.see, of: .staff(staff))
        return try await engine.read { try Procedure.list(isOpen: isOpen, before: before, limit: limit, in: $0) }
    }

    /// - Throws: ``Refusal`` or ``Fault``.
    package func procedure(_ serial: Int, for staff: Staff) async throws -> Procedure {
        try demand(.see, of: .staff(staff))
        return try await work(Procedure.self, serial)
    }

    /// Whether somebody may do something to a procedure where it lies.
    package func mayServe(_ staff: Staff, in place: Scope) -> Bool {
        may(.serveProcedures, staff) && directory.contains(staff.scope, place)
    }

    private func demandServing(_ actor: Actor, in place: Scope) throws(Refusal) {
        try demand(.serveProcedures, of: actor)
        if case .staff(let staff) = actor, !directory.contains(staff.scope, place) { throw .outsideScope }
    }

    /// Takes a procedure on.
    ///
    /// `start`: its serial is given here.
    /// - Returns: its serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func begin(_ start: Procedure.Start, by actor: Actor) async throws -> Int {
        try demandServing(actor, in: start.place.scope)
        let moment = now
        let (serial, position) = try await engine.write { [self] db in
            (try begin(start, by: actor, at: moment, db: db), try journal.position(in: db))
        }
        noteCommitted(position)
        return serial
    }

    /// The same in the caller's transaction.
    func begin(_ start: Procedure.Start, by actor: Actor, at moment: Instant, db: any Connection) throws -> Int {
        if let firm = start.firm, try EnterpriseQueries.summary(firm, in: db) == nil { throw Refusal.unknown(.firm) }
        if let project = start.project { _ = try Project.id(of: project, in: db) }
        var start = start
        start.serial = try Procedure.nextSerial(in: db)
        var past = Journal.Past<Procedure>()
        let id: ID<Procedure> = world.newID(at: moment)
        let command = Procedure.Command.begin(start, today: settings.zone.day(of: moment))
        let envelope = Envelope(at: moment, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
        return start.serial
    }

    /// Says what has become of a procedure.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func take(_ step: ProcedureStep, atProcedure serial: Int, by actor: Actor) async throws {
        try demand(.serveProcedures, of: actor)
        let moment = now
        let position = try await engine.write { [self] db in
            try take(step, atProcedure: serial, by: actor, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// The same in the caller's transaction; working days are counted by the calendar in force.
    func take(
        _ step: ProcedureStep,
        atProcedure serial: Int,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        let id = try Procedure.id(of: serial, in: db)
        var past = try journal.past(of: id, in: db)
        try demandServing(actor, in: past.state.place)
        let today = settings.zone.day(of: moment)
        let command: Procedure.Command
        switch step {
        case .supply(let day): command = .supply(on: day, today: today)
        case .use(let by, let day): command = .use(by: by, on: day, today: today)
        case .finish(let day, let visits):
            let begun = past.state.start?.on ?? day
            let days = day >= begun ? directory.calendar.workingDays(after: begun, through: day) : 0
            command = .finish(Procedure.Finish(on: day, days: days, visits: visits), today: today)
        case .end(let reason, let day): command = .end(reason: reason, on: day, today: today)
        }
        let envelope = Envelope(at: moment, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
    }
}
