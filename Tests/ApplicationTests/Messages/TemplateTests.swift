import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// The office's own words in its messages: from a day on, in both languages, with what is filled in.
struct TemplateTests {
    private static let key = "mail.step_handed_over"
    private static let words = Wording("已转给{unit}。", english: "It is with {unit} now.")

    @Test(arguments: TestEngine.all)
    func `new words hold from their day, everywhere, and the built-in ones can be taken again`(
        engine: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: engine)
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let other = try await board.reopened()
        let builtIn = try office.messageTemplate(Self.key).builtIn
        let tomorrow = office.today.advanced(by: 1)

        try await office.word(Self.key, Self.words, from: tomorrow, by: admin)
        let position = office.position
        try await office.word(Self.key, Self.words, from: tomorrow, by: admin)
        #expect(office.position == position)
        #expect(try office.messageTemplate(Self.key).current == builtIn)
        board.clock.advance(seconds: 86_400)
        try await other.lookAround()
        #expect(try other.messageTemplate(Self.key).current == Self.words)
        #expect(other.sample(of: Self.words.english, in: .english) == "It is with City Management now.")
        // What is written into other words are words of now, too.
        let answered = Wording("有答复了", english: "there is an answer")
        try await other.word("mail.short_answered", answered, from: other.today, by: admin)
        #expect(other.sample(of: "{what}", in: .chinese) == "有答复了")
        try await office.lookAround()
        try await office.restoreWords(Self.key, from: office.today, by: admin)
        #expect(try office.messageTemplate(Self.key).current == builtIn)
        #expect(try office.messageTemplate(Self.key).versions.map(\.wording) == [Self.words, nil])
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await other.engine.close()
        try await board.close()
    }

    @Test(arguments: [
        ("已转给{unit}，{who}。", "With {unit}.", Refusal.placeholderUnknown("who")),
        ("已转给{unit。", "With {unit}.", .placeholderUnknown("{unit。")), ("已转给。", "", .missing(.englishText)),
        (" \n", "With {unit}.", .missing(.chineseText)),
        (String(repeating: "字", count: 1_001), "x", .tooLong(.chineseText, limit: 1_000)),
    ])
    func `words with what nobody can fill in, or in one language only, are refused`(
        chinese: String,
        english: String,
        refusal: Refusal
    ) async throws {
        let board = try await TestBoard.make()
        let admin = Actor.staff(board.staff(.administrator))
        let position = board.office.position
        await #expect(throws: refusal) {
            try await board.office.word(
                Self.key,
                Wording(chinese, english: english),
                from: board.office.today,
                by: admin
            )
        }
        #expect(board.office.position == position)
        try await board.close()
    }

    @Test func `a link cannot be left out, a day cannot have passed, and a key has to be one`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        await #expect(throws: Refusal.placeholderMissing("link")) {
            try await office.word("mail.link", Wording("看回执", english: "See"), from: office.today, by: admin)
        }
        await #expect(throws: Refusal.fromThePast) {
            try await office.word(Self.key, Self.words, from: office.today.advanced(by: -1), by: admin)
        }
        for key in ["mail.test_subject", "mail.no", "web.done", ""] {
            await #expect(throws: Refusal.unknown(.template)) {
                try await office.word(key, Self.words, from: office.today, by: admin)
            }
        }
        try await board.close()
    }

    @Test func `every sample of the built-in words is filled`() async throws {
        let board = try await TestBoard.make()
        #expect(board.office.messageTemplates.count > 40)
        for template in board.office.messageTemplates {
            for language in Language.allCases {
                let sample = board.office.sample(of: template.builtIn.text(in: language), in: language)
                #expect(!sample.contains("{") && !sample.isEmpty, "\(template.slot.key)")
            }
        }
        try await board.close()
    }
}
