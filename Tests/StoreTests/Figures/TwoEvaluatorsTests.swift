import Domain
import TestKit
import Testing
import Verifier

@testable import Store

/// The server's evaluator, SQL over the fact table, against the verifier's, which walks through the entries; neither knows the other.
///
/// What they disagree on is decided by docs/figures.md; every seed gives the same journals and questions again.
struct TwoEvaluatorsTests {
    private struct Undone: Error {
        let values: [FigureValue]
    }

    private static let journals: UInt64 = 400
    private static let questionsEach = 8

    /// The values of some questions, on a journal that holds these entries and nothing else; nothing of it stays.
    private func values(
        _ questions: [RandomFigures.Question],
        of journal: [Facts],
        on engine: any Engine
    ) async throws -> [FigureValue] {
        let dialect = engine.dialect
        do {
            _ = try await engine.write { db -> Int in
                for (index, facts) in journal.enumerated() {
                    try db.submit(
                        """
                        INSERT INTO entry (seq, subject, kind, version, facts, leaf)
                        VALUES (
                            \(index + 1), \([UInt8](repeating: 1, count: 16)), 'case', \(index + 1), \(facts.canonical),
                            \([UInt8](repeating: 0, count: 32)))
                        """
                    )
                }
                _ = try FactIndex.extend(upTo: Int64(journal.count), in: db)
                throw Undone(
                    values: try questions.map { question in
                        try question.indicator.value(
                            in: question.window,
                            scope: question.scope,
                            asOf: Int64(question.asOf),
                            dialect: dialect,
                            in: db
                        )
                    }
                )
            }
        } catch let undone as Undone { return undone.values }
        throw Fault.corrupt("assumed that nothing stays")
    }

    private func answer(_ question: RandomFigures.Question, of journal: [Facts]) throws -> Answer {
        try Answer(
            definition: Array(question.indicator.text.utf8),
            entries: journal.prefix(question.asOf).map(\.canonical),
            from: question.window.from.description,
            until: question.window.until.description,
            scope: Array(question.scope.text.utf8)
        )
    }

    @Test(arguments: TestEngine.all)
    func `both evaluators say the same of random journals`(kind: TestEngine) async throws {
        let database = try await TestDatabase.make(kind)
        let engine = try await database.open()
        var counted = 0

        for seed in 0..<Self.journals {
            var random = RandomFigures(seed: seed)
            let journal = random.journal()
            let questions = try (0..<Self.questionsEach).map { _ in try random.question(of: journal) }
            let values = try await values(questions, of: journal, on: engine)

            for (question, value) in zip(questions, values) {
                let place: Comment = """
                    journal \(seed): \(question.indicator.text) \(question.window.from) \(question.window.until) \
                    \(question.scope.text) \(question.asOf)
                    """
                let answer = try #require(try? answer(question, of: journal), place)
                #expect(value.numerator.map { Int128($0) } == answer.numerator, place)
                #expect(value.denominator.map { Int128($0) } == answer.denominator, place)
                #expect(value.rows == Int64(answer.rows), place)
                #expect(value.excluded == answer.excluded.mapValues { Int64($0) }, place)
                #expect(value.status.rawValue == answer.status.rawValue, place)
                #expect(value.text == answer.value, place)
                if answer.rows > 0 { counted += 1 }
            }
        }

        // Questions that nothing answers would prove little.
        #expect(counted > Int(Self.journals) * Self.questionsEach / 3)
        try await engine.close()
        try await database.remove()
    }

    @Test func `both take the same texts for definitions`() throws {
        var taken = 0
        var refused = 0

        for seed in 0..<1_000 as Range<UInt64> {
            var random = RandomFigures(seed: seed)
            let question = try random.question(of: random.journal())
            for text in [question.indicator.text] + (0..<8).map({ _ in random.changed(question.indicator.text) }) {
                let server = (try? Indicator(parsing: text)) != nil
                let verifier = Self.isDefinition(text)
                #expect(server == verifier, "\(text)")
                if verifier { taken += 1 } else { refused += 1 }
            }
        }

        #expect(taken > 1_000)
        #expect(refused > 1_000)
    }

    private static func isDefinition(_ text: String) -> Bool {
        (try? Answer(
            definition: Array(text.utf8),
            entries: [],
            from: "2026-01-01",
            until: "2026-02-01",
            scope: Array("{}".utf8)
        )) != nil
    }
}
