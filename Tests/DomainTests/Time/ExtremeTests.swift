import Testing

@testable import Domain

/// Both ends of time, and the largest amounts that a limit accepts: nothing traps, and nothing runs backwards.
struct ExtremeTests {
    /// The first and last moments, a day within each, and the turns of the epoch and of a century.
    private static let moments: [Instant] = {
        let day: Int64 = 86_400
        let epoch = Instant(secondsSinceEpoch: 0)
        return [
            .distantPast, Instant.distantPast.advanced(bySeconds: 1), Instant.distantPast.advanced(bySeconds: day),
            Instant.distantPast.advanced(bySeconds: 400 * day), epoch.advanced(bySeconds: -1), epoch,
            Instant(secondsSinceEpoch: 951_782_400), Instant.distantFuture.advanced(bySeconds: -4_000 * day),
            Instant.distantFuture.advanced(bySeconds: -day), Instant.distantFuture.advanced(bySeconds: -1),
            .distantFuture,
        ]
    }()

    private static func calendars() throws -> [WorkingCalendar] {
        var calendars = [WorkingCalendar.china2026]
        for hours in [-14, 0, 14] {
            let zone = try #require(Zone(secondsFromUTC: hours * 3_600))
            calendars.append(try WorkingCalendar(version: "\(hours)", zone: zone))
            calendars.append(try WorkingCalendar(version: "round the clock \(hours)", zone: zone, shifts: []))
            // One day of work a week.
            calendars.append(
                try WorkingCalendar(
                    version: "sundays \(hours)",
                    zone: zone,
                    workingWeekdays: [.sunday],
                    shifts: [Shift(start: 540, end: 1_440)]
                )
            )
        }
        return calendars
    }

    private static func limits(_ amounts: [Int]) throws -> [Limit] {
        try LimitUnit.allCases.flatMap { unit in
            try Set([unit.usualCounting, .clockTime]).flatMap { counting in
                try amounts.map { try Limit($0, unit, counting: counting) }
            }
        }
    }

    @Test func `the largest limit from any moment in any zone ends, later, and can be looked at from anywhere`() throws
    {
        for calendar in try Self.calendars() {
            for limit in try Self.limits([1, Limit.largestAmount]) {
                for start in Self.moments {
                    let deadline = Deadline(limit, startingAt: start)
                    let due = try #require(deadline.due(in: calendar))

                    #expect(due >= start, "\(limit) from \(start) by \(calendar.version)")
                    for now in [Instant.distantPast, start, due, .distantFuture] {
                        // Far ends are centuries of days to walk, one by one.
                        guard abs(now.seconds(until: due)) < 400 * 86_400 else { continue }
                        let light = deadline.light(at: now, in: calendar)
                        #expect((light == .red) == (now > due), "\(limit) from \(start) at \(now)")
                        _ = deadline.remaining(at: now, in: calendar)
                    }
                }
            }
        }
    }

    @Test func `in working hours and days more is never due earlier, up to the largest amount`() throws {
        let start = try moment("2026-11-27 17:30")
        for calendar in [WorkingCalendar.china2026, try plainCalendar()] {
            for (unit, counting) in [
                (LimitUnit.workingHour, Counting.clockTime), (.workingDay, .civilDay), (.workingDay, .clockTime),
            ] {
                var last = start
                for amount in stride(from: 1, through: Limit.largestAmount, by: 61) {
                    let due = try Limit(amount, unit, counting: counting).due(startingAt: start, in: calendar)
                    #expect(due > last, "\(amount) \(unit) \(counting)")
                    last = due
                }
            }
        }
    }

    @Test func `a later start in working hours and days is never due earlier, minute by minute over a holiday week`()
        throws
    {
        // From the Wednesday before 国庆 2026 through the make-up Saturday after it.
        let first = try moment("2026-09-30 08:00")
        for text in ["1wh", "4wh", "7wh", "8wh", "0wd", "1wd", "2wd", "5wd", "1wd@clock", "5wd@clock"] {
            let limit = try Limit(parsing: text)
            var last = Instant.distantPast
            for minute in stride(from: 0, through: 11 * 1_440, by: 7) {
                let start = first.advanced(bySeconds: Int64(minute) * 60)
                let due = limit.due(startingAt: start, in: .china2026)
                #expect(due >= last && due >= start, "\(text) from \(start)")
                last = due
            }
        }
    }

    @Test func `every amount of every unit has one text, and no text beside the bounds is a limit`() throws {
        for unit in LimitUnit.allCases {
            for amount in 1...Limit.largestAmount {
                let limit = try Limit(amount, unit)
                #expect(try Limit(parsing: limit.description) == limit)
            }
            for amount in [-1, Limit.largestAmount + 1, .max, .min] {
                #expect(throws: Malformed.self) { try Limit(amount, unit) }
                #expect(throws: Malformed.self) { try Limit(parsing: "\(amount)\(unit.rawValue)") }
            }
        }
    }

    @Test func `days and moments at both ends are written and read`() throws {
        for day in [Day.distantPast, .distantFuture] {
            #expect(try Day(parsing: day.description) == day)
            #expect(day.adding(months: 120_000) >= day && day.adding(months: -120_000) <= day)
        }
        for instant in Self.moments { #expect(try Instant(parsing: instant.description, zone: .utc) == instant) }
        #expect(Instant.distantPast.description == "0001-01-01T00:00:00Z")
        #expect(Instant.distantFuture.description == "9999-12-31T23:59:59Z")
    }
}
