import Application
import Domain
import Testing

struct WordingTests {
    @Test func `both languages have the same keys, and every text has words`() throws {
        let catalogues = try Catalogues()
        let chinese = catalogues.keys(in: .chinese)
        #expect(chinese == catalogues.keys(in: .english))
        #expect(chinese.count > 300)
        for language in Language.allCases {
            for key in catalogues.keys(in: language) { #expect(!catalogues.text(key, in: language).isEmpty) }
        }
    }

    @Test func `the same parts are filled in in both languages, dates apart`() throws {
        let catalogues = try Catalogues()
        func names(_ text: String) -> Set<String> { Set(text.matches(of: /\{(\w+)\}/).map { String($0.1) }) }
        for key in catalogues.keys(in: .chinese) where !key.hasPrefix("web.time") && key != "bulletin.day" {
            #expect(names(catalogues.text(key, in: .chinese)) == names(catalogues.text(key, in: .english)), "\(key)")
        }
    }

    @Test func `every refusal says why in both languages, with nothing left to fill in`() throws {
        let catalogues = try Catalogues()
        let code = try CategoryCode(parsing: "A")
        let refusals: [Refusal] =
            [
                .signInNeeded, .notPermitted(.close), .roleNeeded(.intake), .outsideScope, .otherUnit,
                .handlerMayNotCheck,
                .handlerMayNotClose, .establisherMayNotDispatch, .askerMayNotApprove,
                .wrongStage(action: .close, stage: .reported), .alreadyRated, .notOverdue, .voidAlreadyAsked,
                .voidNotAsked,
                .notPlaced, .notSelfHandlable, .noContact, .answerMissing(code), .answerNotListed(code), .placeOutside,
                .ratingOutOfRange, .datesReversed, .accountExists, .postExists, .postTaken, .calendarVersionUsed,
                .territory(.noGrids), .signInFailed,
                .throttled(retryAfter: 2),
                .formExpired, .photoUnreadable, .photoTooLarge(limitBytes: 1_048_576), .documentUnreadable,
                .documentLocked,
                .documentTooLong(limit: 20), .documentTooLarge(limitBytes: 1_048_576), .documentsNotTaken, .keyReused,
                .malformed(Malformed("day", expected: "")),
            ] + Refusal.Subject.allCases.map(Refusal.unknown)
            + Refusal.Field.allCases.flatMap { [.missing($0), .tooLong($0, limit: 3), .tooMany($0, limit: 3)] }
            + Stage.Name.allCases.map { .wrongStage(action: .verify, stage: $0) }
            + CaseAction.allCases.map(Refusal.notPermitted) + Role.allCases.map(Refusal.roleNeeded)
        for refusal in refusals {
            for language in Language.allCases {
                let words = catalogues.words(for: refusal, in: language)
                #expect(!words.contains("{") && !words.contains("refusal.") && words.count > 3, "\(refusal)")
            }
        }
    }
}
