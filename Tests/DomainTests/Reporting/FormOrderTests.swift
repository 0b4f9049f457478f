import Domain
import Testing

/// Forms that somebody orders: whose authority, until when, once for each period.
struct FormOrderTests {
    private static func day(_ text: String) throws -> Day { try Day(parsing: text) }

    private static func order() throws -> FormOrder.Order {
        FormOrder.Order(
            serial: 1,
            number: "表1",
            title: "月报",
            authority: "区统计局",
            basis: "统字〔2026〕1号",
            unit: try UnitCode(parsing: "411002001"),
            from: try day("2026-06-01"),
            until: try day("2027-06-01"),
            rhythm: .monthly,
            minutes: 20,
            items: [.init("受理数", indicator: try IndicatorCode(parsing: "case.reported")), .init("宣传栏数")]
        )
    }

    private static func ordered() throws -> FormOrder {
        var form = FormOrder()
        for event in try form.decide(.order(order(), today: day("2026-06-01")), in: ()) { form.apply(event) }
        return form
    }

    @Test func `a form without number, authority, approval or lines is refused`() throws {
        let cases: [(WritableKeyPath<FormOrder.Order, String>, Refusal.Field)] = [
            (\.number, .number), (\.authority, .authority), (\.basis, .basis), (\.title, .name),
        ]
        for (part, field) in cases {
            var order = try Self.order()
            order[keyPath: part] = "  "
            #expect(throws: Refusal.missing(field)) {
                try FormOrder().decide(.order(order, today: Self.day("2026-06-01")), in: ())
            }
        }
        var bare = try Self.order()
        bare.items = []
        #expect(throws: Refusal.missing(.items)) {
            try FormOrder().decide(.order(bare, today: Self.day("2026-06-01")), in: ())
        }
    }

    @Test func `a form holds for a year at most, and not in the past`() throws {
        var order = try Self.order()
        order.until = order.from.advanced(by: FormOrder.longestTerm - 1)
        #expect(try FormOrder().decide(.order(order, today: order.from), in: ()) == [.ordered(order)])
        order.until = order.from.advanced(by: FormOrder.longestTerm)
        #expect(throws: Refusal.work(.termTooLong)) { try FormOrder().decide(.order(order, today: order.from), in: ()) }
        #expect(throws: Refusal.fromThePast) {
            try FormOrder().decide(.order(order, today: order.until.advanced(by: 1)), in: ())
        }
        order.until = order.from.advanced(by: -1)
        #expect(throws: Refusal.datesReversed) {
            try FormOrder().decide(.order(order, today: order.until), in: ())
        }
        order = try Self.order()
        order.minutes = 2_401
        #expect(throws: Refusal.work(.countOutOfRange)) {
            try FormOrder().decide(.order(order, today: order.from), in: ())
        }
    }

    @Test func `a unit hands it in once for a period, while it is in force`() throws {
        var form = try Self.ordered()
        let (one, other) = (try UnitCode(parsing: "411002001001"), try UnitCode(parsing: "411002001002"))
        func handIn(_ unit: UnitCode, on day: String) throws -> [FormOrder.Event] {
            try form.decide(.handIn(unit, values: ["12", " 3 "], today: Self.day(day)), in: ())
        }
        let events = try handIn(one, on: "2026-06-09")
        let window = try FigureWindow(from: Self.day("2026-05-01"), until: Self.day("2026-06-01"))
        let given = FormOrder.Return(unit: one, window: window, on: try Self.day("2026-06-09"), values: ["12", "3"])
        #expect(events == [.handedIn(given)])
        for event in events { form.apply(event) }
        #expect(throws: Refusal.work(.alreadyHandedIn)) { try handIn(one, on: "2026-06-30") }
        #expect(try handIn(other, on: "2026-06-30").count == 1)
        #expect(try handIn(one, on: "2026-07-01").count == 1)
        #expect(throws: Refusal.work(.formOver)) { try handIn(one, on: "2026-05-31") }
        #expect(throws: Refusal.work(.formOver)) { try handIn(one, on: "2027-06-02") }
        #expect(throws: Refusal.missing(.reply)) {
            try form.decide(.handIn(other, values: ["12", ""], today: Self.day("2026-06-09")), in: ())
        }
        for event in try form.decide(.end(reason: "不再需要", today: Self.day("2026-06-10")), in: ()) { form.apply(event) }
        #expect(throws: Refusal.work(.formOver)) { try handIn(other, on: "2026-06-10") }
        #expect(throws: Refusal.work(.formOver)) {
            try form.decide(.end(reason: "再停", today: Self.day("2026-06-10")), in: ())
        }
    }

    @Test(
        arguments: [
            (FormOrder.Rhythm.once, "2026-01-01", "2026-11-26"), (.weekly, "2026-11-16", "2026-11-23"),
            (.monthly, "2026-10-01", "2026-11-01"), (.quarterly, "2026-07-01", "2026-10-01"),
            (.yearly, "2025-01-01", "2026-01-01"),
        ]
    )
    func `a form is about the last whole period`(rhythm: FormOrder.Rhythm, from: String, until: String) throws {
        // 25 November 2026 is a Wednesday.
        let window = try rhythm.window(on: Self.day("2026-11-25"), since: Self.day("2026-03-05"))
        #expect(window == (try FigureWindow(from: Self.day(from), until: Self.day(until))))
        #expect(rhythm.firstDay(on: try Self.day("2026-11-25"), since: try Self.day("2026-03-05")) == window.from)
    }

    @Test func `the yearly burden is the minutes of each time that it is due`() throws {
        var order = try Self.order()
        #expect(order.filled == 1 && order.minutesInYear == 240)
        order.rhythm = .weekly
        #expect(order.minutesInYear == 1_040)
    }
}
