/// 拆分: a case that was split off from another, or attached to it later, as the whole remembers it.
///
/// A part is a case with a number, a category, units and clocks of its own. It has no parts.
package struct Part: Hashable, Sendable {
    package var number: CaseNumber
    package var category: CategoryCode
    /// The stage in which it ended; nil while it is open.
    package var ending: Stage.Name?

    package init(number: CaseNumber, category: CategoryCode, ending: Stage.Name? = nil) {
        self.number = number
        self.category = category
        self.ending = ending
    }

    package var isOpen: Bool { ending == nil }
}
