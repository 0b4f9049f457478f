import Testing

@testable import Domain

/// The steps of a due time: they end where the due time is, for every vector of B.8 and for whatever moves a clock.
struct DueExplanationTests {
    private func steps(
        _ limit: String,
        from start: String,
        in calendar: WorkingCalendar? = nil,
        _ change: (inout Deadline) throws -> Void = { _ in }
    ) throws -> DueExplanation {
        var deadline = Deadline(try Limit(parsing: limit), startingAt: try moment(start))
        try change(&deadline)
        let calendar = try calendar ?? plainCalendar()
        let explanation = deadline.explanation(in: calendar)
        #expect(explanation.due == deadline.due(in: calendar))
        #expect(explanation.calendar == calendar.version)
        #expect(explanation.steps.first == .begins(deadline.startsAt))
        return explanation
    }

    private func day(_ text: String) throws -> Day { try Day(parsing: text) }

    @Test func `B.8: 4 working hours from Friday 17:30: half an hour, a weekend, a morning, half an hour`() throws {
        let explanation = try steps("4wh", from: "2026-11-27 17:30")
        #expect(
            explanation.steps == [
                .begins(try moment("2026-11-27 17:30")),
                .worked(from: try moment("2026-11-27 17:30"), to: try moment("2026-11-27 18:00"), left: 12_600),
                .skippedDay(try day("2026-11-28"), .weekend), .skippedDay(try day("2026-11-29"), .weekend),
                .worked(from: try moment("2026-11-30 09:00"), to: try moment("2026-11-30 12:00"), left: 1_800),
                .worked(from: try moment("2026-11-30 14:00"), to: try moment("2026-11-30 14:30"), left: 0),
            ]
        )
        #expect(clock(explanation.due) == "2026-11-30 14:30:00")
    }

    @Test func `B.8: 4 working hours from Saturday 10:00: the weekend is skipped`() throws {
        let explanation = try steps("4wh", from: "2026-11-28 10:00")
        #expect(
            explanation.steps.dropFirst() == [
                .skippedDay(try day("2026-11-28"), .weekend), .skippedDay(try day("2026-11-29"), .weekend),
                .worked(from: try moment("2026-11-30 09:00"), to: try moment("2026-11-30 12:00"), left: 3_600),
                .worked(from: try moment("2026-11-30 14:00"), to: try moment("2026-11-30 15:00"), left: 0),
            ]
        )
    }

    @Test(arguments: [
        ("2026-11-27 17:30", "2026-11-27"), ("2026-11-28 10:00", "2026-11-28"),
    ])
    func `B.8: 1 working day from Friday or Saturday is Monday, until the close of business`(
        start: String,
        first: String
    ) throws {
        let explanation = try steps("1wd", from: start)
        let (monday, end) = (try day("2026-11-30"), try moment("2026-11-30 18:00"))
        #expect(explanation.steps.dropFirst().first == .firstDayNotCounted(try day(first)))
        #expect(
            explanation.steps.suffix(2) == [.countedDay(monday, .workday, number: 1, of: 1), .dayEnds(monday, end)]
        )
        #expect(explanation.steps.contains(.skippedDay(try day("2026-11-29"), .weekend)))
        #expect(explanation.due == end)
    }

    @Test func `B.8: 1 working day by clock time ends at the same time of day`() throws {
        let explanation = try steps("1wd@clock", from: "2026-11-27 17:30")
        #expect(explanation.steps.last == .sameTimeOfDay(try moment("2026-11-30 17:30")))
        #expect(!explanation.steps.contains(.firstDayNotCounted(try day("2026-11-27"))))
    }

    @Test func `B.8: 5 working days by clock time with a suspension of 3 count 8`() throws {
        let explanation = try steps("5wd@clock", from: "2026-11-25 10:00") { deadline in
            deadline.suspend(at: try moment("2026-11-26 10:00"))
            deadline.resume(at: try moment("2026-12-01 10:00"))
        }
        let pause = try moment("2026-11-26 10:00")..<moment("2026-12-01 10:00")
        #expect(explanation.steps.contains(.paused(pause, seconds: 3 * 7 * 3_600)))
        #expect(explanation.steps.contains(.givenBack(days: 3)))
        #expect(explanation.steps.contains(.countedDay(try day("2026-12-07"), .workday, number: 8, of: 8)))
        #expect(clock(explanation.due) == "2026-12-07 10:00:00")
    }

    @Test func `B.8: 5 working days from Wednesday are five lines that count and two that do not`() throws {
        let explanation = try steps("5wd", from: "2026-11-25 10:00")
        let counted = explanation.steps.count { if case .countedDay = $0 { true } else { false } }
        let skipped = explanation.steps.count { if case .skippedDay = $0 { true } else { false } }
        #expect(counted == 5 && skipped == 2 && clock(explanation.due) == "2026-12-02 18:00:00")
    }

    @Test func `B.8: 1 working day before a make-up Sunday is that Sunday, and says why`() throws {
        let explanation = try steps("1wd", from: "2026-09-18 10:00", in: .china2026)
        let sunday = try day("2026-09-20")
        #expect(explanation.steps.contains(.skippedDay(try day("2026-09-19"), .weekend)))
        #expect(explanation.steps.contains(.countedDay(sunday, .makeUp, number: 1, of: 1)))
        #expect(clock(explanation.due) == "2026-09-20 18:00:00")
    }

    @Test func `B.8: 25 calendar days are one line, and nothing overflows at the largest limit either`() throws {
        let explanation = try steps("25d", from: "2026-11-02 10:00")
        let (from, to) = (try day("2026-11-02"), try day("2026-11-27"))
        #expect(explanation.steps.contains(.calendarDays(from: from, count: 25, to: to)))
        let largest = try steps("\(Limit.largestAmount)wd", from: "2026-11-02 10:00")
        #expect(largest.steps.count > Limit.largestAmount)
    }

    @Test func `B.8: 30 days and 30 more that end on a statutory holiday say that they move, and past which days`()
        throws
    {
        let explanation = try steps("30d", from: "2026-08-02 10:00", in: .china2026) { deadline in
            deadline.extend(by: 30, at: try moment("2026-08-30 10:00"))
        }
        #expect(explanation.steps.contains(.extended(by: 30, at: try moment("2026-08-30 10:00"))))
        #expect(explanation.steps.contains(.movedPastHolidays(from: try day("2026-10-01"), to: try day("2026-10-08"))))
        #expect(clock(explanation.due) == "2026-10-08 18:00:00")
    }

    @Test func `while the clock stands there is no due time, and the explanation says since when`() throws {
        let since = try moment("2026-11-26 10:00")
        let explanation = try steps("5wd", from: "2026-11-25 10:00") { $0.suspend(at: since) }
        #expect(explanation.due == nil && explanation.steps.last == .stands(since))
    }

    @Test func `whatever moves a clock, the steps end at the due time`() throws {
        var random = SeededGenerator(seed: 7)
        let units = ["min", "wh", "wd", "wd@clock", "h", "d", "d@clock", "mo", "mo@clock"]
        for _ in 0..<2_000 {
            let unit = units.randomElement(using: &random) ?? "wd"
            let parts = unit.split(separator: "@", maxSplits: 1)
            let amount = Int.random(in: 1...40, using: &random)
            let text = "\(amount)\(parts[0])" + (parts.count > 1 ? "@\(parts[1])" : "")
            var now = try moment("2026-01-02 03:04").advanced(
                bySeconds: Int64.random(in: 0..<30_000_000, using: &random)
            )
            var deadline = Deadline(try Limit(parsing: text), startingAt: now)
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                now = now.advanced(bySeconds: Int64.random(in: 60..<900_000, using: &random))
                switch Int.random(in: 0..<3, using: &random) {
                case 0: deadline.extend(by: Int.random(in: 1...5, using: &random), at: now)
                case 1: deadline.suspend(at: now)
                default: deadline.resume(at: now)
                }
            }
            let explanation = deadline.explanation(in: .china2026)
            #expect(explanation.due == deadline.due(in: .china2026))
            // The last step names the moment, or the last stretch that leads to it.
            switch explanation.steps.last {
            case .dayEnds(_, let end), .sameTimeOfDay(let end), .worked(_, let end, _): #expect(end == explanation.due)
            case .elapsed(let seconds): #expect(deadline.startsAt.advanced(bySeconds: seconds) == explanation.due)
            case .stands: #expect(explanation.due == nil)
            default: Issue.record("\(text): \(explanation.steps)")
            }
        }
    }
}
