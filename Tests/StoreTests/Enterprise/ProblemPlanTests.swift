import Domain
import Foundation
import TestKit
import Testing

@testable import Store

/// Lists of problems go by an index, whatever is asked.
struct ProblemPlanTests {
    /// So many rows that PostgreSQL, which goes by its statistics, does not rather walk.
    @Test(arguments: TestEngine.all)
    func `no list of problems walks through all of them`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in
                for n in 1...12_000 {
                    let id = (0..<16).map { UInt8(truncatingIfNeeded: n >> (8 * ($0 % 4))) }
                    try db.submit(
                        """
                        INSERT INTO problem (
                            id, number, version, firm, source, need, summary, hidden, stage, is_open, unit, owed, owed_by,
                            is_overdue, is_solved, collected_on)
                        VALUES (
                            \(id), \(n), 1, \(n % 900), 'visit', 'other', '', '', 'assigned', \(n % 50 == 0),
                            \("u\(n % 40)"), 'opinion', '2026-06-01', \(n % 70 == 0), 0, '2026-05-25')
                        """
                    )
                }
                for statement in engine.dialect.afterFilling { try db.submit(statement) }
            }
            let plans = try await engine.read { db in
                try ProblemQueries.statements().map { statement in
                    try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
                }
            }
            #expect(plans.count == 6)
            for plan in plans { #expect(!plan.contains { engine.dialect.isWalk($0, "problem") }, "\(plan)") }
        }
    }
}
