import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// What lists and searches find, in the same order on every engine, and how.
struct QueryTests {
    @Test(arguments: TestEngine.all)
    func `a search finds words whatever their case`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        try await board.report("The LAMP at no. 5 is broken, 100% dark")
        try await board.report("路灯坏了")
        func found(_ text: String) async throws -> Int {
            var filter = CaseFilter()
            filter.text = text
            return try await board.office.count(filter)
        }
        #expect(try await found("lamp") == 1)
        #expect(try await found("Lamp AT") == 1)
        #expect(try await found("路灯") == 1)
        #expect(try await found("100% D") == 1)
        #expect(try await found("100_") == 0)
        #expect(try await found("建设路") == 2)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `what is due first stands first, and what is never due last`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        var numbers: [CaseNumber] = []
        for index in 0..<3 {
            board.clock.advance(seconds: 60)
            numbers.append(try await board.report("第 \(index) 件").number)
        }
        // A closed case owes nothing any more.
        try await board.close(numbers[0])
        var filter = CaseFilter()
        filter.order = .dueFirst
        let order = try await board.office.cases(filter).map(\.number)
        #expect(order == [numbers[1], numbers[2], numbers[0]])
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `no list or page walks through all cases or all entries`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let engine = board.office.engine
        try await Self.fill(engine)
        let filters = try Self.filters()
        let plans = try await engine.read { db in
            let statements =
                filters.map(CaseQueries.statement) + CaseQueries.otherStatements(at: TestBoard.start)
                + [
                    "SELECT COALESCE(MAX(seq), 0) FROM entry",
                    "SELECT leaf FROM entry WHERE seq > \(10) AND seq <= \(20) ORDER BY seq",
                    "SELECT body FROM payload WHERE seq = \(7)",
                    BoardRecords.positionStatement(of: .catalogue),
                ]
            return try statements.map { statement in
                try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
            }
        }
        #expect(plans.count == filters.count + 9)
        for plan in plans {
            for table in ["case_file", "entry", "payload"] {
                #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
            }
        }
        try await board.close()
    }

    /// The plan that a connection has made while a table was young stays in use: it must be right from the first row.
    @Test(arguments: TestEngine.all)
    func `a report looks up the last case of its day without counting through the day`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let engine = board.office.engine
        let plans = try await engine.read { db in
            try CaseQueries.otherStatements(at: TestBoard.start).map { statement in
                try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
            }
        }
        let plan = try #require(plans.first { $0.contains { $0.contains("case_file_day") } })
        #expect(!plan.contains { $0.contains("Aggregate") }, "\(plan)")
        try await board.close()
    }

    private static func filters() throws -> [CaseFilter] {
        var all = CaseFilter()
        var filters = [all]
        all.reportedFrom = TestBoard.start
        filters.append(all)
        all.categories = [try CategoryCode(parsing: "waste")]
        filters.append(all)
        let (account, unit) = (ID<Account>(UUID()), try UnitCode(parsing: "CG"))
        for reader in [CaseFilter.Reader.office, .staff(account, nil), .staff(account, unit)] {
            var all = CaseFilter()
            all.reader = reader
            filters.append(all)
            (all.isOpen, all.order) = (true, .dueFirst)
            (all.awaits, all.unit) = (.handlingUnit, unit)
            filters.append(all)
        }
        var open = CaseFilter()
        (open.isOpen, open.awaits, open.order) = (true, .intake, .dueFirst)
        filters.append(open)
        var grid = CaseFilter()
        grid.grids = [try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)]
        filters.append(grid)
        var numbers = CaseFilter()
        numbers.numbers = [CaseNumber(stored: "x")]
        filters.append(numbers)
        return filters
    }

    /// Some thousand rows straight into the tables, so that a planner has reason to look for an index.
    static func fill(_ engine: any Engine) async throws {
        try await engine.write { db in
            let last = try db.first("SELECT MAX(seq) FROM entry") { try $0.integer(0) } ?? 0
            let hash = [UInt8](repeating: 1, count: 32)
            for index in 0..<5_000 {
                let id = withUnsafeBytes(of: Int64(index).bigEndian) { [UInt8](repeating: 255, count: 8) + Array($0) }
                let seq = last + 1 + Int64(index)
                try db.submit(
                    """
                    INSERT INTO entry (seq, subject, kind, version, facts, leaf)
                    VALUES (\(seq), \(id), 'case', 1, \(hash), \(hash))
                    """
                )
                try db.submit("INSERT INTO payload (seq, commitment_key, body) VALUES (\(seq), \(hash), \(hash))")
                let isOpen = index % 10 == 0
                try db.submit(
                    """
                    INSERT INTO case_file (
                        id, number, day, serial, version, stage, awaits, is_open, is_overdue, channel, category, grid,
                        words, answers, photos, has_contact, is_duplicate, calendar, clock_limit, clock_from,
                        reported_at, updated_at, due_at, step_due_at, round)
                    VALUES (
                        \(id), \("n\(index)"), \("d\(index / 50)"), \(index % 50), 1, 'reported',
                        \(isOpen ? "intake" : nil), \(isOpen), 0, 'web',
                        \(index % 4 == 0 ? "waste" : "dumping"), \(TestBoard.gridCodes[index % 4]),
                        '', '', '', 0, 0, 'c', '1wd', 0,
                        \(1_780_000_000 + index * 60), \(1_780_000_000 + index * 60), \(1_780_900_000 + index * 60),
                        \(1_780_900_000 + index * 60), 1)
                    """
                )
            }
        }
        try await engine.write { db in _ = try db.execute("ANALYZE") }
    }
}
