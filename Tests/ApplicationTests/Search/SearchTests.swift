import Application
import Domain
import Store
import TestKit
import Testing

/// Cases are found by words, on both engines alike: at once, and after their words have been kept.
struct SearchTests {
    private static func filter(_ text: String, limit: Int = 50) -> CaseFilter {
        var filter = CaseFilter()
        (filter.text, filter.limit) = (text, limit)
        return filter
    }

    @Test(arguments: TestEngine.all)
    func `a case is found by two characters, by its address and by words, kept or not`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let lamp = try await board.report("小区门口的路灯坏了").number
        let waste = try await board.report("垃圾没有人清运", category: "waste").number
        let english = try await board.report("The LAMP at gate 12 is broken").number
        func found(_ text: String) async throws -> [CaseNumber] {
            try await board.office.search(Self.filter(text)).cases.map(\.number)
        }
        for isKept in [false, true] {
            if isKept { #expect(try await board.office.keepWords()) }
            #expect(try await found("路灯") == [lamp])
            #expect(try await found("门口的路灯") == [lamp])
            #expect(try await found("路灯 门口") == [lamp])
            #expect(try await found("路灯 垃圾").isEmpty)
            #expect(try await found("清运") == [waste])
            #expect(try await found("建设路") == [english, waste, lamp])
            #expect(try await found("lamp GATE") == [english])
            #expect(try await found("12") == [english])
            // Every pair of it is there, and the whole is not.
            #expect(try await found("灯坏了小区").isEmpty)
            #expect(try await found("灯").isEmpty)
        }
        #expect(try await !board.office.keepWords())
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `an address that intake has given is found, and the old one is not`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(address: "许都广场"),
            text: "没有亮"
        )
        let number = try await board.office.report(draft, by: .resident).number
        try await board.office.keepWords()
        let grid = try #require(board.office.directory.grid(named: TestBoard.gridCodes[0]))
        let place = Report.Place(point: nil, address: "莲城大道 8 号", grid: grid)
        try await board.office.perform(.place(place), on: number, by: .staff(board.staff(.intake)))
        try await board.office.keepWords()

        #expect(try await board.office.search(Self.filter("莲城")).cases.map(\.number) == [number])
        #expect(try await board.office.search(Self.filter("许都广场")).cases.isEmpty)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a search goes on where it has ended, and finds every case once`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        var numbers: [CaseNumber] = []
        for index in 0..<7 {
            numbers.append(try await board.report("路灯坏了", grid: TestBoard.gridCodes[index % 4]).number)
            if index == 4 { try await board.office.keepWords() }
        }
        var found: [CaseNumber] = []
        var place: Int64?
        repeat {
            let part = try await board.office.search(Self.filter("路灯", limit: 2), behind: place)
            found += part.cases.map(\.number)
            place = part.next
        } while place != nil
        #expect(found == numbers.reversed())
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `nobody finds what lies outside the own part of the board`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        for grid in TestBoard.gridCodes { try await board.report("路灯坏了", grid: grid) }
        for isKept in [false, true] {
            if isKept { try await board.office.keepWords() }
            let grid = try #require(board.office.directory.grid(named: TestBoard.gridCodes[1]))
            let account = board.staff(.gridWorker).account
            let worker = Staff(account: account, roles: [.gridWorker], scope: .grid(grid), unit: nil)
            var filter = try #require(board.office.filter(for: worker))
            filter.text = "路灯"
            #expect(try await board.office.search(filter).cases.map(\.gridCode) == [grid.rawValue])
            var unit = try #require(board.office.filter(for: board.staff(.handlingUnit)))
            unit.text = "路灯"
            #expect(try await board.office.search(unit).cases.isEmpty)
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `the words are the same whether kept at once, step by step, or by a rebuild`(kind: TestEngine) async throws {
        var digests: Set<String> = []
        let table = try #require(Schema.tables.first { $0.name == "word_place" })
        for isStepwise in [false, true] {
            let board = try await TestBoard.make(on: kind)
            for index in 0..<5 {
                let number = try await board.report("第 \(index) 盏路灯坏了").number
                if isStepwise { try await board.office.keepWords() }
                if index == 2 { try await board.close(number) }
            }
            try await board.office.keepWords()
            digests.insert(try await board.office.engine.read { try table.contentDigest(in: $0) })
            #expect(try await board.office.rebuild { _, _ in }.isSame)
            digests.insert(try await board.office.engine.read { try table.contentDigest(in: $0) })
            #expect(try await board.office.search(Self.filter("路灯")).cases.count == 5)
            try await board.close()
        }
        #expect(digests.count == 1)
    }

    @Test(arguments: TestEngine.all)
    func `whoever's turn is over adds nothing`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        try await board.report("路灯坏了")
        let engine = board.office.engine
        let before = try await engine.read { try WordIndex.progress(in: $0) }
        let first = try await engine.write { try WordIndex.begin(after: before, in: $0) }
        let found = try await engine.read { try WordIndex.found(behind: 0, upTo: .max >> 1, in: $0) }
        let merged = try await engine.read { db in try found.map { try WordIndex.merge($0, in: db) } }

        let second = try await engine.write { try WordIndex.begin(after: first, in: $0) }
        let fault = await #expect(throws: Fault.self) {
            try await engine.write { db in for some in merged { try WordIndex.keep(some, turn: first, in: db) } }
        }
        #expect(fault?.kind == .conflict)
        await #expect(throws: Fault.self) { try await engine.write { try WordIndex.begin(after: before, in: $0) } }
        try await engine.write { db in for some in merged { try WordIndex.keep(some, turn: second, in: db) } }
        #expect(try await engine.read { try WordIndex.progress(in: $0) } == second)
        try await board.close()
    }
}
