import Application
import Domain
import Store
import TestKit
import Testing

/// What staff have said that words of a draft mean.
struct ClaimAnswerTests {
    private static func hash(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    @Test(arguments: TestEngine.all)
    func `the last answer holds, and nothing is known of what nobody has answered`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let account = try #require(ID<Account>(bytes: [UInt8](repeating: 7, count: 16)))
        let engine = board.office.engine
        func keep(_ figure: String) async throws {
            try await engine.write { db in
                let answer = ClaimAnswers.Answer(question: Self.hash(1), figure: figure)
                try ClaimAnswers.keep(answer, by: account, at: TestBoard.start, in: db)
            }
        }

        try await keep("a")
        try await keep("b")

        let found = try await engine.read { try ClaimAnswers.answers(to: [Self.hash(1), Self.hash(2)], in: $0) }
        #expect(found == [Self.hash(1): "b"])
        #expect(try await engine.read { try ClaimAnswers.answers(to: [], in: $0) }.isEmpty)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `answers are found by their key`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let engine = board.office.engine
        let account = try #require(ID<Account>(bytes: [UInt8](repeating: 7, count: 16)))
        try await engine.write { db in
            for byte in 0..<250 as Range<UInt8> {
                for other in 0..<10 as Range<UInt8> {
                    let answer = ClaimAnswers.Answer(question: Self.hash(byte) + [other], figure: "a")
                    try ClaimAnswers.keep(answer, by: account, at: TestBoard.start, in: db)
                }
            }
        }
        try await engine.write { db in _ = try db.execute("ANALYZE") }

        let statement = ClaimAnswers.statement(for: [Self.hash(1), Self.hash(2)])
        let plan = try await engine.read { db in
            try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
        }

        #expect(!plan.contains { engine.dialect.isWalk($0, "claim_answer") }, "\(plan)")
        try await board.close()
    }
}
