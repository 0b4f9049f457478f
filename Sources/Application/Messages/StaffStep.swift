import Domain
import Store

/// What a member of staff is told of; its text is what the outbox keeps.
enum StaffStep: Hashable {
    /// A case newly awaits a role.
    case awaits(Role)
    /// The time of a case that awaits a role has passed.
    case overdue(Role)
    /// A unit beside the lead one was asked for something, or its step awaits somebody else now; or the clockwork has said
    /// something about it.
    case owed(Companionship, UnitCode, Watch.Word?)

    var text: String {
        switch self {
        case .awaits(let role): role.rawValue
        case .overdue(let role): "overdue:\(role.rawValue)"
        case .owed(let owed, let unit, let word): "\(owed.rawValue):\(unit.rawValue):\(word?.rawValue ?? "asked")"
        }
    }

    /// What it is about: of two steps about the same, the later one holds.
    var subject: String {
        switch self {
        case .awaits, .overdue: "stage"
        case .owed(let owed, let unit, _): "\(owed.rawValue):\(unit.rawValue)"
        }
    }

    /// Nil for a text that ``text`` never writes.
    init?(text: String) {
        let parts = text.split(separator: ":").map(String.init)
        switch parts.count {
        case 1:
            guard let role = Role(rawValue: text) else { return nil }
            self = .awaits(role)
        case 2:
            guard parts[0] == "overdue", let role = Role(rawValue: parts[1]) else { return nil }
            self = .overdue(role)
        case 3:
            // What is no unit's code names no unit.
            guard let owed = Companionship(rawValue: parts[0]), let unit = try? UnitCode(parsing: parts[1]) else {
                return nil
            }
            self = .owed(owed, unit, Watch.Word(rawValue: parts[2]))
        default: return nil
        }
    }
}

/// A step that a unit beside the lead one owes, or that its call asks of the street or of a leader.
struct OwedStep: Hashable {
    let owed: Companionship
    let unit: UnitCode
    /// A name of ``Assistance/State`` or ``Call/State``.
    let state: String
    let awaits: Role
    /// Who is named to decide about a refusal.
    let decider: ID<Account>?

    /// All of a case, while it is open.
    static func all(of state: Case) -> [OwedStep] {
        guard let file = state.file, file.isShared, state.stage.name.isOpen else { return [] }
        let assisting = file.assistance.filter(\.isOutstanding).map { task in
            OwedStep(
                owed: .assistance,
                unit: task.unit,
                state: task.state.name.rawValue,
                awaits: .handlingUnit,
                decider: nil
            )
        }
        let called = file.calls.compactMap { call -> OwedStep? in
            guard let role = call.awaits else { return nil }
            var decider: ID<Account>?
            if case .refused(_, let named, _) = call.state { decider = named }
            return OwedStep(
                owed: .call,
                unit: call.unit,
                state: call.state.name.rawValue,
                awaits: role,
                decider: decider
            )
        }
        return assisting + called
    }
}

extension CaseEvent {
    /// What the clockwork says to a unit with this event; nil when nothing.
    var wordToUnit: (unit: UnitCode, owed: Companionship, word: Watch.Word)? {
        if case .shared(.reminded(let unit, let owed, _)) = self { return (unit, owed, .reminded) }
        if case .shared(.lapsed(let unit, let owed, _)) = self { return (unit, owed, .overdue) }
        return nil
    }
}

extension Office {
    /// Whether a step beside a case's stage is this person's, as the queue on the desk has it.
    func isOwed(by staff: Staff, _ role: Role, of unit: UnitCode, decider: ID<Account>?, in grid: GridCode?) -> Bool {
        guard directory.contains(staff.scope, grid) else { return false }
        switch role {
        case .handlingUnit: return staff.roles.contains(.handlingUnit) && staff.unit == unit
        case .leader:
            return !staff.roles.isDisjoint(with: CaseAction.callAgain.permission.roles)
                && (decider == nil || decider == staff.account)
        case .gridWorker, .community, .intake, .dutyChief, .dispatcher, .supervisor, .administrator, .steward,
            .serviceChief:
            return staff.roles.contains(role)
        }
    }
}
