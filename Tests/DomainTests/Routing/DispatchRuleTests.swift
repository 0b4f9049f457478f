import Testing

@testable import Domain

/// Which rule of a dispatch catalogue answers, and what is found wrong before one is published.
struct DispatchRuleTests {
    private static let day = Day(number: 20_783)  // 2026-11-26, a Thursday

    static func rule(
        _ code: String,
        _ matter: DispatchRule.Matter = .all,
        _ area: String? = nil,
        _ hours: HourClass? = nil,
        from: Int? = nil,
        until: Int? = nil
    ) throws -> DispatchRule {
        DispatchRule(
            code: try RuleCode(parsing: code),
            matter: matter,
            area: try area.map { .within(try UnitCode(parsing: $0)) } ?? .district,
            hours: hours,
            unit: try UnitCode(parsing: "CG"),
            post: try UnitCode(parsing: "CG-D"),
            from: from.map(day.advanced(by:)),
            until: until.map(day.advanced(by:)),
            basis: ""
        )
    }

    private static func question(
        _ hours: HourClass = .working,
        on offset: Int = 0
    ) throws -> DispatchQuestion {
        let path = try ["411002", "411002001", "411002001001", "41100200100101"].map { try UnitCode(parsing: $0) }
        return DispatchQuestion(
            path: path,
            category: try People.category(),
            hours: hours,
            day: day.advanced(by: offset)
        )
    }

    private func winner(_ rules: [DispatchRule], _ question: DispatchQuestion) -> String {
        switch rules.answer(to: question) {
        case .rule(let rule, _): rule.code.rawValue
        case .gap: "gap"
        case .overlap(let rules): rules.map(\.code.rawValue).sorted().joined(separator: "+")
        }
    }

    @Test func `the narrowest rule answers, in matter, place and hour`() throws {
        let lamp = DispatchRule.Matter.category(try CategoryCode(parsing: "lamp"))
        let all = try Self.rule("A")
        let group = try Self.rule("G", .group("路灯"))
        let category = try Self.rule("C", lamp)
        let street = try Self.rule("S", lamp, "411002001")
        let grid = try Self.rule("D", lamp, "41100200100101")
        let night = try Self.rule("N", lamp, "41100200100101", .night)
        let question = try Self.question()
        var rules = [all]
        for (next, expected) in [(group, "G"), (category, "C"), (street, "S"), (grid, "D")] {
            rules.append(next)
            #expect(winner(rules, question) == expected)
            #expect(winner(rules.reversed(), question) == expected)
        }
        rules.append(night)
        #expect(winner(rules, question) == "D")
        #expect(winner(rules, try Self.question(.night)) == "N")
        guard case .rule(_, let outdone) = rules.answer(to: question) else {
            Issue.record("assumed an answer")
            return
        }
        #expect(outdone.map(\.code.rawValue) == ["S", "C", "G", "A"])
    }

    @Test func `what speaks about another matter, place, hour or day does not speak`() throws {
        let question = try Self.question()
        let others = [
            try Self.rule("A", .category(try CategoryCode(parsing: "waste"))), try Self.rule("B", .group("市容环境")),
            try Self.rule("C", .all, "411002002"), try Self.rule("D", .all, nil, .holiday),
            try Self.rule("E", from: 1), try Self.rule("F", until: 0),
        ]
        #expect(winner(others, question) == "gap")
        // Half-open: valid on its first day, and no longer on the day that ends it.
        let brief = [try Self.rule("V", from: 1, until: 3)]
        #expect(try (0...3).map { winner(brief, try Self.question(on: $0)) } == ["gap", "V", "V", "gap"])
    }

    @Test func `two that are as narrow, or narrower each in its own way, are an overlap and no lottery`() throws {
        let lamp = DispatchRule.Matter.category(try CategoryCode(parsing: "lamp"))
        let same = [try Self.rule("A"), try Self.rule("B")]
        #expect(winner(same, try Self.question()) == "A+B")
        let crossing = [try Self.rule("Z"), try Self.rule("M", lamp), try Self.rule("P", .all, "411002001")]
        #expect(winner(crossing, try Self.question()) == "M+P")
        // The rule for both of them decides.
        let decided = crossing + [try Self.rule("Q", lamp, "411002001")]
        #expect(winner(decided, try Self.question()) == "Q")
    }

    @Test(arguments: [
        ("2026-11-26 08:59", HourClass.night), ("2026-11-26 09:00", .working), ("2026-11-26 13:00", .working),
        ("2026-11-26 17:59", .working), ("2026-11-26 18:00", .night), ("2026-11-28 10:00", .holiday),
        ("2026-11-28 23:00", .holiday), ("2026-10-01 10:00", .holiday), ("2026-10-10 10:00", .working),
    ])
    func `hours are those of the calendar: noon is no night, and a make-up Saturday is a working day`(
        moment text: String,
        hours: HourClass
    ) throws {
        let calendar = WorkingCalendar.china2026
        #expect(calendar.hourClass(of: try moment(text)) == hours)
        let example = try #require(calendar.example(of: hours, from: Self.day))
        #expect(calendar.hourClass(of: example) == hours && calendar.zone.day(of: example) >= Self.day)
    }

    @Test func `an office that works day and night has no night`() throws {
        let calendar = try WorkingCalendar(version: "always", workingWeekdays: Set(Weekday.allCases), shifts: [])
        #expect(calendar.example(of: .night, from: Self.day) == nil)
        #expect(calendar.example(of: .holiday, from: Self.day) == nil)
        #expect(calendar.example(of: .working, from: Self.day) != nil)
    }
}
