/// A limit that runs for a case: from when, how long, and the due time that was told to people when it started.
package struct Clock: Hashable, Sendable {
    package var limit: Limit
    package var startsAt: Instant
    /// Computed once, with the calendar in force then; never re-derived.
    package var due: Instant

    package init(limit: Limit, startsAt: Instant, due: Instant) {
        self.limit = limit
        self.startsAt = startsAt
        self.due = due
    }

    package init(_ limit: Limit, startingAt start: Instant, in calendar: WorkingCalendar) {
        self.init(limit: limit, startsAt: start, due: limit.due(startingAt: start, in: calendar))
    }

    /// The clock as a deadline, for lights and for what is left.
    package var deadline: Deadline { Deadline(limit, startingAt: startsAt) }
}
