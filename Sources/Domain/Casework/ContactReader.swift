/// As what somebody looked at contact data: what the reporter is told of it, and no name.
package struct ContactReader: Hashable, Sendable {
    package var role: Role
    /// The handling unit that the person works for; nil for those of the grid centre.
    package var unit: UnitCode?

    package init(role: Role, unit: UnitCode?) {
        self.role = role
        self.unit = unit
    }

    /// The role that lets `staff` look: the unit's own first, since it has the work.
    init?(_ staff: Staff, handling unit: UnitCode?) {
        if let unit, staff.unit == unit, staff.roles.contains(.handlingUnit) {
            self.init(role: .handlingUnit, unit: unit)
        } else if let role = [Role.intake, .dutyChief].first(where: staff.roles.contains) {
            self.init(role: role, unit: nil)
        } else if staff.unit != nil, staff.roles.contains(.handlingUnit) {
            self.init(role: .handlingUnit, unit: staff.unit)
        } else {
            return nil
        }
    }
}
