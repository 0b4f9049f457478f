import Domain
import Foundation

extension EventSamples {
    private static func intake(_ kind: Enterprise.Kind, isFull: Bool) throws -> EnterpriseProblem.Intake {
        EnterpriseProblem.Intake(
            number: 7,
            firm: 9,
            firmKind: kind,
            grid: try grid(),
            source: isFull ? .visit : .link,
            need: .outsideTheWall,
            text: "\(mark) problem",
            visit: isFull ? ID(account(5).rawValue) : nil,
            hidden: isFull ? [try unit("CG"), try unit("HW")] : [],
            documents: isFull ? [Document(digest: "\(mark)digest5", pages: ["\(mark)page3"])] : []
        )
    }

    /// Two lives: a firm's with everything that there is to say, and a sole trader's.
    static func problems() throws -> [[EnterpriseProblem.Event]] {
        let (first, last) = (try Day(parsing: "2026-06-02"), try Day(parsing: "2026-07-02"))
        let number = CaseNumber(stored: "\(mark)-20260602-00001-A")
        let word = EnterpriseProblem.Word(isSolved: true, isSatisfied: true, note: "\(mark) word")
        let opinion = EnterpriseProblem.Opinion(text: "\(mark) opinion", promised: last, on: first)
        let whats: [EnterpriseProblem.Event.What] =
            [
                .collected(try intake(.enterprise, isFull: true)), .clarified(.land, text: "\(mark) clear"),
                .graded(.complex, number), .assigned(try unit("CG")), .opined(opinion, isOnTime: true),
                .progressed(text: "\(mark) progress", isOnTime: false), .passedUp, .suspended(review: last), .resumed,
            ]
            + EnterpriseProblem.Owed.allCases.map { .becameOverdue($0, by: last) }
            + Feedback.Result.allCases.map { .answered($0, basis: $0 == .explained ? "\(mark) basis" : "") }
            + EnterpriseProblem.Voice.allCases.flatMap { voice -> [EnterpriseProblem.Event.What] in
                [
                    .said(voice, word, solved: 0),
                    .said(voice, EnterpriseProblem.Word(isSolved: false, note: ""), solved: -1),
                ]
            }
            + [
                .notReached, .closed(.solved, isOnTime: true, days: 30, solved: 1), .reopened(solved: -1), .withdrawn,
                .voided,
            ]
        let few: [EnterpriseProblem.Event.What] = [
            .collected(try intake(.soleTrader, isFull: false)), .withdrawn,
        ]
        return try [whats, few].map { whats in
            try whats.map { EnterpriseProblem.Event(tag: try tag(), on: first, what: $0) }
        }
    }
}
