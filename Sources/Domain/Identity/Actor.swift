/// Whoever asks for a change.
package enum Actor: Hashable, Sendable {
    /// Somebody without an account who has reported, or is about to.
    case resident
    /// Somebody who holds the secret link of this case.
    case reporter
    case staff(Staff)
    /// The office's own clockwork: deadlines, imports, the demonstration.
    case system
}

/// A signed-in member of staff with the powers that hold now.
package struct Staff: Hashable, Sendable {
    package let account: ID<Account>
    package let roles: Set<Role>
    /// The part of the territory where the roles hold.
    package let scope: Scope
    /// The handling unit that the person works for, if any.
    package let unit: UnitCode?

    package init(account: ID<Account>, roles: Set<Role>, scope: Scope, unit: UnitCode?) {
        self.account = account
        self.roles = roles
        self.scope = scope
        self.unit = unit
    }
}

/// The part of the territory where somebody's roles hold.
package enum Scope: Hashable, Sendable {
    case district
    /// An administrative unit below the district, with everything inside it.
    case unit(UnitCode)
    case grid(GridCode)
}
