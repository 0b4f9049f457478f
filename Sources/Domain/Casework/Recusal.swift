/// Whom a confidential report is about: none of them sees the case (回避).
///
/// Nobody named is a confidential report all the same: the public does not see it.
package struct Recusal: Hashable, Sendable {
    package var units: Set<UnitCode>
    package var accounts: Set<ID<Account>>

    package init(units: Set<UnitCode> = [], accounts: Set<ID<Account>> = []) {
        self.units = units
        self.accounts = accounts
    }

    /// Whether somebody of the staff is complained of, or works for a unit that is.
    package func concerns(_ staff: Staff) -> Bool {
        accounts.contains(staff.account) || staff.unit.map(units.contains) ?? false
    }
}
