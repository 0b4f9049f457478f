import Domain
import Testing

/// Activities and hand-outs: what follows what, and what never adds up.
struct ActivityTests {
    private static func day(_ text: String) throws -> Day { try Day(parsing: text) }

    private static func plan(on day: Day) throws -> Activity.Plan {
        Activity.Plan(
            serial: 1,
            kind: .training,
            topic: " 消防安全知识讲座 ",
            on: day,
            starts: 570,
            venue: "活动室",
            at: WorkPlace(unit: try UnitCode(parsing: "411002001"))
        )
    }

    private static func played(_ commands: [Activity.Command]) throws -> Activity {
        var activity = Activity()
        for command in commands {
            for event in try activity.decide(command, in: ()) { activity.apply(event) }
        }
        return activity
    }

    @Test func `from every state every command leads where the table says, or is refused with its code`() throws {
        let today = try Self.day("2026-06-10")
        let (few, many) = (try Attendance(30, by: .headCount), try Attendance(36, by: .signIn, persons: 30))
        let ways: [(Activity.State.Name, [Activity.Command])] = [
            (.absent, []), (.planned, [.plan(try Self.plan(on: today))]),
            (.held, [.plan(try Self.plan(on: today)), .hold(on: today, today: today)]),
            (.counted, [.plan(try Self.plan(on: today)), .hold(on: today, today: today), .count(few)]),
            (.calledOff, [.plan(try Self.plan(on: today)), .callOff(reason: "下雨")]),
        ]
        let commands: [(String, Activity.Command)] = [
            ("plan", .plan(try Self.plan(on: today))), ("move", .move(to: today.advanced(by: 1), today: today)),
            ("hold", .hold(on: today, today: today)), ("count", .count(many)),
            ("correct", .correct(many, reason: "漏记")), ("call_off", .callOff(reason: "下雨")),
        ]
        let table = """
                        plan           move           hold           count                     correct                 call_off
            absent      planned        unknown        unknown        unknown                   unknown                 unknown
            planned     activity.over  planned        held           activity.not_held         activity.not_held       called_off
            held        activity.over  activity.over  activity.over  counted                   activity.not_counted    called_off
            counted     activity.over  activity.over  activity.over  activity.already_counted  counted                 activity.over
            called_off  activity.over  activity.over  activity.over  activity.over             activity.over           activity.over
            """
        let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: " ").map(String.init) }
        for (name, way) in ways {
            let row = try #require(rows.first { $0[0] == name.rawValue })
            for (index, (label, command)) in commands.enumerated() {
                let activity = try Self.played(way)
                #expect(activity.state.name == name)
                do throws(Refusal) {
                    var after = activity
                    for event in try activity.decide(command, in: ()) { after.apply(event) }
                    #expect(after.state.name.rawValue == row[index + 1], "\(name) \(label)")
                } catch { #expect(error.code == row[index + 1], "\(name) \(label)") }
            }
        }
    }

    @Test func `nothing is held on a day that has not come, nor planned anew for one that is over`() throws {
        let today = try Self.day("2026-06-10")
        let planned = try Self.played([.plan(try Self.plan(on: today))])

        #expect(planned.plan?.topic == "消防安全知识讲座")
        #expect(throws: Refusal.work(.dayNotCome)) {
            try planned.decide(.hold(on: today.advanced(by: 1), today: today), in: ())
        }
        #expect(throws: Refusal.fromThePast) {
            try planned.decide(.move(to: today.advanced(by: -1), today: today), in: ())
        }
        #expect(throws: Refusal.missing(.reason)) { try planned.decide(.callOff(reason: " \n"), in: ()) }
    }

    @Test func `different people are known from a signed list alone, and are never more than attendances`() throws {
        #expect(try Attendance(36, by: .signIn, persons: 36).persons == 36)
        #expect(throws: Refusal.work(.personsUnknown)) { try Attendance(36, by: .headCount, persons: 30) }
        #expect(throws: Refusal.work(.personsUnknown)) { try Attendance(36, by: .estimate, persons: 0) }
        #expect(throws: Refusal.work(.morePersons)) { try Attendance(36, by: .signIn, persons: 37) }
        #expect(throws: Refusal.work(.countOutOfRange)) { try Attendance(-1, by: .estimate) }
    }

    @Test func `a stock is never below nothing, whatever is handed out, corrected or written off`() throws {
        let today = try Self.day("2026-06-10")
        let unit = try UnitCode(parsing: "411002001")
        var stock = Handout()
        func apply(_ command: Handout.Command) throws {
            for event in try stock.decide(command, in: ()) { stock.apply(event) }
        }
        let giving = { (copies: Int) in
            Handout.Command.give(.init(copies: copies, on: today, at: WorkPlace(unit: unit)), today: today)
        }
        #expect(throws: Refusal.unknown(.handout)) { try apply(giving(1)) }
        try apply(.define(.init(serial: 1, kind: .leaflet, title: "防诈骗宣传页", unit: unit)))
        #expect(throws: Refusal.work(.stockShort(left: 0))) { try apply(giving(1)) }
        try apply(.print(copies: 100, on: today, today: today))
        try apply(giving(60))
        #expect(throws: Refusal.work(.stockShort(left: 40))) { try apply(giving(41)) }
        try apply(.writeOff(copies: 10, reason: "受潮"))
        #expect(throws: Refusal.work(.stockShort(left: 30))) { try apply(.writeOff(copies: 31, reason: "受潮")) }
        #expect(throws: Refusal.work(.stockShort(left: 30))) {
            try apply(.correct(giving: 1, copies: 91, reason: "重数"))
        }
        #expect(throws: Refusal.work(.nothingChanged)) { try apply(.correct(giving: 1, copies: 60, reason: "重数")) }
        try apply(.correct(giving: 1, copies: 90, reason: "重数"))

        #expect((stock.printed, stock.given, stock.writtenOff, stock.left) == (100, 90, 10, 0))
    }
}
