extension FormOrder {
    /// How often a form is handed in; but for ``once`` it is about the last whole period.
    package enum Rhythm: String, Hashable, Sendable, CaseIterable {
        /// About the year so far.
        case once
        case weekly
        case monthly
        case quarterly
        case yearly

        package var timesInYear: Int {
            switch self {
            case .once, .yearly: 1
            case .weekly: 52
            case .monthly: 12
            case .quarterly: 4
            }
        }

        /// The first day that the form is about when it is handed in on a day.
        ///
        /// `start`: the first day of the form, whose year a form is about that is handed in once.
        package func firstDay(on day: Day, since start: Day) -> Day {
            switch self {
            case .once: Self.first(of: start, months: 12)
            case .weekly: Self.monday(of: day).advanced(by: -7)
            case .monthly: Self.first(of: day, months: 1).adding(months: -1)
            case .quarterly: Self.first(of: day, months: 3).adding(months: -3)
            case .yearly: Self.first(of: day, months: 12).adding(months: -12)
            }
        }

        /// The days that the form is about when it is handed in on a day, half open.
        ///
        /// - Throws: ``Refusal/datesReversed`` for a day before `start`.
        package func window(on day: Day, since start: Day) throws(Refusal) -> FigureWindow {
            let end =
                switch self {
                case .once: day.advanced(by: 1)
                case .weekly: Self.monday(of: day)
                case .monthly: Self.first(of: day, months: 1)
                case .quarterly: Self.first(of: day, months: 3)
                case .yearly: Self.first(of: day, months: 12)
                }
            return try FigureWindow(from: firstDay(on: day, since: start), until: end)
        }

        private static func monday(of day: Day) -> Day {
            // 1970-01-01, number 0, was a Thursday.
            let number = Int(day.number) + 3
            return day.advanced(by: -(((number % 7) + 7) % 7))
        }

        /// The first day of the month, quarter or year.
        private static func first(of day: Day, months: Int) -> Day {
            day.advanced(by: 1 - day.day).adding(months: -((day.month - 1) % months))
        }
    }
}
