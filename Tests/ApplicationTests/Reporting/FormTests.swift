import Application
import Domain
import Store
import TestKit
import Testing

/// Ordered forms through the office, on both engines.
struct FormTests {
    @Test(arguments: TestEngine.all)
    func `a form fills itself from the records, is handed in once, and its minutes are a figure`(
        kind: TestEngine
    ) async throws {
        // given: an activity of the last month and a form that asks for it
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        try await office.adoptIndicators()
        let (chief, community) = (Actor.staff(board.staff(.dutyChief)), Actor.staff(board.staff(.community)))
        let street = try UnitCode(parsing: "411002001")
        var order = try Office.sampleForm(in: street, on: office.today)
        order.rhythm = .once
        order.items[0].indicator = try IndicatorCode(parsing: "activity.held")
        for (topic, unit) in [("讲座", "411002001"), ("别处", "411002002")] {
            let draft = ActivityDraft(
                kind: .training,
                topic: topic,
                on: office.today,
                venue: "活动室",
                place: try office.workPlace(unit: unit, grid: nil)
            )
            let serial = try await office.plan(draft, by: .system)
            try await office.change(serial, .hold(on: office.today, nil), by: .system)
        }
        try await office.signCheckpoint()

        // when
        let serial = try await office.order(order, by: chief)
        let lines = try await office.lines(of: order, for: street)
        try await office.handIn(form: serial, for: street, answers: ["3"], by: community)

        // then: only the street's own activity is in it
        #expect(lines.map(\.value) == ["1", nil])
        #expect(try await office.returns(of: serial, by: chief).map(\.values) == [["1", "3"]])
        await #expect(throws: Refusal.work(.alreadyHandedIn)) {
            try await office.handIn(form: serial, for: street, answers: ["3"], by: community)
        }
        await #expect(throws: Refusal.roleNeeded(.dutyChief)) { try await office.order(order, by: community) }
        await #expect(throws: Refusal.self) { try await office.returns(of: serial, by: community) }
        order.items[0].indicator = try IndicatorCode(parsing: "no.such")
        let unknown = order
        await #expect(throws: Refusal.unknown(.indicator)) { try await office.order(unknown, by: chief) }
        #expect(try await office.reportingBurden() == [.init(unit: street, times: 1, minutes: 20)])

        // then: an outsider adds the same up
        try await office.signCheckpoint()
        let year = try FigureWindow(from: office.today, until: office.today.advanced(by: 1))
        let code = try IndicatorCode(parsing: "form.burden_minutes")
        #expect(try await office.evaluate(code, in: year, scope: .of(unit: street)).value.text == "20")
        try await office.end(form: serial, reason: "不再需要", by: chief)
        await #expect(throws: Refusal.work(.formOver)) {
            try await office.handIn(form: serial, for: street, answers: ["3"], by: community)
        }
        let rebuilt = try await office.rebuild { _, _ in }
        #expect(rebuilt.isSame, "\(zip(rebuilt.before, rebuilt.after).filter { $0 != $1 })")
        try await board.close()
    }
}
