/// A month or a quarter: what a meeting is due in.
package struct Period: Hashable, Comparable, Sendable {
    package enum Length: String, Hashable, Sendable, CaseIterable {
        case month, quarter

        fileprivate var months: Int {
            switch self {
            case .month: 1
            case .quarter: 3
            }
        }
    }

    package let length: Length
    package let first: Day

    /// The period that a day lies in.
    package init(_ length: Length, containing day: Day) {
        self.length = length
        let month = (day.month - 1) / length.months * length.months + 1
        first = Day(year: day.year, month: month, day: 1) ?? day
    }

    /// The period that `2026-06` or `2026Q2` names.
    ///
    /// - Throws: ``Malformed``.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let parts = text.split(whereSeparator: { $0 == "-" || $0 == "Q" })
        if parts.count == 2, let year = Int(asciiDigits: parts[0].utf8), let number = Int(asciiDigits: parts[1].utf8) {
            let isQuarter = text.contains("Q")
            if let day = Day(year: year, month: isQuarter ? (number - 1) * 3 + 1 : number, day: 1) {
                let period = Period(isQuarter ? .quarter : .month, containing: day)
                // One period has one text.
                if period.description == String(text) {
                    self = period
                    return
                }
            }
        }
        throw Malformed("period", expected: "a month like 2026-06 or a quarter like 2026Q2")
    }

    package var last: Day { first.adding(months: length.months).advanced(by: -1) }
    package var next: Period { Period(length, containing: first.adding(months: length.months)) }

    package func contains(_ day: Day) -> Bool { first <= day && day <= last }

    package static func < (left: Period, right: Period) -> Bool { left.first < right.first }

    /// Every period from the one that `day` lies in to the one that `end` lies in.
    package static func all(_ length: Length, from day: Day, through end: Day) -> [Period] {
        var periods: [Period] = []
        var next = Period(length, containing: day)
        // Ten thousand months are the whole calendar's eighth; the bound keeps a mistyped year from filling the memory.
        while next.first <= end, periods.count < 1_200 {
            periods.append(next)
            next = next.next
        }
        return periods
    }
}

extension Period: CustomStringConvertible {
    /// `2026-06`, `2026Q2`.
    package var description: String {
        switch length {
        case .month: "\(first.year.padded(to: 4))-\(first.month.padded(to: 2))"
        case .quarter: "\(first.year.padded(to: 4))Q\((first.month - 1) / 3 + 1)"
        }
    }
}
