/// What may be done in enterprise service, with who may.
///
/// Whoever is not named may not: deny by default.
package enum ServiceAction: String, Hashable, Sendable, CaseIterable {
    /// Look at firms: a steward at the own ones, the others at those of their part of the territory.
    case see
    /// Register, change, merge, split and close firms, grant statuses, name parks and industries.
    case keep
    /// Say who is whose steward.
    case assign
    /// Freeze the list of a round.
    case freeze
    /// Ask a firm for a visit, and record what came of it.
    case visit
    /// Hand a firm the secret link with which it answers.
    case handLink = "hand_link"
    /// Write down a firm's problem.
    case collect
    /// Look into a problem and grade it, so that it goes to a unit.
    case grade
    /// Say by when, how far, and what came of it.
    case answer
    /// Ask the firm whether it is solved, for another body than the one that handled it.
    case callBack = "call_back"
    /// Register key projects, name their officers, plan their milestones and move the plan.
    case keepProjects = "keep_projects"
    /// Say what became of a project that somebody serves.
    case serveProject = "serve_project"
    /// Take a procedure on for a firm, and say what became of it.
    case serveProcedures = "serve_procedures"
    /// Publish policies for firms, change and withdraw them.
    case publishPolicies = "publish_policies"
    /// Apply for a policy in the place of a firm that has agreed to it, or ask about one.
    case askForFirm = "ask_for_firm"
    /// Answer what firms have asked of a policy.
    case answerRequests = "answer_requests"

    package var roles: Set<Role> {
        switch self {
        case .see: [.steward, .serviceChief, .handlingUnit, .supervisor, .leader]
        case .keep, .assign, .freeze: [.serviceChief]
        // Whoever visits must not be able to answer for the firm.
        case .handLink: [.serviceChief]
        case .visit: [.steward, .handlingUnit]
        case .collect: [.steward, .handlingUnit, .serviceChief]
        case .grade, .callBack: [.serviceChief]
        case .answer: [.handlingUnit]
        case .keepProjects: [.serviceChief]
        case .serveProject: [.steward, .serviceChief]
        case .serveProcedures: [.steward, .serviceChief, .handlingUnit]
        case .publishPolicies: [.serviceChief]
        case .askForFirm: [.steward, .serviceChief]
        case .answerRequests: [.handlingUnit]
        }
    }
}
