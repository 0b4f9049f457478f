import Domain
import Testing

/// How a figure is asked for in a text, and the rule of the words that go with round numbers.
struct TokenTests {
    private func june() throws -> FigureWindow { try days("2026-06-01", "2026-07-01") }

    private func days(_ from: String, _ until: String) throws -> FigureWindow {
        try FigureWindow(from: Day(parsing: from), until: Day(parsing: until))
    }

    @Test func `a token names its figure, its window, its scope, its measure word and how it is said`() throws {
        let plain = try Token(parsing: "ent.visited|家")
        #expect(plain.code == (try IndicatorCode(parsing: "ent.visited")) && plain.unit == "家")
        #expect(plain.window == .issue && plain.phrase == .exact && plain.scope.isEmpty)
        #expect(try Token(parsing: " ent.visited | 家 | 余 ").phrase == .more)
        #expect(try Token(parsing: "case.closed@year|件").window == .year)
        #expect(try Token(parsing: "case.closed@previous|件").window == .previous)
        let scoped = try Token(parsing: "case.closed@2026-05-01..2026-06-01@unit=CG@grid^=411002001|件|同比")
        #expect(scoped.window == .days(try days("2026-05-01", "2026-06-01")) && scoped.phrase == .onYear)
        #expect(scoped.scope.text == #"{"grid^":"411002001","unit":"CG"}"#)
    }

    @Test(
        arguments: [
            ("", Token.Fault.code), ("Case.Closed|件", .code), ("case.closed", .unit), ("case.closed|", .unit),
            ("case.closed|件|more|x", .unit), ("case.closed|件|most", .phrase), ("case.closed@week|件", .window),
            ("case.closed@year@previous|件", .window), ("case.closed@2026-06-01..2026-05-01|件", .window),
            ("case.closed@unit=|件", .scope), ("case.closed@Unit=CG|件", .scope),
        ]
    )
    func `what is no token says which part of it is wrong`(text: String, fault: Token.Fault) {
        #expect(throws: Token.Unreadable(fault: fault)) { try Token(parsing: text) }
    }

    @Test func `windows are the issue's, the year's, the one before, and the same a year earlier`() throws {
        let token = try Token(parsing: "case.closed@year|件|同比")
        let requests = token.requests(in: try june())
        #expect(requests.map(\.window) == [try days("2026-01-01", "2026-07-01"), try days("2025-01-01", "2025-07-01")])
        let before = try Token(parsing: "case.closed|件|previous").requests(in: try june())
        #expect(before.map(\.window) == [try june(), try days("2026-05-01", "2026-06-01")])
        let unit = Conditions.of(unit: try UnitCode(parsing: "CG"))
        #expect(try Token(parsing: "a.b|件").requests(in: june(), also: unit).map(\.scope) == [unit])
        // The week over New Year belongs to the year of its last day.
        let week = try days("2026-12-28", "2027-01-04")
        #expect(try Token(parsing: "a.b@year|件").window(in: week) == (try days("2027-01-01", "2027-01-04")))
    }

    @Test(
        arguments: [
            // Domain J.3.
            (100, Token.Phrase.more, Token.Phrase.exact, 100), (101, .more, .more, 100), (5000, .more, .exact, 5000),
            (5003, .more, .more, 5000), (2999, .nearly, .nearly, 3000), (2999, .more, .exact, 2999),
            (3127, .more, .more, 3000), (3627, .more, .more, 3600), (0, .more, .exact, 0), (7, .more, .exact, 7),
            (14, .more, .more, 10), (25, .more, .exact, 25), (5900, .more, .exact, 5900),
            (448, .nearly, .nearly, 450), (96, .nearly, .nearly, 100), (94, .nearly, .exact, 94),
            (3000, .nearly, .exact, 3000), (198, .nearly, .nearly, 200),
            (512, .about, .about, 500), (540, .about, .exact, 540), (547, .about, .about, 550),
            (1_004, .over, .over, 1_000), (1_000, .over, .exact, 1_000), (448, .exact, .exact, 448),
        ]
    )
    func `a round number is told as the rule allows, or the value itself`(
        value: Int64,
        asked: Token.Phrase,
        said: Token.Phrase,
        number: Int64
    ) {
        let approximation = Approximation(value, said: asked)
        #expect(approximation.phrase == said && approximation.number == number)
    }

    @Test func `no round number of any value is untrue`() {
        for value: Int64 in 0..<12_000 {
            for phrase in [Token.Phrase.more, .nearly, .about, .over] {
                let round = Approximation(value, said: phrase)
                switch round.phrase {
                case .exact: #expect(round.number == value)
                case .more: #expect(round.number < value && value < round.number + unit(of: round.number))
                case .nearly: #expect(round.number > value && value * 100 >= round.number * 95)
                case .about: #expect(abs(round.number - value) * 20 <= round.number)
                case .over: #expect(value > round.number)
                case .onYear, .onPrevious: Issue.record("a comparison is no round number")
                }
            }
        }
    }

    /// One of the last digit that is not a zero.
    private func unit(of number: Int64) -> Int64 {
        var step: Int64 = 1
        while number % (step * 10) == 0 { step *= 10 }
        return step
    }

    private func reading(_ exact: Rational?, isShare: Bool = false) -> FigureReading {
        FigureReading(
            name: Wording("数", english: "number"),
            unit: Wording("件", english: "cases"),
            text: exact?.text,
            exact: exact,
            decimals: 0,
            isShare: isShare,
            isSum: !isShare,
            base: 1,
            asOf: 1
        )
    }

    @Test func `growth is in percent, that of shares in points, and from nothing there is none`() throws {
        let (ten, twelve) = (reading(Rational(10)), reading(Rational(12)))
        #expect(Growth(from: ten, to: twelve) == .percent(Rational(20)))
        #expect(Growth(from: twelve, to: reading(Rational(9))) == .percent(Rational(-25)))
        #expect(Growth(from: ten, to: ten) == .level)
        #expect(Growth(from: reading(.zero), to: ten) == .fromNothing)
        #expect(Growth(from: reading(nil), to: ten) == .unknown && Growth(from: ten, to: reading(nil)) == .unknown)
        let (half, more) = (reading(Rational(101, 2), isShare: true), reading(Rational(52), isShare: true))
        #expect(Growth(from: half, to: more) == .points(try #require(Rational(3, 2))))
        #expect(Growth(from: reading(.zero, isShare: true), to: more) == .points(Rational(52)))
    }
}
