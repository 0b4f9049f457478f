import Application
import Domain
import Store
import TestKit
import Testing

/// How exports, updates and the hotline's sheets find what they look for.
struct SheetPlanTests {
    @Test(arguments: TestEngine.all)
    func `no page of an export, of updates or of orders walks through a table that grows`(kind: TestEngine) async throws
    {
        let board = try await TestBoard.make(on: kind)
        let engine = board.office.engine
        try await QueryTests.fill(engine)
        try await Self.fill(engine)
        var behind = CaseFilter()
        behind.behind = CaseFilter.Behind(
            Instant(secondsSinceEpoch: 1_780_100_000),
            CaseNumber(stored: "n500")
        )
        var closed = behind
        closed.isOpen = false
        var unit = behind
        unit.unit = try UnitCode(parsing: "CG")
        let statements =
            [behind, closed, unit].map { CaseQueries.statement($0) }
            + PublishedSteps.statements(at: TestBoard.start) + [
                HotlineRecords.ordersStatement(from: .distantPast, to: .distantFuture, after: nil, limit: 200)
            ]

        let plans = try await engine.read { db in
            try statements.map { statement in
                try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
            }
        }

        #expect(plans.count == 6)
        for plan in plans {
            for table in ["case_file", "entry", "checkpoint", "hotline_order"] {
                #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
            }
        }
        try await board.close()
    }

    /// Some thousand heads and orders.
    private static func fill(_ engine: any Engine) async throws {
        try await engine.write { db in
            for index in 1...3_000 {
                try db.submit(
                    """
                    INSERT INTO checkpoint (size, root, note, figures, signed_at)
                    VALUES (\(index), \([UInt8](repeating: 1, count: 32)), 'n', '{}', \(index * 20))
                    """
                )
                try db.submit(
                    """
                    INSERT INTO hotline_order (number, case_number, received_at, fields, digest)
                    VALUES (\("o\(index)"), 'n', \(index), '{}', \([UInt8](repeating: 1, count: 32)))
                    """
                )
            }
        }
        try await engine.write { db in _ = try db.execute("ANALYZE") }
    }
}
