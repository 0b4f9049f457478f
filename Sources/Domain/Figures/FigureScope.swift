extension Conditions {
    /// What lies in a street: the codes of its grids begin with its own (GB/T 34300 A.1).
    package static func of(street: UnitCode) -> Conditions {
        guard let fact = try? FactName(parsing: "grid") else { preconditionFailure("assumed a fact's name") }
        return Conditions([Condition(fact, .begins(street.rawValue))])
    }
}
