import Application
import Domain
import FoundationEssentials
import Geography
import Store
import TestKit
import Testing

/// A firm's problem through the office: from a visit, by the firm's own page and its case, to the last word.
struct ProblemFlowTests {
    private static let text = "门口路灯不亮"

    /// A firm with a steward, and a category for what firms need.
    private static func fill(_ board: TestBoard, kind: Enterprise.Kind = .enterprise) async throws -> String {
        let office = board.office
        var category = try #require(office.directory.categories.values.first { $0.code.rawValue == "question" })
        category.code = try CategoryCode(parsing: "firm-other")
        _ = try await office.desk.handle(
            .define(category),
            on: ID<Catalogue>.board,
            envelope: Envelope(at: office.now, by: .system)
        )
        try await office.refreshDirectory()
        let chief = Actor.staff(board.staff(.serviceChief))
        let draft = EnterpriseDraft(
            name: "南山机械有限公司",
            kind: kind,
            place: PlaceDraft(coordinate: Coordinate(longitude: 113.815, latitude: 34.025), address: "建设路 1 号")
        )
        #expect(try await office.register(draft, by: chief) == 1)
        try await office.assign(board.staff(.steward).account, to: 1, from: office.today, by: chief)
        let link = try await office.firmLink(of: 1, for: chief)
        return try #require(link.split(separator: "/").last.map(String.init))
    }

    private static func visit(_ board: TestBoard, _ problems: [String]) async throws {
        let draft = RecordDraft(
            on: board.office.today,
            outcome: .visited,
            minutes: 20,
            needs: [.outsideTheWall],
            problems: problems
        )
        try await board.office.record(draft, at: 1, by: board.staff(.steward))
    }

    private static func grade(_ board: TestBoard, _ number: Int = 1) async throws -> CaseNumber {
        let step = ProblemStep.grade(.simple, .outsideTheWall, text: text)
        try await board.office.take(step, at: number, by: board.staff(.serviceChief))
        return try #require(try await view(board, number).summary.caseNumber)
    }

    private static func view(_ board: TestBoard, _ number: Int = 1) async throws -> ProblemView {
        try #require(try await board.office.problem(number, for: board.staff(.serviceChief)))
    }

    private static func dispatch(_ board: TestBoard, _ matter: CaseNumber) async throws {
        let command = CaseCommand.dispatch(to: try UnitCode(parsing: "CG"), opinion: "")
        try await board.office.perform(command, on: matter, by: .staff(board.staff(.dispatcher)))
    }

    /// From the visit to what the unit says came of it.
    private static func answered(_ board: TestBoard, _ result: Feedback.Result = .solved) async throws -> CaseNumber {
        try await visit(board, [text])
        let matter = try await grade(board)
        try await dispatch(board, matter)
        let promised = board.office.today.advanced(by: 5)
        let unit = board.staff(.handlingUnit)
        let opinion = ProblemStep.opine(text: "换灯", promised: promised, contact: .reached)
        try await board.office.take(opinion, at: 1, by: unit)
        let basis = result == .explained ? "示例规定" : ""
        try await board.office.take(.answer(Feedback(result: result, text: "换了", basis: basis)), at: 1, by: unit)
        return matter
    }

    /// By how much entries of these types have changed a number.
    private static func sum(_ fact: String, _ board: TestBoard) async throws -> Int64 {
        try await board.office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }.filter { try $0.text("t").hasPrefix("problem.") }.compactMap { $0.optionalInteger(fact) }.reduce(0, +)
    }

    @Test(arguments: TestEngine.all)
    func `a problem noted on a visit opens by itself and ends with the firm's word`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let secret = try await Self.fill(board)
        let matter = try await Self.answered(board)

        let waiting = try await Self.view(board)
        #expect(waiting.state.stage == .answered(.solved) && waiting.summary.debt?.what == .word)
        #expect(waiting.state.intake?.need == .outsideTheWall && waiting.state.intake?.visit != nil)
        let own = try #require(try await board.office.firmPage(of: 1, secret: secret))
        #expect(own.problems.map(\.number) == [1])
        #expect(try await Self.sum("solved", board) == 0)
        #expect(try await Self.sum("open", board) == 1)

        let word = EnterpriseProblem.Word(isSolved: true, isSatisfied: true)
        #expect(try await board.office.answer(.say(1, word), ofFirm: 1, secret: "wrong") == nil)
        #expect(try await board.office.answer(.say(1, word), ofFirm: 1, secret: secret) == true)

        let closed = try await Self.view(board)
        #expect(closed.state.stage == .closed(.solved) && closed.state.isCounted && closed.summary.debt == nil)
        let file = try #require(try await board.office.caseView(matter, as: .staff(board.staff(.dutyChief))))
        #expect(file.stage.name == .closed && file.file.report.problem?.number == 1)
        #expect(try await Self.sum("solved", board) == 1)
        #expect(try await Self.sum("open", board) == 0)
        let counts = try await board.office.problemCounts()
        #expect(counts.collected == 1 && counts.solved == 1 && counts.open == 0)
        #expect(try await board.office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `the case of a problem runs on its grade's clock and is seen by no outsider`() async throws {
        let board = try await TestBoard.make()
        _ = try await Self.fill(board)
        try await Self.visit(board, [Self.text])
        let matter = try await Self.grade(board)

        #expect(try await board.office.caseView(matter, as: .resident) == nil)
        let view = try #require(try await board.office.caseView(matter, as: .staff(board.staff(.dispatcher))))
        #expect(view.stage.name == .established && view.file.solve?.limit.description == "5wd")
        #expect(view.file.category.rawValue == "firm-other" && view.file.report.channel == .firm)
        // Nobody reports into that set, and nobody sees it among what can be reported.
        await #expect(throws: Refusal.unknown(.category)) { try await board.report(category: "firm-other") }
        #expect(!board.office.directory.publicCategories.contains { $0.isForFirms })
        try await board.close()
    }

    @Test func `the firm says that it is not solved: it goes back, and what was counted is taken back`() async throws {
        let board = try await TestBoard.make()
        let secret = try await Self.fill(board)
        let matter = try await Self.answered(board)
        let unsolved = EnterpriseProblem.Word(isSolved: false, note: "又灭了")
        #expect(try await board.office.answer(.say(1, unsolved), ofFirm: 1, secret: secret) == true)
        #expect(try await board.office.caseSummary(matter, for: board.staff(.dispatcher))?.stage == .failed)

        let back = CaseCommand.sendBack(opinion: "再去")
        try await board.office.perform(back, on: matter, by: .staff(board.staff(.dispatcher)))
        let again = try await Self.view(board)
        // The opinion stands: what is owed is a word of how far it is.
        #expect(again.state.stage == .assigned && again.summary.debt?.what == .progress)
        for command in [CaseCommand.acknowledge, .beginHandling(contact: .reached)] {
            try await board.office.perform(command, on: matter, by: .staff(board.staff(.handlingUnit)))
        }
        let feedback = Feedback(result: .solved, text: "又换了")
        try await board.office.take(.answer(feedback), at: 1, by: board.staff(.handlingUnit))
        let solved = EnterpriseProblem.Word(isSolved: true)
        #expect(try await board.office.answer(.say(1, solved), ofFirm: 1, secret: secret) == true)
        #expect(try await Self.sum("solved", board) == 1)

        // After the writing off the call-back hears that it is dark again.
        try await board.office.take(.callBack(unsolved), at: 1, by: board.staff(.serviceChief))
        let taken = try await Self.view(board)
        #expect(taken.state.stage == .graded && taken.state.reopened == 1 && !taken.state.isCounted)
        #expect(try await Self.sum("solved", board) == 0)
        #expect(try await Self.sum("open", board) == 1)
        let stage = try await board.office.caseSummary(matter, for: board.staff(.dispatcher))?.stage
        #expect(stage == .established)
        #expect(try await board.office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `explaining takes the rule that stands in the way, and is no solution`() async throws {
        let board = try await TestBoard.make()
        let secret = try await Self.fill(board)
        try await Self.visit(board, [Self.text])
        let matter = try await Self.grade(board)
        try await Self.dispatch(board, matter)
        let unit = board.staff(.handlingUnit)
        let opinion = ProblemStep.opine(text: "查规定", promised: board.office.today, contact: .notReached)
        try await board.office.take(opinion, at: 1, by: unit)
        await #expect(throws: Refusal.missing(.basis)) {
            try await board.office.take(.answer(Feedback(result: .explained, text: "不行")), at: 1, by: unit)
        }
        let explained = Feedback(result: .explained, text: "不行", basis: "示例规定第三条")
        try await board.office.take(.answer(explained), at: 1, by: unit)
        let word = EnterpriseProblem.Word(isSolved: true)
        #expect(try await board.office.answer(.say(1, word), ofFirm: 1, secret: secret) == true)

        let view = try await Self.view(board)
        #expect(view.state.stage == .closed(.explained) && !view.state.isCounted && view.state.basis == "示例规定第三条")
        #expect(try await board.office.problemCounts().explained == 1)
        try await board.close()
    }

    @Test func `only the service chief grades and calls back, only the unit answers, and a hidden unit sees nothing`()
        async throws
    {
        let board = try await TestBoard.make()
        let secret = try await Self.fill(board)
        let office = board.office
        let hidden: Set<UnitCode> = [try UnitCode(parsing: "CG")]
        let answer = FirmProblemAnswer.raise(.other, text: "对城管有意见", hidden: hidden)
        #expect(try await office.answer(answer, ofFirm: 1, secret: secret) == true)
        for role in Role.allCases where role != .serviceChief {
            await #expect(throws: Refusal.self) {
                try await office.take(.grade(.simple, .other, text: "x"), at: 1, by: board.staff(role))
            }
        }
        let matter = try await Self.grade(board)
        #expect(try await office.problem(1, for: board.staff(.handlingUnit)) == nil)
        await #expect(throws: Refusal.unitRecused) { try await Self.dispatch(board, matter) }
        let other = CaseCommand.dispatch(to: try UnitCode(parsing: "HW"), opinion: "", reason: "回避")
        try await office.perform(other, on: matter, by: .staff(board.staff(.dispatcher)))
        await #expect(throws: Refusal.self) {
            try await office.take(.progress(text: "x"), at: 1, by: board.staff(.handlingUnit))
        }
        await #expect(throws: Refusal.problemElsewhere) {
            try await office.take(.callBack(.init(isSolved: true)), at: 1, by: board.staff(.serviceChief))
        }
        // At cases that are no firm's problem the chief does nothing.
        let plain = try await board.report().number
        await #expect(throws: Refusal.self) {
            try await office.perform(.askCheck, on: plain, by: .staff(board.staff(.serviceChief)))
        }
        try await board.close()
    }

    @Test func `whoever belongs to the unit that handled it calls no firm back`() async throws {
        let board = try await TestBoard.make()
        _ = try await Self.fill(board)
        _ = try await Self.answered(board)
        let unit = board.staff(.handlingUnit)
        let both = Staff(
            account: unit.account,
            roles: [.handlingUnit, .serviceChief],
            scope: .district,
            unit: unit.unit
        )
        await #expect(throws: Refusal.handlerMayNotCheck) {
            try await board.office.take(.callBack(.init(isSolved: true)), at: 1, by: both)
        }
        #expect(try await Self.view(board).state.words.isEmpty)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `what is owed too long gets an entry of its own, once`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        _ = try await Self.fill(board)
        try await Self.visit(board, [Self.text, "招工难"])
        #expect(try await board.office.markOverdueProblems() == 0)
        board.clock.advance(seconds: 4 * 86_400)

        #expect(try await board.office.markOverdueProblems() == 2)
        #expect(try await board.office.markOverdueProblems() == 0)
        var filter = ProblemFilter()
        filter.status = .overdue
        let found = try await board.office.problems(filter, for: board.staff(.steward))
        #expect(found.map(\.number) == [2, 1] && found.allSatisfy(\.isOverdue))
        #expect(try await board.office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `a sole trader's problem says no grid, not even by its case`() async throws {
        let board = try await TestBoard.make()
        _ = try await Self.fill(board, kind: .soleTrader)
        _ = try await Self.answered(board)
        let facts = try await board.office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }
        let types = ["problem.", "case.", "visit."]
        let about = try facts.filter { fact in try types.contains { try fact.text("t").hasPrefix($0) } }
        #expect(about.count > 8 && about.allSatisfy { $0.optionalText("grid") == nil })
        try await board.close()
    }
}
