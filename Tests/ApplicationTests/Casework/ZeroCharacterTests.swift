import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// U+0000 is refused in words for the sender, long before an engine would refuse it.
struct ZeroCharacterTests {
    private static let refusal = Refusal.malformed(Malformed("text", expected: "text without U+0000"))

    @Test func `reports, words and names with it are refused, and nothing is stored`() async throws {
        let board = try await TestBoard.make()
        await #expect(throws: Self.refusal) { try await board.report("路灯\u{0}坏了") }
        let number = try await board.report().number
        await #expect(throws: Self.refusal) {
            try await board.office.perform(.add(text: "补充\u{0}"), on: number, by: .reporter)
        }
        let grant = Account.Grant(signInName: "li\u{0}", displayName: "李", roles: [.intake], scope: .district)
        let id: ID<Account> = board.office.world.newID(at: board.office.now)
        await #expect(throws: Self.refusal) { try await board.office.change(.open(grant), on: id, by: .system) }
        #expect(try await board.office.count(CaseFilter()).number == 1)
        try await board.close()
    }

    @Test func `nobody signs in and nothing is found under it`() async throws {
        let board = try await TestBoard.make()
        try await board.report()
        await #expect(throws: Refusal.signInFailed) {
            try await board.office.signIn(name: "intake\u{0}", password: TestBoard.password, from: "127.0.0.1")
        }
        var filter = CaseFilter()
        filter.text = "\u{0}"
        #expect(try await board.office.count(filter).number == 0)
        try await board.close()
    }

    @Test(arguments: Language.allCases)
    func `the refusal says what to do`(language: Language) throws {
        let words = try Catalogues().words(for: Self.refusal, in: language)
        #expect(words.contains("U+0000"))
    }
}
