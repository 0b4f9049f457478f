/// A line of the dispatch catalogue (派遣目录): for what, where and when it speaks, and who then leads.
package struct DispatchRule: Hashable, Sendable {
    /// Unique in its catalogue: `R12`.
    package var code: RuleCode
    package var matter: Matter
    package var area: Area
    /// Nil for every hour.
    package var hours: HourClass?
    /// The lead unit (主办单位).
    package var unit: UnitCode
    /// The post of that unit which answers; whoever holds it that day, or stands in.
    package var post: UnitCode
    /// First day; nil from the day on which the catalogue comes into force.
    package var from: Day?
    /// The first day on which it no longer holds; nil for as long as the catalogue does.
    package var until: Day?
    /// The document that says so (依据).
    package var basis: String

    package init(
        code: RuleCode,
        matter: Matter,
        area: Area,
        hours: HourClass?,
        unit: UnitCode,
        post: UnitCode,
        from: Day? = nil,
        until: Day? = nil,
        basis: String
    ) {
        self.code = code
        self.matter = matter
        self.area = area
        self.hours = hours
        self.unit = unit
        self.post = post
        self.from = from
        self.until = until
        self.basis = basis
    }

    package enum Matter: Hashable, Sendable {
        case all
        /// A major class, by its Chinese name.
        case group(String)
        case category(CategoryCode)
    }

    package enum Area: Hashable, Sendable {
        case district
        /// An administrative unit with everything in it, or a single grid: whichever has this code.
        case within(UnitCode)
    }

    /// Whether the rule is valid on `day`: from its first day on, and no longer on the day that ends it.
    package func isValid(on day: Day) -> Bool {
        (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
    }

    /// How narrow a rule speaks, each way for itself; larger is narrower.
    struct Narrowness: Hashable {
        let matter: Int
        let area: Int
        let hours: Int

        func isAtLeast(_ other: Narrowness) -> Bool {
            matter >= other.matter && area >= other.area && hours >= other.hours
        }
    }

    /// Nil when the rule does not speak about what is asked.
    func narrowness(for question: DispatchQuestion) -> Narrowness? {
        guard isValid(on: question.day) else { return nil }
        let matter: Int
        switch self.matter {
        case .all: matter = 0
        case .group(let name) where name == question.group: matter = 1
        case .category(let code) where code == question.category: matter = 2
        case .group, .category: return nil
        }
        let area: Int
        switch self.area {
        case .district: area = 0
        case .within(let code):
            guard let depth = question.path.lastIndex(of: code) else { return nil }
            area = depth + 1
        }
        guard hours == nil || hours == question.hours else { return nil }
        return Narrowness(matter: matter, area: area, hours: hours == nil ? 0 : 1)
    }
}

/// What is asked of a dispatch catalogue.
package struct DispatchQuestion: Hashable, Sendable {
    /// The units that the grid lies in, from the district down, and then the grid itself.
    package var path: [UnitCode]
    package var category: CategoryCode
    /// The category's major class, by its Chinese name.
    package var group: String
    package var hours: HourClass
    package var day: Day

    package init(path: [UnitCode], category: CauseCategory, hours: HourClass, day: Day) {
        self.path = path
        self.category = category.code
        self.group = category.group.chinese
        self.hours = hours
        self.day = day
    }
}

/// What the rules of a dispatch catalogue say to a question.
package enum DispatchAnswer: Hashable, Sendable {
    /// This rule, which is narrower than every other one that speaks here; those, the narrowest first.
    case rule(DispatchRule, outdone: [DispatchRule])
    /// No rule speaks.
    case gap
    /// No rule is the narrowest: two say the same, or one is narrower in place and another in matter or hour.
    case overlap([DispatchRule])
}

extension Collection<DispatchRule> {
    /// The one rule that is narrower, in matter, place and hour, than every other one that speaks.
    ///
    /// There is no hidden order: what no rule decides is an overlap, and is refused before a catalogue is published.
    package func answer(to question: DispatchQuestion) -> DispatchAnswer {
        let speaking = compactMap { rule in rule.narrowness(for: question).map { (rule: rule, narrowness: $0) } }
        guard !speaking.isEmpty else { return .gap }
        let narrowest = speaking.filter { one in
            speaking.allSatisfy { one.narrowness.isAtLeast($0.narrowness) }
        }
        if narrowest.count == 1, let winner = narrowest.first {
            let outdone = speaking.filter { $0.rule != winner.rule }
                .sorted { $0.narrowness.sum > $1.narrowness.sum }
                .map(\.rule)
            return .rule(winner.rule, outdone: outdone)
        }
        // Of the rules that clash, those that nothing outdoes.
        let clashing = speaking.filter { one in
            !speaking.contains { $0.narrowness != one.narrowness && $0.narrowness.isAtLeast(one.narrowness) }
        }
        return .overlap(clashing.map(\.rule))
    }
}

extension DispatchRule.Narrowness {
    fileprivate var sum: Int { matter + area + hours }
}
