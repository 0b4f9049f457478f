import Testing

@testable import Domain

/// The check of a dispatch catalogue, against asking every grid, category and hour by itself.
struct DispatchCheckTests {
    private static let day = Day(number: 20_783)

    private static func category(_ code: String, group: String) throws -> CauseCategory {
        var category = try People.category()
        category.code = try CategoryCode(parsing: code)
        category.group = Wording(group, english: group)
        return category
    }

    /// 3 streets with 2 communities of 3 grids, and 2 groups of 2 categories.
    private struct District {
        let plots: [DispatchCheck.Plot]
        let categories: [CauseCategory]

        init() throws {
            categories = try [("a1", "A"), ("a2", "A"), ("b1", "B"), ("b2", "B")].map {
                try category($0.0, group: $0.1)
            }
            var plots: [DispatchCheck.Plot] = []
            for street in 1...3 {
                for community in 1...2 {
                    for grid in 1...3 {
                        let codes = ["411002", "41100200\(street)", "41100200\(street)00\(community)"]
                        plots.append(
                            DispatchCheck.Plot(
                                grid: try GridCode(parsing: codes[2] + "0\(grid)", scheme: .national14),
                                units: try codes.map { try UnitCode(parsing: $0) }
                            )
                        )
                    }
                }
            }
            self.plots = plots
        }

        var areas: [UnitCode] { Array(Set(plots.flatMap { Array($0.path.dropFirst()) })).sorted() }

        func check() throws -> DispatchCheck {
            let cg = try UnitCode(parsing: "CG")
            return DispatchCheck(
                plots: plots,
                categories: categories,
                calendar: .china2026,
                known: .init(units: [cg], posts: [try UnitCode(parsing: "CG-D"): (cg, true)])
            )
        }

        /// Every place, matter and hour that has not exactly one answer on `day`, asked one by one.
        func faults(of rules: [DispatchRule], on day: Day) -> (gaps: Int, overlaps: Int) {
            var (gaps, overlaps) = (0, 0)
            for plot in plots {
                for category in categories {
                    for hours in HourClass.allCases {
                        let question = DispatchQuestion(path: plot.path, category: category, hours: hours, day: day)
                        switch rules.answer(to: question) {
                        case .rule: break
                        case .gap: gaps += 1
                        case .overlap: overlaps += 1
                        }
                    }
                }
            }
            return (gaps, overlaps)
        }
    }

    private static func found(_ findings: [DispatchFinding]) -> (gaps: Int, overlaps: Int) {
        findings.reduce((0, 0)) { sum, finding in
            switch finding {
            case .gap(let example): (sum.0 + example.grids, sum.1)
            case .overlap(_, let example): (sum.0, sum.1 + example.grids)
            case .repeatedRule, .unknownMatter, .unknownArea, .unknownUnit, .unknownPost, .foreignPost, .vacantPost,
                .neverValid:
                sum
            }
        }
    }

    private static func random(
        _ number: Int,
        _ district: District,
        _ random: inout SeededGenerator
    ) throws -> DispatchRule {
        let category = try #require(district.categories.randomElement(using: &random)).code
        let place = try #require(district.areas.randomElement(using: &random)).rawValue
        let matter: DispatchRule.Matter
        switch Int.random(in: 0..<4, using: &random) {
        case 0: matter = .all
        case 1: matter = .group(Bool.random(using: &random) ? "A" : "B")
        default: matter = .category(category)
        }
        let area = Bool.random(using: &random) ? nil : place
        let hours = Bool.random(using: &random) ? nil : HourClass.allCases.randomElement(using: &random)
        return try DispatchRuleTests.rule("R\(number)", matter, area, hours)
    }

    @Test(arguments: 0..<60)
    func `the check counts every gap and overlap that asking one by one finds, in random catalogues`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let district = try District()
        let rules = try (0..<Int.random(in: 1...14, using: &random)).map { try Self.random($0, district, &random) }

        let found = Self.found(try district.check().findings(in: rules, from: Self.day))

        let asked = district.faults(of: rules, on: Self.day)
        #expect(found.gaps == asked.gaps && found.overlaps == asked.overlaps)
    }

    /// A catalogue without fault: a rule for everything, narrowed along one chain after another.
    private static func sound(_ district: District, _ random: inout SeededGenerator) throws -> [DispatchRule] {
        var rules = [try DispatchRuleTests.rule("R0"), try DispatchRuleTests.rule("RA", .group("A"))]
        // The last category is left to the rule for everything.
        for category in district.categories.dropLast() where Bool.random(using: &random) {
            rules.append(try DispatchRuleTests.rule("C\(category.code.rawValue)", .category(category.code)))
            guard let area = district.areas.randomElement(using: &random) else { continue }
            rules.append(
                try DispatchRuleTests.rule("D\(category.code.rawValue)", .category(category.code), area.rawValue)
            )
            let hours = HourClass.allCases.randomElement(using: &random)
            rules.append(
                try DispatchRuleTests.rule("E\(category.code.rawValue)", .category(category.code), area.rawValue, hours)
            )
        }
        return rules
    }

    @Test(arguments: 0..<40)
    func `a planted gap and a planted overlap are found, with a place and an hour, and nothing else`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(1_000 + seed))
        let district = try District()
        let check = try district.check()
        let rules = try Self.sound(district, &random)
        #expect(check.findings(in: rules, from: Self.day) == [])
        #expect(district.faults(of: rules, on: Self.day) == (0, 0))

        // A gap: the rule for everything speaks at night and on days off only.
        let hole =
            try rules.map { rule in
                rule.code.rawValue == "R0" ? try DispatchRuleTests.rule("R0", .all, nil, .night) : rule
            } + [try DispatchRuleTests.rule("R9", .all, nil, .holiday)]
        let gaps = check.findings(in: hole, from: Self.day)
        let holes = district.faults(of: hole, on: Self.day)
        #expect(holes.gaps > 0 && Self.found(gaps).gaps == holes.gaps && Self.found(gaps).overlaps == holes.overlaps)
        for case .gap(let example) in gaps {
            #expect(example.hours == .working && WorkingCalendar.china2026.hourClass(of: example.moment) == .working)
        }

        // An overlap: one rule twice, under another code.
        var twin = try #require(rules.randomElement(using: &random))
        twin.code = try RuleCode(parsing: "TWIN")
        let doubled = rules + [twin]
        let clashes = check.findings(in: doubled, from: Self.day)
        let expected = district.faults(of: doubled, on: Self.day)
        #expect(Self.found(clashes).overlaps == expected.overlaps && Self.found(clashes).gaps == 0)
        // Where a narrower rule stands everywhere in its place, the twins never speak, and nothing is wrong.
        for case .overlap(let codes, _) in clashes { #expect(codes.contains(twin.code) && codes.count == 2) }
    }

    @Test func `a hole that opens later is found, with a day on which it is open`() throws {
        let district = try District()
        let rules = [try DispatchRuleTests.rule("R0", until: 30), try DispatchRuleTests.rule("R1", from: 35)]
        let findings = try district.check().findings(in: rules, from: Self.day)
        let first = Self.day.advanced(by: 30)
        #expect(findings.count == district.categories.count * HourClass.allCases.count)
        for case .gap(let example) in findings {
            #expect(example.grids == district.plots.count)
            #expect(Zone.china.day(of: example.moment) >= first)
        }
    }

    @Test func `what a rule names must be there, and the post must be the unit's and held`() throws {
        let district = try District()
        let (cg, hw) = (try UnitCode(parsing: "CG"), try UnitCode(parsing: "HW"))
        let (held, vacant) = (try UnitCode(parsing: "CG-D"), try UnitCode(parsing: "CG-N"))
        let check = DispatchCheck(
            plots: district.plots,
            categories: district.categories,
            calendar: .china2026,
            known: .init(units: [cg, hw], posts: [held: (cg, true), vacant: (cg, false)])
        )
        func changed(_ code: String, _ change: (inout DispatchRule) throws -> Void) throws -> DispatchRule {
            var rule = try DispatchRuleTests.rule(code, .category(try CategoryCode(parsing: "a1")), "411002001001")
            try change(&rule)
            return rule
        }
        let unknown = try UnitCode(parsing: "XX")
        let cases: [(DispatchRule, DispatchFinding)] = [
            (
                try changed("R1") { $0.matter = .category(try CategoryCode(parsing: "zz")) },
                .unknownMatter(try RuleCode(parsing: "R1"), "zz")
            ),
            (try changed("R2") { $0.matter = .group("没有") }, .unknownMatter(try RuleCode(parsing: "R2"), "没有")),
            (try changed("R3") { $0.area = .within(unknown) }, .unknownArea(try RuleCode(parsing: "R3"), unknown)),
            (try changed("R4") { $0.unit = unknown }, .unknownUnit(try RuleCode(parsing: "R4"), unknown)),
            (try changed("R5") { $0.post = unknown }, .unknownPost(try RuleCode(parsing: "R5"), unknown)),
            (try changed("R6") { $0.unit = hw }, .foreignPost(try RuleCode(parsing: "R6"), held, hw)),
            (try changed("R7") { $0.post = vacant }, .vacantPost(try RuleCode(parsing: "R7"), vacant, Self.day)),
            (
                try changed("R8") { ($0.from, $0.until) = (Self.day, Self.day) },
                .neverValid(try RuleCode(parsing: "R8"))
            ),
        ]
        for (rule, finding) in cases {
            let found = check.findings(in: [try DispatchRuleTests.rule("R0"), rule], from: Self.day)
            #expect(found == [finding])
        }
        let twice = check.findings(
            in: [try DispatchRuleTests.rule("R0"), try DispatchRuleTests.rule("R0")],
            from: Self.day
        )
        #expect(twice.contains(.repeatedRule(try RuleCode(parsing: "R0"))))
    }
}
