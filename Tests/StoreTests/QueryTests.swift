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
            return try await board.office.count(filter).number
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
        let words = Self.words
        let plans = try await engine.read { db in
            let statements =
                filters.map(CaseQueries.statement) + WordSearch.statements(words) + OpenCases.statements
                + CaseQueries.otherStatements(at: TestBoard.start)
                + [
                    "SELECT COALESCE(MAX(seq), 0) FROM entry",
                    "SELECT leaf FROM entry WHERE seq > \(10) AND seq <= \(20) ORDER BY seq",
                    "SELECT body FROM payload WHERE seq = \(7)",
                    BoardRecords.positionStatement(of: .catalogue),
                    PlacedCases.statement, OpenCounts.statement,
                ]
                + (try Self.beside()) + Self.bulletins
            return try statements.map { statement in
                try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
            }
        }
        #expect(
            plans.count == filters.count + WordSearch.statements(words).count + OpenCases.statements.count + 24
                + Self.bulletins.count
        )
        for plan in plans {
            for table in [
                "case_file", "entry", "payload", "word_place", "also", "upload", "shared_task", "bulletin", "fact_day",
            ] {
                #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
            }
        }
        try await board.close()
    }

    /// What suggestions, receipts and the messages to those who have met the same ask for.
    private static func beside() throws -> [SQL] {
        let grids = try TestBoard.gridCodes.map { try GridCode(parsing: $0, scheme: .national14) }
        let box = CaseFilter.Box(south: 34.01, west: 113.8, north: 34.014, east: 113.804)
        let number = CaseNumber(stored: "n7")
        let (account, unit) = (ID<Account>(UUID()), try UnitCode(parsing: "CG"))
        return [
            NearbyCases.statement(grids, box, seenBy: .anybody),
            NearbyCases.statement([grids[0]], nil, seenBy: .anybody),
            NearbyCases.statement(grids, box, seenBy: .staff(account, unit)),
            NearbyCases.mergedStatement(into: number), AlsoRecords.countStatement(of: number),
            JournalEvents.toOthersStatement(1..<100), JournalEvents.toMergedStatement(1..<100),
            UploadRecords.staleStatement(before: TestBoard.start),
            DocumentRecords.staleStatement(before: TestBoard.start),
        ]
    }

    /// What the pages of bulletins ask for.
    private static let bulletins: [SQL] = [
        BulletinQueries.allStatement(limit: 60), BulletinQueries.newestStatement(limit: 30),
        BulletinQueries.seriesStatement(.weekly, limit: 300), BulletinQueries.yearStatement(.weekly, 2_026, limit: 60),
        BulletinQueries.numberedStatement(.init(year: 2_026, serial: 23), of: .weekly),
        FactIndex.firstDayStatement(of: "case.reported"), FigureQueries.correctionsStatement(of: 600...700),
        FigureQueries.casesStatement(of: [3, 600, 700]),
        FigureQueries.frozenStatement(of: trendCode, after: .distantPast, limit: 4_000),
    ]

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

    private static var trendCode: IndicatorCode {
        guard let code = try? IndicatorCode(parsing: "case.on_time_rate") else { preconditionFailure("assumed a code") }
        return code
    }

    private static var words: CaseFilter {
        var filter = CaseFilter()
        filter.text = "路灯"
        return filter
    }

    @Test(arguments: TestEngine.all)
    func `a list far back begins behind the days that are counted already`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        try await Self.fill(board.office.engine)
        try await board.office.engine.write { db in
            // Row `n` of the filling was reported n minutes after this second, which is 04:26:40 of a day.
            for day in 0..<4 {
                let rows = (0..<5_000).count { (1_780_000_000 + $0 * 60 + 28_800) / 86_400 == 20_602 + day }
                let name = Zone.china.day(of: Instant(secondsSinceEpoch: Int64(20_602 + day) * 86_400)).description
                try db.submit("INSERT INTO tally (day, measure, n) VALUES (\(name), 'case.reported', \(rows))")
            }
        }
        for (offset, from) in [(1_001, nil), (2_500, nil), (4_990, nil), (1_500, 1_780_060_000), (9_999, nil)] {
            var filter = CaseFilter()
            (filter.offset, filter.limit) = (offset, 20)
            filter.reportedFrom = from.map { Instant(secondsSinceEpoch: Int64($0)) }
            filter.reportedTo = Instant(secondsSinceEpoch: 1_780_250_000)
            let (plain, leaping, count) = try await board.office.engine.read { [filter] db in
                let near = try CaseQueries.leaping(filter, zone: .china, in: db)
                #expect(near.offset < 1_500 || near.offset > 5_000)
                return (
                    try CaseQueries.list(filter, in: db), try CaseQueries.list(near, in: db),
                    try CaseQueries.count(filter, zone: .china, in: db)
                )
            }
            #expect(plain == leaping)
            let all = (0..<5_000).count {
                1_780_000_000 + $0 * 60 >= from ?? 0 && 1_780_000_000 + $0 * 60 < 1_780_250_000
            }
            #expect(count == CaseCount(all))
        }
        try await board.close()
    }

    static func filters() throws -> [CaseFilter] {
        var all = CaseFilter()
        var filters = [all]
        all.reportedFrom = TestBoard.start
        filters.append(all)
        all.categories = [try CategoryCode(parsing: "waste")]
        filters.append(all)
        let (account, ours) = (ID<Account>(UUID()), try UnitCode(parsing: "CG"))
        for reader in [CaseFilter.Reader.office, .staff(account, nil), .staff(account, ours)] {
            var all = CaseFilter()
            all.reader = reader
            filters.append(all)
            (all.isOpen, all.order) = (true, .dueFirst)
            (all.awaits, all.unit) = (.handlingUnit, ours)
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
        var unit = CaseFilter()
        unit.unit = try UnitCode(parsing: "CG")
        filters.append(unit)
        (unit.isOpen, unit.order) = (true, .dueFirst)
        filters.append(unit)
        var rare = CaseFilter()
        rare.stages = [.voided, .refuted]
        filters.append(rare)
        var overdue = CaseFilter()
        overdue.overdueOnly = true
        filters.append(overdue)
        var photo = CaseFilter()
        photo.hasPhoto = true
        filters.append(photo)
        var box = CaseFilter()
        box.box = CaseFilter.Box(south: 34.01, west: 113.8, north: 34.011, east: 113.801)
        filters.append(box)
        var streets = CaseFilter()
        streets.grids = try (1...9).map { try GridCode(parsing: "4110020010010\($0)", scheme: .national14) }
        filters.append(streets)
        var ended = CaseFilter()
        ended.isOpen = false
        ended.behind = CaseFilter.Behind(TestBoard.start, CaseNumber(stored: "n100"))
        filters.append(ended)
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
                try db.submit(
                    "INSERT INTO word_place (word, part, places) VALUES (\("词\(index)"), \(index % 3), \(hash))"
                )
                let isTold = index % 100 == 0
                try db.submit(
                    """
                    INSERT INTO also (
                        case_number, serial, mark, joined_at, sealed, language, timing, is_active)
                    VALUES (
                        \("n\(index / 5)"), \(index % 5 + 1), \("m\(index)"), \(index), \(isTold ? hash : nil),
                        \(isTold ? "zh" : nil), \(isTold ? "daily" : nil), \(isTold))
                    """
                )
                let series = ["weekly", "monthly", "news", "hotline", "enterprise"][index % 5]
                let isReleased = index % 7 != 0
                try db.submit(
                    """
                    INSERT INTO bulletin (
                        id, series, language, from_day, until_day, release_at, stage, version, year, number, released_at)
                    VALUES (
                        \(id), \(series), 'zh', \("f\(index)"), \("u\(index)"), \(index), 'released', 1,
                        \(isReleased ? 1_000 + index / 250 : nil), \(isReleased ? index % 250 / 5 : nil),
                        \(isReleased ? index : nil))
                    """
                )
                try db.submit(
                    """
                    INSERT INTO fact_day (type, fact, day, seq)
                    VALUES (\("t\(index % 50)"), 'at', \("d\(index / 10)"), \(seq))
                    """
                )
                try db.submit(
                    """
                    INSERT INTO upload (name, length, received, made_at)
                    VALUES (\("u\(index)"), 9, 0, \(1_780_279_000 + index * 60))
                    """
                )
                let isOpen = index % 10 == 0
                try db.submit(
                    """
                    INSERT INTO shared_task (case_id, number, kind, unit, state, awaits, due_at)
                    VALUES (
                        \(id), \("n\(index)"), \(index % 2 == 0 ? "call" : "assistance"), \("U\(index % 40)"), 'called',
                        \(isOpen ? (index % 20 == 0 ? "handling_unit" : "dispatcher") : nil),
                        \(isOpen ? 1_780_900_000 + index * 60 : nil as Int?))
                    """
                )
                try db.submit(
                    """
                    INSERT INTO case_file (
                        id, number, day, serial, version, stage, awaits, is_open, is_overdue, channel, category, grid,
                        unit, latitude, longitude, words, answers, photos, has_contact, is_duplicate, calendar, clock_limit, clock_from,
                        reported_at, updated_at, due_at, step_due_at, round)
                    VALUES (
                        \(id), \("n\(index)"), \("d\(index / 50)"), \(index % 50), 1, 'reported',
                        \(isOpen ? "intake" : nil), \(isOpen), 0, 'web',
                        \(index % 4 == 0 ? "waste" : "dumping"), \(TestBoard.gridCodes[index % 4]),
                        \(index % 20 == 0 ? "CG" : nil), \(34 + Double(index) / 50_000), \(113.8 + Double(index % 71) / 1_000),
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
