import Domain
import Foundation
import TestKit
import Testing

@testable import Store

/// Lists of projects go by an index, whatever is asked.
struct ProjectPlanTests {
    /// On SQLite, which guesses nothing; PostgreSQL goes by its statistics, and for a table of this size may rather walk.
    @Test(arguments: [TestEngine.sqlite])
    func `no list of projects walks through all of them`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in
                for n in 1...2_000 {
                    let id = (0..<16).map { UInt8(truncatingIfNeeded: n >> (8 * ($0 % 4))) }
                    let isOpen = n % 40 == 0
                    try db.submit(
                        """
                        INSERT INTO project (
                            id, serial, name, level, unit, investor, stage, is_open, light, late, lit_on, next_light,
                            milestones, reached)
                        VALUES (
                            \(id), \(n), 'n', 'city', 'u', '', \(isOpen ? "building" : "producing"), \(isOpen), 'green',
                            0, '2026-06-07', \(isOpen ? "2026-06-14" : nil as String?), 0, 0)
                        """
                    )
                    try db.submit(
                        "INSERT INTO project_year (project, year, standing) VALUES (\(n), \(2_000 + n % 40), 'new')"
                    )
                    try db.submit(
                        """
                        INSERT INTO project_term (project, seat, from_day, holder, unit)
                        VALUES (\(n), 'officer', '2026-01-01', \([UInt8(n % 90)]), 'u')
                        """
                    )
                    try db.submit(
                        """
                        INSERT INTO project_blocker (project, number, need, reported_on)
                        VALUES (\(n), 1, 'land', \(Day(number: Int32(18_000 + n)).description))
                        """
                    )
                }
                for statement in engine.dialect.afterFilling { try db.submit(statement) }
            }
            let statements = ProjectQueries.statements(of: EventSamples.account(1))
            let plans = try await engine.read { db in
                try statements.map { statement in
                    try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
                }
            }
            #expect(plans.count == 8)
            for plan in plans {
                for table in ["project", "project_year", "project_term", "project_blocker"] {
                    #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
                }
            }
        }
    }
}
