/// The hours that a dispatch rule tells apart (时段); raw values stand in files and in the journal.
package enum HourClass: String, Hashable, Sendable, CaseIterable {
    /// From the opening to the closing of a working day, its midday break included: nobody calls noon night.
    case working
    /// A working day before its opening and after its closing.
    case night
    /// A day off from midnight to midnight, whether weekend or holiday.
    case holiday
}

extension WorkingCalendar {
    package func hourClass(of instant: Instant) -> HourClass {
        guard isWorkingDay(zone.day(of: instant)) else { return .holiday }
        return office.contains(zone.secondsOfDay(of: instant)) ? .working : .night
    }

    /// An hour of this class on the first day from `day` on that has one; nil when no day of the next year has.
    package func example(of hours: HourClass, from day: Day) -> Instant? {
        for offset in 0..<366 {
            let day = day.advanced(by: offset)
            switch (hours, isWorkingDay(day)) {
            case (.holiday, false): return zone.instant(day: day, secondsOfDay: 10 * 3_600)
            case (.working, true): return zone.instant(day: day, secondsOfDay: office.lowerBound)
            case (.night, true) where office.upperBound < 86_400:
                return zone.instant(day: day, secondsOfDay: office.upperBound)
            case (.night, true) where office.lowerBound > 0: return zone.instant(day: day, secondsOfDay: 0)
            case (.holiday, true), (.working, false), (.night, _): continue
            }
        }
        return nil
    }

    /// Seconds since midnight, from opening to closing.
    private var office: Range<Int> { (shifts.first?.startSeconds ?? 0)..<(shifts.last?.endSeconds ?? 86_400) }
}
