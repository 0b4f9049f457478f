import Application
import Domain
import Store
import TestKit
import Testing

/// Several units at one case, as the office keeps it: queues, who may look, the clockwork, parts.
struct SharedWorkTests {
    /// A board with somebody of the sanitation unit beside the usual staff.
    private struct Scene {
        let board: TestBoard
        let number: CaseNumber
        let companion: Staff

        /// A case that the first unit handles.
        static func open(on kind: TestEngine, confidence: ReportDraft.Confidence? = nil) async throws -> Scene {
            let board = try await TestBoard.make(on: kind)
            let companion = Staff(
                account: board.office.world.newID(at: board.office.now),
                roles: [.handlingUnit],
                scope: .district,
                unit: try UnitCode(parsing: "HW")
            )
            let number = try await board.report(confidence: confidence).number
            let scene = Scene(board: board, number: number, companion: companion)
            let category = try CategoryCode(parsing: "street-light")
            try await scene.act(.register(category: category), .intake)
            try await scene.act(.establish(note: ""), .dutyChief)
            try await scene.act(.dispatch(to: try UnitCode(parsing: "CG"), opinion: ""), .dispatcher)
            try await scene.act(.acknowledge, .handlingUnit)
            try await scene.act(.beginHandling(contact: .notPossible), .handlingUnit)
            return scene
        }

        func act(_ command: CaseCommand, _ role: Role, on other: CaseNumber? = nil) async throws {
            try await board.office.perform(command, on: other ?? number, by: .staff(board.staff(role)))
        }

        func act(_ command: SharedCommand) async throws {
            try await board.office.perform(.share(command), on: number, by: .staff(companion))
        }

        func queue(_ staff: Staff) async throws -> [String] {
            try await board.office.sharedWork(for: staff, limit: 10).map(\.task.state)
        }

        func view(_ actor: Actor = .system, of other: CaseNumber? = nil) async throws -> CaseView? {
            try await board.office.caseView(other ?? number, as: actor)
        }

        /// What readers see is what the journal alone says.
        func expectRebuilt() async throws {
            try await board.office.engine.write { db in
                let before = try Rebuild.contentDigests(in: db).map { "\($0.table) \($0.digest)" }
                _ = try Rebuild().run(in: db) { _ in }
                #expect(try Rebuild.contentDigests(in: db).map { "\($0.table) \($0.digest)" } == before)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `a unit sees a case while it is asked to assist and afterwards, and finds it in its queue`(
        kind: TestEngine
    ) async throws {
        let scene = try await Scene.open(on: kind)
        await #expect(throws: Refusal.outsideScope) { try await scene.view(.staff(scene.companion)) }
        let hw = try UnitCode(parsing: "HW")
        try await scene.act(.share(.assist(hw, opinion: "请配合", due: nil)), .dispatcher)

        #expect(try await scene.queue(scene.companion) == ["ordered"])
        let other = Staff(account: scene.companion.account, roles: [.handlingUnit], scope: .district, unit: nil)
        #expect(try await scene.queue(other) == [])
        let actions = try #require(try await scene.view(.staff(scene.companion))).actions
        #expect(actions == [.acknowledgeAssistance, .answerAssistance])
        // Nobody answers for it: the clockwork acknowledges, and says that it is late, once.
        scene.board.clock.advance(seconds: 10 * 86_400)
        #expect(try await scene.board.office.takeDueSteps() == 2)
        #expect(try await scene.board.office.takeDueSteps() == 0)
        #expect(try await scene.queue(scene.companion) == ["acknowledged"])
        try await scene.act(.answerAssistance(Feedback(result: .partlySolved, text: "疏导了半天")))
        #expect(try await scene.queue(scene.companion) == [])
        #expect(try await scene.view(.staff(scene.companion)) != nil)
        // What was said among the units stays among them.
        let seen = try #require(try await scene.view(.resident)).events.map(\.what)
        #expect(!"\(seen)".contains("疏导了半天") && !"\(seen)".contains("请配合"))
        try await scene.expectRebuilt()
        try await scene.board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a whistle goes from queue to queue until the street has rated it`(kind: TestEngine) async throws {
        let scene = try await Scene.open(on: kind)
        let hw = try UnitCode(parsing: "HW")
        let (leader, dispatcher) = (scene.board.staff(.leader), scene.board.staff(.dispatcher))
        try await scene.act(.share(.blowWhistle(.emergency, units: [hw], task: "抢险")), .dispatcher)
        #expect(try await scene.queue(scene.companion) == ["called"])
        try await scene.act(.refuseCall(.otherArea, note: "在外区"))
        #expect(try await scene.queue(scene.companion) == [])
        // The one leader that there is is named.
        #expect(try await scene.queue(leader) == ["refused"])
        #expect(try await scene.board.office.sharedWork(for: leader, limit: 1).first?.task.decider == leader.account)
        #expect(try await scene.queue(scene.board.staff(.dutyChief)) == [])
        let publicEvents = try #require(try await scene.view(.resident)).events.map(\.what)
        #expect(!"\(publicEvents)".contains("在外区"))
        try await scene.act(.share(.callAgain(hw, note: "清单上是你们")), .leader)
        // Silence for half an hour: on the way.
        scene.board.clock.advance(seconds: 1_801)
        #expect(try await scene.board.office.takeDueSteps() == 1)
        try await scene.act(.arrive(note: "两车到场"))
        try await scene.act(.reportAction(text: "已封堵"))
        #expect(try await scene.queue(dispatcher) == ["acted"])
        try await scene.act(.feedBack(Feedback(result: .solved, text: "已修")), .handlingUnit)
        try await scene.act(.askCheck, .intake)
        try await scene.act(.check(isSolved: true, note: ""), .gridWorker)
        await #expect(throws: Refusal.whistleOpen) { try await scene.act(.close(reply: "已修好"), .dutyChief) }
        try await scene.act(.share(.rateCall(hw, .done, note: "")), .dispatcher)
        try await scene.act(.close(reply: "已修好"), .dutyChief)
        #expect(try await scene.queue(dispatcher) == [])
        try await scene.expectRebuilt()
        try await scene.board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a part has its own number, unit and end, and the whole waits for it`(kind: TestEngine) async throws {
        // given
        let scene = try await Scene.open(on: kind)
        let waste = try CategoryCode(parsing: "waste")

        // when
        try await scene.act(.share(.split(waste, text: "树下还有垃圾")), .dispatcher)

        // then: it is at the same place, registered, with another category
        let whole = try #require(try await scene.view())
        let part = try #require(whole.parts.first)
        #expect(whole.parts.count == 1 && part.category == waste && part.stage == .registered)
        #expect(part.gridCode == whole.summary.gridCode && part.address == whole.summary.address)
        let view = try #require(try await scene.view(of: part.number))
        #expect(view.file.report.whole == scene.number && view.file.report.text == "树下还有垃圾")
        await #expect(throws: Refusal.alreadyPart) {
            try await scene.act(.share(.split(waste, text: "再拆")), .intake, on: part.number)
        }
        // One report is one report, however many parts it has; the list has both.
        let figures = try await scene.board.office.boardFigures()
        #expect(figures.reportedToday == 1 && figures.openNow == 2)
        var all = CaseFilter()
        all.reader = .office
        #expect(try await scene.board.office.count(all).number == 2)
        // The whole waits.
        try await scene.act(.feedBack(Feedback(result: .solved, text: "已修")), .handlingUnit)
        try await scene.act(.askCheck, .intake)
        try await scene.act(.check(isSolved: true, note: ""), .gridWorker)
        await #expect(throws: Refusal.partsOpen) { try await scene.act(.close(reply: "已修好"), .dutyChief) }
        try await scene.act(.askVoid(ground: .mistake, note: "没有垃圾"), .intake, on: part.number)
        try await scene.act(.approveVoid, .dutyChief, on: part.number)
        #expect(try await scene.view()?.file.parts.first?.ending == .voided)
        try await scene.act(.close(reply: "已修好"), .dutyChief)
        try await scene.expectRebuilt()
        try await scene.board.close()
    }

    @Test func `a merged part is not taken apart again after its whole has ended, and nothing is stored then`()
        async throws
    {
        let scene = try await Scene.open(on: .usual)
        let waste = try CategoryCode(parsing: "waste")
        try await scene.act(.share(.split(waste, text: "树下还有垃圾")), .dispatcher)
        let part = try #require(try await scene.view()?.parts.first).number
        let twin = try await scene.board.report("垃圾", category: "waste").number
        try await scene.act(.merge(into: twin), .intake, on: part)
        #expect(try await scene.view()?.file.parts.first?.ending == .merged)
        // While the whole is open, both come back.
        try await scene.act(.unmerge(reason: "不是一处"), .intake, on: part)
        #expect(try await scene.view()?.file.parts.first?.isOpen == true)
        try await scene.act(.merge(into: twin), .intake, on: part)
        try await scene.act(.feedBack(Feedback(result: .solved, text: "已修")), .handlingUnit)
        try await scene.act(.askCheck, .intake)
        try await scene.act(.check(isSolved: true, note: ""), .gridWorker)
        try await scene.act(.close(reply: "已修好"), .dutyChief)
        let before = try await scene.board.stored()
        await #expect(throws: Refusal.wholeEnded) {
            try await scene.act(.unmerge(reason: "不是一处"), .intake, on: part)
        }
        #expect(try await scene.board.stored() == before)
        try await scene.board.close()
    }

    @Test func `the parts of a confidential report are confidential`() async throws {
        let scene = try await Scene.open(on: .usual, confidence: .gridPosts)
        try await scene.act(.share(.split(try CategoryCode(parsing: "waste"), text: "还有")), .dispatcher)
        let whole = try #require(try await scene.view())
        let part = try #require(whole.parts.first)
        #expect(part.recusal != nil && part.recusal == whole.summary.recusal)
        #expect(try await scene.view(.resident, of: part.number) == nil)
        try await scene.board.close()
    }

    @Test func `units that assist from the start are named with the order, or nothing is done`() async throws {
        let board = try await TestBoard.make()
        let number = try await board.report().number
        let (cg, hw) = (try UnitCode(parsing: "CG"), try UnitCode(parsing: "HW"))
        let category = try CategoryCode(parsing: "street-light")
        try await board.office.perform(.register(category: category), on: number, by: .staff(board.staff(.intake)))
        try await board.office.perform(.establish(note: ""), on: number, by: .staff(board.staff(.dutyChief)))
        let before = try await board.stored()
        let dispatcher = Actor.staff(board.staff(.dispatcher))
        await #expect(throws: Refusal.alreadyNamed) {
            try await board.office.perform(
                .dispatch(to: cg, opinion: ""),
                then: [.share(.assist(hw, opinion: "", due: nil)), .share(.assist(cg, opinion: "", due: nil))],
                on: number,
                by: dispatcher
            )
        }
        #expect(try await board.stored() == before)
        try await board.office.perform(
            .dispatch(to: cg, opinion: ""),
            then: [.share(.assist(hw, opinion: "", due: nil))],
            on: number,
            by: dispatcher
        )
        let view = try #require(try await board.office.caseView(number, as: .system))
        #expect(view.stage.name == .dispatched && view.file.assistance.map(\.unit) == [hw])
        try await board.close()
    }
}
