import Testing

@testable import Domain

/// Laws that hold for every limit, start and calendar, tried on seeded random ones.
struct ClockPropertyTests {
    private static let year: ClosedRange<Int64> = 1_767_196_800...1_798_732_799  // 2026 in China

    private func anyMoment(_ generator: inout SeededGenerator) -> Instant {
        let minute = Int64.random(in: Self.year.lowerBound / 60...Self.year.upperBound / 60, using: &generator)
        return Instant(secondsSinceEpoch: minute * 60)
    }

    private func anyLimit(_ generator: inout SeededGenerator) throws -> Limit {
        let unit = try #require(LimitUnit.allCases.randomElement(using: &generator))
        let counting = try #require([unit.usualCounting, .clockTime].randomElement(using: &generator))
        return try Limit(.random(in: 1...12, using: &generator), unit, counting: counting)
    }

    private func calendars() throws -> [WorkingCalendar] {
        [.china2026, try plainCalendar(), try WorkingCalendar(version: "round the clock", shifts: [])]
    }

    @Test func `a later start is never due earlier, and nothing is due before it starts`() throws {
        var generator = SeededGenerator(seed: 1)
        for calendar in try calendars() {
            for _ in 0..<2_000 {
                let limit = try anyLimit(&generator)
                let first = anyMoment(&generator)
                let second = first.advanced(bySeconds: .random(in: 0...12 * 86_400, using: &generator))
                let due = limit.due(startingAt: first, in: calendar)

                #expect(due >= first, "\(limit) from \(first)")
                // The last days of a long month all end on the last of a short one, each at its own clock time.
                if limit.unit == .month && limit.counting == .clockTime { continue }
                #expect(due <= limit.due(startingAt: second, in: calendar), "\(limit) from \(first) and \(second)")
            }
        }
    }

    @Test func `a larger limit, an extension and a longer suspension are never due earlier`() throws {
        var generator = SeededGenerator(seed: 2)
        for calendar in try calendars() {
            for _ in 0..<1_000 {
                let limit = try anyLimit(&generator)
                var deadline = Deadline(limit, startingAt: anyMoment(&generator))
                let due = try #require(deadline.due(in: calendar))
                let suspended = deadline.startsAt.advanced(bySeconds: .random(in: 0...20 * 86_400, using: &generator))
                let resumed = suspended.advanced(bySeconds: .random(in: 0...20 * 86_400, using: &generator))

                let larger = try Limit(limit.amount + 1, limit.unit, counting: limit.counting)
                deadline.extend(by: 1, at: deadline.startsAt)
                let extended = try #require(deadline.due(in: calendar))
                #expect(extended == larger.due(startingAt: deadline.startsAt, in: calendar))
                #expect(due <= extended)

                var longer = deadline
                deadline.suspend(at: suspended)
                longer.suspend(at: suspended)
                deadline.resume(at: resumed)
                longer.resume(at: resumed.advanced(bySeconds: 7_201))
                let paused = try #require(deadline.due(in: calendar))
                #expect(extended <= paused, "\(limit) \(deadline.changes)")
                #expect(paused <= (try #require(longer.due(in: calendar))), "\(limit) \(deadline.changes)")
            }
        }
    }

    @Test func `lights only ever go from green through amber to red, and red begins after the due time`() throws {
        var generator = SeededGenerator(seed: 3)
        let order: [DueLight] = [.green, .amber, .red]
        for calendar in try calendars() {
            for _ in 0..<300 {
                let deadline = Deadline(try anyLimit(&generator), startingAt: anyMoment(&generator))
                let due = try #require(deadline.due(in: calendar))
                let step = max(1, deadline.startsAt.seconds(until: due) / 40)
                var last = 0
                for count in 0...50 {
                    let now = deadline.startsAt.advanced(bySeconds: Int64(count) * step)
                    let rank = try #require(order.firstIndex(of: deadline.light(at: now, in: calendar)))
                    #expect(rank >= last)
                    #expect((rank == 2) == (now > due))
                    last = rank
                }
            }
        }
    }

    @Test func `working time adds up, and undoes what was added`() throws {
        var generator = SeededGenerator(seed: 4)
        for calendar in try calendars() {
            for _ in 0..<1_000 {
                let moments = [anyMoment(&generator), anyMoment(&generator), anyMoment(&generator)].sorted()
                let whole = calendar.workingSeconds(from: moments[0], to: moments[2])
                let parts =
                    calendar.workingSeconds(from: moments[0], to: moments[1])
                    + calendar.workingSeconds(from: moments[1], to: moments[2])
                let end = calendar.instant(afterWorking: whole, since: moments[0])

                #expect(whole == parts)
                #expect(end <= moments[2])
                #expect(calendar.workingSeconds(from: moments[0], to: end) == whole)
            }
        }
    }
}

/// The same questions answered by a counter that only ever goes on by one minute and knows no arithmetic of days.
struct MinuteByMinuteTests {
    @Test func `working hours end where counting minutes ends, suspended or not`() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<250 {
            let question = Question(amount: .random(in: 1...30, using: &generator), using: &generator)

            #expect(
                try question.due(.workingHour) == question.counter.due(workingHours: question.amount),
                "\(question)"
            )
        }
    }

    @Test func `working days end where counting minutes ends, suspended or not`() throws {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<250 {
            let question = Question(amount: .random(in: 1...12, using: &generator), using: &generator)

            #expect(try question.due(.workingDay) == question.counter.due(workingDays: question.amount), "\(question)")
        }
    }

    @Test func `working days by clock time end where counting minutes ends`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<250 {
            var question = Question(amount: .random(in: 1...12, using: &generator), using: &generator)
            question.pauses = []

            #expect(
                try question.due(.workingDay, .clockTime) == question.counter.due(workingDaysByClock: question.amount),
                "\(question)"
            )
        }
    }

    @Test func `calendar days end where counting minutes ends, on no statutory holiday`() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<250 {
            var question = Question(amount: .random(in: 1...40, using: &generator), using: &generator)
            question.pauses = []

            #expect(
                try question.due(.calendarDay) == question.counter.due(calendarDays: question.amount),
                "\(question)"
            )
        }
    }

    @Test func `hours end where counting minutes ends, suspended or not`() throws {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<250 {
            let question = Question(amount: .random(in: 1...200, using: &generator), using: &generator)

            #expect(try question.due(.hour) == question.counter.due(minutes: question.amount * 60), "\(question)")
        }
    }
}

/// A start in 2026 and up to two suspensions, in minutes since the year began in China.
private struct Question {
    let amount: Int
    let start: Int
    var pauses: [Range<Int>]

    init(amount: Int, using generator: inout SeededGenerator) {
        self.amount = amount
        start = .random(in: 0..<330 * 1_440, using: &generator)
        var pauses: [Range<Int>] = []
        var from = start
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            let begin = from + .random(in: 0...4 * 1_440, using: &generator)
            let end = begin + .random(in: 0...6 * 1_440, using: &generator)
            pauses.append(begin..<end)
            from = end
        }
        self.pauses = pauses
    }

    var counter: MinuteCounter { MinuteCounter(start: start, pauses: pauses) }

    /// What the calendar of 2026 answers, in minutes since the year began.
    func due(_ unit: LimitUnit, _ counting: Counting? = nil) throws -> Int {
        let yearBegins = try Instant(parsing: "2026-01-01T00:00:00+08:00", zone: .utc)
        var deadline = Deadline(
            try Limit(amount, unit, counting: counting),
            startingAt: yearBegins.advanced(bySeconds: Int64(start) * 60)
        )
        for pause in pauses {
            deadline.suspend(at: yearBegins.advanced(bySeconds: Int64(pause.lowerBound) * 60))
            deadline.resume(at: yearBegins.advanced(bySeconds: Int64(pause.upperBound) * 60))
        }
        let due = try #require(deadline.due(in: .china2026))
        return Int(yearBegins.seconds(until: due)) / 60
    }
}

/// Counts minutes of 2026, one by one, from a list of its days off written out by hand.
private struct MinuteCounter {
    let start: Int
    let pauses: [Range<Int>]

    /// Days of 2026 that are off though no weekend, or on though one, as (month, day).
    private static let off: [(Int, ClosedRange<Int>)] = [
        (1, 1...3), (2, 15...23), (4, 4...6), (5, 1...5), (6, 19...21), (9, 25...27), (10, 1...7),
    ]
    private static let on: [(Int, Int)] = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]

    /// For every day of 2026 and some of 2027: whether it is a statutory holiday, and whether the office works.
    private static let days: [(isHoliday: Bool, works: Bool)] = {
        var days: [(Bool, Bool)] = []
        var weekday = 4  // 2026-01-01 was a Thursday.
        for (month, length) in zip(1..., [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 90]) {
            for day in 1...length {
                let isHoliday = off.contains { $0.0 == month && $0.1.contains(day) }
                let isMadeUp = on.contains { $0.0 == month && $0.1 == day }
                days.append((isHoliday, isMadeUp || (!isHoliday && weekday <= 5)))
                weekday = weekday == 7 ? 1 : weekday + 1
            }
        }
        return days
    }()

    private func isWorked(_ minute: Int) -> Bool {
        let hour = minute % 1_440 / 60
        return Self.days[minute / 1_440].works && (9..<18).contains(hour) && hour != 12 && hour != 13
    }

    private func isPaused(_ minute: Int) -> Bool { pauses.contains { $0.contains(minute) } }

    func due(workingHours: Int) -> Int {
        var left = workingHours * 60
        var minute = start
        while left > 0 {
            if isWorked(minute) && !isPaused(minute) { left -= 1 }
            minute += 1
        }
        return minute
    }

    func due(minutes: Int) -> Int {
        var left = minutes
        var minute = start
        while left > 0 {
            if !isPaused(minute) { left -= 1 }
            minute += 1
        }
        return minute
    }

    func due(workingDays: Int) -> Int {
        var closings = 0
        var lost = 0
        var minute = (start / 1_440 + 1) * 1_440
        while true {
            if isWorked(minute) && isPaused(minute) { lost += 1 }
            minute += 1
            guard Self.days[minute / 1_440].works, minute % 1_440 == 18 * 60 else { continue }
            closings += 1
            var owed = 0
            while owed * 420 < lost { owed += 1 }
            if closings == workingDays + owed { return minute }
        }
    }

    func due(workingDaysByClock: Int) -> Int {
        var left = workingDaysByClock
        var minute = start
        let startsOnDayOff = !Self.days[start / 1_440].works
        while true {
            minute += 1
            if startsOnDayOff {
                // The end of the last minute of a working day.
                if minute % 1_440 == 0 && Self.days[minute / 1_440 - 1].works { left -= 1 }
            } else {
                if minute % 1_440 == start % 1_440 && Self.days[minute / 1_440].works { left -= 1 }
            }
            if left == 0 { return minute }
        }
    }

    func due(calendarDays: Int) -> Int {
        var midnights = 0
        var minute = start
        while midnights < calendarDays {
            minute += 1
            if minute % 1_440 == 0 { midnights += 1 }
        }
        while Self.days[minute / 1_440].isHoliday { minute += 1 }
        while minute % 1_440 != 0 { minute -= 1 }
        return minute + (Self.days[minute / 1_440].works ? 18 * 60 : 1_440)
    }
}
