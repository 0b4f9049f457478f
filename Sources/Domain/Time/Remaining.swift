/// What is left of a deadline, or how late it is: what a sentence like “还有 2 个工作日（9 月 25 日 18:00 前）” needs.
package enum Remaining: Hashable, Sendable {
    case left(Amount, until: Instant)
    case overdue(Amount, since: Instant)
    /// The clock stands; this much is left when it goes on.
    case suspended(since: Instant, left: Amount)

    /// Whole units, rounded down: more time is never promised, and nobody is blamed for more than they are late.
    ///
    /// In the limit's own unit while that gives at least one, else in the next smaller: working days, working hours, then
    /// the clock's hours and minutes; days, hours, minutes. What is left of months is counted in days. Less than a minute
    /// is 0 minutes.
    package struct Amount: Hashable, Sendable {
        package let count: Int
        package let unit: LimitUnit

        package init(_ count: Int, _ unit: LimitUnit) {
            self.count = count
            self.unit = unit
        }
    }
}
