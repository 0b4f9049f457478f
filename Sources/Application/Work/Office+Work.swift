package import Domain
package import Store

/// The grid's own work beside the cases: begun, changed and read in one way, whatever it is.
extension Office {
    /// Begins something: the next serial is its address.
    ///
    /// `command`: made from the serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    func begin<Subject: NumberedWork>(
        _ subject: Subject.Type,
        _ action: OfficeAction,
        in place: Scope,
        by actor: Actor,
        _ command: @escaping @Sendable (Int) throws -> Subject.Command
    ) async throws -> Int {
        try demand(action, of: actor, in: place)
        let now = now
        let id: ID<Subject> = world.newID(at: now)
        let (serial, position) = try await engine.write { [self] db in
            let serial = try Subject.nextSerial(in: db)
            var past = Journal.Past<Subject>()
            let envelope = Envelope(at: now, by: actor.author)
            _ = try desk.handle(command(serial), on: id, past: &past, in: (), envelope: envelope, db: db)
            return (serial, try journal.position(in: db))
        }
        noteCommitted(position)
        return serial
    }

    /// Changes what has begun; rights are looked at where it lies.
    ///
    /// `commands`: made from its state; one is decided after the other, all or none.
    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    func alter<Subject: NumberedWork>(
        _ subject: Subject.Type,
        _ serial: Int,
        _ action: OfficeAction,
        by actor: Actor,
        _ commands: @escaping @Sendable (Subject, any Connection) throws -> [Subject.Command]
    ) async throws -> Subject {
        try demand(action, of: actor)
        let now = now
        let (state, position) = try await engine.write { [self] db in
            let id = try Subject.id(of: serial, in: db)
            var past = try journal.past(of: id, in: db)
            try demand(action, of: actor, in: past.state.place)
            let envelope = Envelope(at: now, by: actor.author)
            for command in try commands(past.state, db) {
                _ = try desk.handle(command, on: id, past: &past, in: (), envelope: envelope, db: db)
            }
            return (past.state, try journal.position(in: db))
        }
        noteCommitted(position)
        return state
    }

    /// What is recorded under a serial.
    ///
    /// - Throws: ``Refusal/unknown(_:)`` or ``Fault``.
    package func work<Subject: NumberedWork>(_ subject: Subject.Type, _ serial: Int) async throws -> Subject {
        let journal = journal
        return try await engine.read { db in
            try journal.past(of: Subject.id(of: serial, in: db), in: db).state
        }
    }

    /// Whether somebody may do something where it lies.
    package func may(_ action: OfficeAction, _ actor: Actor, in place: Scope) -> Bool {
        do {
            try demand(action, of: actor, in: place)
            return true
        } catch { return false }
    }

    /// Where something takes place, from a unit's and a grid's code; a grid alone says its unit.
    ///
    /// - Throws: ``Refusal/missing(_:)`` or ``Refusal/unknown(_:)``, also for a grid that does not lie in the unit.
    package func workPlace(unit raw: String?, grid rawGrid: String?) throws(Refusal) -> WorkPlace {
        let directory = directory
        var grid: GridCode?
        if let rawGrid {
            guard let found = directory.grid(named: rawGrid) else { throw .unknown(.grid) }
            grid = found
        }
        guard
            let unit = try raw.map({ text throws(Refusal) in try knownUnit(text) })
                ?? grid.flatMap({ directory.grids[$0]?.unit })
        else { throw .missing(.unit) }
        if let grid, !directory.path(of: grid).contains(where: { $0.code == unit }) { throw .unknown(.grid) }
        return WorkPlace(unit: unit, grid: grid)
    }

    /// An administrative unit by its code as written.
    ///
    /// - Throws: ``Refusal/unknown(_:)``.
    package func knownUnit(_ raw: String) throws(Refusal) -> UnitCode {
        guard let unit = directory.units.keys.first(where: { $0.rawValue == raw }) else { throw .unknown(.unit) }
        return unit
    }

    /// The units for which somebody may do something: those where the roles hold, and a grid worker's own community.
    package func workUnits(of staff: Staff) -> [Territory.Unit] {
        let directory = directory
        let own: UnitCode? = if case .grid(let grid) = staff.scope { directory.grids[grid]?.unit } else { nil }
        return directory.units.values.filter { directory.contains(staff.scope, .unit($0.code)) || $0.code == own }
            .sorted { $0.code < $1.code }
    }
}
