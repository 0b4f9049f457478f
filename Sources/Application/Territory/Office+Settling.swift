import Domain
import Geography
import Store

/// Open cases and firms follow the division: each has its own entry when its place lies in another grid.
extension Office {
    /// In seconds: by then every process has taken the new division over, and what it took in before has been committed.
    private static let secondLook: Int64 = 60

    /// Looks through the open cases and firms if the division has changed since the last time, and a minute later once more.
    ///
    /// Stops anywhere without harm: what is left is found again.
    ///
    /// - Returns: how many cases have changed their grid.
    /// - Throws: ``Fault``.
    @discardableResult
    package func settleCases() async throws -> Int {
        let now = now
        let (position, settled) = try await engine.read { db in
            (try BoardRecords.position(of: .territory, in: db), try PlacedCases.settled(in: db))
        }
        let isNew = settled.map { $0.position < position } ?? (position > 0)
        guard isNew || settled?.again.map({ $0 <= now }) == true else { return 0 }
        if directory.position < position { try await refreshDirectory() }
        let moved = try await moveCases(in: directory, at: now)
        // Where a firm's tag cannot be made, another server goes on, or this one when it can.
        guard try await firmsFollow(directory, at: now) else { return moved }
        let again = isNew ? now.advanced(bySeconds: Self.secondLook) : nil
        try await engine.write { try PlacedCases.note(.init(position: position, again: again), in: $0) }
        return moved
    }

    private func moveCases(in directory: Directory, at now: Instant) async throws -> Int {
        let leaving = try await engine.read { db in
            var leaving: [(number: CaseNumber, to: GridCode)] = []
            try PlacedCases.forEach(in: db) { placed in
                let point = placed.point.map { Coordinate(longitude: $0.longitude, latitude: $0.latitude) }
                let target = directory.grid(nowHolding: placed.grid, at: point)
                if let target, target.rawValue != placed.grid { leaving.append((placed.number, target)) }
            }
            return leaving
        }
        var moved = 0
        var rest = leaving[...]
        while !rest.isEmpty {
            let batch = rest.prefix(200)
            rest = rest.dropFirst(200)
            let (done, position) = try await engine.write { [self] db in
                var done = 0
                for (number, target) in batch {
                    guard let id = try CaseQueries.id(of: number, in: db) else { continue }
                    var past = try journal.past(of: id, in: db)
                    do {
                        let handled = try perform(
                            .changeGrid(target),
                            on: id,
                            past: &past,
                            by: .system,
                            at: now,
                            directory: directory,
                            db: db
                        )
                        if handled.appended != nil { done += 1 }
                    } catch is Refusal {
                        // It has come to its end meanwhile.
                        continue
                    }
                }
                return (done, try journal.position(in: db))
            }
            noteCommitted(position)
            moved += done
        }
        return moved
    }

    /// A case that is open again may lie in a grid that ended while it was closed.
    func follow(
        _ handled: Desk.Handled<Case>,
        _ id: ID<Case>,
        past: inout Journal.Past<Case>,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws -> Desk.Handled<Case> {
        guard handled.state.stage.name.isOpen, let place = handled.state.file?.place, let grid = place.grid,
            directory.grids[grid] == nil,
            let target = directory.grid(
                nowHolding: grid.rawValue,
                at: place.point.map { Coordinate(longitude: $0.longitude, latitude: $0.latitude) }
            )
        else { return handled }
        let situation = situation(of: past.state, actor: .system, at: now, directory: directory)
        let envelope = Envelope(at: now, by: .system)
        var moved = try desk.handle(
            .changeGrid(target),
            on: id,
            past: &past,
            in: situation,
            envelope: envelope,
            db: db
        )
        // Whoever acted is told of the own entry.
        moved.appended = handled.appended
        return moved
    }
}
