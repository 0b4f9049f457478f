import Domain
import Store

/// Figures of the demonstration: the last whole week, and for what the grids' own work and the service of firms have come to,
/// all days so far.
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
    ]

    /// - Throws: ``Fault``.
    func freeze(from start: Instant, until end: Instant) async throws {
        let zone = office.settings.zone
        let today = zone.day(of: end)
        guard let monday = (0..<7).map({ today.advanced(by: -$0) }).first(where: { $0.weekday == .monday }) else {
            return
        }
        let week = try FigureWindow(from: monday.advanced(by: -7), until: monday)
        let all = try FigureWindow(from: zone.day(of: start), until: today.advanced(by: 1))
        let newest = Dictionary(try await office.indicators().map { ($0.indicator.code.rawValue, $0) }) { $1 }
        func asked(_ codes: [String], _ window: FigureWindow) -> [Asked] {
            codes.compactMap { newest[$0] }.map { Asked(definition: $0, window: window) }
        }
        try await office.signCheckpoint()
        let values = try await office.evaluate(asked(Self.ofTheWeek, week) + asked(Self.soFar, all))
        for value in values {
            _ = try await office.put(.freeze(try await office.frozen(value)), by: .system, at: end)
        }
    }
}
