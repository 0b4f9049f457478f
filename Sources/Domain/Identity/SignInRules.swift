/// What the board asks of everybody who signs in.
///
/// One per board.
package struct SignInRules: Aggregate {
    package typealias Situation = Void

    package static let kind = SubjectKind.signInRules

    package enum Command: Hashable, Sendable {
        /// From now on, whoever has the role sets a second factor up before anything else, or need not any more.
        case requireSecondFactor(Role, Bool)
    }

    package enum Event: Hashable, Sendable {
        case secondFactorRequired(Role)
        case secondFactorReleased(Role)
    }

    /// The roles that ask for a second factor; one of them is enough.
    package private(set) var secondFactor: Set<Role> = []

    package init() {}

    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .requireSecondFactor(let role, let isRequired):
            guard secondFactor.contains(role) != isRequired else { return [] }
            return [isRequired ? .secondFactorRequired(role) : .secondFactorReleased(role)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .secondFactorRequired(let role): secondFactor.insert(role)
        case .secondFactorReleased(let role): secondFactor.remove(role)
        }
    }
}
