import Application
import Domain
import Store
import TestKit
import Testing

/// Dated versions of the rules: what holds when, who may change it, and what running cases keep.
struct EditionTests {
    private static func version(_ text: String) throws -> EditionVersion { try EditionVersion(parsing: text) }

    /// The list in force with another limit for solving lamps.
    private static func matters(_ board: TestBoard, solve: String) throws -> Edition.Content {
        let code = try CategoryCode(parsing: "street-light")
        return .matters(
            try board.office.directory.sortedCategories.map { category in
                var category = category
                if category.code == code { category.solveLimit = try Limit(parsing: solve) }
                return category
            }
        )
    }

    private static func publish(
        _ content: Edition.Content,
        _ name: String,
        after days: Int,
        on board: TestBoard
    ) async throws {
        let edition = Edition(version: try version(name), content: content)
        try await board.office.propose(edition, by: .staff(board.staff(.administrator)))
        let day = board.office.today.advanced(by: days)
        let actor = Actor.staff(board.staff(.administrator))
        try await board.office.publish(edition.kind, edition.version, from: day, basis: "某文〔2026〕1号", by: actor)
    }

    private static func establish(_ number: CaseNumber, on board: TestBoard) async throws -> Clock? {
        let code = try CategoryCode(parsing: "street-light")
        let steps: [(CaseCommand, Role)] = [(.register(category: code), .intake), (.establish(note: ""), .dutyChief)]
        for (command, role) in steps {
            try await board.office.perform(command, on: number, by: .staff(board.staff(role)))
        }
        return try await board.office.caseView(number, as: .system)?.file.solve
    }

    @Test func `a list of matters holds from its day on, at every node, and running cases keep theirs`() async throws {
        let board = try await TestBoard.make()
        let old = try await board.report().number
        try await Self.publish(Self.matters(board, solve: "2wd"), "2026-06", after: 1, on: board)
        let other = try await board.reopened()
        let code = try CategoryCode(parsing: "street-light")
        #expect(board.office.directory.categories[code]?.solveLimit.description == "5wd")
        #expect(other.directory.categories[code]?.solveLimit.description == "5wd")
        let before = board.office.directory.catalogueVersion

        board.clock.advance(seconds: 86_400)
        #expect(board.office.directory.categories[code]?.solveLimit.description == "2wd")
        #expect(other.directory.categories[code]?.solveLimit.description == "2wd")
        #expect(board.office.directory.catalogueVersion > before)
        let new = try await board.report().number
        #expect(try await Self.establish(old, on: board)?.limit.description == "5wd")
        #expect(try await Self.establish(new, on: board)?.limit.description == "2wd")
        let rebuilt = try await board.office.rebuild { _, _ in }
        #expect(rebuilt.isSame)
        try await other.engine.close()
        try await board.close()
    }

    @Test func `a calendar that comes into force dates new cases, and the old ones keep theirs`() async throws {
        let board = try await TestBoard.make()
        let first = try await board.report().number
        let draft = CalendarDraft(
            version: try Self.version("summer"),
            hours: "08:00-12:00 15:00-18:30",
            weekdays: "1 2 3 4 5",
            notices: "notice 2026 某号 2025-11-04\noff 2026-06-02..2026-06-03\non 2026-06-06"
        )
        let calendar = try draft.calendar(after: board.office.directory.calendar)
        try await Self.publish(.calendar(calendar), "summer", after: 0, on: board)
        let second = try await board.report().number
        let views = try await [first, second].asyncMap { try await board.office.caseView($0, as: .system) }
        #expect(views.map { $0?.file.calendar } == ["test-1", "summer"])
        #expect(views[0]?.file.answer.due.description == "2026-06-02T10:00:00Z")
        // Tuesday and Wednesday are off; Thursday ends at 18:30.
        #expect(views[1]?.file.answer.due.description == "2026-06-04T10:30:00Z")
        let explanation = try #require(views[1]).file.answer.deadline.explanation(in: calendar)
        #expect(explanation.due == views[1]?.file.answer.due)
        try await board.close()
    }

    @Test func `only the administrator proposes, publishes and withdraws`() async throws {
        let board = try await TestBoard.make()
        let edition = Edition(version: try Self.version("x"), content: try Self.matters(board, solve: "2wd"))
        let tomorrow = board.office.today.advanced(by: 1)
        for role in Role.allCases where role != .administrator {
            let actor = Actor.staff(board.staff(role))
            await #expect(throws: Refusal.roleNeeded(.administrator)) {
                try await board.office.propose(edition, by: actor)
            }
            await #expect(throws: Refusal.roleNeeded(.administrator)) {
                try await board.office.publish(.matters, edition.version, from: tomorrow, basis: "b", by: actor)
            }
            await #expect(throws: Refusal.roleNeeded(.administrator)) {
                try await board.office.withdraw(.matters, edition.version, by: actor)
            }
        }
        await #expect(throws: Refusal.roleNeeded(.administrator)) {
            try await board.office.propose(edition, by: .resident)
        }
        #expect(board.office.directory.editions.isEmpty)
        try await board.close()
    }

    @Test func `what would rewrite the past, or hold twice, is refused`() async throws {
        let board = try await TestBoard.make()
        let admin = Actor.staff(board.staff(.administrator))
        let today = board.office.today
        func refused(_ refusal: Refusal, _ body: () async throws -> Void) async {
            await #expect(throws: refusal) { try await body() }
        }
        let content = try Self.matters(board, solve: "2wd")
        let (a, b) = (try Self.version("a"), try Self.version("b"))
        try await board.office.propose(Edition(version: a, content: content), by: admin)
        await refused(.editionExists) {
            try await board.office.propose(Edition(version: a, content: content), by: admin)
        }
        await refused(.editionTooEarly(today.advanced(by: 1))) {
            try await board.office.publish(.matters, a, from: today, basis: "b", by: admin)
        }
        await refused(.missing(.basis)) {
            try await board.office.publish(.matters, a, from: today.advanced(by: 1), basis: " ", by: admin)
        }
        await refused(.unknown(.edition)) {
            try await board.office.publish(.matters, b, from: today.advanced(by: 1), basis: "b", by: admin)
        }
        try await board.office.publish(.matters, a, from: today.advanced(by: 1), basis: "b", by: admin)
        await refused(.editionPublished) {
            try await board.office.publish(.matters, a, from: today.advanced(by: 2), basis: "b", by: admin)
        }
        try await board.office.propose(Edition(version: b, content: content), by: admin)
        await refused(.editionDayTaken) {
            try await board.office.publish(.matters, b, from: today.advanced(by: 1), basis: "b", by: admin)
        }
        // What is coming can be called off; what holds cannot.
        try await board.office.withdraw(.matters, b, by: admin)
        board.clock.advance(seconds: 86_400)
        await refused(.editionPublished) { try await board.office.withdraw(.matters, a, by: admin) }
        // And nothing of it changes at once any more.
        let category = try #require(board.office.directory.sortedCategories.first)
        await refused(.keptAsEditions) {
            try await board.office.change(.retire(category.code), on: ID<Catalogue>.board, by: .system)
        }
        try await board.close()
    }

    @Test func `the preview says what is added, removed and changed, and how many open cases it is about`() async throws
    {
        let board = try await TestBoard.make()
        for _ in 0..<3 { try await board.report() }
        try await board.report("垃圾", category: "waste")
        var categories = board.office.directory.sortedCategories.filter { $0.code.rawValue != "waste" }
        let index = try #require(categories.firstIndex { $0.code.rawValue == "street-light" })
        categories[index].solveLimit = try Limit(parsing: "2wd")
        var fresh = categories[index]
        fresh.code = try CategoryCode(parsing: "brand-new")
        let edition = Edition(version: try Self.version("p"), content: .matters(categories + [fresh]))
        let preview = try await board.office.preview(edition, from: board.office.today.advanced(by: 1))
        #expect(
            preview.rows.map { "\($0.kind.rawValue) \($0.code)" } == [
                "changed street-light", "added brand-new", "removed waste",
            ]
        )
        #expect(preview.rows[0].changes == [EditionPreview.Change(part: "solve", was: "5wd", now: "2wd")])
        #expect(preview.openCases == 4 && preview.findings.isEmpty)

        // Of a dispatch catalogue: those that wait and would go elsewhere.
        try await board.publishDispatch()
        let rules = try DispatchFile(text: "rule,matter,area,hours,unit,post\nN1,all,all,all,HW,HW-D").rules
        let dispatch = Edition(version: try Self.version("d"), content: .dispatch(rules))
        let changes = try await board.office.preview(dispatch, from: board.office.today)
        #expect(changes.openCases == 3)
        #expect(
            Set(changes.rows.map { "\($0.kind.rawValue) \($0.code)" }) == [
                "added N1", "removed R1", "removed R2", "removed R3",
            ]
        )
        try await board.close()
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
