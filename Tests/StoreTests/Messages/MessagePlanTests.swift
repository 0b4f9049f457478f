import Application
import Domain
import Store
import TestKit
import Testing

/// How the outbox and the feeds find what they look for.
struct MessagePlanTests {
    @Test(arguments: TestEngine.all)
    func `neither the outbox nor a feed walks through a table that grows`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let engine = board.office.engine
        try await QueryTests.fill(engine)
        try await Self.fill(engine)
        let grid = try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)
        let category = try CategoryCode(parsing: "waste")
        let mark = FeedQueries.Mark(
            reportedAt: Instant(secondsSinceEpoch: 1_780_100_000),
            number: CaseNumber(stored: "n500")
        )
        let plans = try await engine.read { db in
            let statements =
                [FeedQueries.Area.district, .grid(grid), .category(category)].flatMap { area in
                    [nil, mark].map { FeedQueries.statement(for: area, after: $0, limit: 50) }
                } + [
                    JournalEvents.toReportersStatement(100..<1_100),
                    OutboxRecords.dueStatement(.mail, at: TestBoard.start, limit: 100),
                    OutboxRecords.nextStatement(for: .own(.webhook("w7")), at: TestBoard.start, limit: 1),
                    OutboxRecords.nextStatement(for: .digest("7f"), at: TestBoard.start, limit: 1),
                    OutboxQueries.sentStatement(to: .webhook("w7")),
                ]
            return try statements.map { statement in
                try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
            }
        }

        #expect(plans.count == 11)
        for plan in plans {
            for table in ["case_file", "entry", "outbox"] {
                #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
            }
        }
        try await board.close()
    }

    /// Some thousand rows of the outbox, most of them done.
    private static func fill(_ engine: any Engine) async throws {
        try await engine.write { db in
            for index in 1...5_000 {
                let isDone = index % 100 != 0
                try db.submit(
                    """
                    INSERT INTO outbox (event, receiver, channel, step, state, made_at, next_at, attempts)
                    VALUES (
                        \(index), \("webhook:w\(index % 50)"), \(index % 2 == 0 ? "mail" : "webhook"), 'case.reported',
                        \(isDone ? "sent" : "waiting"), \(index), \(isDone ? nil : index as Int?), 0)
                    """
                )
            }
        }
        try await engine.write { db in _ = try db.execute("ANALYZE") }
    }
}
