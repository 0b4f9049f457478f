/// The days and hours that an office works: a weekly pattern, holidays, make-up working days and shifts.
///
/// It is versioned data: a case keeps the version that it was dated with (B.7 rule 2), and a changed calendar is a new
/// version.
package struct WorkingCalendar: Hashable, Sendable {
    package let version: String
    package let zone: Zone
    package let workingWeekdays: Set<Weekday>
    /// In order; empty for an office without business hours, which works the whole of its working days.
    package let shifts: [Shift]
    /// Days off whatever their weekday.
    package let holidays: Set<Day>
    /// Those of ``holidays`` that move a civil period's last day (法定休假日, 民法典 article 203).
    ///
    /// The State Council's days off are, those in lieu included; a district's own closures are not. Weekly days of rest
    /// are not listed and do not move it: B.7 speaks of holidays only, which dates a limit never later than the wider
    /// reading does.
    package let statutoryHolidays: Set<Day>
    /// Days of work whatever their weekday (调休上班).
    package let makeUpDays: Set<Day>
    /// The years whose holidays are known.
    package let coveredYears: Set<Int>

    /// - Throws: ``Malformed`` for a calendar that never works, shifts that overlap or are out of order, a day both off
    ///   and on, or a statutory holiday that is not among the holidays.
    package init(
        version: String,
        zone: Zone = .china,
        workingWeekdays: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday],
        shifts: [Shift] = Shift.officeHours,
        holidays: Set<Day> = [],
        statutoryHolidays: Set<Day> = [],
        makeUpDays: Set<Day> = [],
        coveredYears: Set<Int> = []
    ) throws(Malformed) {
        guard !version.isEmpty else { throw Malformed("calendar", expected: "a version name") }
        guard !workingWeekdays.isEmpty else { throw Malformed("calendar", expected: "at least one working weekday") }
        guard zip(shifts, shifts.dropFirst()).allSatisfy({ $0.end <= $1.start }) else {
            throw Malformed("calendar", expected: "shifts in order that do not overlap")
        }
        guard holidays.isDisjoint(with: makeUpDays) else {
            throw Malformed("calendar", expected: "no day that is both a holiday and a make-up working day")
        }
        guard statutoryHolidays.isSubset(of: holidays) else {
            throw Malformed("calendar", expected: "statutory holidays that are among the holidays")
        }
        self.version = version
        self.zone = zone
        self.workingWeekdays = workingWeekdays
        self.shifts = shifts
        self.holidays = holidays
        self.statutoryHolidays = statutoryHolidays
        self.makeUpDays = makeUpDays
        self.coveredYears = coveredYears
    }

    /// What a day is, and why.
    package enum DayKind: String, Hashable, Sendable, CaseIterable {
        case workday
        case weekend
        case holiday
        /// A make-up working day.
        case makeUp = "makeup"

        package var isWorking: Bool {
            switch self {
            case .workday, .makeUp: true
            case .weekend, .holiday: false
            }
        }
    }

    package func kind(of day: Day) -> DayKind {
        if makeUpDays.contains(day) { return .makeUp }
        if holidays.contains(day) { return .holiday }
        return workingWeekdays.contains(day.weekday) ? .workday : .weekend
    }

    package func isWorkingDay(_ day: Day) -> Bool { kind(of: day).isWorking }

    /// Whether the holidays of the day's year are known; beyond them only the weekly pattern speaks.
    package func isCertain(_ day: Day) -> Bool { coveredYears.contains(day.year) }
}
