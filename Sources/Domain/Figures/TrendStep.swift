/// How far apart the points of a trend are.
package enum TrendStep: String, Hashable, Sendable, CaseIterable {
    /// From Monday to Sunday.
    case week
    case month

    /// The first day of the week or month that a day lies in.
    package func start(of day: Day) -> Day {
        switch self {
        case .week: day.advanced(by: 1 - day.weekday.rawValue)
        case .month: day.advanced(by: 1 - day.day)
        }
    }

    /// The last `count` whole weeks or months that are over on a day, oldest first.
    package func windows(_ count: Int, before day: Day) -> [FigureWindow] {
        let end = start(of: day)
        return (0..<max(0, count)).reversed().compactMap { back in
            try? FigureWindow(from: earlier(end, by: back + 1), until: earlier(end, by: back))  // Always forwards.
        }
    }

    private func earlier(_ start: Day, by count: Int) -> Day {
        switch self {
        case .week: start.advanced(by: -7 * count)
        case .month: start.adding(months: -count)
        }
    }
}
