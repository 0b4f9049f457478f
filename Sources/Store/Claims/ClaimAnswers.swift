package import Domain

/// Which figure staff have said is meant by which words; beside the journal.
package enum ClaimAnswers {
    package struct Answer: Hashable, Sendable {
        /// SHA-256 of the words.
        package let question: [UInt8]
        /// A figure's code; empty for none of them.
        package let figure: String

        package init(question: [UInt8], figure: String) {
            self.question = question
            self.figure = figure
        }
    }

    /// The last answer holds.
    package static func keep(
        _ answer: Answer,
        by account: ID<Account>,
        at now: Instant,
        in db: any Connection
    ) throws {
        try db.submit(
            """
            INSERT INTO claim_answer (question, figure, account, answered_at)
            VALUES (\(answer.question), \(answer.figure), \(account.bytes), \(now.secondsSinceEpoch))
            ON CONFLICT (question) DO UPDATE
            SET figure = excluded.figure, account = excluded.account, answered_at = excluded.answered_at
            """
        )
    }

    /// The answers to these questions, by the question.
    package static func answers(to questions: Set<[UInt8]>, in db: any Connection) throws -> [[UInt8]: String] {
        guard !questions.isEmpty else { return [:] }
        let rows = try db.rows(statement(for: questions.sorted { $0.lexicographicallyPrecedes($1) })) { row in
            (try row.blob(0), try row.text(1))
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// Apart, so that a test can look at its plan.
    package static func statement(for questions: [[UInt8]]) -> SQL {
        "SELECT question, figure FROM claim_answer WHERE question IN (" + .list(questions.map(SQL.Value.blob)) + ")"
    }
}
