/// How long something may take: so many units, and how they are counted (B.7 rule 1).
package struct Limit: Hashable, Sendable {
    package let amount: Int
    package let unit: LimitUnit
    package let counting: Counting

    /// The largest amount of any unit: about ten years of days.
    package static let largestAmount = 3_660

    /// A limit as the service list gives it; `counting` is what is usual with the unit unless the list says otherwise.
    ///
    /// - Throws: ``Malformed`` when the amount is not 1 to ``largestAmount``, or the unit cannot be counted so.
    ///   `0` is an amount of working days only: by the close of the same working day (当日).
    package init(_ amount: Int, _ unit: LimitUnit, counting: Counting? = nil) throws(Malformed) {
        let counting = counting ?? unit.usualCounting
        guard counting == .clockTime || unit.usualCounting == .civilDay else { throw .limit }
        let least = unit == .workingDay && counting == .civilDay ? 0 : 1
        guard (least...Self.largestAmount).contains(amount) else { throw .limit }
        self.amount = amount
        self.unit = unit
        self.counting = counting
    }

    private init(trusted amount: Int, _ unit: LimitUnit, counting: Counting) {
        self.amount = amount
        self.unit = unit
        self.counting = counting
    }

    /// So many working days: a limit that the rules fix, and no service list.
    static func workingDays(_ amount: UInt8) -> Limit { Limit(trusted: Int(amount), .workingDay, counting: .civilDay) }

    /// A month of the calendar.
    static let oneMonth = Limit(trusted: 1, .month, counting: .civilDay)

    /// Thirty minutes by the clock, which runs at night as well.
    static let halfAnHour = Limit(trusted: 30, .minute, counting: .clockTime)

    /// The limit with `more` of its units; nil beyond ``largestAmount``.
    func prolonged(by more: Int) -> Limit? {
        guard (1...Self.largestAmount).contains(more), amount + more <= Self.largestAmount else { return nil }
        return Limit(trusted: amount + more, unit, counting: counting)
    }
}

/// What limits are counted in; the raw value is the suffix of the compact form and never changes.
package enum LimitUnit: String, Hashable, Sendable, CaseIterable {
    case minute = "min"
    case workingHour = "wh"
    case workingDay = "wd"
    case hour = "h"
    case calendarDay = "d"
    case month = "mo"

    /// Hours run from the stated moment; days and months are civil periods (民法典 articles 200–203).
    package var usualCounting: Counting {
        switch self {
        case .minute, .workingHour, .hour: .clockTime
        case .workingDay, .calendarDay, .month: .civilDay
        }
    }
}

/// Where a limit's last unit ends.
package enum Counting: String, Hashable, Sendable, CaseIterable {
    /// The first day is not counted; the last one ends at the close of business, or at 24:00 (民法典 articles 201–203).
    case civilDay = "civil"
    /// At the same time of day as it began; no holiday moves it.
    case clockTime = "clock"
}

extension Limit: CustomStringConvertible {
    /// The compact form: `5wd`, `4wh`, `30d`, `5wd@clock`.
    package var description: String {
        "\(amount)\(unit.rawValue)" + (counting == unit.usualCounting ? "" : "@\(counting.rawValue)")
    }

    /// The limit that a compact form names, as ``description`` writes it and in no other way.
    ///
    /// - Throws: ``Malformed`` for anything else, or an amount out of bounds.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let parts = text.dropFirst(digits.count).split(separator: "@", omittingEmptySubsequences: false)
        guard let amount = Int(asciiDigits: digits), let name = parts.first,
            let unit = LimitUnit(rawValue: String(name))
        else { throw .limit }
        var counting: Counting?
        if parts.count > 1 {
            guard parts.count == 2, let named = Counting(rawValue: String(parts[1])) else { throw .limit }
            counting = named
        }
        let limit = try Limit(amount, unit, counting: counting)
        // One limit has one text: `05wd` and `5wd@civil` are refused.
        guard limit.description == String(text) else { throw .limit }
        self = limit
    }
}

extension Malformed {
    fileprivate static var limit: Malformed {
        Malformed(
            "limit",
            expected: """
                1 to 3660 and a unit: min, wh (working hours), wd (working days), h, d (days) or mo (months), like 4wh; \
                wd, d and mo may end in @clock for the same time of day, like 5wd@clock; 0wd is the same working day
                """
        )
    }
}
