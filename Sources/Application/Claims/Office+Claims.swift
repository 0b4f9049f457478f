package import Claims
import Crypto
package import Domain
import Foundation
import Store
import Synchronization

/// A draft that was checked, and what its author is to be asked.
package struct CheckedDraft: Sendable {
    package let check: ClaimCheck
    package let report: CheckReport
}

/// Checking the numbers of a draft: for anybody; nothing of the draft is kept or logged.
extension Office {
    /// The figures that a draft is held against, each with its origin and a link.
    ///
    /// - Throws: ``Fault`` where they cannot be read.
    package func knownFigures() async throws -> [KnownFigure] {
        try await figureSource.figures() + publishedFigures()
    }

    /// The name of a question in forms and on the board: a hash, so that no words of a draft leave the request.
    package static func questionName(_ question: String) -> String {
        SHA256.hash(data: Data(question.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Checks a draft on a thread of its own.
    ///
    /// `answers`: what its author has said is meant, by ``questionName(_:)``; it goes before what staff have said earlier.
    ///
    /// - Throws: ``Refusal`` when there is nothing to check, too much of it, or others wait already; ``Fault``.
    package func check(
        _ text: String,
        year: Int?,
        answers: [String: String],
        in language: Language
    ) async throws -> CheckedDraft {
        guard text.contains(where: { !$0.isWhitespace }) else { throw Refusal.missing(.text) }
        guard text.count <= Draft.limit else { throw Refusal.tooLong(.text, limit: Draft.limit) }
        guard claimGate.enter() else { throw Refusal.throttled(retryAfter: 5) }
        defer { claimGate.leave() }
        let known = try await knownFigures()
        let first = try await claimWork.run { ClaimCheck(Draft(text, year: year), against: known) }
        let questions = Set(first.judged.filter { !$0.candidates.isEmpty }.map(\.question))
        let names = Dictionary(uniqueKeysWithValues: questions.map { ($0, Self.questionName($0)) })
        let hashes = Set(questions.map { Array(SHA256.hash(data: Data($0.utf8))) })
        let earlier = hashes.isEmpty ? [:] : try await engine.read { try ClaimAnswers.answers(to: hashes, in: $0) }
        let check = try await claimWork.run {
            ClaimCheck(first.draft, against: known) { question in
                names[question].flatMap { answers[$0] } ?? earlier[Array(SHA256.hash(data: Data(question.utf8)))]
            }
        }
        return CheckedDraft(check: check, report: CheckReport(check, catalogues: catalogues, in: language))
    }

    /// Remembers on the board what staff have answered, for all who check after them.
    ///
    /// Only questions that the draft has asked are kept, and only figures that may be meant.
    ///
    /// - Throws: ``Fault``.
    package func remember(_ answers: [String: String], of check: ClaimCheck, by staff: Staff) async throws {
        var kept: [ClaimAnswers.Answer] = []
        for judged in check.judged {
            let hash = Array(SHA256.hash(data: Data(judged.question.utf8)))
            guard let code = answers[Self.questionName(judged.question)],
                !kept.contains(where: { $0.question == hash }),
                code.isEmpty || judged.candidates.contains(where: { $0.code == code }), !judged.candidates.isEmpty
            else { continue }
            kept.append(ClaimAnswers.Answer(question: hash, figure: code))
        }
        guard !kept.isEmpty else { return }
        let (now, found) = (now, kept)
        try await engine.write { db in
            for answer in found { try ClaimAnswers.keep(answer, by: staff.account, at: now, in: db) }
        }
    }
}

/// How many drafts wait for the one thread that checks them; a long one takes a tenth of a second.
final class ClaimGate: Sendable {
    private let count = Mutex(0)
    private static let limit = 8

    func enter() -> Bool {
        count.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}
