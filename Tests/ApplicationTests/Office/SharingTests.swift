import Application
import Domain
import Store
import TestKit
import Testing

/// Several processes on one database, each with an engine of its own.
@Suite(.enabled(if: TestEngine.all.contains(.postgreSQL), "there is no PostgreSQL server for the tests"))
struct SharingTests {
    @Test func `a duty is one process's, and another's as soon as that one is gone`() async throws {
        let database = try await TestDatabase.make(.postgreSQL)
        let (first, second) = (try await database.open(), try await database.open())

        for duty in Duty.allCases {
            #expect(await first.holds(duty))
            #expect(await first.holds(duty))
            #expect(await !second.holds(duty))
        }
        try await first.close()
        // The server frees the locks when it has seen the connection end.
        var isTaken = false
        for _ in 0..<1_000 where !isTaken { isTaken = await second.holds(.checkpoints) }

        #expect(isTaken)
        #expect(await !first.holds(.checkpoints))
        try await second.close()
        try await database.remove()
    }

    @Test func `a duty whose connection the server has ended is taken anew or lost, and never held by two`()
        async throws
    {
        let database = try await TestDatabase.make(.postgreSQL)
        let (first, second) = (try await database.open(), try await database.open())
        #expect(await first.holds(.deadlines))

        try await database.run(
            """
            SELECT pg_terminate_backend(pid)
            FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
            WHERE locktype = 'advisory' AND datname = '\(database.nameOnServer)'
            """
        )
        var holders: Set<Int> = []
        for _ in 0..<1_000 where holders.isEmpty {
            if await second.holds(.deadlines) { holders.insert(2) }
            if await first.holds(.deadlines) { holders.insert(1) }
        }

        #expect(holders.count == 1)
        try await first.close()
        try await second.close()
        try await database.remove()
    }

    @Test func `what one process commits the others hear of, directory included`() async throws {
        let board = try await TestBoard.make(on: .postgreSQL)
        let engine = try await board.database.open()
        let other = try await board.reopened(on: engine)
        let news = try #require(engine.news())

        try await board.report()
        let unit = Catalogue.HandlingUnit(code: try UnitCode(parsing: "NEW"), name: Wording("新单位", english: "New"))
        try await board.office.change(.nameUnit(unit), on: ID<Catalogue>.board, by: .system)
        #expect(other.directory.handlingUnits[unit.code] == nil)
        for await _ in news {
            try await other.lookAround()
            if other.position == board.office.position { break }
        }

        #expect(other.directory.handlingUnits[unit.code] == unit)
        try await engine.close()
        try await board.close()
    }

    @Test func `two processes that write at the same time keep one unbroken journal and one log`() async throws {
        let board = try await TestBoard.make(on: .postgreSQL)
        let engine = try await board.database.open()
        let other = try await board.reopened(on: engine, world: .real)
        let offices = [board.office, other]
        let before = board.office.position
        let category = try CategoryCode(parsing: "street-light")

        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<200 {
                let office = offices[index % 2]
                group.addTask {
                    let draft = ReportDraft(
                        channel: .web,
                        category: category,
                        place: PlaceDraft(
                            address: "路 \(index)",
                            grid: office.directory.grid(named: TestBoard.gridCodes[0])
                        ),
                        text: "第 \(index) 件"
                    )
                    let receipt = try await office.report(draft, by: .resident)
                    if index % 50 == 0 { _ = try await office.signCheckpoint() }
                    return receipt.number.rawValue
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }

        #expect(numbers.count == 200)
        let head = try #require(try await other.signCheckpoint())
        let (size, root) = try await engine.read { try LogRecords.recomputedRoot(in: $0) }
        #expect(size == before + 200 && head.size == size && head.root == root)
        #expect(try await board.office.rebuild { _, _ in }.isSame)
        try await engine.close()
        try await board.close()
    }
}
