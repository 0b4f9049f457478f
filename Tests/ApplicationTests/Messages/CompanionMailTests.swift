import Domain
import Foundation
import Store
import TestKit
import Testing

@testable import Application

/// What staff of units that assist or were called are told by mail.
struct CompanionMailTests {
    /// A case that the first unit handles, and somebody of another unit who wants to be told.
    private struct Scene {
        let board: TestBoard
        let sink: MailSink
        let outbox: Outbox
        let number: CaseNumber
        let companion: Staff

        static func open(on kind: TestEngine, confidence: ReportDraft.Confidence? = nil) async throws -> Scene {
            let board = try await TestBoard.make(on: kind)
            let hw = try UnitCode(parsing: "HW")
            let grant = Account.Grant(
                signInName: "hw",
                displayName: "环卫处",
                roles: [.handlingUnit],
                scope: .district,
                unit: hw
            )
            let id = board.office.world.newID(at: board.office.now) as ID<Account>
            try await board.office.change(.open(grant), on: id, by: .system)
            let companion = Staff(account: id, roles: [.handlingUnit], scope: .district, unit: hw)
            try await board.office.tell(id, at: "hw@example.org", .atOnce, in: .english)
            let sink = try MailSink()
            let number = try await board.report(confidence: confidence).number
            let scene = Scene(
                board: board,
                sink: sink,
                outbox: Outbox(office: board.office, server: try sink.server),
                number: number,
                companion: companion
            )
            let category = try CategoryCode(parsing: "street-light")
            try await scene.act(.register(category: category), .intake)
            try await scene.act(.establish(note: ""), .dutyChief)
            try await scene.act(.dispatch(to: try UnitCode(parsing: "CG"), opinion: ""), .dispatcher)
            return scene
        }

        func act(_ command: CaseCommand, _ role: Role) async throws {
            try await board.office.perform(command, on: number, by: .staff(board.staff(role)))
        }

        func act(_ command: SharedCommand) async throws {
            try await board.office.perform(.share(command), on: number, by: .staff(companion))
        }

        /// What has come for an address since `count` mails ago, a minute later.
        func bodies(for address: String, after count: Int = 0) async throws -> [String] {
            try await outbox.round()
            board.clock.advance(seconds: Pace.gathering)
            try await outbox.round()
            try await outbox.round()
            return sink.mails.dropFirst(count).filter { $0.recipients == ["RCPT TO:<\(address)>"] }.map(\.body)
        }

        func close() async throws {
            sink.stop()
            try await board.close()
        }
    }

    @Test(arguments: TestEngine.all)
    func `a unit that assists is told once that it is asked, nearly late, and late`(kind: TestEngine) async throws {
        let scene = try await Scene.open(on: kind)
        let hw = try UnitCode(parsing: "HW")
        try await scene.act(.share(.assist(hw, opinion: "请配合", due: nil)), .dispatcher)
        let asked = try await scene.bodies(for: "hw@example.org")
        #expect(asked.count == 1)
        for part in ["not acknowledged yet", "Sanitation"] { #expect(asked.first?.contains(part) == true) }
        #expect(asked.first?.contains(scene.number.rawValue) == true && asked.first?.contains("请配合") == false)

        try await scene.act(.acknowledgeAssistance)
        let task = try #require(try await scene.board.office.sharedWork(for: scene.companion, limit: 1).first).task
        scene.board.clock.advance(seconds: task.due.seconds(since: scene.board.office.now) - 600)
        #expect(try await scene.board.office.takeDueSteps() >= 1)
        try await scene.board.office.takeDueSteps()
        let soon = try await scene.bodies(for: "hw@example.org", after: scene.sink.mails.count)
        #expect(soon.count == 1 && soon.first?.contains("Due soon") == true)
        scene.board.clock.advance(seconds: 1_200)
        #expect(try await scene.board.office.takeDueSteps() == 1)
        #expect(try await scene.board.office.takeDueSteps() == 0)
        let late = try await scene.bodies(for: "hw@example.org", after: scene.sink.mails.count)
        #expect(late.count == 1 && late.first?.contains("Overdue") == true && late.first?.contains("assisting") == true)
        // The public and the reporter see none of it; staff do, and a rebuild finds the same.
        let all = try #require(try await scene.board.office.caseView(scene.number, as: .system)).events
        let seen = try #require(try await scene.board.office.caseView(scene.number, as: .resident)).events
        #expect(all.filter { $0.what.wordToUnit != nil }.count == 2)
        #expect(seen.allSatisfy { $0.what.wordToUnit == nil })
        #expect(try await scene.board.office.rebuild { _, _ in }.isSame)
        try await scene.close()
    }

    @Test func `a called department, the street and the leader are told in turn, and nobody of what they did`()
        async throws
    {
        let scene = try await Scene.open(on: .usual)
        let hw = try UnitCode(parsing: "HW")
        let office = scene.board.office
        for role in [Role.leader, .dutyChief, .dispatcher] {
            try await office.tell(scene.board.staff(role).account, at: "\(role)@example.org", .atOnce, in: .english)
        }
        try await scene.act(.share(.blowWhistle(.emergency, units: [hw], task: "抢险")), .dispatcher)
        #expect(try await scene.bodies(for: "hw@example.org").count == 1)
        #expect(try await scene.bodies(for: "dispatcher@example.org") == [])
        try await scene.act(.refuseCall(.otherArea, note: "在外区"))
        let leader = try await scene.bodies(for: "leader@example.org")
        #expect(leader.count == 1)
        #expect(leader.first?.contains("one level up decides") == true && leader.first?.contains("在外区") == false)
        // The one who is named, and no other.
        #expect(try await scene.bodies(for: "dutyChief@example.org") == [])
        try await scene.act(.share(.callAgain(hw, note: "清单上是你们")), .leader)
        #expect(try await scene.bodies(for: "hw@example.org").count == 2)
        try await scene.act(.acceptCall)
        try await scene.act(.arrive(note: ""))
        try await scene.act(.reportAction(text: "已封堵"))
        let rating = try await scene.bodies(for: "dispatcher@example.org")
        #expect(rating.count == 1 && rating.first?.contains("says that it is done") == true)
        #expect(try await scene.bodies(for: "hw@example.org").count == 2)
        try await scene.close()
    }

    @Test func `whoever has answered meanwhile, works elsewhere or is complained of is told nothing`() async throws {
        let scene = try await Scene.open(on: .usual)
        let hw = try UnitCode(parsing: "HW")
        try await scene.act(.share(.assist(hw, opinion: "", due: nil)), .dispatcher)
        try await scene.board.office.fillOutbox()
        try await scene.act(.answerAssistance(Feedback(result: .solved, text: "已配合")))
        #expect(try await scene.bodies(for: "hw@example.org") == [])
        try await scene.close()

        let recused = try await Scene.open(on: .usual, confidence: .unit(hw))
        await #expect(throws: Refusal.unitRecused) {
            try await recused.act(.share(.assist(hw, opinion: "", due: nil)), .dispatcher)
        }
        #expect(try await recused.bodies(for: "hw@example.org") == [])
        try await recused.close()
    }

    @Test func `whom an overdue case awaits is told so`() async throws {
        let scene = try await Scene.open(on: .usual)
        let unit = scene.board.staff(.handlingUnit).account
        try await scene.board.office.fillOutbox()
        try await scene.board.office.tell(unit, at: "cg@example.org", .atOnce, in: .english)
        #expect(try await scene.bodies(for: "cg@example.org") == [])
        scene.board.clock.advance(seconds: 60 * 86_400)
        #expect(try await scene.board.office.markOverdueCases() == 1)
        let bodies = try await scene.bodies(for: "cg@example.org")
        #expect(bodies.count == 1)
        #expect(bodies.first?.contains("Overdue") == true && bodies.first?.contains(scene.number.rawValue) == true)
        try await scene.close()
    }

    @Test func `what the outbox keeps of a step is read back, and nothing else is`() throws {
        let hw = try UnitCode(parsing: "HW")
        let steps: [StaffStep] =
            Role.allCases.flatMap { [.awaits($0), .overdue($0)] }
            + Companionship.allCases.flatMap { owed in
                [nil, Watch.Word.reminded, .overdue].map { .owed(owed, hw, $0) }
            }
        for step in steps { #expect(StaffStep(text: step.text) == step) }
        for text in ["", "nobody", "overdue:nobody", "late:intake", "call::asked", "visit:HW:asked", "a:b:c:d"] {
            #expect(StaffStep(text: text) == nil, "\(text)")
        }
    }
}
