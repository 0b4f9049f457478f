import Application
import Domain
import Foundation
import SQLiteEngine
import Store
import TestKit
import Testing
import TransparencyLog

struct ContinuityTests {
    @Test func `a backup is taken while reports come in, and is whole`() async throws {
        let board = try await TestBoard.make(on: .sqlite)
        for _ in 0..<5 { try await board.report() }
        let note = try #require(try await board.office.signCheckpoint()).note
        let file = board.folder.appending(path: "backup.db").path

        async let writing: Void = { for _ in 0..<20 { try await board.report() } }()
        try await board.sqlite.backUp(to: file) { _, _ in }
        try await writing
        let copy = try SQLiteEngine(path: file)
        let judged = try await RestoredJournal.judge(copy, by: Array(note.utf8), log: board.verifier)

        guard case .whole = judged else {
            Issue.record("\(judged)")
            return
        }
        try await copy.close()
        try await board.close()
    }

    @Test func `a backup that is older than a checkpoint names the entries that it lacks`() async throws {
        let board = try await TestBoard.make(on: .sqlite)
        try await board.report()
        let before = board.office.position
        let file = board.folder.appending(path: "backup.db").path
        try await board.sqlite.backUp(to: file) { _, _ in }
        for _ in 0..<3 { try await board.report() }
        let note = try #require(try await board.office.signCheckpoint()).note

        let copy = try SQLiteEngine(path: file)
        let judged = try await RestoredJournal.judge(copy, by: Array(note.utf8), log: board.verifier)

        #expect(judged == .lacks(before..<(before + 3)))
        try await copy.close()
        try await board.close()
    }

    @Test func `a journal with one changed entry is not the one that was signed`() async throws {
        let board = try await TestBoard.make(on: .sqlite)
        try await board.report()
        let note = try #require(try await board.office.signCheckpoint()).note
        let file = board.folder.appending(path: "backup.db").path
        try await board.sqlite.backUp(to: file) { _, _ in }
        let copy = try SQLiteEngine(path: file)
        try await copy.write { db in
            _ = try db.execute("DROP TRIGGER entry_refuses_update")
            _ = try db.execute("UPDATE entry SET facts = \(Array("{}".utf8)) WHERE seq = 2")
        }

        let judged = try await RestoredJournal.judge(copy, by: Array(note.utf8), log: board.verifier)

        guard case .other = judged else {
            Issue.record("\(judged)")
            return
        }
        try await copy.close()
        try await board.close()
    }

    @Test func `a checkpoint that the log did not sign judges nothing`() async throws {
        let board = try await TestBoard.make()
        try await board.report()
        let note = try #require(try await board.office.signCheckpoint()).note
        let stranger = try NoteSigner(name: KeyName("test.example/log"), seed: [UInt8](repeating: 1, count: 32))
            .verifier
        await #expect(throws: CheckpointError.self) {
            try await RestoredJournal.judge(board.office.engine, by: Array(note.utf8), log: stranger)
        }
        try await board.close()
    }

    /// From each engine to each other, and to a new one of its own kind.
    private static let ways = TestEngine.all.flatMap { from in TestEngine.all.map { (from, $0) } }

    @Test(arguments: ways)
    func `a moved board has the same root and the same content, and a second run adds nothing`(
        from: TestEngine,
        to: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: from)
        let receipt = try await board.report(contact: Contact(phone: "13900001111"))
        try await board.close(receipt.number)
        let document = try await board.office.keepDocument(TestPDF.bytes())
        _ = try await board.office.signCheckpoint()
        let database = try await TestDatabase.make(to, isMigrated: false)
        let target = try await database.open()

        let first = try await BoardMove(from: board.office.engine, to: target).run { _, _ in }
        let second = try await BoardMove(from: board.office.engine, to: target).run { _, _ in }

        for outcome in [first, second] {
            #expect(outcome.isSame)
            #expect(outcome.tables.filter { !$0.isSame }.isEmpty)
            #expect(outcome.target.size == board.office.position)
        }
        // The moved board is the board: it opens, knows its case, and goes on.
        let office = try await board.reopened(on: target)
        #expect(try await office.caseView(receipt.number, secret: receipt.secret)?.summary.isOpen == false)
        let page = try await board.office.page(1, of: document.digest, isSmall: false)
        #expect(try await office.page(1, of: document.digest, isSmall: false) == page && page != nil)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await target.close()
        try await database.remove()
        try await board.close()
    }

    @Test func `a move that was cut off goes on, and a change behind its back is found`() async throws {
        let board = try await TestBoard.make()
        for _ in 0..<4 { try await board.report() }
        let target = try SQLiteEngine(path: board.folder.appending(path: "moved.db").path)
        try await target.migrate()
        // What an interrupted move leaves: the first entries, and nothing else.
        let entry = Schema.tables[0]
        let rows = try await board.office.engine.read { try entry.page(after: nil, limit: 3, in: $0) }
        try await target.write { db in for row in rows { try entry.insert(row, in: db) } }

        #expect(try await BoardMove(from: board.office.engine, to: target).run { _, _ in }.isSame)
        try await target.write { db in _ = try db.execute("UPDATE board SET is_synthetic = 0") }
        let outcome = try await BoardMove(from: board.office.engine, to: target).run { _, _ in }

        #expect(outcome.tables.filter { !$0.isSame }.map(\.name) == ["board"])
        try await target.close()
        try await board.close()
    }

    @Test func `a target that holds another board is left alone`() async throws {
        let board = try await TestBoard.make()
        let other = try await TestBoard.make(
            world: .still(clock: StandingClock(at: TestBoard.start), random: SeededRandom(seed: 99))
        )
        let fault = await #expect(throws: Fault.self) {
            try await BoardMove(from: board.office.engine, to: other.office.engine).run { _, _ in }
        }
        #expect(fault?.code == "other_board")
        try await other.close()
        try await board.close()
    }
}
