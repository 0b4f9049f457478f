import Application
import Domain
import FoundationEssentials
import Geography
import Store
import TestKit
import Testing

/// A key project through the office: who may do what, its lights, and a blocker that is the firm's problem too.
struct ProjectFlowTests {
    private static func open(_ board: TestBoard, firm: Int? = nil) async throws -> Int {
        let place = try board.office.workPlace(unit: "411002001", grid: nil)
        let draft = ProjectDraft(name: "数字产业园", level: .province, place: place, investor: "示例集团", firm: firm)
        let serial = try await board.office.register(draft, by: .staff(board.staff(.serviceChief)))
        let holder = board.staff(.steward).account
        let seat = ProjectStep.seat(.officer, holder, from: board.office.today, .month, until: nil)
        try await board.office.take(seat, atProject: serial, by: .staff(board.staff(.serviceChief)))
        return serial
    }

    private static func facts(_ board: TestBoard, _ type: String) async throws -> [Facts] {
        try await board.office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }.filter { try $0.text("t") == type }
    }

    @Test(arguments: TestEngine.all)
    func `a project is lit by the clockwork, counted, and rebuilt to the same rows`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let (chief, officer) = (Actor.staff(board.staff(.serviceChief)), Actor.staff(board.staff(.steward)))
        let serial = try await Self.open(board)
        let today = office.today
        try await office.take(.list(year: today.year, .new, on: today), atProject: serial, by: chief)
        try await office.take(.plan(name: "封顶", today), atProject: serial, by: chief)
        #expect(try await office.lightProjects() == 0)

        board.clock.advance(seconds: 21 * 86_400)
        #expect(try await office.lightProjects() == 1)
        #expect(try await office.lightProjects() == 0)
        let lights = try await Self.facts(board, "project.lit").map { try $0.text("light") }
        #expect(lights.count == 3 && lights.last == "red")

        let block = ProjectStep.block(.land, text: "围挡占路", asProblem: false, on: office.today)
        try await office.take(block, atProject: serial, by: officer)
        try await office.take(.coordinate(1, with: "街道", on: office.today), atProject: serial, by: officer)
        try await office.take(.solve(1, solution: "已拆", on: office.today), atProject: serial, by: officer)
        try await office.take(.reach(1, on: office.today), atProject: serial, by: officer)

        let counts = try await office.projectCounts()
        #expect(counts.listed == [.new: 1] && counts.open == 1 && counts.lights == [.red: 1])
        #expect(counts.served == 1 && counts.officers == 1)
        #expect(counts.reported == 1 && counts.coordinated == 1 && counts.solved == 1 && counts.daysToSolve == 0)
        var red = ProjectFilter(day: office.today)
        (red.status, red.servedBy) = (.red, board.staff(.steward).account)
        #expect(try await office.projects(red).map(\.serial) == [serial])
        let reached = try #require(try await Self.facts(board, "project.milestone_reached").first)
        #expect(reached.optionalInteger("on_time") == 0 && reached.optionalInteger("late") == 21)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `only the chief plans, and only those with a seat serve`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let serial = try await Self.open(board)
        let today = office.today
        let (steward, unit) = (board.staff(.steward), board.staff(.handlingUnit))
        let note = ProjectStep.note("开工协调会", on: today)
        let plan = ProjectStep.plan(name: "封顶", today)

        await #expect(throws: Refusal.roleNeeded(.serviceChief)) {
            try await office.take(plan, atProject: serial, by: .staff(steward))
        }
        await #expect(throws: Refusal.signInNeeded) { try await office.take(note, atProject: serial, by: .resident) }
        for role in Role.allCases where ![.steward, .serviceChief].contains(role) {
            await #expect(throws: Refusal.self) {
                try await office.take(note, atProject: serial, by: .staff(board.staff(role)))
            }
        }
        try await office.take(note, atProject: serial, by: .staff(steward))
        #expect(try await office.project(serial, for: unit).actions.isEmpty)
        #expect(try await office.project(serial, for: steward).actions == [.serveProject])

        try await office.take(.unseat(.officer, on: today), atProject: serial, by: .staff(board.staff(.serviceChief)))
        board.clock.advance(seconds: 86_400)
        await #expect(throws: Refusal.otherSteward) {
            try await office.take(note, atProject: serial, by: .staff(steward))
        }
        await #expect(throws: Refusal.unknown(.project)) { try await office.project(9, for: steward) }
        try await board.close()
    }

    @Test func `a blocker that is the firm's problem is solved when the firm says so, and not before`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        var category = try #require(office.directory.categories.values.first { $0.code.rawValue == "question" })
        category.code = try CategoryCode(parsing: "firm-other")
        let envelope = Envelope(at: office.now, by: .system)
        _ = try await office.desk.handle(.define(category), on: ID<Catalogue>.board, envelope: envelope)
        try await office.refreshDirectory()
        let chief = board.staff(.serviceChief)
        let draft = EnterpriseDraft(
            name: "南山机械有限公司",
            kind: .enterprise,
            place: PlaceDraft(coordinate: Coordinate(longitude: 113.815, latitude: 34.025))
        )
        let firm = try await office.register(draft, by: .staff(chief))
        let link = try await office.firmLink(of: firm, for: .staff(chief))
        let secret = try #require(link.split(separator: "/").last.map(String.init))
        let serial = try await Self.open(board, firm: firm)
        let officer = Actor.staff(board.staff(.steward))
        let today = office.today

        let block = ProjectStep.block(.utilities, text: "用电增容", asProblem: true, on: today)
        try await office.take(block, atProject: serial, by: officer)
        try await office.take(.coordinate(1, with: "供电公司", on: today), atProject: serial, by: officer)
        let solve = ProjectStep.solve(1, solution: "已增容", on: today)
        await #expect(throws: Refusal.work(.problemOpen)) {
            try await office.take(solve, atProject: serial, by: officer)
        }

        let unit = board.staff(.handlingUnit)
        try await office.take(.grade(.simple, .utilities, text: "用电增容"), at: 1, by: chief)
        let matter = try #require(try await office.problem(1, for: chief)?.summary.caseNumber)
        let dispatch = CaseCommand.dispatch(to: try UnitCode(parsing: "CG"), opinion: "")
        try await office.perform(dispatch, on: matter, by: .staff(board.staff(.dispatcher)))
        try await office.take(.opine(text: "报装", promised: today, contact: .reached), at: 1, by: unit)
        try await office.take(.answer(Feedback(result: .solved, text: "已增容")), at: 1, by: unit)
        let word = EnterpriseProblem.Word(isSolved: true)
        _ = try await office.answer(.say(1, word), ofFirm: firm, secret: secret)

        try await office.take(solve, atProject: serial, by: officer)
        #expect(try await office.project(serial).state.blockers.first?.solved == today)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }
}
