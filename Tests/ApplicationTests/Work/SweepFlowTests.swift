import Application
import Domain
import Foundation
import Store
import TestKit
import Testing
import TransparencyLog

/// A sweep from its frozen list to its second look, with the cases that it opens.
struct SweepFlowTests {
    private static let street = "411002001"

    private static func board(_ kind: TestEngine) async throws -> (TestBoard, sweep: Int) {
        let board = try await TestBoard.make(on: kind)
        let category = try CategoryCode(parsing: "waste")
        let items = try [("通道畅通", "3wd"), ("灭火器有效", "1d")].map {
            Checklist.Item($0.0, category: category, limit: try Limit(parsing: $0.1))
        }
        let chief = Actor.staff(board.staff(.dutyChief))
        let list = try await board.office.publish(checklist: nil, name: "重点场所", items: items, by: chief)
        let (west, east) = (TestBoard.gridCodes[0], TestBoard.gridCodes[1])
        let lines = "老王超市,\(west),shop\n 便民饭店，\(west)，shop\r\n\n配电房\t\(east)\n仓库,\(east),unit\n旧址,\(east)"
        let draft = SweepDraft(
            kind: .keyPlaces,
            name: "重点场所排查",
            unit: try UnitCode(parsing: street),
            checklist: list,
            until: board.office.today.advanced(by: 14),
            source: .lines(lines)
        )
        return (board, try await board.office.freeze(draft, by: chief))
    }

    @Test(arguments: TestEngine.all)
    func `a failed item opens a case with the list's limit, and the re-check that passes closes it`(
        kind: TestEngine
    ) async throws {
        // given
        let (board, sweep) = try await Self.board(kind)
        let office = board.office
        let worker = Actor.staff(board.staff(.community))

        // when
        let numbers = try await office.visit(1, of: sweep, .hazard, failed: [2, 1], note: "后门堵住", by: worker)
        let number = try #require(numbers.first)
        let steps: [(CaseCommand, Role)] = [
            (.establish(note: ""), .dutyChief), (.dispatch(to: try UnitCode(parsing: "HW"), opinion: ""), .dispatcher),
        ]
        for (command, role) in steps { try await office.perform(command, on: number, by: .staff(board.staff(role))) }

        // then: it is registered at once, and its clock runs by the first item's three working days
        let view = try #require(try await office.caseView(number, as: .staff(board.staff(.dutyChief))))
        #expect(view.file.report.channel == .sweep && view.file.report.rectification?.description == "3wd")
        #expect(view.file.solve?.limit.description == "3wd")
        #expect(view.file.report.text == "通道畅通\n后门堵住" && view.file.place.address == "老王超市")
        #expect(numbers.count == 2)
        let staff = Staff(
            account: board.staff(.handlingUnit).account,
            roles: [.handlingUnit],
            scope: .district,
            unit: try UnitCode(parsing: "HW")
        )
        for command in [
            CaseCommand.acknowledge, .beginHandling(contact: .notPossible),
            .feedBack(Feedback(result: .solved, text: "清空了")),
        ] { try await office.perform(command, on: number, by: .staff(staff)) }
        try await office.perform(.askCheck, on: number, by: .staff(board.staff(.intake)))
        try await office.perform(.check(isSolved: true, note: ""), on: number, by: .staff(board.staff(.gridWorker)))
        let after = try #require(try await office.caseView(number, as: .staff(board.staff(.dutyChief))))
        #expect(after.summary.stage == .closed && after.summary.isOnTime == true)
        #expect(try await office.sweepView(sweep).cases.map(\.isOpen) == [false, true])

        // What somebody reported is still closed by a duty chief, and by nobody else.
        let plain = try await board.report().number
        await #expect(throws: Refusal.wrongStage(action: .close, stage: .reported)) {
            try await office.perform(.close(reply: "好了"), on: plain, by: .system)
        }
        let rebuilt = try await office.rebuild { _, _ in }
        #expect(rebuilt.isSame)
        try await board.close()
    }

    @Test func `the clockwork closes no case but a hazard's`() async throws {
        let board = try await TestBoard.make()
        let number = try await board.report("垃圾", category: "waste").number
        try await board.office.perform(.handleOnSpot(note: "捡了"), on: number, by: .staff(board.staff(.gridWorker)))

        await #expect(throws: Refusal.notYet) {
            try await board.office.perform(.close(reply: "好了"), on: number, by: .system)
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `coverage is measured by the list, and the second look is drawn from what nobody could choose`(
        kind: TestEngine
    ) async throws {
        // given: five elements, four results
        let (board, sweep) = try await Self.board(kind)
        let office = board.office
        let (worker, chief) = (Actor.staff(board.staff(.community)), Actor.staff(board.staff(.dutyChief)))
        let supervisor = Actor.staff(board.staff(.supervisor))
        let results: [(Int, SweepElement.Result)] = [
            (1, .noHazard), (2, .notOpen), (2, .noHazard), (3, .refused), (5, .doesNotExist),
        ]
        for (number, result) in results { try await office.visit(number, of: sweep, result, by: worker) }
        let view = try await office.sweepView(sweep)
        #expect((view.tally.covered, view.tally.missed, view.tally.notVisited) == (3, 2, 1))
        #expect(view.elements.map(\.attempt) == [1, 2, 1, 0, 1])
        #expect(view.elements.map(\.name) == ["老王超市", "便民饭店", "配电房", "仓库", "旧址"])
        #expect(view.frozenAt == office.position - Int64(results.count))

        // when: nothing can be drawn before the end, before a head, before another day
        let draw = { (day: Day) async throws in
            try await office.draw(2, of: sweep, numbers: "06 11 18 + 09", on: day, by: supervisor)
        }
        await #expect(throws: Refusal.work(.sweepOpen)) { try await draw(office.today) }
        try await office.signCheckpoint()
        try await office.end(sweep: sweep, drawing: "双色球 第2026061期", by: chief)
        await #expect(throws: Refusal.work(.notSigned)) { try await draw(office.today) }
        await #expect(throws: Refusal.work(.sweepClosed)) {
            try await office.visit(4, of: sweep, .noHazard, by: worker)
        }
        let head = try #require(try await office.signCheckpoint())
        await #expect(throws: Refusal.work(.drawTooEarly)) { try await draw(office.today) }
        await #expect(throws: Refusal.work(.dayNotCome)) { try await draw(office.today.advanced(by: 1)) }
        board.clock.advance(seconds: 2 * 86_400)
        try await board.report()
        try await office.signCheckpoint()
        try await draw(office.today)

        // then: the first head after the end, and the elements that anybody draws from it
        let drawn = try #require(try await office.sweepView(sweep).draw)
        #expect((drawn.size, drawn.root) == (head.size, head.root.hex))
        let seed = Sample.seed(root: head.root.bytes, numbers: "06 11 18 + 09")
        #expect(drawn.elements == Sample.draw(2, of: 3, seed: seed).map { [1, 2, 5][$0 - 1] })
        let first = try #require(drawn.elements.first)
        try await office.recheck(first, of: sweep, agrees: false, note: "其实在营业", by: supervisor)
        await #expect(throws: Refusal.work(.alreadyChecked)) {
            try await office.recheck(first, of: sweep, agrees: true, note: "", by: supervisor)
        }
        await #expect(throws: Refusal.work(.notDrawn)) {
            try await office.recheck(4, of: sweep, agrees: true, note: "", by: supervisor)
        }
        let rebuilt = try await office.rebuild { _, _ in }
        #expect(rebuilt.isSame)
        try await board.close()
    }

    @Test func `a list comes from lines, from grids, or from an earlier sweep, and always lies in the unit`()
        async throws
    {
        let (board, sweep) = try await Self.board(.usual)
        let office = board.office
        let chief = Actor.staff(board.staff(.dutyChief))
        func freeze(_ source: SweepDraft.Source) async throws -> [Sweep.Element] {
            let draft = SweepDraft(
                kind: .strawBurning,
                name: "禁烧巡查",
                unit: try UnitCode(parsing: Self.street),
                checklist: 1,
                until: office.today,
                source: source
            )
            let serial = try await office.freeze(draft, by: chief)
            return try await office.sweepView(serial).plan.elements
        }
        #expect(try await freeze(.grids).map(\.grid.rawValue) == Array(TestBoard.gridCodes.prefix(2)))
        #expect(try await freeze(.earlier(sweep)).count == 5)
        await #expect(throws: Refusal.unknown(.grid)) { try await freeze(.lines("东街,\(TestBoard.gridCodes[2])")) }
        for line in ["只有名称", "a,\(TestBoard.gridCodes[0]),castle", ",\(TestBoard.gridCodes[0])", "a,b,place,d"] {
            await #expect(throws: Refusal.self, "\(line)") { try await freeze(.lines(line)) }
        }
        await #expect(throws: Refusal.missing(.frame)) { try await freeze(.lines(" \n")) }
        // A checklist changes by a new version; sweeps keep theirs.
        let item = Checklist.Item(
            "消防通道畅通",
            category: try CategoryCode(parsing: "waste"),
            limit: try Limit(parsing: "1d")
        )
        #expect(try await office.publish(checklist: 1, name: "重点场所", items: [item], by: chief) == 1)
        #expect(try await office.checklists().map(\.number) == [2])
        #expect(try await office.sweepView(sweep).checklist.items.count == 2)
        try await board.close()
    }

    /// Drawn with another program from the description in docs/sweeps.md.
    @Test func `a draw is the same wherever it is made`() {
        let seed = Sample.seed(root: (0..<32).map { UInt8($0) }, numbers: "06 11 18 25 27 30 + 09")
        let hex = seed.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()

        #expect(hex == "ccab5e61410e91ab6095683693bba1370c495b34f0276b6877e281762d245549")
        #expect(Sample.draw(10, of: 448, seed: seed) == [257, 337, 403, 350, 339, 70, 363, 407, 84, 410])
        let zero = Sample.seed(root: [UInt8](repeating: 0, count: 32), numbers: "x")
        #expect(Sample.draw(5, of: 5, seed: zero) == [4, 1, 5, 3, 2])
        #expect(Sample.draw(9, of: 5, seed: zero).sorted() == [1, 2, 3, 4, 5])
        #expect(Sample.draw(3, of: 0, seed: zero) == [])
    }
}
