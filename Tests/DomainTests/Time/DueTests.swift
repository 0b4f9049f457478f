import Testing

@testable import Domain

/// The table of B.8, row by row, all ten.
///
/// Its sources: hours run from the stated moment and the first day is not counted (民法典 article 201); the last day ends at
/// the close of business and moves off a statutory holiday (article 203); `clockTime` is what several 数字城管 systems do;
/// 30 days and 30 more with approval are Henan's for business-environment complaints (条例 2020: 三十日…可以延长三十日); the
/// overflow is that of a program whose 25 days in milliseconds do not fit into 32 bits.
///
/// 2026-11-27 is a Friday.
struct DueTests {
    private func due(_ limit: String, from start: String, in calendar: WorkingCalendar? = nil) throws -> String? {
        try clock(Limit(parsing: limit).due(startingAt: moment(start), in: calendar ?? plainCalendar()))
    }

    @Test func `B.8: 4 working hours from Friday 17:30 end on Monday 14:30`() throws {
        #expect(try due("4wh", from: "2026-11-27 17:30") == "2026-11-30 14:30:00")
    }

    @Test func `B.8: 4 working hours from Saturday 10:00 end on Monday 15:00`() throws {
        #expect(try due("4wh", from: "2026-11-28 10:00") == "2026-11-30 15:00:00")
    }

    @Test func `B.8: 1 working day from Friday 17:30 ends on Monday 18:00`() throws {
        #expect(try due("1wd", from: "2026-11-27 17:30") == "2026-11-30 18:00:00")
    }

    @Test func `B.8: 1 working day by clock time from Friday 17:30 ends on Monday 17:30`() throws {
        #expect(try due("1wd@clock", from: "2026-11-27 17:30") == "2026-11-30 17:30:00")
    }

    @Test func `B.8: 1 working day from Saturday 10:00 ends on Monday 18:00`() throws {
        #expect(try due("1wd", from: "2026-11-28 10:00") == "2026-11-30 18:00:00")
    }

    @Test func `B.8: 5 working days by clock time with a suspension of 3 end on the Monday after at 10:00`() throws {
        // given
        let calendar = try plainCalendar()
        var deadline = Deadline(try Limit(parsing: "5wd@clock"), startingAt: try moment("2026-11-25 10:00"))
        #expect(clock(deadline.due(in: calendar)) == "2026-12-02 10:00:00")

        // when
        deadline.suspend(at: try moment("2026-11-26 10:00"))
        #expect(deadline.due(in: calendar) == nil)
        deadline.resume(at: try moment("2026-12-01 10:00"))

        // then
        #expect(clock(deadline.due(in: calendar)) == "2026-12-07 10:00:00")
    }

    @Test func `B.8: 5 working days from Wednesday 10:00 end on the next Wednesday 18:00`() throws {
        #expect(try due("5wd", from: "2026-11-25 10:00") == "2026-12-02 18:00:00")
    }

    @Test func `B.8: 1 working day before a make-up Sunday ends on that Sunday 18:00`() throws {
        // 2026-09-20 is a Sunday on which the country works.
        #expect(try due("1wd", from: "2026-09-18 10:00", in: .china2026) == "2026-09-20 18:00:00")
        let calendar = try plainCalendar(makeUpDays: ["2026-11-29"])
        #expect(try due("1wd", from: "2026-11-27 10:00", in: calendar) == "2026-11-29 18:00:00")
    }

    @Test func `B.8: no number of calendar days overflows`() throws {
        // 25 days were 2,160,000,000 ms in the program that B.7 quotes, more than its 32 bits hold.
        let start = try moment("2026-11-02 10:00")
        for days in 1...Limit.largestAmount {
            let due = try Limit(days, .calendarDay).due(startingAt: start, in: plainCalendar())

            #expect(Zone.china.day(of: start).distance(to: Zone.china.day(of: due.advanced(bySeconds: -1))) == days)
        }
        #expect(try due("25d", from: "2026-11-02 10:00") == "2026-11-27 18:00:00")
    }

    @Test func `B.8: 30 days and 30 more that end on a statutory holiday move to the next other day`() throws {
        // given: 2026-08-02 + 60 days is 2026-10-01
        var deadline = Deadline(try Limit(parsing: "30d"), startingAt: try moment("2026-08-02 10:00"))
        #expect(clock(deadline.due(in: .china2026)) == "2026-09-01 18:00:00")

        // when
        deadline.extend(by: 30, at: try moment("2026-08-30 10:00"))

        // then
        #expect(clock(deadline.due(in: .china2026)) == "2026-10-08 18:00:00")
    }

    @Test(arguments: [
        // Saturday and Sunday end at 24:00: there are no business hours on them.
        ("1d", "2026-11-27 10:00", "2026-11-29 00:00:00"),
        ("3d", "2026-11-27 10:00", "2026-11-30 18:00:00"),
        ("2d@clock", "2026-11-27 17:30", "2026-11-29 17:30:00"),
        ("1mo", "2026-10-30 10:00", "2026-11-30 18:00:00"),
        ("1mo", "2027-01-29 10:00", "2027-03-01 00:00:00"),
        ("1mo@clock", "2027-01-31 07:45", "2027-02-28 07:45:00"),
        ("30min", "2026-11-27 23:50", "2026-11-28 00:20:00"),
        ("24h", "2026-11-27 17:30", "2026-11-28 17:30:00"),
        ("7wh", "2026-11-27 09:00", "2026-11-27 18:00:00"),
        ("3wh", "2026-11-27 09:00", "2026-11-27 12:00:00"),
        ("1wh", "2026-11-27 12:30", "2026-11-27 15:00:00"),
        // After hours a clock still shows a time; on a day off the last working day's end is the start.
        ("1wd@clock", "2026-11-27 20:00", "2026-11-30 20:00:00"),
        ("1wd@clock", "2026-11-28 10:00", "2026-12-01 00:00:00"),
        ("1wd@clock", "2026-11-30 08:00", "2026-12-01 08:00:00"),
        // 当日: the same working day, while it lasts.
        ("0wd", "2026-11-27 17:30", "2026-11-27 18:00:00"),
        ("0wd", "2026-11-27 18:00", "2026-11-30 18:00:00"),
        ("0wd", "2026-11-28 10:00", "2026-11-30 18:00:00"),
    ])
    func `limits of every unit end where they should`(limit: String, start: String, end: String) throws {
        #expect(try due(limit, from: start) == end)
    }

    @Test(arguments: [
        ("2026-09-30 10:00", "1d", "2026-10-08 18:00:00"),
        ("2026-09-30 10:00", "7d", "2026-10-08 18:00:00"),
        ("2026-09-01 10:00", "1mo", "2026-10-08 18:00:00"),
        // A period that only passes over holidays does not move, and clock time never does.
        ("2026-09-30 10:00", "8d", "2026-10-08 18:00:00"),
        ("2026-09-30 10:00", "1d@clock", "2026-10-01 10:00:00"),
        ("2026-09-30 10:00", "24h", "2026-10-01 10:00:00"),
        // The day after 元旦 is a Sunday on which the country works.
        ("2025-12-31 10:00", "1d", "2026-01-04 18:00:00"),
        ("2026-09-30 10:00", "1wd", "2026-10-08 18:00:00"),
        ("2026-09-30 17:00", "2wh", "2026-10-08 10:00:00"),
    ])
    func `statutory holidays move the last day of civil periods`(start: String, limit: String, end: String) throws {
        #expect(try due(limit, from: start, in: .china2026) == end)
    }

    @Test func `a district's own closure is a day off but moves no civil period`() throws {
        let closure = try Day(parsing: "2026-11-30")
        let calendar = try WorkingCalendar(version: "test", holidays: [closure])

        #expect(try due("3d", from: "2026-11-27 10:00", in: calendar) == "2026-12-01 00:00:00")
        #expect(try due("1wd", from: "2026-11-27 10:00", in: calendar) == "2026-12-01 18:00:00")
    }

    @Test func `no limit from any start traps`() throws {
        let starts = [
            Instant.distantPast, Instant(secondsSinceEpoch: 0), .distantFuture.advanced(bySeconds: -86_400),
            .distantFuture,
        ]
        for unit in LimitUnit.allCases {
            for counting in [unit.usualCounting, .clockTime] {
                let limit = try Limit(Limit.largestAmount, unit, counting: counting)
                for start in starts {
                    var deadline = Deadline(limit, startingAt: start)
                    for _ in 0..<3 { deadline.extend(by: .max, at: start) }
                    deadline.suspend(at: start)
                    deadline.resume(at: start.advanced(bySeconds: 400 * 86_400))
                    for days in [-1, 0, 1, 4_000] as [Int64] {
                        _ = deadline.remaining(at: start.advanced(bySeconds: days * 86_400), in: .china2026)
                    }

                    #expect(try #require(deadline.due(in: .china2026)) >= start)
                    #expect(!deadline.wasOverdue(at: start, in: .china2026))
                }
            }
        }
    }
}
