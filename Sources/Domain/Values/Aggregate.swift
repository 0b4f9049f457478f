/// A subject with a life of its own: what happened to it is its state, and its rules say what may happen next.
///
/// One generic desk serves every conformer: it loads the past, asks ``decide(_:in:)``, and records what that returns.
package protocol Aggregate: Sendable {
    associatedtype Command: Sendable
    associatedtype Event: Sendable
    /// What the desk looked up before asking: the time, the actor, the rules in force.
    associatedtype Situation: Sendable

    static var kind: SubjectKind { get }

    /// The state before anything has happened.
    init()

    /// Says what `command` would lead to from this state.
    ///
    /// - Throws: a ``Refusal`` that the sender can act on; nothing is recorded then.
    func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event]

    /// Takes note of what has already happened; never refuses.
    mutating func apply(_ event: Event)
}

/// The kinds of subject that the journal knows; the raw value is stored with every entry and never reused.
package enum SubjectKind: String, Hashable, Sendable, CaseIterable {
    case account
    case bulletin
    case casework = "case"
    case catalogue
    case erasure
    case messageTemplates = "message_templates"
    case post
    case signInRules = "sign_in_rules"
    case territory
    // Figures.
    case figure
    case indicators
    // The service of firms.
    case enterprise
    case enterpriseLists = "enterprise_lists"
    case visit
    case visitRound = "visit_round"
    case problem
    // The grid's own work.
    case activity
    case checklist
    case pledge
    case dispute
    case handout
    case meetingBody = "meeting_body"
    case need
    case offer
    case sweep
    case sweepElement = "sweep_element"
    case volunteer
    case formOrder = "form_order"
    // Key projects and what the service does for them and for firms.
    case project
    case procedure
    case policy
    case policyRequest = "policy_request"
}

extension SubjectKind {
    /// Whether its subjects make up what every process keeps in memory: territory, posts, matters, accounts, words.
    package var isOfDirectory: Bool {
        switch self {
        case .account, .catalogue, .messageTemplates, .post, .signInRules, .territory: true
        case .bulletin, .casework, .erasure, .figure, .indicators, .enterprise, .enterpriseLists, .visit, .visitRound,
            .problem,
            .activity, .checklist,
            .formOrder,
            .project, .procedure, .policy, .policyRequest,
            .pledge, .dispute, .handout, .meetingBody, .need, .offer, .sweep, .sweepElement, .volunteer:
            false
        }
    }
}
