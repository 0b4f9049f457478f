import Domain

extension FrozenTypes {
    static func name(_ event: EnterpriseProblem.Event) -> String {
        switch event.what {
        case .collected: "problem.collected"
        case .clarified: "problem.clarified"
        case .graded: "problem.graded"
        case .assigned: "problem.assigned"
        case .opined: "problem.opinion_given"
        case .progressed: "problem.progress_told"
        case .becameOverdue: "problem.became_overdue"
        case .passedUp: "problem.passed_up"
        case .suspended: "problem.suspended"
        case .resumed: "problem.resumed"
        case .answered: "problem.answered"
        case .said: "problem.said"
        case .notReached: "problem.not_reached"
        case .closed: "problem.closed"
        case .reopened: "problem.reopened"
        case .withdrawn: "problem.withdrawn"
        case .voided: "problem.voided"
        }
    }
}
