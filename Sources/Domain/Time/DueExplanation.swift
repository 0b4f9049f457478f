/// Why a due time is what it is: the steps that the arithmetic took, in order, as it took them.
///
/// No second computation: ``Reckoning`` notes them down while it finds the due time.
package struct DueExplanation: Hashable, Sendable {
    package let limit: Limit
    /// The version of the working calendar that was counted by.
    package let calendar: String
    package let steps: [DueStep]
    /// Nil while the clock stands, because then nobody knows it.
    package let due: Instant?
}

/// One step of the arithmetic of a due time.
package enum DueStep: Hashable, Sendable {
    /// The clock begins.
    case begins(Instant)
    /// 延期: so many more of the limit's units, approved then.
    case extended(by: Int, at: Instant)
    /// 挂账: so many seconds of the unit's own measure went by while the clock stood; working hours where those count.
    case paused(Range<Instant>, seconds: Int64)
    /// What pauses have taken is given back, in whole days where days are counted.
    case givenBack(days: Int64)
    case givenBackSeconds(Int64)
    /// 挂账: the clock has been standing since then.
    case stands(Instant)
    /// A civil period does not count the day on which it begins (民法典 article 201).
    case firstDayNotCounted(Day)
    /// The limit of the same working day (当日): still open, or after its close, or on a day off.
    case sameDay(Day, isStillOpen: Bool)
    /// A working day that counts: the so-manieth of so many.
    case countedDay(Day, WorkingCalendar.DayKind, number: Int, of: Int)
    /// A day off, which does not count.
    case skippedDay(Day, WorkingCalendar.DayKind)
    /// A stretch of office hours that was used, and the working seconds that are left after it.
    case worked(from: Instant, to: Instant, left: Int64)
    /// So many seconds by the clock, whatever the day.
    case elapsed(seconds: Int64)
    /// From day to day by the calendar: so many days, or months, on.
    case calendarDays(from: Day, count: Int, to: Day)
    case months(from: Day, count: Int, to: Day)
    /// The last day would be a statutory holiday, and moves (民法典 article 203).
    case movedPastHolidays(from: Day, to: Day)
    /// The last day ends at the close of business, or at 24:00 where there are no business hours (article 203).
    case dayEnds(Day, Instant)
    /// At the same time of day as it began.
    case sameTimeOfDay(Instant)
    /// It began on a day off, which has no time of day in working time: the midnight that ends the last day counts.
    case beganOnDayOff(Day)
}

/// What the arithmetic notes down on its way; nothing unless somebody asks why.
struct Steps {
    private(set) var taken: [DueStep] = []
    private let isAsked: Bool

    static var unasked: Steps { Steps(isAsked: false) }
    static var asked: Steps { Steps(isAsked: true) }

    private init(isAsked: Bool) { self.isAsked = isAsked }

    mutating func note(_ step: @autoclosure () -> DueStep) {
        if isAsked { taken.append(step()) }
    }
}

extension Deadline {
    /// Why the due time is what it is.
    package func explanation(in calendar: WorkingCalendar) -> DueExplanation {
        var steps = Steps.asked
        steps.note(.begins(startsAt))
        for case .extended(let amount, let moment) in changes { steps.note(.extended(by: amount, at: moment)) }
        var due: Instant?
        if let since = suspendedSince {
            steps.note(.stands(since))
        } else {
            due = reckoning(in: calendar).due(noting: &steps)
        }
        return DueExplanation(limit: limit, calendar: calendar.version, steps: steps.taken, due: due)
    }
}
