import Domain
import Store
import TestKit
import Testing

/// How the head is found that outsiders are shown.
struct WitnessPlanTests {
    @Test(arguments: TestEngine.all)
    func `the published head is found from the newest on, however many there are`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let root = [UInt8](repeating: 3, count: 32)
            try await engine.write { db in
                for size in 1...3_000 {
                    try db.submit(
                        """
                        INSERT INTO checkpoint (size, root, note, figures, signed_at)
                        VALUES (\(size), \(root), 'n', '{}', \(1_780_000_000 + size))
                        """
                    )
                    for witness in ["a", "b"] {
                        try WitnessRecords.keep(
                            cosignature: "l",
                            of: Int64(size),
                            by: witness,
                            at: Instant(secondsSinceEpoch: 1),
                            in: db
                        )
                    }
                }
                for witness in ["a", "b"] { try WitnessRecords.keep(.init(key: witness, size: 3_000), in: db) }
            }
            try await engine.write { db in _ = try db.execute("ANALYZE") }
            let statement = LogRecords.publishedStatement(at: Instant(secondsSinceEpoch: 1_780_003_001))
            let plan = try await engine.read { db in
                try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
            }
            for table in ["checkpoint", "cosignature"] {
                #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
            }
        }
    }
}
