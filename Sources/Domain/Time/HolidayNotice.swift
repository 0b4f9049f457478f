/// One year's arrangement of days off and make-up working days, as the State Council's General Office announces it
/// each November for the next year.
package struct HolidayNotice: Hashable, Sendable {
    package let year: Int
    /// 国办发明电〔2025〕7号.
    package let number: String
    package let issued: Day
    package let daysOff: Set<Day>
    package let makeUpDays: Set<Day>

    /// Reads a notice from text, so that a new year is a file and not a new program.
    ///
    /// One fact a line: `notice YEAR NUMBER DAY-OF-ISSUE` first, then `off DAY` or `off FIRST..LAST`, and `on DAY`.
    /// What follows a `#` is for people.
    ///
    /// - Throws: ``Malformed`` that quotes the line which is not like that.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        var heading: (year: Int, number: String, issued: Day)?
        var daysOff: Set<Day> = []
        var makeUpDays: Set<Day> = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard let verb = words.first else { continue }
            switch (verb, words.count, heading == nil) {
            case ("notice", 4, true):
                guard let year = Int(asciiDigits: words[1].utf8) else { throw .notice(line) }
                heading = (year, String(words[2]), try Day(parsing: words[3]))
            case ("off", 2, false):
                daysOff.formUnion(try Self.days(Substring(words[1]), in: line))
            case ("on", 2, false):
                makeUpDays.insert(try Day(parsing: words[1]))
            default:
                throw .notice(line)
            }
        }
        guard let heading else { throw .notice("") }
        // A holiday around New Year's Day may begin in December.
        let near = heading.year - 1...heading.year + 1
        guard daysOff.union(makeUpDays).allSatisfy({ near.contains($0.year) }), daysOff.isDisjoint(with: makeUpDays)
        else {
            throw Malformed("holiday_notice", expected: "days of \(heading.year), none both off and on")
        }
        (year, number, issued) = heading
        self.daysOff = daysOff
        self.makeUpDays = makeUpDays
    }

    private static func days(_ span: Substring, in line: some StringProtocol) throws(Malformed) -> ClosedRange<Day> {
        guard span.utf8.count > 10 else {
            let day = try Day(parsing: span)
            return day...day
        }
        guard span.dropFirst(10).hasPrefix("..") else { throw .notice(line) }
        let first = try Day(parsing: span.prefix(10))
        let last = try Day(parsing: span.dropFirst(12))
        // The longest holiday so far had nine days (2026).
        guard first <= last, first.distance(to: last) < 31 else { throw .notice(line) }
        return first...last
    }
}

extension Malformed {
    fileprivate static func notice(_ line: some StringProtocol) -> Malformed {
        Malformed(
            "holiday_notice",
            expected: """
                "notice 2026 NUMBER 2025-11-04" and then lines like "off 2026-01-01..2026-01-03" or "on 2026-01-04", \
                not "\(line.prefix(80))"
                """
        )
    }
}
