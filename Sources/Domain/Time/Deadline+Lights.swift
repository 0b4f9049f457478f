extension Deadline {
    /// From when on a deadline shows which light, as long as nothing moves it.
    package struct Lights: Hashable, Sendable {
        /// The first moment that is not green any more.
        package let amber: Instant
        /// The first moment that is too late.
        package let red: Instant

        package init(amber: Instant, red: Instant) {
            self.amber = amber
            self.red = red
        }

        package func light(at now: Instant) -> DueLight {
            if now >= red { return .red }
            return now >= amber ? .amber : .green
        }
    }

    /// The moments, from the last change of the clock on, at which ``light(at:in:)`` changes: whoever looks at very many deadlines asks for these once.
    ///
    /// While the clock stands, its light does too.
    /// - Complexity: O(days of the limit).
    package func lights(in calendar: WorkingCalendar) -> Lights {
        if let since = suspendedSince {
            switch light(at: since, in: calendar) {
            case .green: return Lights(amber: .distantFuture, red: .distantFuture)
            case .amber: return Lights(amber: .distantPast, red: .distantFuture)
            case .red: return Lights(amber: .distantPast, red: .distantPast)
            }
        }
        let reckoning = reckoning(in: calendar)
        let red = reckoning.due.advanced(bySeconds: 1)
        // Green is `used * 5 <= total * 4` (``DueLight``), so amber begins one second of the measure after that.
        return Lights(amber: min(reckoning.moment(using: reckoning.total * 4 / 5 + 1), red), red: red)
    }
}
