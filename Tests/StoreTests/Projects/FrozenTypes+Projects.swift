import Domain

/// The types of key projects.
extension FrozenTypes {
    static func name(_ event: Project.Event) -> String {
        switch event.what {
        case .registered: "project.registered"
        case .listed: "project.listed"
        case .moved: "project.moved"
        case .seated: "project.seated"
        case .unseated: "project.unseated"
        case .planned: "project.milestone_planned"
        case .replanned: "project.milestone_moved"
        case .reached: "project.milestone_reached"
        case .noted: "project.noted"
        case .blocked: "project.blocker_reported"
        case .coordinated: "project.blocker_coordinated"
        case .solved: "project.blocker_solved"
        case .reopened: "project.blocker_reopened"
        case .lit: "project.lit"
        }
    }
}

extension EventSamples {
    static func project() throws -> [Project.Event] {
        let day = try Day(parsing: "2026-06-02")
        let details = Project.Details(
            serial: 13,
            name: "\(mark) project",
            level: .province,
            place: WorkPlace(unit: try unit("411002001001"), grid: try grid()),
            investor: "\(mark) investor",
            firm: 9
        )
        let officer = Project.Term(
            seat: .officer,
            holder: account(5),
            unit: try unit("411002001"),
            from: day,
            precision: .month
        )
        let deputy = Project.Term(
            seat: .deputy,
            holder: account(6),
            unit: try unit("411002001"),
            from: day,
            until: day.advanced(by: 9)
        )
        let whats: [Project.Event.What] = [
            .registered(details), .listed(year: 2_026, .continued), .moved(.building), .seated(officer),
            .seated(deputy), .unseated(.deputy), .planned(1, name: "\(mark) milestone", day),
            .replanned(1, from: day, to: day.advanced(by: 30), reason: "\(mark) reason"), .reached(1, late: 7),
            .noted("\(mark) note"), .blocked(1, .land, text: "\(mark) blocker", problem: 4),
            .blocked(2, .finance, text: "\(mark) other", problem: nil),
            .coordinated(1, with: "\(mark) bureau", days: 3, isOnTime: true),
            .solved(1, solution: "\(mark) solution", days: 40, isOnTime: false),
            .reopened(1, reason: "\(mark) again"), .lit(.yellow, late: 5), .moved(.producing),
        ]
        return whats.map { Project.Event(on: day, $0) }
    }
}
