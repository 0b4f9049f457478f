import Application
import Domain
import Store
import TestKit
import Testing

/// Place, category and hour lead to one unit and one post; every order keeps the rule that said so.
struct RoutingTests {
    private static func code(_ text: String) throws -> CategoryCode { try CategoryCode(parsing: text) }
    private static func unit(_ text: String) throws -> UnitCode { try UnitCode(parsing: text) }

    /// The unit and rule that answer in a grid, hours after the board's first moment, a Monday at ten.
    private static func route(
        _ board: TestBoard,
        _ category: String,
        grid: Int = 0,
        hours: Int64 = 0
    ) throws -> String {
        let directory = board.office.directory
        let grid = try #require(directory.grid(named: TestBoard.gridCodes[grid]))
        let moment = TestBoard.start.advanced(bySeconds: hours * 3_600)
        let route = try #require(directory.route(in: grid, category: code(category), at: moment))
        return
            "\(route.assignment.unit.rawValue) \(route.rule?.code.rawValue ?? "–") \(route.assignment.post?.rawValue ?? "–")"
    }

    /// Takes a case up to its establishing.
    private static func established(_ board: TestBoard, grid: Int = 0) async throws -> CaseNumber {
        let number = try await board.report(grid: TestBoard.gridCodes[grid]).number
        let steps: [(CaseCommand, Role)] = [
            (.register(category: try code("street-light")), .intake), (.establish(note: ""), .dutyChief),
        ]
        for (command, role) in steps {
            try await board.office.perform(command, on: number, by: .staff(board.staff(role)))
        }
        return number
    }

    @Test func `without a catalogue the list of matters answers; with one, the narrowest rule of place and hour`()
        async throws
    {
        let board = try await TestBoard.make()
        #expect(try Self.route(board, "street-light") == "CG – –")
        try await board.publishDispatch()
        #expect(try Self.route(board, "street-light") == "CG R2 CG-D")
        #expect(try Self.route(board, "waste") == "HW R1 HW-D")
        #expect(try Self.route(board, "street-light", grid: 3) == "CG R2 CG-D")
        #expect(try Self.route(board, "street-light", grid: 3, hours: 12) == "HW R3 HW-D")
        #expect(try Self.route(board, "street-light", grid: 0, hours: 12) == "CG R2 CG-D")
        // Saturday night is a day off, not a night.
        #expect(try Self.route(board, "street-light", grid: 3, hours: 5 * 24 + 12) == "CG R2 CG-D")
        try await board.close()
    }

    @Test func `an order keeps the rule and version that matched, after the catalogue has changed too`() async throws {
        let board = try await TestBoard.make()
        try await board.publishDispatch()
        let number = try await Self.established(board)
        let dispatcher = Actor.staff(board.staff(.dispatcher))
        try await board.office.perform(.dispatch(to: Self.unit("CG"), opinion: ""), on: number, by: dispatcher)

        board.clock.advance(seconds: 86_400)
        try await board.publishDispatch(["N1,all,all,all,HW,HW-D,,,新总则"], version: "test-2")
        #expect(try Self.route(board, "street-light", hours: 24) == "HW N1 HW-D")

        let view = try #require(try await board.office.caseView(number, as: .system))
        let routing = try #require(view.file.routing)
        #expect(routing.departure == nil && routing.post?.rawValue == "CG-D")
        #expect(routing.answer.rule?.rule.rawValue == "R2" && routing.answer.rule?.catalogue.rawValue == "test-1")
        let unit = try #require(view.file.unit)
        let today = board.office.today
        let words = board.office.words(for: routing, unit: unit, on: today, in: .chinese).joined()
        #expect(words.contains("R2") && words.contains("test-1") && words.contains("第二条") && words.contains("路灯不亮"))
        #expect(words.contains("职员 handling_unit"))
        let rebuilt = try await board.office.rebuild { _, _ in }
        #expect(rebuilt.isSame)
        try await board.close()
    }

    @Test func `who departs from the catalogue says why, and that is kept; nobody has to from a list of matters`()
        async throws
    {
        let board = try await TestBoard.make()
        let dispatcher = Actor.staff(board.staff(.dispatcher))
        let free = try await Self.established(board)
        try await board.office.perform(.dispatch(to: Self.unit("HW"), opinion: ""), on: free, by: dispatcher)
        try await board.publishDispatch()
        let number = try await Self.established(board)

        let refusal = await #expect(throws: Refusal.self) {
            try await board.office.perform(.dispatch(to: Self.unit("HW"), opinion: "请办"), on: number, by: dispatcher)
        }
        #expect(refusal == .missing(.reason))
        try await board.office.perform(
            .dispatch(to: Self.unit("HW"), opinion: "请办", reason: "城管局灯杆组抢险"),
            on: number,
            by: dispatcher
        )

        let view = try #require(try await board.office.caseView(number, as: .system))
        let routing = try #require(view.file.routing)
        #expect(routing.departure == "城管局灯杆组抢险" && routing.answer.unit.rawValue == "CG" && routing.post == nil)
        let words = board.office.words(for: routing, unit: try Self.unit("HW"), on: board.office.today, in: .english)
        #expect(words.joined(separator: " ").contains("The dispatcher chose Sanitation"))
        // Neither the public nor the reporter reads the reason.
        for actor in [Actor.resident, .reporter] {
            let seen = try #require(try await board.office.caseView(number, as: actor))
            for event in seen.events {
                if case .dispatched(let order) = event.what { #expect(order.routing == nil && order.opinion.isEmpty) }
            }
        }
        try await board.close()
    }

    @Test func `a unit that the report is about is not forced on anybody`() async throws {
        let board = try await TestBoard.make()
        try await board.publishDispatch()
        let number = try await board.report(confidence: .unit(try Self.unit("CG"))).number
        let steps: [(CaseCommand, Role)] = [
            (.register(category: try Self.code("street-light")), .intake), (.establish(note: ""), .dutyChief),
            (.dispatch(to: try Self.unit("HW"), opinion: ""), .dispatcher),
        ]
        for (command, role) in steps {
            try await board.office.perform(command, on: number, by: .staff(board.staff(role)))
        }
        #expect(try await board.office.caseView(number, as: .system)?.file.routing?.departure == "")
        try await board.close()
    }

    @Test func `while a post-holder is away the deputy answers, and the words say for whom`() async throws {
        let board = try await TestBoard.make()
        try await board.publishDispatch()
        let post = try #require(
            try await board.office.engine.read { try BoardRecords.post(UnitCode(parsing: "CG-D"), in: $0) }
        )
        let from = board.office.today.advanced(by: 1)
        let leave = Post.Appointment(
            holder: board.staff(.community).account,
            from: from,
            until: from.advanced(by: 2),
            isDeputy: true
        )
        try await board.office.change(.appoint(leave), on: post.id, by: .system)

        var holders: [String] = []
        for _ in 0..<5 {
            let view = board.office.directory.unitPost(try Self.unit("CG-D"), on: board.office.today)
            holders.append("\(view?.holderName ?? "")/\(view?.absentName ?? "")")
            board.clock.advance(seconds: 86_400)
        }
        let (own, deputy) = ("职员 handling_unit/", "职员 community/职员 handling_unit")
        #expect(holders == [own, deputy, deputy, deputy, own])
        try await board.close()
    }

    @Test func `a file goes in and comes out the same, Chinese headings too, and bad lines are named`() throws {
        let text = """
            编号,事项,区域,时段,主办单位,岗位,起,止,依据
            R1,全部,全部,全部,HW,HW-D,,,"总则, 第一条"
            R2,大类:市容环境,411002001,夜间,CG,CG-D,2026-06-01,2026-09-01,
            R3,waste,41100200100101,holiday,CG,CG-D,,,
            """
        let file = try DispatchFile(text: text)
        #expect(file.rejected.isEmpty && file.rules.count == 3)
        #expect(file.rules[1].matter == .group("市容环境") && file.rules[1].hours == .night)
        #expect(try DispatchFile(text: DispatchFile.text(of: file.rules)).rules == file.rules)

        let bad = try DispatchFile(
            text: "rule,matter,area,hours,unit,post\nR 1,all,all,all,HW,HW-D\nR2,all,all,dusk,HW,HW-D\nR3,all,all\n"
        )
        #expect(bad.rules.isEmpty && bad.rejected.map(\.line) == [2, 3, 4])
        #expect(
            bad.rejected[1].reason
                == .refused(.malformed(Malformed("hours", expected: "all, working, night or holiday")))
        )
        #expect(throws: ImportFault.self) { try DispatchFile(text: "rule,unit\n") }
    }

    @Test func `a catalogue with a gap or an overlap is refused with every fault told, and nothing is stored`()
        async throws
    {
        let board = try await TestBoard.make()
        try await board.appointUnitPosts()
        let file = try DispatchFile(
            text: """
                rule,matter,area,hours,unit,post
                R1,all,411002001,all,HW,HW-D
                R2,street-light,all,all,CG,CG-D
                """
        )
        let edition = Edition(version: try EditionVersion(parsing: "bad"), content: .dispatch(file.rules))
        let directory = board.office.directory
        let today = board.office.today
        let findings = directory.findings(in: edition, from: today)
        // Lamps in the first street have two masters in three kinds of hours; three other matters have none in the second.
        #expect(findings.count == 3 + 3 * 3)
        let words = findings.map { board.office.words(for: $0, in: .english) }
        #expect(
            words.contains {
                $0.hasPrefix("gap: no rule speaks for grid 41100200200101 (113.835000, 34.025000; 2 such")
            }
        )
        #expect(
            words.contains { $0.hasPrefix("overlap: R1, R2 all speak for grid 41100200100101") && $0.contains("night") }
        )

        try await board.office.propose(edition, by: .system)
        let before = try await board.stored()
        let refusal = await #expect(throws: Refusal.self) {
            try await board.office.publish(.dispatch, edition.version, from: today, basis: "文件", by: .system)
        }
        #expect(refusal == .dispatchUnsound(faults: findings.count))
        #expect(try await board.stored() == before)
        #expect(try Self.route(board, "waste") == "HW – –")
        try await board.close()
    }

    @Test func `a list of matters that the catalogue does not cover is refused`() async throws {
        let board = try await TestBoard.make()
        let lines = ["street-light", "waste", "dumping", "question"].enumerated().map { index, code in
            "R\(index),\(code),all,all,CG,CG-D,,,"
        }
        try await board.publishDispatch(lines)
        var categories = board.office.directory.sortedCategories
        var fresh = try #require(categories.first)
        fresh.code = try Self.code("brand-new")
        categories.append(fresh)
        let edition = Edition(version: try EditionVersion(parsing: "more"), content: .matters(categories))
        try await board.office.propose(edition, by: .system)
        let tomorrow = board.office.today.advanced(by: 1)
        let refusal = await #expect(throws: Refusal.self) {
            try await board.office.publish(.matters, edition.version, from: tomorrow, basis: "文件", by: .system)
        }
        #expect(refusal == .dispatchUnsound(faults: 3))
        // Fewer matters leave a rule without a matter, which hinders nobody.
        let fewer = Edition(
            version: try EditionVersion(parsing: "fewer"),
            content: .matters(Array(board.office.directory.sortedCategories.dropLast()))
        )
        try await board.office.propose(fewer, by: .system)
        try await board.office.publish(.matters, fewer.version, from: tomorrow, basis: "文件", by: .system)
        try await board.close()
    }
}
