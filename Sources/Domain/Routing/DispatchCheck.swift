/// Whether a dispatch catalogue gives every grid, category and hour exactly one answer.
///
/// Grids that no rule tells apart are one case: what is asked is the catalogue, not ten thousand grids.
package struct DispatchCheck: Sendable {
    /// A grid with the units that it lies in, from the district down.
    package struct Plot: Hashable, Sendable {
        package var grid: GridCode
        package var units: [UnitCode]

        package init(grid: GridCode, units: [UnitCode]) {
            self.grid = grid
            self.units = units
        }
    }

    /// What the rules may name.
    package struct Known: Sendable {
        package var units: Set<UnitCode>
        /// The unit of each post that a unit has, and whether somebody answers for it on the first day.
        package var posts: [UnitCode: (unit: UnitCode, isHeld: Bool)]

        package init(units: Set<UnitCode>, posts: [UnitCode: (unit: UnitCode, isHeld: Bool)]) {
            self.units = units
            self.posts = posts
        }
    }

    private let plots: [Plot]
    private let categories: [CauseCategory]
    private let calendar: WorkingCalendar
    private let known: Known

    package init(plots: [Plot], categories: [CauseCategory], calendar: WorkingCalendar, known: Known) {
        self.plots = plots
        self.categories = categories
        self.calendar = calendar
        self.known = known
    }

    /// Everything that is wrong with `rules` when they come into force on `day`; empty when they may.
    ///
    /// - Complexity: O(kinds of grids × categories × hours × days on which a rule begins or ends × rules).
    package func findings(in rules: [DispatchRule], from day: Day) -> [DispatchFinding] {
        names(in: rules, on: day) + coverage(by: rules, from: day)
    }

    // MARK: - What rules name

    private func names(in rules: [DispatchRule], on day: Day) -> [DispatchFinding] {
        let areas = Set(plots.flatMap { $0.units + [$0.grid.asArea] })
        let codes = Set(categories.map(\.code))
        let groups = Set(categories.map(\.group.chinese))
        var seen: Set<RuleCode> = []
        var findings: [DispatchFinding] = []
        for rule in rules {
            if !seen.insert(rule.code).inserted { findings.append(.repeatedRule(rule.code)) }
            switch rule.matter {
            case .all: break
            case .group(let name) where !groups.contains(name): findings.append(.unknownMatter(rule.code, name))
            case .category(let code) where !codes.contains(code):
                findings.append(.unknownMatter(rule.code, code.rawValue))
            case .group, .category: break
            }
            if case .within(let code) = rule.area, !areas.contains(code) {
                findings.append(.unknownArea(rule.code, code))
            }
            if let from = rule.from, let until = rule.until, until <= from {
                findings.append(.neverValid(rule.code))
            }
            guard known.units.contains(rule.unit) else {
                findings.append(.unknownUnit(rule.code, rule.unit))
                continue
            }
            switch known.posts[rule.post] {
            case nil: findings.append(.unknownPost(rule.code, rule.post))
            case let post? where post.unit != rule.unit: findings.append(.foreignPost(rule.code, rule.post, rule.unit))
            case let post? where !post.isHeld: findings.append(.vacantPost(rule.code, rule.post, day))
            case .some: break
            }
        }
        return findings
    }

    // MARK: - Gaps and overlaps

    /// A hole or a clash, wherever and whenever it is first met.
    private struct Fault: Hashable {
        let rules: Set<RuleCode>
        let grid: GridCode
        let category: CategoryCode
        let hours: HourClass
    }

    private func coverage(by rules: [DispatchRule], from first: Day) -> [DispatchFinding] {
        let days = Set([first] + rules.flatMap { [$0.from, $0.until] }.compactMap { $0 }.filter { $0 > first }).sorted()
        let kinds = kindsOfPlots(for: rules)
        var told: Set<Fault> = []
        var findings: [DispatchFinding] = []
        for day in days {
            let valid = rules.filter { $0.isValid(on: day) }
            for (plot, count) in kinds {
                for category in categories {
                    for hours in HourClass.allCases {
                        guard let moment = calendar.example(of: hours, from: day) else { continue }
                        // The rules that are valid on `day` are those of every day up to the next on the list.
                        let question = DispatchQuestion(path: plot.path, category: category, hours: hours, day: day)
                        let clash: [DispatchRule]
                        switch valid.answer(to: question) {
                        case .rule: continue
                        case .gap: clash = []
                        case .overlap(let rules): clash = rules
                        }
                        let codes = clash.map(\.code)
                        let fault = Fault(
                            rules: Set(codes),
                            grid: plot.grid,
                            category: category.code,
                            hours: hours
                        )
                        guard told.insert(fault).inserted else { continue }
                        let example = DispatchFinding.Example(
                            grid: plot.grid,
                            category: category.code,
                            hours: hours,
                            moment: moment,
                            grids: count
                        )
                        findings.append(codes.isEmpty ? .gap(example) : .overlap(codes, example))
                    }
                }
            }
        }
        return findings
    }

    /// A grid for each set of areas that the rules name, the first by code, and how many there are of its kind.
    private func kindsOfPlots(for rules: [DispatchRule]) -> [(plot: Plot, count: Int)] {
        let named = Set(
            rules.compactMap { rule in if case .within(let code) = rule.area { code } else { nil } }
        )
        var kinds: [[UnitCode]: (plot: Plot, count: Int)] = [:]
        for plot in plots.sorted(by: { $0.grid < $1.grid }) {
            kinds[plot.path.filter(named.contains), default: (plot, 0)].count += 1
        }
        return kinds.values.sorted { $0.plot.grid < $1.plot.grid }
    }
}

extension DispatchCheck.Plot {
    package var path: [UnitCode] { units + [grid.asArea] }
}

extension GridCode {
    /// The code as a rule's area names it: grids' codes are written with the same letters as units'.
    package var asArea: UnitCode { UnitCode(of: self) }
}

/// One thing that is wrong with a dispatch catalogue.
package enum DispatchFinding: Hashable, Sendable {
    /// A place, a matter and an hour, and in how many grids it is the same.
    package struct Example: Hashable, Sendable {
        package var grid: GridCode
        package var category: CategoryCode
        package var hours: HourClass
        package var moment: Instant
        package var grids: Int
    }

    case gap(Example)
    case overlap([RuleCode], Example)
    case repeatedRule(RuleCode)
    case unknownMatter(RuleCode, String)
    case unknownArea(RuleCode, UnitCode)
    case unknownUnit(RuleCode, UnitCode)
    case unknownPost(RuleCode, UnitCode)
    /// The post is another unit's than the rule's lead.
    case foreignPost(RuleCode, UnitCode, UnitCode)
    /// Nobody answers for the post on the day on which the catalogue comes into force.
    case vacantPost(RuleCode, UnitCode, Day)
    /// It ends on its first day, or before.
    case neverValid(RuleCode)

    /// A rule that names a place which is not there.
    package var isAboutArea: Bool {
        if case .unknownArea = self { true } else { false }
    }

    /// A gap or an overlap, and not a name that a rule gets wrong.
    package var isAboutCoverage: Bool {
        switch self {
        case .gap, .overlap: true
        case .repeatedRule, .unknownMatter, .unknownArea, .unknownUnit, .unknownPost, .foreignPost, .vacantPost,
            .neverValid:
            false
        }
    }
}
