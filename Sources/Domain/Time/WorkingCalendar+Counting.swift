// Counting in working time. Everything walks day by day, because holidays follow no formula, and stops at the end of
// the year 9999, so that no amount can make it walk for ever.

extension WorkingCalendar {
    /// The shifts of every working day.
    private var effectiveShifts: [Shift] { shifts.isEmpty ? [.allDay] : shifts }

    /// The working seconds that every working day has.
    package var secondsPerWorkingDay: Int64 {
        effectiveShifts.reduce(0) { $0 + Int64($1.endSeconds - $1.startSeconds) }
    }

    /// The `count`th working day after `day`, which is itself not counted; `day` for a count of 0 or less.
    ///
    /// - Complexity: O(days in between).
    package func workingDay(_ count: Int, after day: Day) -> Day {
        var steps = Steps.unasked
        return workingDay(count, after: day, noting: &steps)
    }

    func workingDay(_ count: Int, after day: Day, noting steps: inout Steps) -> Day {
        var day = day
        var left = count
        while left > 0, day < .distantFuture {
            day = day.advanced(by: 1)
            let kind = kind(of: day)
            guard kind.isWorking else {
                steps.note(.skippedDay(day, kind))
                continue
            }
            left -= 1
            steps.note(.countedDay(day, kind, number: count - left, of: count))
        }
        return day
    }

    /// How many working days lie after `first`, up to and including `last`.
    ///
    /// - Complexity: O(days in between).
    package func workingDays(after first: Day, through last: Day) -> Int {
        guard first < last else { return 0 }
        return (first.advanced(by: 1)...last).count(where: isWorkingDay)
    }

    /// The working seconds between two moments; 0 when `end` is not after `start`.
    ///
    /// - Complexity: O(days in between).
    package func workingSeconds(from start: Instant, to end: Instant) -> Int64 {
        guard start < end else { return 0 }
        let firstDay = zone.day(of: start)
        let lastDay = zone.day(of: end)
        let onFirstDay = workedSeconds(of: firstDay, before: zone.secondsOfDay(of: start))
        let onLastDay = workedSeconds(of: lastDay, before: zone.secondsOfDay(of: end))
        let whole = Int64(workingDays(after: firstDay.advanced(by: -1), through: lastDay.advanced(by: -1)))
        return whole * secondsPerWorkingDay + onLastDay - onFirstDay
    }

    /// The earliest moment by which `seconds` have been worked since `start`; `start` itself for 0 or less.
    ///
    /// A start outside hours moves to the next opening, and an end that falls on a closing stays there.
    ///
    /// - Complexity: O(days in between).
    package func instant(afterWorking seconds: Int64, since start: Instant) -> Instant {
        var steps = Steps.unasked
        return instant(afterWorking: seconds, since: start, noting: &steps)
    }

    func instant(afterWorking seconds: Int64, since start: Instant, noting steps: inout Steps) -> Instant {
        guard seconds > 0 else { return start }
        var day = zone.day(of: start)
        // A moment at the far end of time could carry the sum over the top.
        var left = min(seconds, .max / 2) + workedSeconds(of: day, before: zone.secondsOfDay(of: start))
        while day <= .distantFuture {
            let kind = kind(of: day)
            if kind.isWorking {
                for shift in effectiveShifts {
                    let length = Int64(shift.endSeconds - shift.startSeconds)
                    let from = max(start, zone.instant(day: day, secondsOfDay: shift.startSeconds))
                    let to = zone.instant(day: day, secondsOfDay: shift.startSeconds + Int(min(left, length)))
                    if left <= length {
                        steps.note(.worked(from: from, to: to, left: 0))
                        return to
                    }
                    left -= length
                    if from < to { steps.note(.worked(from: from, to: to, left: left)) }
                }
            } else {
                steps.note(.skippedDay(day, kind))
            }
            day = day.advanced(by: 1)
        }
        return .distantFuture
    }

    /// `instant` when the office is open then, else the next moment at which it opens.
    package func nextOpening(from instant: Instant) -> Instant {
        let today = zone.day(of: instant)
        let now = zone.secondsOfDay(of: instant)
        if isWorkingDay(today), let shift = effectiveShifts.first(where: { now < $0.endSeconds }) {
            return zone.instant(day: today, secondsOfDay: max(now, shift.startSeconds))
        }
        let opening = effectiveShifts.first?.startSeconds ?? 0
        return zone.instant(day: workingDay(1, after: today), secondsOfDay: opening)
    }

    package func isOpen(at instant: Instant) -> Bool { nextOpening(from: instant) == instant }

    /// When a civil day ends: at the close of business where there are business hours, else at 24:00 (民法典 article 203).
    package func end(of day: Day) -> Instant {
        let closing = isWorkingDay(day) ? shifts.last?.endSeconds : nil
        return zone.instant(day: day, secondsOfDay: closing ?? 86_400)
    }

    /// The first day from `day` on that is no statutory holiday (民法典 article 203).
    package func movedPastStatutoryHolidays(_ day: Day) -> Day {
        var day = day
        while statutoryHolidays.contains(day) { day = day.advanced(by: 1) }
        return day
    }

    /// The working seconds of `day` that lie before a time of day.
    private func workedSeconds(of day: Day, before secondsOfDay: Int) -> Int64 {
        guard isWorkingDay(day) else { return 0 }
        return effectiveShifts.reduce(0) { sum, shift in
            sum + Int64(min(max(secondsOfDay - shift.startSeconds, 0), shift.endSeconds - shift.startSeconds))
        }
    }
}
