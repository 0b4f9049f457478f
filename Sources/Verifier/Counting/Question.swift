/// What is to be counted: a definition, for a window and a scope, over the first entries of a log.
struct Question: Hashable, Sendable {
    let definition: Definition
    let window: Window
    /// One more set of conditions for every term; none for the whole district.
    let scope: [Condition]
    /// How many entries are looked at.
    let size: UInt64
}
