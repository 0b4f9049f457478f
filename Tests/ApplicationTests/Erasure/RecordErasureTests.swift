import Application
import Domain
import FoundationEssentials
import Geography
import Store
import TestKit
import Testing

/// Names and words go out of records that stay: with their rows, their counts, and every entry of the log.
struct RecordErasureTests {
    /// Words that stand nowhere else.
    private static let secrets = ["槐花大姐", "琥珀帮扶队", "王记修车铺", "建设路秘巷", "门口有怪味", "只告诉过管家", "先别声张", "想问补贴的事"]

    private struct Scene {
        let board: TestBoard
        let second: Staff
        /// The case of the firm's problem.
        let matter: CaseNumber

        var office: Office { board.office }
        var first: Actor { .staff(board.staff(.administrator)) }
        var approver: Actor { .staff(second) }

        func erase(_ named: Erasure.Named) async throws {
            try await office.askErasure(of: named, basis: .consentWithdrawn, by: first)
            let row = try #require(try await office.erasures(for: approver).waiting.first { $0.request.named == named })
            try await office.approveErasure(row.id, naming: named, by: approver)
        }

        func ask(_ kind: Erasure.Record.Kind, _ number: Int = 1) async -> Refusal? {
            do {
                try await office.askErasure(of: .record(Erasure.Record(kind, number)), basis: .otherLaw, by: first)
                return nil
            } catch { return error as? Refusal }
        }

        func words() async throws -> [String] {
            let dump = try await ErasureTests.dump(office.engine)
            return RecordErasureTests.secrets.filter { dump.contains($0) }
        }

        /// Every number in the public halves of the entries so far.
        func facts() async throws -> [[UInt8]] {
            try await office.engine.read { db in
                try db.rows("SELECT facts FROM entry WHERE kind <> 'erasure' ORDER BY seq") { try $0.blob(0) }
            }
        }
    }

    private static func open(on kind: TestEngine) async throws -> Scene {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        try await help(board)
        let matter = try await serve(board)
        let second = Staff(
            account: office.world.newID(at: office.now),
            roles: [.administrator],
            scope: .district,
            unit: nil
        )
        return Scene(board: board, second: second, matter: matter)
    }

    /// A volunteer with hours and a certificate, and an offer that was taken back.
    private static func help(_ board: TestBoard) async throws {
        let (office, actor) = (board.office, Actor.staff(board.staff(.community)))
        let unit = try UnitCode(parsing: "411002001")
        let plan = ActivityDraft(
            kind: .voluntaryService,
            topic: "帮收帮晒",
            on: office.today,
            venue: "场院",
            place: WorkPlace(unit: unit, grid: nil)
        )
        let activity = try await office.plan(plan, by: actor)
        let volunteer = try await office.join(secrets[0], unit: unit, by: actor)
        try await office.change(volunteer, .takeShift(activity: activity, from: 540, until: 720), by: actor)
        try await office.change(volunteer, .confirm(1, minutes: 170), by: actor)
        try await office.change(volunteer, .certify, by: actor)
        let (from, until) = (office.today, office.today.advanced(by: 9))
        let offer = try await office.offer(.labour, name: secrets[1], unit: unit, from: from, until: until, by: actor)
        try await office.withdraw(offer: offer, by: actor)
    }

    /// A sole trader whose problem came up on a visit, became a case and was solved; then the shop was given up.
    private static func serve(_ board: TestBoard) async throws -> CaseNumber {
        let office = board.office
        let chief = Actor.staff(board.staff(.serviceChief))
        var category = try #require(office.directory.categories.values.first { $0.code.rawValue == "question" })
        category.code = try CategoryCode(parsing: "firm-other")
        _ = try await office.desk.handle(
            .define(category),
            on: ID<Catalogue>.board,
            envelope: Envelope(at: office.now, by: .system)
        )
        try await office.refreshDirectory()
        let draft = EnterpriseDraft(
            name: secrets[2],
            kind: .soleTrader,
            place: PlaceDraft(coordinate: Coordinate(longitude: 113.815, latitude: 34.025), address: secrets[3])
        )
        #expect(try await office.register(draft, by: chief) == 1)
        try await office.assign(board.staff(.steward).account, to: 1, from: office.today, by: chief)
        let record = RecordDraft(
            on: office.today,
            outcome: .visited,
            minutes: 20,
            needs: [.outsideTheWall],
            problems: [secrets[4], secrets[4] + "，还很吵"],
            remark: secrets[5]
        )
        try await office.record(record, at: 1, by: board.staff(.steward))
        let grade = ProblemStep.grade(.simple, .outsideTheWall, text: secrets[4])
        try await office.take(grade, at: 1, by: board.staff(.serviceChief))
        let view = try #require(try await office.problem(1, for: board.staff(.serviceChief)))
        let matter = try #require(view.summary.caseNumber)
        let dispatch = CaseCommand.dispatch(to: try UnitCode(parsing: "CG"), opinion: "")
        try await office.perform(dispatch, on: matter, by: .staff(board.staff(.dispatcher)))
        let unit = board.staff(.handlingUnit)
        let promised = office.today.advanced(by: 5)
        try await office.take(.opine(text: secrets[6], promised: promised, contact: .reached), at: 1, by: unit)
        try await office.take(.answer(Feedback(result: .solved, text: "通了", basis: "")), at: 1, by: unit)
        let link = try await office.firmLink(of: 1, for: chief)
        let secret = try #require(link.split(separator: "/").last.map(String.init))
        let word = EnterpriseProblem.Word(isSolved: true, isSatisfied: true)
        #expect(try await office.answer(.say(1, word), ofFirm: 1, secret: secret) == true)
        try await ask(board, secret)
        return matter
    }

    /// A policy, and a question of the firm about it.
    private static func ask(_ board: TestBoard, _ secret: String) async throws {
        let office = board.office
        let content = FirmPolicy.Content(
            title: "技改补贴",
            summary: "设备更新补贴",
            authority: "区政府",
            document: "示例〔2026〕1号",
            lead: try UnitCode(parsing: "CG"),
            from: office.today,
            gives: "投资额的一成",
            how: "写明设备清单",
            days: 20,
            conditions: PolicyConditions([[PolicyCondition("在本区登记", .registered)]])
        )
        let policy = try await office.publish(content, by: .staff(board.staff(.serviceChief)))
        let question = PolicyRequestDraft(policy: policy, kind: .question, words: secrets[7])
        _ = try await office.ask(question, ofFirm: 1, secret: secret)
    }

    private static func giveUp(_ board: TestBoard) async throws {
        let chief = Actor.staff(board.staff(.serviceChief))
        try await board.office.perform(.close(on: board.office.today), on: 1, by: chief)
    }

    @Test(arguments: TestEngine.all)
    func `names and words go, and records, counts and entries stay`(kind: TestEngine) async throws {
        let scene = try await Self.open(on: kind)
        let office = scene.office
        #expect(await scene.ask(.request) == .notEnded)
        let answer = PolicyRequestStep.answer(.explained, words: "交到窗口")
        try await office.take(answer, atRequest: 1, by: scene.board.staff(.handlingUnit))
        try await Self.giveUp(scene.board)
        #expect(try await scene.words() == Self.secrets)
        let (facts, counts) = (try await scene.facts(), try await office.problemCounts())
        let burden = try await office.burden().month

        for named: Erasure.Named in [
            .record(Erasure.Record(.volunteer, 1)), .record(Erasure.Record(.offer, 1)),
            .record(Erasure.Record(.firm, 1)), .record(Erasure.Record(.request, 1)), .file(scene.matter),
        ] { try await scene.erase(named) }

        // The second problem of the visit is open, and its words are its own.
        #expect(try await scene.words() == [Self.secrets[4]])
        #expect(try await scene.facts() == facts)
        #expect(try await office.problemCounts() == counts && counts.solved == 1)
        #expect(try await office.burden().month == burden && burden.visits == 1)
        let community = scene.board.staff(.community)
        let volunteer = try #require(try await office.volunteers(for: community).first)
        #expect(volunteer.name == Erasure.mark && volunteer.minutes == 170)
        #expect(try await office.certificate("411002-00001-1")?.minutes == 170)
        let firm = try #require(try await office.enterprises(numbered: [1])[1])
        #expect(firm.name == Erasure.mark && firm.address == nil)
        // The words of its name find it no more.
        var filter = EnterpriseFilter()
        (filter.text, filter.hasEnded) = ("修车", true)
        #expect(try await office.enterprises(filter, for: scene.board.staff(.serviceChief)).isEmpty)
        let problem = try #require(try await office.problem(1, for: scene.board.staff(.serviceChief)))
        #expect(problem.state.intake?.text == Erasure.mark && problem.state.isCounted)
        #expect(try await office.erasedCase(scene.matter, as: .system) != nil)
        #expect(try await office.rebuild { _, _ in }.isSame)

        // Public lines that name nobody: how many entries, and why.
        let lines = try await office.engine.read { db in
            try db.rows("SELECT facts FROM entry WHERE kind = 'erasure' ORDER BY seq") { row in
                try Facts(canonical: try row.blob(0))
            }
        }.filter { try $0.text("t") == "erasure" }
        #expect(try lines.map { try $0.integer("n") }.prefix(2) == [1, 1] && lines.count == 6)
        #expect(lines.allSatisfy { Set($0.fields.map(\.key)) == ["at", "basis", "c", "n", "t", "v"] })
        #expect(try scene.board.ledger.lines().count == 6)
        try await scene.board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a restored backup forgets them again, once`(kind: TestEngine) async throws {
        let scene = try await Self.open(on: kind)
        let database = try await TestDatabase.make(kind, isMigrated: false)
        let copy = try await database.open()
        #expect(try await BoardMove(from: scene.office.engine, to: copy).run { _, _ in }.isSame)
        try await scene.erase(.record(Erasure.Record(.volunteer, 1)))
        try await scene.erase(.file(scene.matter))

        let world = OutsideWorld.still(clock: scene.board.clock, random: SeededRandom(seed: 5))
        let office = try await scene.board.reopened(on: copy, world: world)
        #expect(try await office.applyErasures() == 3)

        let dump = try await ErasureTests.dump(copy)
        for secret in [Self.secrets[0], Self.secrets[5], Self.secrets[6]] {
            #expect(!dump.contains(secret), "\(secret)")
        }
        #expect(try await office.applyErasures() == 0)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await copy.close()
        try await database.remove()
        try await scene.board.close()
    }

    @Test func `what somebody still acts upon, or is no person's, is refused and stays`() async throws {
        let scene = try await Self.open(on: .usual)
        let office = scene.office
        let community = Actor.staff(scene.board.staff(.community))
        let unit = try UnitCode(parsing: "411002001")
        try await office.change(1, .takeShift(activity: 1, from: 780, until: 840), by: community)
        let offer = try await office.offer(
            .labour,
            name: "新队",
            unit: unit,
            from: office.today,
            until: office.today,
            by: community
        )
        let company = EnterpriseDraft(name: "南山机械", kind: .enterprise, place: PlaceDraft(address: "建设路 1 号"))
        let number = try await office.register(company, by: .staff(scene.board.staff(.serviceChief)))

        #expect(await scene.ask(.volunteer) == .notEnded)
        #expect(await scene.ask(.volunteer, 9) == .unknown(.volunteer))
        #expect(await scene.ask(.offer, offer) == .notEnded)
        #expect(await scene.ask(.firm) == .notEnded)
        #expect(await scene.ask(.firm, number) == .noPerson)
        #expect(await scene.ask(.firm, 99) == .unknown(.firm))
        // The first is worked on as a case; the second is open.
        #expect(await scene.ask(.problem) == .erasedWithWhole)
        #expect(await scene.ask(.problem, 2) == .notEnded)
        #expect(await scene.ask(.problem, 99) == .unknown(.problem))
        #expect(try await scene.words() == Self.secrets)

        try await office.change(1, .leaveShift(2), by: community)
        #expect(await scene.ask(.volunteer) == nil)
        #expect(await scene.ask(.volunteer) == .erasureAsked)
        let row = try #require(try await office.erasures(for: scene.approver).waiting.first)
        await #expect(throws: Refusal.numberDiffers) {
            try await office.approveErasure(row.id, naming: .record(Erasure.Record(.offer, 1)), by: scene.approver)
        }
        let named = Erasure.Named.record(Erasure.Record(.volunteer, 1))
        await #expect(throws: Refusal.askerMayNotApprove) {
            try await office.approveErasure(row.id, naming: named, by: scene.first)
        }
        try await office.approveErasure(row.id, naming: named, by: scene.approver)
        #expect(await scene.ask(.volunteer) == .erasureDone)
        // Nobody is there to take another shift.
        await #expect(throws: Refusal.erasureDone) {
            try await office.change(1, .takeShift(activity: 1, from: 900, until: 960), by: community)
        }
        try await scene.board.close()
    }

    @Test func `a problem that never became a case loses its words, and its visit's with it`() async throws {
        let scene = try await Self.open(on: .usual)
        let link = try await scene.office.firmLink(of: 1, for: .staff(scene.board.staff(.serviceChief)))
        let secret = try #require(link.split(separator: "/").last.map(String.init))
        #expect(try await scene.office.answer(.withdraw(2), ofFirm: 1, secret: secret) == true)

        try await scene.erase(.record(Erasure.Record(.problem, 2)))

        // The first problem is a case, which has to be asked for itself; what both had of the visit is gone.
        #expect(try await scene.words() == Self.secrets.filter { $0 != Self.secrets[5] })
        let problem = try #require(try await scene.office.problem(2, for: scene.board.staff(.serviceChief)))
        #expect(problem.summary.summary == Erasure.mark)
        #expect(try await scene.office.rebuild { _, _ in }.isSame)
        try await scene.board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a problem's documents go with its words, but for what somebody else has sent too`(
        kind: TestEngine
    ) async throws {
        let scene = try await Self.open(on: kind)
        let office = scene.office
        let link = try await office.firmLink(of: 1, for: .staff(scene.board.staff(.serviceChief)))
        let secret = try #require(link.split(separator: "/").last.map(String.init))
        var digests: [String] = []
        for words in ["Own", "Shared"] {
            digests.append(try await office.keepDocument(TestPDF.bytes(saying: words)).digest)
        }
        for (number, documents) in [(3, digests), (4, [digests[1]])] {
            let raise = FirmProblemAnswer.raise(.land, text: "附了文件 \(number)", hidden: [], documents: documents)
            #expect(try await office.answer(raise, ofFirm: 1, secret: secret) == true)
        }
        #expect(try await office.answer(.withdraw(3), ofFirm: 1, secret: secret) == true)

        try await scene.erase(.record(Erasure.Record(.problem, 3)))

        #expect(try await office.page(1, of: digests[0], isSmall: false) == nil)
        #expect(try await office.page(1, of: digests[1], isSmall: false) != nil)
        let problem = try #require(try await office.problem(3, for: scene.board.staff(.serviceChief)))
        #expect(problem.state.intake?.documents.isEmpty == true)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await scene.board.close()
    }
}
