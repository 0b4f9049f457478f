import Testing

@testable import Domain

/// The rules of B.7 that concern clocks, by number.
///
/// 2026-11-25 is a Wednesday.
struct DeadlineTests {
    private func deadline(_ limit: String, from start: String) throws -> Deadline {
        Deadline(try Limit(parsing: limit), startingAt: try moment(start))
    }

    @Test func `B.7 rule 2: a deadline is dated by the calendar that is passed, not by the newest`() throws {
        let deadline = try deadline("1wd", from: "2026-09-24 10:00")

        #expect(clock(deadline.due(in: .china2025)) == "2026-09-25 18:00:00")
        #expect(clock(deadline.due(in: .china2026)) == "2026-09-28 18:00:00")
    }

    @Test func `B.7 rule 3: a stage may overrun while the whole is in time`() throws {
        let calendar = try plainCalendar()
        let whole = try deadline("5wd", from: "2026-11-25 10:00")
        let stage = try deadline("4wh", from: "2026-11-25 10:00")
        let now = try moment("2026-11-25 17:00")

        #expect(stage.light(at: now, in: calendar) == .red)
        #expect(whole.light(at: now, in: calendar) == .green)
        #expect(!whole.wasOverdue(at: now, in: calendar))
    }

    @Test(arguments: [
        // limit, start, suspended, resumed, due
        ("4wh", "2026-11-27 16:00", "2026-11-27 17:00", "2026-11-30 11:00", "2026-11-30 16:00:00"),
        ("4wh", "2026-11-27 16:00", "2026-11-27 19:00", "2026-11-28 20:00", "2026-11-30 11:00:00"),
        ("5wd", "2026-11-25 10:00", "2026-11-26 10:00", "2026-12-01 10:00", "2026-12-07 18:00:00"),
        // A part of a civil day lost gives a whole one back; the start day is not counted, so nothing is lost on it.
        ("5wd", "2026-11-25 10:00", "2026-11-26 10:00", "2026-11-26 11:00", "2026-12-03 18:00:00"),
        ("5wd", "2026-11-25 10:00", "2026-11-25 11:00", "2026-11-25 17:00", "2026-12-02 18:00:00"),
        ("5wd", "2026-11-25 10:00", "2026-11-27 18:00", "2026-11-30 09:00", "2026-12-02 18:00:00"),
        ("5wd@clock", "2026-11-25 10:00", "2026-11-26 10:00", "2026-11-26 15:00", "2026-12-02 15:00:00"),
        ("5wd@clock", "2026-11-25 09:00", "2026-11-26 10:00", "2026-12-01 10:00", "2026-12-07 09:00:00"),
        ("5wd@clock", "2026-11-25 20:00", "2026-11-26 10:00", "2026-11-26 11:00", "2026-12-03 10:00:00"),
        ("5wd@clock", "2026-11-28 10:00", "2026-11-30 09:00", "2026-11-30 10:00", "2026-12-07 10:00:00"),
        ("10d", "2026-11-25 10:00", "2026-11-26 10:00", "2026-12-01 10:00", "2026-12-10 18:00:00"),
        ("10d@clock", "2026-11-25 10:00", "2026-11-26 10:00", "2026-11-26 12:30", "2026-12-05 12:30:00"),
        ("1mo", "2026-11-25 10:00", "2026-11-26 10:00", "2026-11-28 10:00", "2026-12-28 00:00:00"),
        ("24h", "2026-11-25 10:00", "2026-11-25 12:00", "2026-11-27 12:00", "2026-11-28 10:00:00"),
        ("30min", "2026-11-25 10:00", "2026-11-25 10:10", "2026-11-25 10:15", "2026-11-25 10:35:00"),
        // What begins after the end takes nothing from the limit.
        ("30min", "2026-11-25 10:00", "2026-11-25 10:30", "2026-11-25 11:00", "2026-11-25 10:30:00"),
    ])
    func `B.7 rule 4: a suspension stops the clock, which goes on with what is left`(
        limit: String,
        start: String,
        suspended: String,
        resumed: String,
        due: String
    ) throws {
        var deadline = try deadline(limit, from: start)
        deadline.suspend(at: try moment(suspended))
        deadline.resume(at: try moment(resumed))

        #expect(clock(deadline.due(in: try plainCalendar())) == due)
    }

    @Test func `B.7 rule 4: suspensions add up, and only the first of two that overlap counts twice-told hours`() throws
    {
        // given: 1 h, then 2 h recorded to begin within it
        var deadline = try deadline("24h", from: "2026-11-25 10:00")
        deadline.suspend(at: try moment("2026-11-25 12:00"))
        deadline.suspend(at: try moment("2026-11-25 12:30"))
        deadline.resume(at: try moment("2026-11-25 13:00"))
        deadline.resume(at: try moment("2026-11-25 18:00"))
        deadline.suspend(at: try moment("2026-11-25 12:30"))
        deadline.resume(at: try moment("2026-11-25 14:30"))

        // then: 12:00–14:30
        #expect(clock(deadline.due(in: try plainCalendar())) == "2026-11-26 12:30:00")
    }

    @Test(arguments: [
        ("5wd", "2026-11-25 10:00", 3, "2026-12-07 18:00:00"),
        ("4wh", "2026-11-25 10:00", 4, "2026-11-26 11:00:00"),
        ("5wd@clock", "2026-11-25 10:00", 1, "2026-12-03 10:00:00"),
        ("24h", "2026-11-25 10:00", 12, "2026-11-26 22:00:00"),
        // From 31 January one month and one month more are two months: 31 March, not 28.
        ("1mo", "2027-01-31 10:00", 1, "2027-03-31 18:00:00"),
    ])
    func `B.7 rule 4: an approved extension adds to the limit`(
        limit: String,
        start: String,
        more: Int,
        due: String
    ) throws {
        var deadline = try deadline(limit, from: start)
        deadline.extend(by: more, at: deadline.startsAt)

        #expect(clock(deadline.due(in: try plainCalendar())) == due)
        #expect(!deadline.wasOverdue(at: try moment(String(due.dropLast(3))), in: try plainCalendar()))
    }

    @Test func `B.7 rule 4: a request that is pending stops nothing`() throws {
        // given: asked for on Monday, approved on Thursday
        let calendar = try plainCalendar()
        var deadline = try deadline("5wd", from: "2026-11-25 10:00")
        let asked = try moment("2026-11-30 10:00")
        let approved = try moment("2026-12-03 10:00")

        // then: the light goes on while it waits, and the suspension counts from the approval
        #expect(deadline.light(at: asked, in: calendar) == .green)
        #expect(deadline.light(at: approved, in: calendar) == .red)
        deadline.suspend(at: approved)
        #expect(deadline.light(at: approved.advanced(bySeconds: 999_999), in: calendar) == .red)
        deadline.resume(at: try moment("2026-12-08 10:00"))
        #expect(clock(deadline.due(in: calendar)) == "2026-12-02 18:00:00")
    }

    @Test func `B.7 rule 4: a late approval moves the due time and leaves the overrun on record`() throws {
        // given
        let calendar = try plainCalendar()
        var late = try deadline("5wd", from: "2026-11-25 10:00")
        var timely = late
        let now = try moment("2026-12-03 12:00")

        // when
        late.extend(by: 3, at: try moment("2026-12-02 18:00:01"))
        timely.extend(by: 3, at: try moment("2026-12-02 18:00:00"))

        // then
        #expect(clock(late.due(in: calendar)) == "2026-12-07 18:00:00")
        #expect(late.due(in: calendar) == timely.due(in: calendar))
        #expect(!late.isOverdue(at: now, in: calendar))
        #expect(late.wasOverdue(at: now, in: calendar))
        #expect(!timely.wasOverdue(at: now, in: calendar))
    }

    @Test func `B.7 rule 4: an extension granted during a suspension is not late`() throws {
        let calendar = try plainCalendar()
        var deadline = try deadline("5wd", from: "2026-11-25 10:00")
        deadline.suspend(at: try moment("2026-11-26 10:00"))
        deadline.extend(by: 3, at: try moment("2026-12-20 10:00"))

        #expect(!deadline.wasOverdue(at: try moment("2026-12-21 10:00"), in: calendar))
    }

    @Test func `B.7 rule 5: each round has its own limit while the whole runs on`() throws {
        // given
        let calendar = try plainCalendar()
        let whole = try deadline("5wd", from: "2026-11-25 10:00")
        let first = try deadline("2wd", from: "2026-11-25 10:00")
        let second = try deadline("2wd", from: "2026-11-30 10:00")
        let now = try moment("2026-12-02 17:00")

        // then
        #expect(first.light(at: now, in: calendar) == .red)
        #expect(second.light(at: now, in: calendar) == .amber)
        #expect(clock(whole.due(in: calendar)) == "2026-12-02 18:00:00")
    }

    @Test(arguments: [
        ("5wd", "2026-11-25 10:00", "2026-12-01 18:00:00", "2026-12-02 09:00:01", "2026-12-02 18:00:00"),
        ("5wd@clock", "2026-11-25 10:00", "2026-12-01 10:00:00", "2026-12-01 10:00:01", "2026-12-02 10:00:00"),
        ("1wd", "2026-11-27 17:30", "2026-11-30 16:36:00", "2026-11-30 16:36:01", "2026-11-30 18:00:00"),
        ("5wh", "2026-11-25 09:00", "2026-11-25 15:00:00", "2026-11-25 15:00:01", "2026-11-25 16:00:00"),
        ("10h", "2026-11-25 10:00", "2026-11-25 18:00:00", "2026-11-25 18:00:01", "2026-11-25 20:00:00"),
        ("30min", "2026-11-25 10:00", "2026-11-25 10:24:00", "2026-11-25 10:24:01", "2026-11-25 10:30:00"),
        ("30d", "2026-11-09 10:00", "2026-12-04 00:00:00", "2026-12-04 00:00:01", "2026-12-09 18:00:00"),
        ("5d@clock", "2026-11-25 10:00", "2026-11-29 10:00:00", "2026-11-29 10:00:01", "2026-11-30 10:00:00"),
        // From 25 February to 25 March there are 28 days, of which 22.4 are 80 %: until 9:36 of the 23rd.
        ("1mo", "2027-02-25 10:00", "2027-03-20 09:36:00", "2027-03-20 09:36:01", "2027-03-25 18:00:00"),
        ("0wd", "2026-11-25 17:00", "2026-11-25 17:48:00", "2026-11-25 17:48:01", "2026-11-25 18:00:00"),
    ])
    func `B.7 rule 6: green to exactly 80 %, amber to exactly 100 %, then red`(
        limit: String,
        start: String,
        lastGreen: String,
        firstAmber: String,
        due: String
    ) throws {
        let calendar = try plainCalendar()
        let deadline = try deadline(limit, from: start)
        let due = try moment(due)

        #expect(deadline.light(at: deadline.startsAt, in: calendar) == .green)
        #expect(try deadline.light(at: moment(lastGreen), in: calendar) == .green)
        #expect(try deadline.light(at: moment(firstAmber), in: calendar) == .amber)
        #expect(deadline.due(in: calendar) == due)
        #expect(deadline.light(at: due, in: calendar) == .amber)
        #expect(deadline.light(at: due.advanced(bySeconds: 1), in: calendar) == .red)
    }

    @Test func `B.7 rule 6: the light stands while the clock stands, and extensions and pauses count`() throws {
        // given: 8 of 10 hours gone
        let calendar = try plainCalendar()
        var deadline = try deadline("10h", from: "2026-11-25 10:00")
        deadline.suspend(at: try moment("2026-11-25 18:00"))

        // then
        #expect(deadline.light(at: try moment("2026-12-25 18:00"), in: calendar) == .green)
        deadline.resume(at: try moment("2026-11-26 18:00"))
        #expect(deadline.light(at: try moment("2026-11-26 18:00"), in: calendar) == .green)
        #expect(deadline.light(at: try moment("2026-11-26 18:00:01"), in: calendar) == .amber)
        deadline.extend(by: 10, at: try moment("2026-11-26 19:00"))
        #expect(deadline.light(at: try moment("2026-11-27 02:00"), in: calendar) == .green)
        #expect(deadline.light(at: try moment("2026-11-27 02:00:01"), in: calendar) == .amber)
    }

    @Test func `B.7 rules 7 and 8: misdispatch and pauses are nobody's handling time, yet the requester waits`() throws
    {
        // given: to the wrong unit on Wednesday, returned and sent on on Friday, suspended over the weekend
        let calendar = try plainCalendar()
        let reported = try moment("2026-11-25 10:00")
        var handling = try deadline("2wd@clock", from: "2026-11-27 10:00")
        handling.suspend(at: try moment("2026-11-27 11:00"))
        handling.resume(at: try moment("2026-11-30 11:00"))
        let solved = try moment("2026-12-02 10:00")

        // then
        #expect(clock(handling.due(in: calendar)) == "2026-12-02 10:00:00")
        #expect(!handling.wasOverdue(at: solved, in: calendar))
        #expect(solved.seconds(since: reported) == 7 * 86_400)
    }

    @Test(arguments: [
        ("5wd", "2026-11-25 10:00", "2026-11-30 17:59", 2, LimitUnit.workingDay),
        ("5wd", "2026-11-25 10:00", "2026-11-28 12:00", 3, .workingDay),
        ("5wd", "2026-11-25 10:00", "2026-12-01 20:00", 1, .workingDay),
        ("5wd", "2026-11-25 10:00", "2026-12-02 10:30", 5, .workingHour),
        ("5wd", "2026-11-25 10:00", "2026-12-02 17:10", 50, .minute),
        ("5wd", "2026-11-25 10:00", "2026-12-02 18:00", 0, .minute),
        ("5wd@clock", "2026-11-25 10:00", "2026-11-30 11:00", 1, .workingDay),
        ("5wd@clock", "2026-11-25 10:00", "2026-12-01 11:00", 6, .workingHour),
        ("8wh", "2026-11-25 10:00", "2026-11-25 15:00", 5, .workingHour),
        ("8wh", "2026-11-25 10:00", "2026-11-26 10:15", 45, .minute),
        ("30d", "2026-11-09 10:00", "2026-12-08 23:00", 1, .calendarDay),
        ("30d", "2026-11-09 10:00", "2026-12-09 09:30", 8, .hour),
        ("1mo", "2026-11-09 10:00", "2026-11-09 10:00", 30, .calendarDay),
        ("1d", "2026-11-27 10:00", "2026-11-27 12:00", 1, .calendarDay),
        ("1d", "2026-11-27 10:00", "2026-11-28 12:00", 12, .hour),
        ("3d@clock", "2026-11-25 10:00", "2026-11-26 09:00", 2, .calendarDay),
        ("24h", "2026-11-25 10:00", "2026-11-26 08:01", 119, .minute),
        ("24h", "2026-11-25 10:00", "2026-11-26 08:00", 2, .hour),
    ])
    func `what is left is told in the largest unit that gives one`(
        limit: String,
        start: String,
        now: String,
        count: Int,
        unit: LimitUnit
    ) throws {
        let calendar = try plainCalendar()
        let deadline = try deadline(limit, from: start)
        let due = try #require(deadline.due(in: calendar))

        #expect(try deadline.remaining(at: moment(now), in: calendar) == .left(.init(count, unit), until: due))
    }

    @Test(arguments: [
        ("5wd", "2026-11-25 10:00", "2026-12-02 18:00:01", 0, LimitUnit.minute),
        ("5wd", "2026-11-25 10:00", "2026-12-02 20:00:00", 2, .hour),
        ("5wd", "2026-11-25 10:00", "2026-12-03 15:00:00", 4, .workingHour),
        ("5wd", "2026-11-25 10:00", "2026-12-03 18:00:00", 1, .workingDay),
        ("5wd", "2026-11-25 10:00", "2026-12-06 18:00:00", 2, .workingDay),
        ("4wh", "2026-11-25 10:00", "2026-11-27 16:00:00", 14, .workingHour),
        ("30d", "2026-11-09 10:00", "2026-12-12 17:00:00", 2, .calendarDay),
        ("24h", "2026-11-25 10:00", "2026-11-29 10:00:00", 72, .hour),
    ])
    func `lateness is told rounded down`(
        limit: String,
        start: String,
        now: String,
        count: Int,
        unit: LimitUnit
    ) throws {
        let calendar = try plainCalendar()
        let deadline = try deadline(limit, from: start)
        let due = try #require(deadline.due(in: calendar))

        #expect(try deadline.remaining(at: moment(now), in: calendar) == .overdue(.init(count, unit), since: due))
    }

    @Test func `a suspended deadline tells what will be left`() throws {
        let calendar = try plainCalendar()
        var deadline = try deadline("5wd", from: "2026-11-25 10:00")
        let since = try moment("2026-11-30 10:00")
        deadline.suspend(at: since)

        #expect(deadline.suspendedSince == since)
        #expect(
            deadline.remaining(at: try moment("2027-03-01 10:00"), in: calendar)
                == .suspended(since: since, left: .init(2, .workingDay))
        )
    }
}
