/// The arithmetic of one deadline: where it ends and how much of it is used, each unit in its own measure.
///
/// Hours and minutes are counted in seconds, natural or worked. A working day is a day of the calendar, not twenty-four
/// working hours and not so many times eight (B.7 rule 1): days are counted as days, and worked seconds only say which
/// part of one has passed.
struct Reckoning {
    let limit: Limit
    /// The limit's amount with every extension.
    let amount: Int
    let start: Instant
    /// In order, without overlap; the one that still lasts is not among them.
    let pauses: [Range<Instant>]
    let calendar: WorkingCalendar

    private static let day: Int64 = 86_400

    /// The last moment that is in time.
    var due: Instant {
        var steps = Steps.unasked
        return due(noting: &steps)
    }

    /// The same, with the steps on the way to it.
    func due(noting steps: inout Steps) -> Instant {
        var silent = Steps.unasked
        var lost: Int64 = 0
        // A pause that begins after the end of the limit takes nothing from it.
        for pause in pauses where pause.lowerBound < due(lost: lost, noting: &silent) {
            let taken = measure(from: pause.lowerBound, to: pause.upperBound)
            lost += taken
            steps.note(.paused(pause, seconds: taken))
        }
        return due(lost: lost, noting: &steps)
    }

    /// The measure of the whole limit, comparable with ``used(at:)``.
    var total: Int64 {
        switch (limit.unit, limit.counting) {
        case (.minute, _): Int64(amount) * 60
        case (.hour, _), (.workingHour, _): Int64(amount) * 3_600
        case (.workingDay, _):
            amount == 0 ? measure(from: start, to: unmoved) : Int64(amount) * calendar.secondsPerWorkingDay
        case (.calendarDay, _): Int64(amount) * Self.day
        case (.month, _): Int64(startDay.distance(to: startDay.adding(months: amount))) * Self.day
        }
    }

    /// What of the limit has gone by at `now`, without the pauses.
    func used(at now: Instant) -> Int64 {
        pauses.reduce(measure(from: start, to: now)) { used, pause in
            used - measure(from: pause.lowerBound, to: min(pause.upperBound, now))
        }
    }

    /// The first moment at which so much of the limit has gone by: the inverse of ``used(at:)``.
    func moment(using measure: Int64) -> Instant {
        func moment(lost: Int64) -> Instant {
            switch limit.unit {
            case .workingHour, .workingDay: calendar.instant(afterWorking: measure + lost, since: countsFrom)
            case .minute, .hour, .calendarDay, .month: countsFrom.advanced(bySeconds: measure + lost)
            }
        }
        var lost: Int64 = 0
        var found = moment(lost: 0)
        for pause in pauses where pause.lowerBound < found {
            lost += self.measure(from: pause.lowerBound, to: pause.upperBound)
            found = moment(lost: lost)
        }
        return found
    }

    /// What is left at a moment that is not after ``due``.
    func left(at now: Instant) -> Remaining.Amount {
        let due = due
        let seconds = now.seconds(until: due)
        let worked = calendar.workingSeconds(from: now, to: due)
        // A period that ends at 24:00 ends on the day before that midnight.
        let lastDay = calendar.zone.day(of: due.advanced(bySeconds: -1))
        let today = calendar.zone.day(of: now)
        switch (limit.unit, limit.counting) {
        case (.workingDay, .civilDay):
            let days = calendar.workingDays(after: today, through: lastDay)
            return .whole(workingDays: days, worked: worked, natural: seconds)
        case (.workingDay, .clockTime):
            let days = Int(worked / calendar.secondsPerWorkingDay)
            return .whole(workingDays: days, worked: worked, natural: seconds)
        case (.workingHour, _): return .whole(workingDays: 0, worked: worked, natural: seconds)
        case (.calendarDay, .civilDay), (.month, .civilDay):
            return .whole(days: today.distance(to: lastDay), natural: seconds)
        case (.calendarDay, .clockTime), (.month, .clockTime):
            return .whole(days: Int(seconds / Self.day), natural: seconds)
        case (.minute, _), (.hour, _): return .whole(days: 0, natural: seconds)
        }
    }

    /// How much later than ``due`` a moment is.
    func late(at now: Instant) -> Remaining.Amount {
        let due = due
        let seconds = due.seconds(until: now)
        let worked = calendar.workingSeconds(from: due, to: now)
        switch limit.unit {
        case .workingDay:
            let days = Int(worked / calendar.secondsPerWorkingDay)
            return .whole(workingDays: days, worked: worked, natural: seconds)
        case .workingHour: return .whole(workingDays: 0, worked: worked, natural: seconds)
        case .calendarDay, .month: return .whole(days: Int(seconds / Self.day), natural: seconds)
        case .minute, .hour: return .whole(days: 0, natural: seconds)
        }
    }

    /// The end when nothing has moved it.
    private var unmoved: Instant {
        var steps = Steps.unasked
        return due(lost: 0, noting: &steps)
    }

    private var startDay: Day { calendar.zone.day(of: start) }

    /// When the measure begins to run: a civil period does not count its first day (民法典 article 201).
    private var countsFrom: Instant {
        switch limit.counting {
        case .clockTime: start
        case .civilDay: amount == 0 ? start : calendar.zone.instant(day: startDay, secondsOfDay: 86_400)
        }
    }

    /// Time between two moments as the unit counts it, leaving out what lies before the count begins.
    private func measure(from first: Instant, to last: Instant) -> Int64 {
        let first = max(first, countsFrom)
        switch limit.unit {
        case .workingHour, .workingDay: return calendar.workingSeconds(from: first, to: last)
        case .minute, .hour, .calendarDay, .month: return max(0, first.seconds(until: last))
        }
    }

    /// The end when pauses have taken so much of the measure.
    private func due(lost: Int64, noting steps: inout Steps) -> Instant {
        switch (limit.unit, limit.counting) {
        case (.minute, _): return elapsed(Int64(amount) * 60, lost: lost, noting: &steps)
        case (.hour, _): return elapsed(Int64(amount) * 3_600, lost: lost, noting: &steps)
        case (.workingHour, _):
            if lost > 0 { steps.note(.givenBackSeconds(lost)) }
            return calendar.instant(afterWorking: Int64(amount) * 3_600 + lost, since: start, noting: &steps)
        case (.workingDay, .clockTime): return sameTimeOfDay(lost: lost, noting: &steps)
        case (.workingDay, .civilDay):
            let lastDay = lastWorkingDay(lost: lost, noting: &steps)
            // No working day follows the last ones of the year 9999: what begins there is due where it begins.
            let end = max(start, calendar.end(of: lastDay))
            steps.note(.dayEnds(lastDay, end))
            return end
        case (.calendarDay, .clockTime): return elapsed(Int64(amount) * Self.day, lost: lost, noting: &steps)
        case (.calendarDay, .civilDay):
            let lastDay = startDay.advanced(by: amount)
            steps.note(.firstDayNotCounted(startDay))
            steps.note(.calendarDays(from: startDay, count: amount, to: lastDay))
            return end(ofPeriodThrough: lastDay, lost: lost, noting: &steps)
        case (.month, .clockTime):
            let lastDay = startDay.adding(months: amount)
            steps.note(.months(from: startDay, count: amount, to: lastDay))
            if lost > 0 { steps.note(.givenBackSeconds(lost)) }
            let end = calendar.zone.instant(day: lastDay, secondsOfDay: calendar.zone.secondsOfDay(of: start))
                .advanced(bySeconds: lost)
            steps.note(.sameTimeOfDay(end))
            return end
        case (.month, .civilDay):
            let lastDay = startDay.adding(months: amount)
            steps.note(.firstDayNotCounted(startDay))
            steps.note(.months(from: startDay, count: amount, to: lastDay))
            return end(ofPeriodThrough: lastDay, lost: lost, noting: &steps)
        }
    }

    private func elapsed(_ seconds: Int64, lost: Int64, noting steps: inout Steps) -> Instant {
        if lost > 0 { steps.note(.givenBackSeconds(lost)) }
        steps.note(.elapsed(seconds: seconds + lost))
        return start.advanced(bySeconds: seconds + lost)
    }

    /// Whole lost days are added as days, so that the time of day stays; the rest is worked off after it.
    ///
    /// A start on a day off has no time of day in working time: it counts as the midnight at which the last working day
    /// before it ended. Taking its own time of day would make a later start due earlier (Fri 17:30 → Mon 17:30, Sat
    /// 10:00 → Mon 10:00).
    private func sameTimeOfDay(lost: Int64, noting steps: inout Steps) -> Instant {
        let (days, rest) = lost.quotientAndRemainder(dividingBy: calendar.secondsPerWorkingDay)
        let isWorkingDay = calendar.isWorkingDay(startDay)
        let secondsOfDay = isWorkingDay ? calendar.zone.secondsOfDay(of: start) : 86_400
        if !isWorkingDay { steps.note(.beganOnDayOff(startDay)) }
        if days > 0 { steps.note(.givenBack(days: days)) }
        let lastDay = calendar.workingDay(amount + Int(days), after: startDay, noting: &steps)
        let sameTime = calendar.zone.instant(day: lastDay, secondsOfDay: secondsOfDay)
        steps.note(.sameTimeOfDay(sameTime))
        if rest > 0 { steps.note(.givenBackSeconds(rest)) }
        return calendar.instant(afterWorking: rest, since: sameTime, noting: &steps)
    }

    /// A civil day ends as a whole, so a part of a day lost gives a whole one back.
    private func lastWorkingDay(lost: Int64, noting steps: inout Steps) -> Day {
        let lostDays = Int(lost.dividedRoundingUp(by: calendar.secondsPerWorkingDay))
        guard amount == 0 else {
            steps.note(.firstDayNotCounted(startDay))
            if lostDays > 0 { steps.note(.givenBack(days: Int64(lostDays))) }
            return calendar.workingDay(amount + lostDays, after: startDay, noting: &steps)
        }
        // The same working day (当日); after its close, or on a day off, the next one.
        let isStillOpen = calendar.isWorkingDay(startDay) && start < calendar.end(of: startDay)
        steps.note(.sameDay(startDay, isStillOpen: isStillOpen))
        if lostDays > 0 { steps.note(.givenBack(days: Int64(lostDays))) }
        return calendar.workingDay(lostDays + (isStillOpen ? 0 : 1), after: startDay, noting: &steps)
    }

    private func end(ofPeriodThrough lastDay: Day, lost: Int64, noting steps: inout Steps) -> Instant {
        let lostDays = lost.dividedRoundingUp(by: Self.day)
        if lostDays > 0 { steps.note(.givenBack(days: lostDays)) }
        let withoutLoss = lastDay.advanced(by: Int(lostDays))
        let moved = calendar.movedPastStatutoryHolidays(withoutLoss)
        if moved != withoutLoss { steps.note(.movedPastHolidays(from: withoutLoss, to: moved)) }
        let end = calendar.end(of: moved)
        steps.note(.dayEnds(moved, end))
        return end
    }
}

extension Remaining.Amount {
    fileprivate static func whole(workingDays: Int, worked: Int64, natural: Int64) -> Self {
        if workingDays >= 1 { return Self(workingDays, .workingDay) }
        if worked >= 3_600 { return Self(Int(worked / 3_600), .workingHour) }
        return whole(days: 0, natural: natural)
    }

    fileprivate static func whole(days: Int, natural: Int64) -> Self {
        if days >= 1 { return Self(days, .calendarDay) }
        // Up to two hours, minutes say it better.
        return natural >= 2 * 3_600 ? Self(Int(natural / 3_600), .hour) : Self(Int(natural / 60), .minute)
    }
}
