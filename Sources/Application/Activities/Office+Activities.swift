package import Domain
package import Store

/// An activity as a form gives it.
package struct ActivityDraft: Hashable, Sendable {
    package var kind: Activity.Kind
    package var topic: String
    package var on: Day
    /// Minutes after midnight.
    package var starts: Int?
    package var venue: String
    package var place: WorkPlace
    package var star: Activity.Star?

    package init(
        kind: Activity.Kind,
        topic: String,
        on day: Day,
        starts: Int? = nil,
        venue: String,
        place: WorkPlace,
        star: Activity.Star? = nil
    ) {
        self.kind = kind
        self.topic = topic
        on = day
        self.starts = starts
        self.venue = venue
        self.place = place
        self.star = star
    }

    func plan(_ serial: Int) -> Activity.Plan {
        Activity.Plan(
            serial: serial,
            kind: kind,
            topic: topic,
            on: on,
            starts: starts,
            venue: venue,
            at: place,
            star: star
        )
    }
}

/// What is to be done with an activity.
package enum ActivityChange: Hashable, Sendable {
    case move(to: Day)
    /// It took place; counted at once where somebody has counted.
    case hold(on: Day, Attendance?)
    case count(Attendance)
    case correct(Attendance, reason: String)
    case callOff(reason: String)
}

/// What a list of activities shows.
package struct ActivityLists: Sendable {
    package let coming: [ActivityRow]
    package let past: [ActivityRow]
    /// Of this year, by kind.
    package let sums: [ActivityQueries.Sum]
    package let handouts: [HandoutRow]
    /// Planned for a day that is over, and neither held nor called off.
    package let unrecorded: [ActivityRow]
}

extension Office {
    /// Plans an activity.
    ///
    /// - Returns: its serial.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func plan(_ draft: ActivityDraft, by actor: Actor) async throws -> Int {
        try await begin(Activity.self, .runActivities, in: draft.place.scope, by: actor) { .plan(draft.plan($0)) }
    }

    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    package func change(_ serial: Int, _ change: ActivityChange, by actor: Actor) async throws -> Activity {
        let today = today
        return try await alter(Activity.self, serial, .runActivities, by: actor) { _, _ in
            switch change {
            case .move(let day): [.move(to: day, today: today)]
            case .hold(let day, let attendance):
                [.hold(on: day, today: today)] + (attendance.map { [.count($0)] } ?? [])
            case .count(let attendance): [.count(attendance)]
            case .correct(let attendance, let reason): [.correct(attendance, reason: reason)]
            case .callOff(let reason): [.callOff(reason: reason)]
            }
        }
    }

    /// `before`: what the last page ended with.
    ///
    /// - Throws: ``Fault``.
    package func activityLists(
        kind: Activity.Kind?,
        before: (day: Day, serial: Int)?,
        limit: Int
    ) async throws -> ActivityLists {
        let today = today
        let newYear = Day(year: today.year, month: 1, day: 1) ?? today
        return try await engine.read { db in
            ActivityLists(
                coming: try ActivityQueries.coming(from: today, limit: 100, in: db),
                past: try ActivityQueries.past(until: today, before: before, kind: kind, limit: limit, in: db),
                sums: try ActivityQueries.sums(from: newYear, through: today, in: db),
                handouts: try HandoutRow.all(limit: 100, in: db),
                unrecorded: try ActivityQueries.unrecorded(before: today, limit: 50, in: db)
            )
        }
    }
}
