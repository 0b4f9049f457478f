import Domain
import TestKit
import Testing

@testable import Store

/// How the lists of the grid's own work find what they show.
struct WorkPlanTests {
    @Test(arguments: TestEngine.all)
    func `no list of the grid's own work walks through a table that grows`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await Self.fill(engine)
            let day = try Day(parsing: "2026-06-10")
            let statements = [
                ActivityQueries.comingStatement(from: day, limit: 100),
                ActivityQueries.pastStatement(until: day, before: nil, kind: nil, limit: 50),
                ActivityQueries.pastStatement(until: day, before: (day, 40), kind: .training, limit: 50),
                MeetingQueries.meetingsStatement(from: day, through: day, limit: 100),
                SweepQueries.countsStatement(of: 7), SweepQueries.elementStatement(3, of: 7),
                "SELECT COALESCE(MAX(serial), 0) + 1 FROM activity", "SELECT id FROM activity WHERE serial = \(7)",
            ]
            let plans = try await engine.read { db in
                try statements.map { statement in
                    try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
                }
            }
            #expect(plans.count == 8)
            for plan in plans {
                for table in ["activity", "meeting", "sweep_element", "sweep_visit"] {
                    #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
                }
            }
        }
    }

    private static func fill(_ engine: any Engine) async throws {
        try await engine.write { db in
            for index in 1...4_000 {
                let day = Day(number: Int32(19_000 + index)).description
                let id = Array("activity-\(10_000 + index)".utf8)
                try db.submit(
                    """
                    INSERT INTO activity (id, serial, kind, topic, venue, on_day, unit, state)
                    VALUES (\(id), \(index), 'training', 't', 'v', \(day), '411002', 'held')
                    """
                )
                try db.submit(
                    """
                    INSERT INTO meeting (body, term, session, number, on_day, entitled, present, items, resolutions)
                    VALUES (\(index % 50), 1, 'session', \(index), \(day), 9, 8, 1, 1)
                    """
                )
                let (sweep, number) = (index / 100, index % 100 + 1)
                try db.submit(
                    """
                    INSERT INTO sweep_element (sweep, number, kind, name, grid, scheme)
                    VALUES (\(sweep), \(number), 'shop', 'n', 'g', 'local')
                    """
                )
                try db.submit(
                    """
                    INSERT INTO sweep_visit (sweep, number, result, attempt, failed, cases, note, on_day)
                    VALUES (\(sweep), \(number), 'no_hazard', 1, '', '', '', \(day))
                    """
                )
            }
        }
        try await engine.write { db in _ = try db.execute("ANALYZE") }
    }
}
