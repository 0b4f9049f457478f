import Domain
import Store

/// Random journals and random questions to them, the same for the same seed.
///
/// The pools are small, so that conditions hold now and then, and odd, so that what engines treat differently is met: texts
/// that are alike only to the eye, numbers at the limits, days that are none.
struct RandomFigures {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }
    }

    /// What is asked: a definition, a window, a scope, and how many entries are looked at.
    struct Question {
        let indicator: Indicator
        let window: FigureWindow
        let scope: Conditions
        let asOf: Int
    }

    private var random: Generator
    /// What the last journal has, by fact.
    private var known: [String: [Facts.Value]] = [:]

    init(seed: UInt64) { random = Generator(state: seed) }

    private static let types = ["case.closed", "case.due", "visit", "visit.made", "x", "x_y"]
    private static let facts = ["n", "unit", "m", "due", "on", "at", "s", "grid", "t", "v", "absent"]
    private static let texts = [
        "", "a", "A", "ab", "a ", "é", "e\u{301}", "城", "城管", "城管局", "0", "1", "-1", "a\"b", "a\\b", "a\nb", "a%", "a_",
        "\u{1}",
        "\u{7F}", "\u{FFFD}", "😀", "\u{E000}", "'", "null", "$.n", "@from", "@until", "@FROM", "2026-03-01", "2026-03",
        "2026-02-30",
    ]
    private static let numbers: [Int64] = [
        0, 1, -1, 2, 3, 7, 10, 100, 1_000_000_000_000, 1_000_000_000_001, -1_000_000_000_000, -1_000_000_000_001,
        9_007_199_254_740_991, -9_007_199_254_740_991,
    ]
    private static let days = [
        "2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01", "2025-03-15", "2025-12-31", "2026-01-01",
        "2026-02-28", "2026-03-01", "2026-03-15", "2026-03-31", "2026-04-01", "2026-12-31", "2027-01-01", "0001-01-01",
        "9999-12-31",
    ]
    private static let noDays = [
        "2026-02-29", "2026-3-01", "0000-01-01", "2026-03-01T", "２０２６", "2026/03/01", "+026-03-01", "",
    ]

    // MARK: Journals

    mutating func journal() -> [Facts] {
        let journal = (0..<Int.random(in: 0...40, using: &random)).map { _ in entry() }
        known = Dictionary(grouping: journal.flatMap(\.fields), by: \.key).mapValues { $0.map(\.value) }
        return journal
    }

    private mutating func entry() -> Facts {
        var entry: Facts = ["t": .text(one(of: Self.types)), "at": .text(one(of: Self.days)), "v": .integer(1)]
        for fact in ["n", "unit", "m", "s", "grid"] where chance(of: 3, in: 4) { entry[fact] = value() }
        for fact in ["due", "on"] where chance(of: 3, in: 4) {
            entry[fact] =
                chance(of: 1, in: 8) ? value() : .text(one(of: chance(of: 1, in: 8) ? Self.noDays : Self.days))
        }
        return entry
    }

    private mutating func value() -> Facts.Value {
        chance(of: 1, in: 2) ? .text(one(of: Self.texts)) : .integer(one(of: Self.numbers))
    }

    // MARK: Questions

    mutating func question(of journal: [Facts]) throws -> Question {
        let isGrowth = chance(of: 1, in: 5)
        var numerator = try terms()
        var denominator: [Indicator.Term]? = isGrowth || chance(of: 1, in: 2) ? nil : try terms()
        if denominator == nil, chance(of: 1, in: 4) { numerator = [try term(extreme: true)] }
        // What is divided by itself, or by nothing.
        if denominator != nil, chance(of: 1, in: 10) { denominator = numerator }
        let indicator = Indicator(
            code: try IndicatorCode(parsing: "test.figure"),
            name: Wording("测试", english: "Test"),
            unit: Wording("件", english: "cases"),
            basis: "测试",
            cohort: one(of: Indicator.Cohort.allCases),
            numerator: numerator,
            denominator: denominator,
            scale: isGrowth || denominator != nil ? one(of: [1, 100, 1_000_000, 7]) : 1,
            decimals: Int.random(in: 0...6, using: &random),
            rounding: one(of: Rounding.allCases),
            comparesYears: isGrowth,
            exclusions: try exclusions(),
            validFrom: try Day(parsing: "0001-01-01")
        )
        return Question(
            indicator: indicator,
            window: try window(),
            scope: chance(of: 1, in: 2) ? Conditions() : try conditions(most: 2),
            asOf: chance(of: 2, in: 3) ? journal.count : Int.random(in: 0...journal.count, using: &random)
        )
    }

    private mutating func window() throws -> FigureWindow {
        // Not from the first day that there is: the year before it is none.
        let ends = (Self.days.dropLast(2) + ["9999-12-31"]).shuffled(using: &random).prefix(2).sorted()
        return try FigureWindow(from: try Day(parsing: ends[0]), until: try Day(parsing: ends[1]))
    }

    private mutating func terms() throws -> [Indicator.Term] {
        try (0..<Int.random(in: 1...3, using: &random)).map { _ in try term(extreme: false) }
    }

    private mutating func term(extreme: Bool) throws -> Indicator.Term {
        let fact = try FactName(parsing: one(of: Self.facts))
        let function: Indicator.Term.Function =
            extreme
            ? one(of: [.min(fact), .max(fact)])
            : one(of: [.count, .distinct(fact), .sum(fact)])
        return Indicator.Term(
            function,
            of: try (0..<Int.random(in: 2...5, using: &random)).map { _ in try EntryType(parsing: one(of: Self.types))
            },
            where: chance(of: 1, in: 2) ? Conditions() : try conditions(most: 2),
            day: try FactName(parsing: one(of: ["at", "at", "at", "due", "due", "on", "on", "unit"])),
            span: one(of: Indicator.Term.Span.allCases),
            isSubtracted: !extreme && chance(of: 1, in: 4)
        )
    }

    private mutating func exclusions() throws -> [String: Conditions] {
        var exclusions: [String: Conditions] = [:]
        for reason in ["trial", "a", "z_9"] where chance(of: 1, in: 4) { exclusions[reason] = try conditions(most: 2) }
        return exclusions
    }

    /// At least one; none twice with the same key.
    private mutating func conditions(most: Int) throws -> Conditions {
        var keys: Set<String> = []
        var all: [Conditions.Condition] = []
        for _ in 0..<Int.random(in: 1...most, using: &random) {
            let fact = one(of: Self.facts)
            let condition = Conditions.Condition(try FactName(parsing: fact), test(of: fact))
            if keys.insert(condition.key).inserted { all.append(condition) }
        }
        return Conditions(all)
    }

    private mutating func test(of fact: String) -> Conditions.Test {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: .equals(operand(fact))
        case 1, 2: .isOneOf(operands(fact))
        case 3: .differs(operand(fact))
        case 4: .begins(beginning(fact))
        case 5: .isBelow(operand(fact))
        case 6: .isAtMost(operand(fact))
        case 7: .isAbove(operand(fact))
        case 8: .isAtLeast(operand(fact))
        default: .isThere(chance(of: 2, in: 3))
        }
    }

    /// Mostly something that the fact is somewhere in the journal.
    private mutating func operand(_ fact: String) -> Conditions.Value {
        if chance(of: 2, in: 3), let values = known[fact] {
            switch one(of: values) {
            case .text(let text): return .text(text)
            case .integer(let number): return .integer(number)
            }
        }
        return switch Int.random(in: 0..<4, using: &random) {
        case 0: .text(one(of: Self.days))
        case 1: .integer(one(of: Self.numbers))
        default: .text(one(of: Self.texts + Self.types))
        }
    }

    private mutating func beginning(_ fact: String) -> String {
        guard case .text(let text) = operand(fact) else { return one(of: Self.texts) }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.prefix(Int.random(in: 0...4, using: &random)))
        return chance(of: 1, in: 2) ? text : String(scalars)
    }

    /// Each once, in any order; é in one scalar value and in two are two texts.
    private mutating func operands(_ fact: String) -> [Conditions.Value] {
        var operands: [Conditions.Value] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let operand = operand(fact)
            if !operands.contains(where: { $0.isSame(as: operand) }) { operands.append(operand) }
        }
        return operands
    }

    // MARK: Texts that may be no definitions

    /// A definition's text with one thing changed.
    mutating func changed(_ text: String) -> String {
        let pieces = [
            "\"times\":1", "\"span\":\"window\"", "\"day\":\"at\"", "\"scale\":1", "\"scale\":100", "\"decimals\":0",
            "\"compare\":\"year\"", "\"exclusions\":{}", "\"where\":{}", "\"of\":\"n\"", "\"least\":0", "\"least\":5",
            "\"valid_to\":\"0001-01-01\"", "\"unit\":1", "\"x\":[]", "\"version\":1", "\"agg\":\"min\"",
        ]
        let values = [
            "[]", "{}", "\"\"", "0", "-0", "01", "-1", "2", "1.0", "true", "null", "\"@from\"", "[1,1]", "[1,\"1\"]",
            "\"\\u0041\"",
        ]
        var bytes = Array(text.utf8)
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(one(of: Array(" \",:[]{}0a-".utf8)), at: place)
        case 2: bytes[place] = one(of: Array("\"0a_.Z".utf8))
        case 3, 4:
            // A key with its value, put where a comma or the end of an object is.
            let places = bytes.indices.filter { bytes[$0] == UInt8(ascii: ",") || bytes[$0] == UInt8(ascii: "}") }
            bytes.insert(contentsOf: Array(("," + one(of: pieces)).utf8), at: one(of: places))
        default:
            // Another value after some colon.
            let places = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
            let start = one(of: places) + 1
            let end = bytes[start...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") } ?? bytes.count
            bytes.replaceSubrange(start..<end, with: Array(one(of: values).utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Chance

    private mutating func chance(of part: Int, in whole: Int) -> Bool {
        Int.random(in: 0..<whole, using: &random) < part
    }

    private mutating func one<Element>(of pool: [Element]) -> Element {
        pool[Int.random(in: pool.indices, using: &random)]
    }
}

extension Conditions.Value {
    /// Swift takes é in one scalar value and in two for the same text.
    fileprivate func isSame(as other: Conditions.Value) -> Bool {
        switch (self, other) {
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.integer(let left), .integer(let right)): left == right
        case (.text, .integer), (.integer, .text): false
        }
    }
}
