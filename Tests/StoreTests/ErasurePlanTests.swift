import Domain
import Store
import TestKit
import Testing

/// How what was erased is found.
struct ErasurePlanTests {
    @Test(arguments: TestEngine.all)
    func `no question about erasures walks through all of them`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in
                for index in 1...3_000 {
                    let id = [UInt8](repeating: 0, count: 14) + [UInt8(index >> 8), UInt8(index & 0xFF)]
                    let isDone = index % 100 != 0
                    try db.submit(
                        """
                        INSERT INTO erasure (
                            id, case_id, number, day, serial, state, basis, changed_at, payloads, category,
                            reported_on, is_confidential)
                        VALUES (
                            \(id), \(id), \("n\(index)"), \("2026\(index / 10)"), \(index),
                            \(isDone ? "done" : "asked"), 'PIPL-47-1-3', \(index), \(isDone ? 3 : nil as Int?),
                            \(isDone ? "waste" : nil), \(isDone ? "2026-06-01" : nil), \(isDone ? 0 : nil as Int?))
                        """
                    )
                    try db.submit(
                        """
                        INSERT INTO record_erasure (id, subject, kind, number, state, basis, changed_at, payloads)
                        VALUES (
                            \(id), \(id), 'volunteer', \(index), \(isDone ? "done" : "asked"), 'PIPL-47-1-3', \(index),
                            \(isDone ? 3 : nil as Int?))
                        """
                    )
                }
            }
            try await engine.write { db in _ = try db.execute("ANALYZE") }
            let plans = try await engine.read { db in
                try ErasureRecords.statements.map { statement in
                    try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
                }
            }
            #expect(plans.count == 7)
            for (plan, table) in plans.flatMap({ plan in ["erasure", "record_erasure"].map { (plan, $0) } }) {
                #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
            }
        }
    }
}
