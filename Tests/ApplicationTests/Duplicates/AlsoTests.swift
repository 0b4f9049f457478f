import Domain
import Store
import TestKit
import Testing

@testable import Application

/// 我也遇到: a receipt each, counted once, taken back at will.
struct AlsoTests {
    @Test(arguments: TestEngine.all)
    func `a word is good for one receipt, and a browser that holds one for no second`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let number = try await board.report().number
        let other = try await board.report("另一件").number

        let word = office.alsoWord(for: number)
        let first = try await office.joinAlso(number, word: word)
        let again = try await office.joinAlso(number, word: word)
        let held = try await office.joinAlso(number, word: office.alsoWord(for: number), held: first)
        #expect(first == again && first == held && first.serial == 1)
        #expect(try await office.alsoCount(of: number) == 1)

        let second = try await office.joinAlso(number, word: office.alsoWord(for: number))
        #expect(second.serial == 2 && second.secret != first.secret)
        #expect(try await office.alsoCount(of: number) == 2)

        // A receipt or a word of one case is worth nothing at another.
        await #expect(throws: Refusal.formExpired) { try await office.joinAlso(other, word: word) }
        let strange = try await office.joinAlso(other, word: office.alsoWord(for: other), held: first)
        #expect(strange.number == other && strange.serial == 1)
        for word in ["", "x", "-", String(repeating: "0", count: 32) + "-0"] {
            await #expect(throws: Refusal.formExpired) { try await office.joinAlso(number, word: word) }
        }
        try await board.close()
    }

    @Test func `taking it back uncounts it and forgets the address; coming back is the same receipt`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let number = try await board.report().number
        let receipt = try await office.joinAlso(number, word: office.alsoWord(for: number))
        try await office.tellAlso(receipt, at: "li@example.org", .atOnce, in: .chinese)
        #expect(try await office.also(receipt)?.sealed != nil)

        try await office.leaveAlso(receipt)
        let left = try #require(try await office.also(receipt))
        #expect(left.leftAt != nil && left.sealed == nil && !left.isActive)
        #expect(try await office.alsoCount(of: number) == 0)

        let next = try await office.joinAlso(number, word: office.alsoWord(for: number))
        #expect(next.serial == 2)
        let back = try await office.joinAlso(number, word: office.alsoWord(for: number), held: receipt)
        #expect(back == receipt)
        #expect(try await office.alsoCount(of: number) == 2)

        let forged = AlsoReceipt(number: number, serial: 2, secret: receipt.secret)
        #expect(try await office.also(forged) == nil)
        await #expect(throws: Refusal.unknown(.receipt)) { try await office.leaveAlso(forged) }
        try await board.close()
    }

    @Test func `a case that has ended or is confidential cannot be joined`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let closed = try await board.report().number
        let word = office.alsoWord(for: closed)
        try await board.close(closed)
        await #expect(throws: Refusal.notOpen) { try await office.joinAlso(closed, word: word) }
        let hidden = try await board.report("保密", confidence: .nobodyNamed).number
        await #expect(throws: Refusal.unknown(.caseFile)) {
            try await office.joinAlso(hidden, word: office.alsoWord(for: hidden))
        }
        try await board.close()
    }

    @Test func `joining moves nothing: no entry, no version, no place in any list`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let first = try await board.report("先").number
        board.clock.advance(seconds: 60)
        let second = try await board.report("后").number
        let intake = board.staff(.intake)
        let before = (try await office.queue(for: intake, limit: 9), try await board.stored())

        board.clock.advance(seconds: 60)
        for _ in 0..<5 { _ = try await office.joinAlso(second, word: office.alsoWord(for: second)) }

        #expect(try await office.queue(for: intake, limit: 9) == before.0)
        #expect(try await board.stored() == before.1)
        #expect(before.0.map(\.number) == [first, second])
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `whoever asked is told of each step, and so is the reporter of a merged case`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        // given: a case, somebody who has met the same, and another report that is merged into it
        let number = try await board.report().number
        let receipt = try await office.joinAlso(number, word: office.alsoWord(for: number))
        try await office.tellAlso(receipt, at: "also@example.org", .atOnce, in: .english)
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(grid: office.directory.grid(named: TestBoard.gridCodes[0])),
            text: "灯不亮",
            contact: Contact(email: "merged@example.org"),
            wish: Subscription(language: .chinese, timing: .atOnce)
        )
        let merged = try await office.report(draft, by: .resident).number
        let intake = Actor.staff(board.staff(.intake))
        try await office.perform(.register(category: draft.category), on: merged, by: intake)
        try await office.perform(.merge(into: number), on: merged, by: intake)
        try await office.fillOutbox()
        let before = try await receivers(office)

        // when
        try await board.close(number)
        try await office.fillOutbox()

        // then: accepted, handed over, answered and closed, to each of the two
        let told = try await receivers(office).filter { !before.contains($0) }
        for receiver in [Receiver.also(number, 1).text, Receiver.reporter(merged).text] {
            let steps = told.filter { $0.hasPrefix(receiver + " ") }.compactMap { $0.split(separator: " ").last }
            #expect(Set(steps) == ["accepted", "handed_over", "answered", "closed"], "\(receiver)")
        }

        // And no more once the messages are ended by the mail's own link.
        let found = try #require(
            office.receiver(kind: "also", name: "\(number.rawValue)+1", secret: secret(office, receipt))
        )
        #expect(found == .also(number, 1))
        #expect(try await office.unsubscribe(found))
        #expect(try await office.also(receipt)?.isActive == false)
        #expect(office.receiver(kind: "also", name: "\(number.rawValue)+2", secret: secret(office, receipt)) == nil)
        try await board.close()
    }

    private func secret(_ office: Office, _ receipt: AlsoReceipt) -> String {
        let address = office.unsubscribeAddress(for: .also(receipt.number, receipt.serial)) ?? ""
        return String(address.split(separator: "/").last ?? "")
    }

    private func receivers(_ office: Office) async throws -> [String] {
        try await office.engine.read { db in
            try db.rows("SELECT receiver, event, step FROM outbox ORDER BY event, receiver") {
                "\(try $0.text(0)) \(try $0.integer(1)) \(try $0.text(2))"
            }
        }
    }
}
