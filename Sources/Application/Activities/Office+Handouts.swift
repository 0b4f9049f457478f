package import Domain
import Store

/// What is to be done with a stock of printed matter.
package enum HandoutChange: Hashable, Sendable {
    case print(copies: Int, on: Day)
    case give(Handout.Giving)
    case correct(giving: Int, copies: Int, reason: String)
    case writeOff(copies: Int, reason: String)
}

extension Office {
    /// Begins a stock, with what is printed at once.
    ///
    /// - Returns: its serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func begin(
        handout kind: Handout.Kind,
        title: String,
        unit: UnitCode,
        by actor: Actor
    ) async throws -> Int {
        try await begin(Handout.self, .keepHandouts, in: .unit(unit), by: actor) {
            .define(Handout.Definition(serial: $0, kind: kind, title: title, unit: unit))
        }
    }

    /// Changes a stock; handing out asks for the rights where it is done, so that a grid worker hands out of the community's stock.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    package func change(_ serial: Int, _ change: HandoutChange, by actor: Actor) async throws -> Handout {
        let today = today
        if case .give(let giving) = change {
            try demand(.keepHandouts, of: actor, in: giving.at.scope)
            return try await give(giving, of: serial, today: today, by: actor)
        }
        return try await alter(Handout.self, serial, .keepHandouts, by: actor) { _, _ in
            switch change {
            case .print(let copies, let day): [.print(copies: copies, on: day, today: today)]
            case .give(let giving): [.give(giving, today: today)]
            case .correct(let number, let copies, let reason):
                [.correct(giving: number, copies: copies, reason: reason)]
            case .writeOff(let copies, let reason): [.writeOff(copies: copies, reason: reason)]
            }
        }
    }

    private func give(
        _ giving: Handout.Giving,
        of serial: Int,
        today: Day,
        by actor: Actor
    ) async throws -> Handout {
        let (now, directory) = (now, directory)
        let (state, position) = try await engine.write { [self] db in
            let id = try Handout.id(of: serial, in: db)
            var past = try journal.past(of: id, in: db)
            // A stock is for the places of its unit.
            guard let unit = past.state.definition?.unit,
                directory.contains(.unit(unit), giving.at.scope)
                    || directory.units[unit]?.parent == nil
            else { throw Refusal.beyondScope }
            if let activity = giving.activity { _ = try Activity.id(of: activity, in: db) }
            _ = try desk.handle(
                .give(giving, today: today),
                on: id,
                past: &past,
                in: (),
                envelope: Envelope(at: now, by: actor.author),
                db: db
            )
            return (past.state, try journal.position(in: db))
        }
        noteCommitted(position)
        return state
    }
}
