/// A limit that runs for a case: from when, how long, what has moved it since, and the due time that people were told.
package struct Clock: Hashable, Sendable {
    package var limit: Limit
    package var startsAt: Instant
    /// Computed when it was decided, with the calendar in force then; never re-derived.
    package var due: Instant
    /// Extensions and suspensions, in order.
    package private(set) var changes: [Deadline.Change] = []

    package init(limit: Limit, startsAt: Instant, due: Instant, changes: [Deadline.Change] = []) {
        self.limit = limit
        self.startsAt = startsAt
        self.due = due
        self.changes = changes
    }

    package init(_ limit: Limit, startingAt start: Instant, in calendar: WorkingCalendar) {
        self.init(limit: limit, startsAt: start, due: limit.due(startingAt: start, in: calendar))
    }

    /// The clock as a deadline, for lights and for what is left.
    package var deadline: Deadline { Deadline(limit, startingAt: startsAt, changes: changes) }

    /// The due time after one more change; the one there is while the clock stands.
    func due(after change: Deadline.Change, in calendar: WorkingCalendar) -> Instant {
        Deadline(limit, startingAt: startsAt, changes: changes + [change]).due(in: calendar) ?? due
    }

    mutating func move(_ change: Deadline.Change, due: Instant) {
        changes.append(change)
        self.due = due
    }
}
