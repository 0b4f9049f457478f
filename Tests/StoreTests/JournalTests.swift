import Application
import Domain
import Store
import TestKit
import Testing
import TransparencyLog

/// What the journal promises on every engine.
struct JournalTests {
    @Test(arguments: TestEngine.all)
    func `the journal refuses to be changed`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        try await board.report()
        for statement in ["UPDATE entry SET version = 9", "DELETE FROM entry"] {
            await #expect(throws: Fault.self) {
                try await board.office.engine.write { db in _ = try db.execute(SQL(stringLiteral: statement)) }
            }
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `five hundred reports at once are all there, in one unbroken journal`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let before = board.office.position
        try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<500 { group.addTask { try await board.report("第 \(index) 件").number.rawValue } }
            var numbers: Set<String> = []
            for try await number in group { numbers.insert(number) }
            #expect(numbers.count == 500)
        }
        let (count, last) = try await Self.extent(of: board.office.engine)
        #expect(count == last && last == before + 500)
        try await board.close()
    }

    /// How many entries there are, and the position of the last.
    private static func extent(of engine: any Engine) async throws -> (count: Int64, last: Int64) {
        try await engine.read { db in
            try #require(
                try db.first("SELECT COUNT(*), MAX(seq) FROM entry") { (try $0.integer(0), try $0.integer(1)) }
            )
        }
    }

    @Test(arguments: TestEngine.all)
    func `two processes that write at once keep one journal in order`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        // Their identifiers must differ: two real processes draw from two kernels' generators.
        let second = try await board.reopened(
            on: board.database.open(),
            world: .still(clock: board.clock, random: SeededRandom(seed: 2))
        )
        let before = board.office.position
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(address: "建设路 1 号"),
            text: "路灯坏了"
        )
        let numbers = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<200 {
                group.addTask {
                    try await (index % 2 == 0 ? board.office : second).report(draft, by: .resident).number.rawValue
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(numbers.count == 200)
        let (count, last) = try await Self.extent(of: second.engine)
        #expect(count == last && last == before + 200)
        try await second.engine.close()
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `of two commands that saw the same past one is told that it was late`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let id: ID<Account> = office.world.newID(at: office.now)
        let grant = Account.Grant(signInName: "li", displayName: "李", roles: [.intake], scope: .district)
        try await office.change(.open(grant), on: id, by: .system)
        let fault = await #expect(throws: Fault.self) {
            try await office.engine.write { db in
                // Nothing seems to have happened yet, as to somebody who looked a moment before.
                var past = Journal.Past<Account>()
                try office.journal.append(
                    [.opened(grant)],
                    to: id,
                    after: &past,
                    envelope: Envelope(at: office.now, by: .system),
                    keys: [office.world.randomBytes(32)],
                    in: db
                )
            }
        }
        #expect(fault?.kind == .conflict)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a rebuild ends with the same rows`(kind: TestEngine) async throws {
        let board = try await Self.worked(on: kind)
        let rebuilt = try await board.office.rebuild { _, _ in }
        #expect(rebuilt.isSame)
        #expect(rebuilt.entries == Int(board.office.position))
        try await board.close()
    }

    @Test(.enabled(if: TestServer.isThere, "\(TestServer.missing)"))
    func `the same commands lead to the same rows and the same root on both engines`() async throws {
        var contents: [[String]] = []
        for kind in TestEngine.allCases {
            let board = try await Self.worked(on: kind)
            let head = try #require(try await board.office.signCheckpoint())
            let digests = try await board.office.engine.read { db in
                try Rebuild.contentDigests(in: db).map { "\($0.table) \($0.digest)" }
            }
            contents.append(digests + [head.root.hex, head.figures])
            try await board.close()
        }
        #expect(contents[0] == contents[1])
    }

    /// A board on which some things have been done.
    private static func worked(on kind: TestEngine) async throws -> TestBoard {
        let board = try await TestBoard.make(on: kind)
        for index in 0..<6 {
            let contact = Contact(name: "王", phone: "1390000000\(index)", email: "")
            let grid = TestBoard.gridCodes[index % 4]
            let receipt = try await board.report("路灯 \(index) 坏了 é", grid: grid, contact: contact)
            if index % 2 == 0 { try await board.close(receipt.number) }
        }
        board.clock.advance(seconds: 40 * 86_400)
        try await board.office.markOverdueCases()
        return board
    }
}
