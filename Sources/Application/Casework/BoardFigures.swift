package import Domain
package import Store

/// The board's counts: today's events, and what is open now, grid by grid.
package struct BoardFigures: Sendable {
    package let day: Day
    package let reportedToday: Int
    package let closedToday: Int
    package let closedOnTimeToday: Int
    package let openNow: Int
    package let overdueNow: Int
    /// Open cases that intake has still to place.
    package let unplacedNow: Int
    package let loads: [GridCode: CaseQueries.GridLoad]
}

extension Office {
    /// The board's counts, made once between two commits for all who ask.
    ///
    /// - Throws: ``Fault``.
    package func boardFigures() async throws -> BoardFigures {
        let stamp = { [self] in Stamp(position: position, day: today, directory: directory.version) }
        return try await figures.value(at: stamp, make: readFigures)
    }

    /// What the counts are true for.
    struct Stamp: Hashable, Sendable {
        let position: Int64
        let day: Day
        let directory: Int64
    }

    private func readFigures() async throws -> BoardFigures {
        let day = today
        let directory = directory
        let (sums, loads) = try await engine.read { db in
            (try Tally.sums(on: day, in: db), try CaseQueries.load(in: db))
        }
        let placed = loads.compactMap { code, load in directory.grid(named: code).map { ($0, load) } }
        return BoardFigures(
            day: day,
            reportedToday: Int(sums["case.reported"] ?? 0),
            closedToday: Int(sums["case.closed"] ?? 0),
            closedOnTimeToday: Int(sums["closed_on_time"] ?? 0),
            openNow: loads.values.reduce(0) { $0 + $1.open },
            overdueNow: loads.values.reduce(0) { $0 + $1.overdue },
            unplacedNow: loads[""]?.open ?? 0,
            loads: Dictionary(uniqueKeysWithValues: placed)
        )
    }
}
