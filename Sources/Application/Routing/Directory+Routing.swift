package import Domain

/// An answer of the dispatch catalogue with what it rests on.
package struct Route: Sendable {
    package let assignment: Assignment
    /// The rule that matched; nil where the list of matters spoke.
    package let rule: DispatchRule?
    /// Broader rules that would have spoken, had this one not been there.
    package let outdone: [DispatchRule]
    package let hours: HourClass
}

extension Directory {
    /// Who leads in a grid for a category at a moment: what the dispatch catalogue of that day says, else the list of matters.
    ///
    /// Nil without a grid or without such a category.
    package func route(in grid: GridCode, category: CategoryCode, at moment: Instant) -> Route? {
        let calendar = calendar
        let day = calendar.zone.day(of: moment)
        let rules = day == self.rules.day ? self.rules : ruleBook.rules(on: day)
        guard grids[grid] != nil, let category = rules.categories[category] ?? ruleBook.category(category, on: day)
        else { return nil }
        let hours = rules.calendar.hourClass(of: moment)
        if let dispatch = rules.dispatch {
            let question = DispatchQuestion(path: plot(of: grid).path, category: category, hours: hours, day: day)
            if case .rule(let rule, let outdone) = dispatch.rules.answer(to: question) {
                let reference = Assignment.Reference(catalogue: dispatch.version, rule: rule.code)
                let assignment = Assignment(rule: reference, unit: rule.unit, post: rule.post)
                return Route(assignment: assignment, rule: rule, outdone: outdone, hours: hours)
            }
            // A category or grid that came after the catalogue was checked: the list of matters names its lead unit.
        }
        let assignment = Assignment(rule: nil, unit: category.leadUnit, post: nil)
        return Route(assignment: assignment, rule: nil, outdone: [], hours: hours)
    }

    /// The same for a case as it stands; nil before it has a place.
    func assignment(of state: Case, at moment: Instant) -> Assignment? {
        guard let file = state.file, let grid = file.place.grid else { return nil }
        return route(in: grid, category: file.category, at: moment)?.assignment
    }

    /// A grid with the units that it lies in.
    func plot(of grid: GridCode) -> DispatchCheck.Plot {
        DispatchCheck.Plot(grid: grid, units: path(of: grid).map(\.code))
    }

    /// What a dispatch catalogue has to answer for on this board, with the matters and the calendar of `day`.
    ///
    /// `division`: how the district is divided; as it will be on that day unless given.
    package func dispatchCheck(
        on day: Day,
        categories: [CauseCategory]? = nil,
        of division: Territory? = nil
    ) -> DispatchCheck {
        let rules = ruleBook.rules(on: day)
        let division = division ?? territory(on: day)
        var posts: [UnitCode: (unit: UnitCode, isHeld: Bool)] = [:]
        for (code, unit) in postsOfUnits { posts[code] = (unit, unitPost(code, on: day)?.holder != nil) }
        return DispatchCheck(
            plots: division.grids.keys.map { grid in
                DispatchCheck.Plot(grid: grid, units: division.path(of: grid).map(\.code))
            },
            categories: categories ?? rules.sortedCategories,
            calendar: rules.calendar,
            known: DispatchCheck.Known(units: Set(handlingUnits.keys), posts: posts)
        )
    }
}
