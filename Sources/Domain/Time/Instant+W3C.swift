// Date-times as the doors write and read them: the W3C profile of ISO 8601 (https://www.w3.org/TR/NOTE-datetime),
// narrowed for writing and widened for reading as GR-08 decides.

extension Instant: CustomStringConvertible {
    /// `2026-11-23T08:00:00Z`: UTC, whole seconds, because one validator accepts nothing else.
    package var description: String {
        let seconds = Zone.utc.secondsOfDay(of: self)
        let hour = (seconds / 3_600).padded(to: 2)
        let minute = (seconds / 60 % 60).padded(to: 2)
        return "\(Zone.utc.day(of: self))T\(hour):\(minute):\((seconds % 60).padded(to: 2))Z"
    }

    /// The moment that a W3C date-time names.
    ///
    /// Takes `Z`, `±hh:mm` or nothing after the time (then it is `zone`'s time: some clients send none, and neither do
    /// a page's date-time fields), the seconds or none, and fractions of a second, which are cut off.
    ///
    /// - Throws: ``Malformed`` for anything else, a time that no clock shows (24:00, :60), or an offset beyond 14 hours.
    package init(parsing text: some StringProtocol, zone: Zone) throws(Malformed) {
        var scanner = DateTimeScanner(rest: Array(text.utf8)[...])
        guard let day = scanner.day(), scanner.take("T"), let seconds = scanner.timeOfDay(),
            let offset = scanner.offset(otherwise: zone.secondsFromUTC), scanner.rest.isEmpty
        else { throw .dateTime }
        let epoch = Int64(day.number) * 86_400 + Int64(seconds) - Int64(offset)
        let parsed = Instant(secondsSinceEpoch: epoch)
        // The first hours of the year 0001 east of Greenwich, and the last of 9999 west of it, are not moments here.
        guard parsed.secondsSinceEpoch == epoch else { throw .dateTime }
        self = parsed
    }
}

extension Malformed {
    fileprivate static var dateTime: Malformed {
        Malformed(
            "instant",
            expected: "a date and time with its zone, written like 2026-11-23T08:00:00Z or 2026-11-23T16:00:00+08:00"
        )
    }
}

/// Reads the parts of a date-time from the front; each part is nil when the text does not begin with one.
private struct DateTimeScanner {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits: Int, upTo limit: Int) -> Int? {
        guard rest.count >= digits, let value = Int(asciiDigits: rest.prefix(digits)), value <= limit else {
            return nil
        }
        rest.removeFirst(digits)
        return value
    }

    mutating func day() -> Day? {
        guard let year = number(digits: 4, upTo: 9_999), take("-"), let month = number(digits: 2, upTo: 12),
            take("-"), let day = number(digits: 2, upTo: 31)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    mutating func timeOfDay() -> Int? {
        guard let hour = number(digits: 2, upTo: 23), take(":"), let minute = number(digits: 2, upTo: 59) else {
            return nil
        }
        guard take(":") else { return hour * 3_600 + minute * 60 }
        guard let second = number(digits: 2, upTo: 59) else { return nil }
        if take(".") {
            let fraction = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !fraction.isEmpty else { return nil }
            rest.removeFirst(fraction.count)
        }
        return hour * 3_600 + minute * 60 + second
    }

    mutating func offset(otherwise local: Int) -> Int? {
        if rest.isEmpty { return local }
        if take("Z") { return 0 }
        let sign: Int
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hour = number(digits: 2, upTo: 14), take(":"), let minute = number(digits: 2, upTo: 59),
            hour * 60 + minute <= 14 * 60
        else { return nil }
        return sign * (hour * 3_600 + minute * 60)
    }
}
