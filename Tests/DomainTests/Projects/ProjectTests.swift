import Domain
import Foundation
import Testing

/// A key project: its seats, its milestones, its lights and what stands in its way.
struct ProjectTests {
    private static let monday = Day(number: 20_605)  // 2026-06-01, a Monday

    private var project = Project()
    private var today = monday

    @discardableResult
    private mutating func take(_ step: Project.Step) throws(Refusal) -> [Project.Event.What] {
        let events = try project.decide(Project.Command(step, today: today), in: ())
        for event in events { project.apply(event) }
        return events.map(\.what)
    }

    private func refusal(_ step: Project.Step) -> Refusal? {
        do {
            _ = try project.decide(Project.Command(step, today: today), in: ())
            return nil
        } catch { return error }
    }

    private static func account(_ number: UInt8) -> ID<Account> {
        ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number)))
    }

    private static func term(
        _ seat: Project.Seat,
        _ number: UInt8,
        from: Day,
        until: Day? = nil
    ) throws -> Project.Term {
        let unit = try UnitCode(parsing: "411002001")
        return Project.Term(seat: seat, holder: account(number), unit: unit, from: from, until: until)
    }

    init() throws {
        let place = WorkPlace(unit: try UnitCode(parsing: "411002001"))
        try take(.register(Project.Details(serial: 1, name: " 产业园 ", level: .city, place: place)))
    }

    @Test func `nothing happens to a project that nobody registered, and names are needed`() {
        let none = Project()
        #expect(throws: Refusal.unknown(.project)) {
            try none.decide(.init(.note("x", on: Self.monday), today: Self.monday), in: ())
        }
        #expect(project.details?.name == "产业园")
        #expect(refusal(.plan(name: " ", Self.monday)) == .missing(.name))
        #expect(refusal(.block(.land, text: "", problem: nil, on: Self.monday)) == .missing(.problem))
    }

    @Test mutating func `one officer at a time, whose history stays; the deputy needs an officer and an end`() throws {
        let first = Self.monday.advanced(by: -90)
        let deputy = try Self.term(.deputy, 2, from: Self.monday)
        #expect(refusal(.seat(deputy)) == .missing(.until))
        let short = try Self.term(.deputy, 2, from: Self.monday, until: Self.monday.advanced(by: 3))
        #expect(refusal(.seat(short)) == .unknown(.officer))

        try take(.seat(Self.term(.officer, 1, from: first)))
        #expect(try refusal(.seat(Self.term(.officer, 1, from: Self.monday))) == .work(.nothingChanged))
        #expect(try refusal(.seat(Self.term(.officer, 2, from: first))) == .stewardTaken)
        let own = try Self.term(.deputy, 1, from: Self.monday, until: Self.monday)
        #expect(refusal(.seat(own)) == .deputyIsHolder)
        try take(.seat(short))
        #expect(try take(.seat(Self.term(.officer, 3, from: Self.monday))).count == 2)

        #expect(project.holder(of: .officer, on: Self.monday.advanced(by: -1))?.holder == Self.account(1))
        #expect(project.holder(of: .officer, on: Self.monday)?.holder == Self.account(3))
        #expect(project.serves(Self.account(2), on: Self.monday) && !project.serves(Self.account(1), on: Self.monday))
        try take(.unseat(.officer, on: Self.monday.advanced(by: 1)))
        #expect(project.holder(of: .officer, on: Self.monday.advanced(by: 2)) == nil)
    }

    @Test mutating func `whether a milestone came in time is measured by the first plan`() throws {
        try take(.plan(name: "封顶", Self.monday.advanced(by: 2)))
        today = Self.monday.advanced(by: 5)
        #expect(refusal(.replan(1, to: Self.monday, reason: "x")) == .fromThePast)
        #expect(refusal(.replan(1, to: Self.monday.advanced(by: 30), reason: " ")) == .missing(.reason))
        try take(.replan(1, to: Self.monday.advanced(by: 30), reason: "雨天"))
        #expect(project.found(on: today).light == .green)
        #expect(refusal(.reach(1, on: today.advanced(by: 1))) == .work(.dayNotCome))
        #expect(refusal(.reach(2, on: today)) == .unknown(.milestone))
        #expect(try take(.reach(1, on: today)) == [.reached(1, late: 3)])
        #expect(refusal(.reach(1, on: today)) == .work(.alreadySettled))
        #expect(project.milestones.first?.moves == 1 && project.nextMilestone == nil)
    }

    @Test mutating func `a light is lit for every week that has ended, and two yellows in a row make red`() throws {
        try take(.plan(name: "打桩", Self.monday.advanced(by: 5)))
        #expect(refusal(.light) == .notYet)
        // Three weeks later: a day behind, eight days behind, fifteen days behind.
        today = Self.monday.advanced(by: 21)
        #expect(try take(.light) == [.lit(.yellow, late: 1), .lit(.red, late: 8), .lit(.red, late: 15)])
        #expect(refusal(.light) == .notYet)

        // Reached: green, and then yellow is yellow again.
        try take(.reach(1, on: today))
        try take(.plan(name: "封顶", today.advanced(by: 10)))
        today = Self.monday.advanced(by: 35)
        #expect(try take(.light) == [.lit(.green, late: 0), .lit(.yellow, late: 3)])
        #expect(project.weeks.map(\.sunday) == (0..<5).map { Self.monday.advanced(by: 6 + 7 * $0) })
        try take(.move(.stopped, on: today))
        today = Self.monday.advanced(by: 70)
        #expect(project.nextSunday == nil && refusal(.light) == .notYet)
    }

    @Test mutating func `a blocker has three times, in their order, and waits too long when nobody takes it up`() throws
    {
        try take(.block(.utilities, text: "用电容量不够", problem: nil, on: Self.monday))
        #expect(refusal(.solve(1, solution: "x", on: today)) == .work(.notCoordinated))
        #expect(project.found(on: Self.monday.advanced(by: 7)).light == .green)
        #expect(project.found(on: Self.monday.advanced(by: 8)).light == .yellow)

        today = Self.monday.advanced(by: 40)
        #expect(refusal(.coordinate(1, with: "x", on: Self.monday.advanced(by: -1))) == .datesReversed)
        let third = Self.monday.advanced(by: 3)
        #expect(
            try take(.coordinate(1, with: "供电公司", on: third)) == [
                .coordinated(1, with: "供电公司", days: 3, isOnTime: true)
            ]
        )
        #expect(refusal(.solve(1, solution: "x", on: Self.monday.advanced(by: 2))) == .datesReversed)
        #expect(
            try take(.solve(1, solution: "增容", on: today)) == [
                .solved(1, solution: "增容", days: 40, isOnTime: false)
            ]
        )
        #expect(refusal(.coordinate(1, with: "x", on: today)) == .work(.alreadySettled))
        try take(.reopen(1, reason: "还是不够"))
        #expect(project.blockers.first?.solved == nil && project.blockers.first?.coordinated == third)
    }

    @Test mutating func `a project goes forward, is listed once a year, and takes nothing new when it is over`() throws
    {
        try take(.move(.building, on: today))
        #expect(refusal(.move(.preparing, on: today)) == .work(.stageBehind))
        try take(.list(year: 2_026, .new, on: today))
        #expect(refusal(.list(year: 2_026, .continued, on: today)) == .work(.nothingChanged))
        #expect(refusal(.list(year: 20_260, .new, on: today)) == .work(.countOutOfRange))
        try take(.list(year: 2_027, .continued, on: today))
        try take(.block(.land, text: "围挡", problem: nil, on: today))
        try take(.move(.producing, on: today))
        #expect(refusal(.plan(name: "x", today)) == .work(.projectOver))
        #expect(refusal(.block(.land, text: "x", problem: nil, on: today)) == .work(.projectOver))
        // What stood in the way can still be said to be solved.
        try take(.coordinate(1, with: "街道", on: today))
        try take(.solve(1, solution: "拆除", on: today))
        #expect(project.listed == [2_026: .new, 2_027: .continued])
    }
}
