/// A civil day (proleptic Gregorian) as a day number; no time zone.
package struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let number: Int32

    package init(number: Int32) { self.number = number }

    /// The day with these parts; nil when there is none, or outside the years 0001 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Self.length(ofMonth: month, year: year) else { return nil }
        self.init(clamping: Self.number(year: year, month: month, day: day))
    }

    /// The day that `2026-11-24` names.
    ///
    /// - Throws: ``Malformed`` for anything but four, two and two ASCII digits that name a real day.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let digits = Array(text.utf8)
        guard digits.count == 10, digits[4] == UInt8(ascii: "-"), digits[7] == UInt8(ascii: "-"),
            let year = Int(asciiDigits: digits[0..<4]),
            let month = Int(asciiDigits: digits[5..<7]),
            let day = Int(asciiDigits: digits[8..<10]),
            let parsed = Day(year: year, month: month, day: day)
        else { throw Malformed("day", expected: "a day that exists, written like 2026-11-24") }
        self = parsed
    }

    /// 9999-12-31.
    package static let distantFuture = Day(number: 2_932_896)

    /// 0001-01-01.
    package static let distantPast = Day(number: -719_162)

    package var year: Int { parts.year }
    package var month: Int { parts.month }
    package var day: Int { parts.day }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday, three days after a Monday.
        let daysAfterMonday = (Int(number) + 3).quotientAndRemainder(flooringBy: 7).remainder
        switch daysAfterMonday {
        case 0: return .monday
        case 1: return .tuesday
        case 2: return .wednesday
        case 3: return .thursday
        case 4: return .friday
        case 5: return .saturday
        default: return .sunday
        }
    }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// The corresponding day `count` months later, or the last day of that month when it has none (民法典 article 202).
    package func adding(months count: Int) -> Day {
        let start = parts
        // Far beyond every limit, and small enough for the arithmetic below.
        let count = min(max(count, -120_000), 120_000)
        let months = start.year * 12 + (start.month - 1) + count
        let (year, month) = months.quotientAndRemainder(flooringBy: 12)
        let day = min(start.day, Self.length(ofMonth: month + 1, year: year))
        return Day(clamping: Self.number(year: year, month: month + 1, day: day))
    }
}

extension Day: Strideable {
    package func distance(to other: Day) -> Int { Int(other.number) - Int(number) }

    package func advanced(by days: Int) -> Day {
        let (sum, overflow) = Int(number).addingReportingOverflow(days)
        return Day(number: overflow ? (days < 0 ? .min : .max) : Int32(clamping: sum))
    }
}

extension Day: CustomStringConvertible {
    /// `2026-11-24`.
    package var description: String {
        let parts = self.parts
        return "\(parts.year.padded(to: 4))-\(parts.month.padded(to: 2))-\(parts.day.padded(to: 2))"
    }
}

extension Day {
    private init(clamping number: Int) { self.number = Int32(clamping: number) }

    // Both ways count in years that begin on 1 March, so that a leap day is the last day of its year and the months'
    // lengths repeat: from March on, month m begins (153 m + 2) / 5 days into the year. 0000-03-01 is 719,468 days
    // before 1970-01-01. A 400-year cycle has 146,097 days, its centuries 36,524 (the last one more), four years 1,461.

    private static func number(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = month > 2 ? month - 3 : month + 9
        let (cycle, rest) = marchYear.quotientAndRemainder(flooringBy: 400)
        let beforeYear = cycle * 146_097 + rest * 365 + rest / 4 - rest / 100
        return beforeYear + (153 * marchMonth + 2) / 5 + day - 1 - 719_468
    }

    private var parts: (year: Int, month: Int, day: Int) {
        var (cycle, rest) = (Int(number) + 719_468).quotientAndRemainder(flooringBy: 146_097)
        let century = min(rest / 36_524, 3)
        rest -= century * 36_524
        let fourYears = rest / 1_461
        rest -= fourYears * 1_461
        let year = min(rest / 365, 3)
        rest -= year * 365
        cycle = cycle * 400 + century * 100 + fourYears * 4 + year
        let marchMonth = (5 * rest + 2) / 153
        let day = rest - (153 * marchMonth + 2) / 5 + 1
        return marchMonth < 10 ? (cycle, marchMonth + 3, day) : (cycle + 1, marchMonth - 9, day)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
