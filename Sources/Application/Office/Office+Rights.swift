package import Domain

extension Office {
    /// Whether somebody may do something to the board, somewhere.
    ///
    /// `place`: where it is done; nil where the action is for the district or for what the caller has looked at already.
    /// - Throws: ``Refusal/signInNeeded``, ``Refusal/roleNeeded(_:)`` or ``Refusal/beyondScope``.
    package func demand(_ action: OfficeAction, of actor: Actor, in place: Scope? = nil) throws(Refusal) {
        switch actor {
        case .system: return
        case .resident, .reporter: throw .signInNeeded
        case .staff(let staff):
            guard let role = action.roles.sorted(by: { $0.rawValue < $1.rawValue }).first else { throw .beyondScope }
            guard !staff.roles.isDisjoint(with: action.roles) else { throw .roleNeeded(role) }
            if action.isForDistrict, staff.scope != .district { throw .beyondScope }
            if let place, !directory.contains(staff.scope, place) { throw .beyondScope }
        }
    }

    /// Whether somebody may do something to the board at all, wherever that is.
    package func may(_ action: OfficeAction, _ staff: Staff) -> Bool {
        !staff.roles.isDisjoint(with: action.roles) && (!action.isForDistrict || staff.scope == .district)
    }
}

extension Directory {
    /// Whether all of the inner scope lies in the outer one.
    package func contains(_ outer: Scope, _ inner: Scope) -> Bool {
        switch (outer, inner) {
        case (.district, _): return true
        case (_, .district): return false
        case (_, .grid(let code)): return contains(outer, code)
        case (.grid, .unit): return false
        case (.unit(let unit), .unit(let code)):
            var next = units[code]
            for _ in Territory.Level.allCases {
                if next?.code == unit { return true }
                next = next?.parent.flatMap { units[$0] }
            }
            return false
        }
    }
}
