/// A day of the calendar, as entries write it: YYYY-MM-DD.
struct EntryDay: Hashable, Sendable, Comparable {
    /// 20260501 for the first of May 2026: one number to count by.
    private let number: Int32

    /// Reads ten characters; nil if they are no day.
    init?(_ text: ArraySlice<UInt8>) {
        guard text.count == 10 else { return nil }
        let start = text.startIndex
        var number: Int32 = 0
        for (offset, byte) in text.enumerated() {
            if offset == 4 || offset == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                number = number * 10 + Int32(text[start + offset] - UInt8(ascii: "0"))
            }
        }
        self.number = number
        guard year >= 1, (1...12).contains(month), day >= 1, day <= daysInMonth else { return nil }
    }

    private init(number: Int32) { self.number = number }

    /// The same day a year before; 29 February goes back to the 28th.
    var yearBefore: EntryDay {
        EntryDay(number: number - 10_000 - (month == 2 && day == 29 ? 1 : 0))
    }

    var dayBefore: EntryDay {
        if day > 1 { return EntryDay(number: number - 1) }
        let month = month == 1 ? EntryDay(number: number - 10_000 + 1_100) : EntryDay(number: number - 100)
        return EntryDay(number: month.number + month.daysInMonth - 1)
    }

    /// Before every day that an entry can have.
    static let distantPast = EntryDay(number: 0)

    private var year: Int32 { number / 10_000 }
    private var month: Int32 { number / 100 % 100 }
    private var day: Int32 { number % 100 }

    private var daysInMonth: Int32 {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func < (left: EntryDay, right: EntryDay) -> Bool { left.number < right.number }
}

extension EntryDay: CustomStringConvertible {
    /// YYYY-MM-DD.
    var description: String {
        // The leading 1 keeps the zeros of early years: 1·10⁸ + 20260501.
        let digits = String(100_000_000 + number).dropFirst()
        return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
    }
}
