import Domain
import Store
import TestKit
import Testing

@testable import Application

/// Cases that become a part of another later, and stand by themselves again.
struct AttachTests {
    private struct Scene {
        let board: TestBoard
        let whole: CaseNumber
        let part: CaseNumber

        /// Two registered cases of the same place.
        static func open(on kind: TestEngine, confidence: ReportDraft.Confidence? = nil) async throws -> Scene {
            let board = try await TestBoard.make(on: kind)
            let scene = Scene(
                board: board,
                whole: try await board.report(confidence: confidence).number,
                part: try await board.report("树下有垃圾").number
            )
            let category = try CategoryCode(parsing: "street-light")
            for number in [scene.whole, scene.part] {
                try await scene.act(.register(category: category), .intake, on: number)
            }
            return scene
        }

        func act(_ command: CaseCommand, _ role: Role, on number: CaseNumber) async throws {
            try await board.office.perform(command, on: number, by: .staff(board.staff(role)))
        }

        func attach(_ number: CaseNumber, to other: CaseNumber) async throws {
            try await act(.share(.attach(to: other, reason: "一处的事")), .dispatcher, on: number)
        }

        func view(_ number: CaseNumber) async throws -> CaseView {
            try #require(try await board.office.caseView(number, as: .system))
        }

        /// Brings a case to where it can be closed.
        func finish(_ number: CaseNumber) async throws {
            try await act(.establish(note: ""), .dutyChief, on: number)
            try await act(.dispatch(to: try UnitCode(parsing: "CG"), opinion: ""), .dispatcher, on: number)
            try await act(.acknowledge, .handlingUnit, on: number)
            try await act(.beginHandling(contact: .notPossible), .handlingUnit, on: number)
            try await act(.feedBack(Feedback(result: .solved, text: "已修")), .handlingUnit, on: number)
            try await act(.askCheck, .intake, on: number)
            try await act(.check(isSolved: true, note: ""), .gridWorker, on: number)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a whole waits for what was attached to it, until that has ended or is detached`(kind: TestEngine) async throws
    {
        let scene = try await Scene.open(on: kind)
        try await scene.attach(scene.part, to: scene.whole)
        #expect(try await scene.view(scene.part).file.report.whole == scene.whole)
        #expect(try await scene.view(scene.whole).file.parts.map(\.number) == [scene.part])
        try await scene.finish(scene.whole)
        await #expect(throws: Refusal.partsOpen) {
            try await scene.act(.close(reply: "好"), .dutyChief, on: scene.whole)
        }
        await #expect(throws: Refusal.missing(.reason)) {
            try await scene.act(.share(.detach(reason: " ")), .intake, on: scene.part)
        }
        try await scene.act(.share(.detach(reason: "不是一处")), .intake, on: scene.part)
        #expect(try await scene.view(scene.part).file.report.whole == nil)
        #expect(try await scene.view(scene.whole).file.parts.isEmpty)
        await #expect(throws: Refusal.notAttached) {
            try await scene.act(.share(.detach(reason: "再分")), .intake, on: scene.part)
        }
        try await scene.act(.close(reply: "好"), .dutyChief, on: scene.whole)
        await #expect(throws: Refusal.wholeEnded) { try await scene.attach(scene.part, to: scene.whole) }
        #expect(try await scene.board.office.rebuild { _, _ in }.isSame)
        try await scene.board.close()
    }

    @Test func `a whole is registered and open before anything becomes a part of it`() async throws {
        let scene = try await Scene.open(on: .usual)
        let early = try await scene.board.report("另一件").number
        await #expect(throws: Refusal.wrongStage(action: .attach, stage: .reported)) {
            try await scene.attach(scene.part, to: early)
        }
        await #expect(throws: Refusal.wrongStage(action: .attach, stage: .reported)) {
            try await scene.attach(early, to: scene.whole)
        }
        let stranger = Staff(
            account: scene.board.office.world.newID(at: scene.board.office.now),
            roles: [.dispatcher],
            scope: .grid(try #require(scene.board.office.directory.grid(named: TestBoard.gridCodes[3]))),
            unit: nil
        )
        await #expect(throws: Refusal.outsideScope) {
            try await scene.board.office.perform(
                .share(.attach(to: scene.whole, reason: "一处的事")),
                on: scene.part,
                by: .staff(stranger)
            )
        }
        try await scene.board.close()
    }

    @Test func `what came in by itself is not erased with the case that it was attached to`() async throws {
        let scene = try await Scene.open(on: .usual)
        let office = scene.board.office
        try await scene.attach(scene.part, to: scene.whole)
        for number in [scene.part, scene.whole] {
            try await scene.finish(number)
            try await scene.act(.close(reply: "好"), .dutyChief, on: number)
        }
        try await office.askErasure(
            of: .file(scene.whole),
            basis: .consentWithdrawn,
            by: .staff(scene.board.staff(.administrator))
        )
        let second = Actor.staff(
            Staff(account: office.world.newID(at: office.now), roles: [.administrator], scope: .district, unit: nil)
        )
        let asked = try #require(try await office.erasures(for: second).waiting.first)
        try await office.approveErasure(asked.id, naming: .file(scene.whole), by: second)

        #expect(try await office.caseView(scene.whole, as: .system) == nil)
        #expect(try await scene.view(scene.part).file.report.text == "树下有垃圾")
        // Its whole is gone: it can be parted from it, and erased by itself.
        try await scene.act(.share(.detach(reason: "原件已删除")), .intake, on: scene.part)
        #expect(try await scene.view(scene.part).file.report.whole == nil)
        try await office.askErasure(
            of: .file(scene.part),
            basis: .consentWithdrawn,
            by: .staff(scene.board.staff(.administrator))
        )
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await scene.board.close()
    }

    @Test func `there is one level and no circle, and nothing is stored of what is refused`() async throws {
        let scene = try await Scene.open(on: .usual)
        let other = try await scene.board.report("另一件").number
        let category = try CategoryCode(parsing: "street-light")
        try await scene.act(.register(category: category), .intake, on: other)
        await #expect(throws: Refusal.unknown(.caseFile)) { try await scene.attach(scene.part, to: scene.part) }
        try await scene.attach(scene.part, to: scene.whole)
        let before = try await scene.board.stored()
        await #expect(throws: Refusal.hasParts) { try await scene.attach(scene.whole, to: scene.part) }
        await #expect(throws: Refusal.hasParts) { try await scene.attach(scene.whole, to: other) }
        await #expect(throws: Refusal.alreadyPart) { try await scene.attach(other, to: scene.part) }
        await #expect(throws: Refusal.alreadyPart) { try await scene.attach(scene.part, to: other) }
        #expect(try await scene.board.stored() == before)
        try await scene.board.close()
    }

    @Test func `what is for other eyes is not attached, and who may not see a case does not learn that it is there`()
        async throws
    {
        let unit = try UnitCode(parsing: "CG")
        let scene = try await Scene.open(on: .usual, confidence: .unit(unit))
        await #expect(throws: Refusal.confidenceDiffers) { try await scene.attach(scene.part, to: scene.whole) }
        let recused = Staff(
            account: scene.board.office.world.newID(at: scene.board.office.now),
            roles: [.dispatcher],
            scope: .district,
            unit: unit
        )
        await #expect(throws: Refusal.unknown(.caseFile)) {
            try await scene.board.office.perform(
                .share(.attach(to: scene.whole, reason: "一处的事")),
                on: scene.part,
                by: .staff(recused)
            )
        }
        try await scene.board.close()
    }

    @Test func `a case that ended as a part stands by itself when it is taken up after its whole has ended`()
        async throws
    {
        let scene = try await Scene.open(on: .usual)
        try await scene.attach(scene.part, to: scene.whole)
        let twin = try await scene.board.report("同一件").number
        try await scene.act(.merge(into: twin), .intake, on: scene.part)
        try await scene.finish(scene.whole)
        try await scene.act(.close(reply: "好"), .dutyChief, on: scene.whole)
        try await scene.act(.unmerge(reason: "不是一回事"), .intake, on: scene.part)
        let part = try await scene.view(scene.part)
        #expect(part.file.report.whole == nil && part.stage.name.isOpen)
        #expect(try await scene.view(scene.whole).stage.name == .closed)
        try await scene.board.close()
    }
}
