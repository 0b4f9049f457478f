/// Who serves a firm: one steward (企业管家) at a time, with deputies when that one is away.
package struct Stewardship: Hashable, Sendable {
    /// Somebody's time with a firm.
    package struct Term: Hashable, Sendable {
        package var holder: ID<Account>
        /// The body that the steward works for; coarse enough to be public.
        package var unit: UnitCode
        package var from: Day
        /// Last day; nil while it lasts.
        package var until: Day?
        package var isDeputy: Bool

        package init(holder: ID<Account>, unit: UnitCode, from: Day, until: Day? = nil, isDeputy: Bool = false) {
            self.holder = holder
            self.unit = unit
            self.from = from
            self.until = until
            self.isDeputy = isDeputy
        }

        package func covers(_ day: Day) -> Bool { day >= from && until.map { day <= $0 } ?? true }

        func overlaps(_ other: Term) -> Bool {
            from <= (other.until ?? .distantFuture) && other.from <= (until ?? .distantFuture)
        }
    }

    /// In the order in which they were assigned; nothing is ever taken out.
    package private(set) var terms: [Term] = []

    package init() {}

    /// The steward of a day, whether or not somebody stands in.
    package func steward(on day: Day) -> Term? { terms.first { !$0.isDeputy && $0.covers(day) } }

    /// Whoever acts on a day: the deputy where one stands in, else the steward.
    package func acting(on day: Day) -> Term? {
        terms.first { $0.isDeputy && $0.covers(day) } ?? steward(on: day)
    }

    /// Whether somebody serves the firm on a day, as its steward or as the deputy.
    package func serves(_ account: ID<Account>, on day: Day) -> Bool {
        terms.contains { $0.holder == account && $0.covers(day) }
    }

    /// What leads to `term`: whoever is steward on its first day ends the day before.
    ///
    /// - Throws: ``Refusal/datesReversed``, ``Refusal/stewardTaken`` or ``Refusal/deputyIsHolder``.
    func assigning(_ term: Term) throws(Refusal) -> [Enterprise.Event.What] {
        if let until = term.until, until < term.from { throw .datesReversed }
        if term.isDeputy {
            guard !terms.contains(where: { $0.isDeputy && $0.overlaps(term) }) else { throw .stewardTaken }
            guard !terms.contains(where: { !$0.isDeputy && $0.overlaps(term) && $0.holder == term.holder })
            else { throw .deputyIsHolder }
            guard steward(on: term.from) != nil else { throw .unknown(.steward) }
            return [.deputyAssigned(term)]
        }
        let current = steward(on: term.from)
        // Whoever began on that very day or later was not there before it.
        if let current, current.from >= term.from { throw .stewardTaken }
        let others = terms.filter { $0 != current && $0.overlaps(term) }
        guard !others.contains(where: { !$0.isDeputy }) else { throw .stewardTaken }
        guard !others.contains(where: { $0.holder == term.holder }) else { throw .deputyIsHolder }
        let end: [Enterprise.Event.What] = current == nil ? [] : [.stewardEnded(on: term.from.advanced(by: -1))]
        return end + [.stewardAssigned(term)]
    }

    mutating func add(_ term: Term) { terms.append(term) }

    mutating func end(isDeputy: Bool, on day: Day) {
        if let index = terms.firstIndex(where: { $0.isDeputy == isDeputy && $0.covers(day) }) {
            terms[index].until = day
        }
    }
}
