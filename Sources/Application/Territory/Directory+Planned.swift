package import Domain

/// A division that was published ahead: what it will need before its day.
extension Directory {
    /// The first day on which the plan can be in force: its own, and never earlier than tomorrow while it still waits.
    var planDay: Day? { plan.map { max($0.from, rules.day.advanced(by: 1)) } }

    /// The division that holds on `day`.
    func territory(on day: Day) -> Territory {
        guard let plan, let planDay, planDay <= day else { return territory }
        return territory.after(plan.changes)
    }

    /// Grids that the plan brings and for which nobody would answer on its day, by code; empty without a plan.
    package var plannedVacancies: [Territory.Grid] {
        guard let plan else { return [] }
        return vacancies(in: plan.changes.drawn, on: max(plan.from, rules.day))
    }

    /// Those of `grids` that are new and for which nobody answers on `day`, by code.
    func vacancies(in grids: [Territory.Grid], on day: Day) -> [Territory.Grid] {
        grids.filter { self.grids[$0.code] == nil && post(for: $0.code, on: day)?.holder == nil }
            .sorted { $0.code < $1.code }
    }

    /// Where a dispatch catalogue would be without exactly one answer, on `day` or with a version that begins later, if the
    /// district were divided like this; and which of its rules would name an area that is there no more.
    ///
    /// - Complexity: that of ``DispatchCheck/findings(in:from:)`` for each of these days.
    func dispatchFindings(of division: Territory, from day: Day) -> [DispatchFinding] {
        let later = editions.filter { [.dispatch, .matters].contains($0.edition.kind) }
            .compactMap(\.publication?.from).filter { $0 > day }
        var told: Set<DispatchFinding> = []
        return Set([day] + later).sorted().flatMap { first -> [DispatchFinding] in
            guard let rules = ruleBook.rules(on: first).dispatch?.rules else { return [] }
            return dispatchCheck(on: first, of: division).findings(in: rules, from: first)
        }
        .filter { ($0.isAboutCoverage || $0.isAboutArea) && told.insert($0).inserted }
    }
}
