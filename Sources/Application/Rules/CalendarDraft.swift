package import Domain

/// A new version of the working calendar as an administrator writes it: what holds now, with other hours, other weekdays,
/// or the next year's notice of the State Council.
package struct CalendarDraft: Sendable {
    package var version: EditionVersion
    /// `09:00-12:00 14:00-18:00`; empty for an office that works the whole of its working days.
    package var hours: String
    /// ISO 8601's numbers, Monday is 1: `1 2 3 4 5`.
    package var weekdays: String
    /// Notices as ``HolidayNotice/init(parsing:)`` reads them, one after another; each replaces that year's days.
    package var notices: String

    package init(version: EditionVersion, hours: String, weekdays: String, notices: String) {
        self.version = version
        self.hours = hours
        self.weekdays = weekdays
        self.notices = notices
    }

    /// - Throws: ``Malformed`` for what is written in no such way, or makes no calendar.
    package func calendar(after base: WorkingCalendar) throws(Malformed) -> WorkingCalendar {
        var holidays = base.holidays
        var statutory = base.statutoryHolidays
        var makeUp = base.makeUpDays
        var years = base.coveredYears
        for notice in try Self.notices(in: notices) {
            holidays = holidays.filter { $0.year != notice.year || !base.statutoryHolidays.contains($0) }
            statutory = statutory.filter { $0.year != notice.year }
            makeUp = makeUp.filter { $0.year != notice.year }
            holidays.formUnion(notice.daysOff)
            statutory.formUnion(notice.daysOff)
            makeUp.formUnion(notice.makeUpDays)
            years.insert(notice.year)
        }
        return try WorkingCalendar(
            version: version.rawValue,
            zone: base.zone,
            workingWeekdays: try Self.weekdays(in: weekdays),
            shifts: try Self.shifts(in: hours),
            holidays: holidays,
            statutoryHolidays: statutory,
            makeUpDays: makeUp,
            coveredYears: years
        )
    }

    /// A notice begins with its first line; what comes before the first one is no notice.
    private static func notices(in text: String) throws(Malformed) -> [HolidayNotice] {
        var parts: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let verb = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).first
            if verb == "notice" || parts.isEmpty {
                if verb != nil { parts.append(String(line)) }
            } else {
                parts[parts.count - 1] += "\n" + line
            }
        }
        var notices: [HolidayNotice] = []
        for part in parts { notices.append(try HolidayNotice(parsing: part)) }
        return notices
    }

    private static func weekdays(in text: String) throws(Malformed) -> Set<Weekday> {
        var days: Set<Weekday> = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            guard let day = Int(word).flatMap(Weekday.init(rawValue:)) else {
                throw Malformed("weekdays", expected: "numbers from 1 (Monday) to 7 (Sunday): 1 2 3 4 5")
            }
            days.insert(day)
        }
        return days
    }

    private static func shifts(in text: String) throws(Malformed) -> [Shift] {
        var shifts: [Shift] = []
        for span in text.split(separator: " ") {
            let ends = span.split(separator: "-")
            guard ends.count == 2 else { throw .hours }
            shifts.append(try Shift(start: try minutes(ends[0]), end: try minutes(ends[1])))
        }
        return shifts
    }

    private static func minutes(_ text: Substring) throws(Malformed) -> Int {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let hours = Int(parts[0]), let minutes = Int(parts[1]), (0...24).contains(hours),
            (0..<60).contains(minutes)
        else { throw .hours }
        return hours * 60 + minutes
    }

    /// Shifts as ``hours`` writes them.
    package static func text(of shifts: [Shift]) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        func clock(_ minutes: Int) -> String { "\(two(minutes / 60)):\(two(minutes % 60))" }
        return shifts.map { "\(clock($0.start))-\(clock($0.end))" }.joined(separator: " ")
    }
}

extension Malformed {
    fileprivate static let hours = Malformed("office_hours", expected: "spans like 09:00-12:00 14:00-18:00")
}
