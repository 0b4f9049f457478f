import Domain
import Store

/// Figures of the demonstration: the last weeks and months of casework, the newest of them also by unit, and for what the grids'
/// own work and the service of firms have come to, all days so far.
struct DemonstrationFigures {
    let office: Office

    private static let ofTheWeek = [
        "case.reported", "case.established", "case.closed", "case.closed_rate", "case.on_time_rate", "case.solved_rate",
        "case.satisfied_rate", "case.open", "case.open_overdue", "case.waiting_days",
    ]
    private static let soFar = [
        "activity.attendances", "activity.held", "firm.problems_collected", "firm.problems_explained",
        "firm.problems_noted", "firm.problems_open", "firm.problems_solved", "firm.visited", "firm.visits",
        "firm.visits_confirmed", "handout.given", "meeting.held",
        "procedure.days_saved", "procedure.finished", "project.blockers_coordinated", "project.blockers_reported",
        "project.blockers_solved", "project.listed",
        "project.milestones_on_time_rate", "project.milestones_reached",
    ]

    /// Also by unit.
    private static let byUnit = ["case.closed", "case.on_time_rate", "case.satisfied_rate", "case.solved_rate"]
    /// Of months.
    private static let ofTheMonth = byUnit + ["case.reported"]
    private static let weeks = 12
    private static let months = 6

    /// - Throws: ``Fault``.
    func freeze(from start: Instant, until end: Instant) async throws {
        let zone = office.settings.zone
        let today = zone.day(of: end)
        let begun = zone.day(of: start)
        let weeks = TrendStep.week.windows(Self.weeks, before: today).filter { $0.from >= begun }
        let months = TrendStep.month.windows(Self.months, before: today).filter { $0.from >= begun }
        let all = try FigureWindow(from: begun, until: today.advanced(by: 1))
        let newest = Dictionary(try await office.indicators().map { ($0.indicator.code.rawValue, $0) }) { $1 }
        func asked(_ codes: [String], _ window: FigureWindow, _ scope: Conditions = Conditions()) -> [Asked] {
            codes.compactMap { newest[$0] }.map { Asked(definition: $0, window: window, scope: scope) }
        }
        let units = office.directory.handlingUnits.keys.sorted()
        let ofUnits = [weeks.last, months.last].compactMap { $0 }.flatMap { window in
            units.flatMap { asked(Self.byUnit, window, .of(unit: $0)) }
        }
        try await office.signCheckpoint()
        let values = try await office.evaluate(
            weeks.flatMap { asked(Self.ofTheWeek, $0) } + months.flatMap { asked(Self.ofTheMonth, $0) } + ofUnits
                + asked(Self.soFar, all)
        )
        // Of so few cases a unit's rate is not published.
        let shown = values.filter {
            $0.asked.scope.isEmpty || $0.value.rows >= Int64($0.asked.definition.indicator.least)
        }
        for value in shown {
            _ = try await office.put(.freeze(try await office.frozen(value)), by: .system, at: end)
        }
    }
}
