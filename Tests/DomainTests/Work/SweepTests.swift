import Domain
import Testing

/// A frozen list, a result for everything on it, and how sure a second look makes.
struct SweepTests {
    private static let today = Day(year: 2026, month: 6, day: 10) ?? .distantPast
    private static let draw = Sweep.Draw(
        size: 9,
        root: String(repeating: "0", count: 64),
        numbers: "1 2 3",
        on: today,
        elements: [1]
    )

    private static func account(_ number: UInt8) throws -> ID<Account> {
        try #require(ID<Account>(bytes: [UInt8](repeating: number, count: 16)))
    }

    private static func visit(
        _ result: SweepElement.Result,
        failed: [Int] = [],
        by visitor: UInt8 = 1
    ) throws -> SweepElement.Command {
        let grid = try GridCode(parsing: "41100200100101", scheme: .national14)
        let place = SweepElement.Place(sweep: 1, number: 1, kind: .shop, grid: grid)
        return .visit(.init(place: place, result: result, failed: failed, visitor: try account(visitor), on: today))
    }

    private static func situation(_ state: Sweep.State) -> SweepElement.Situation {
        .init(sweep: state, items: 4, today: today)
    }

    @Test func `a sweep is frozen, ended and drawn once, in this order`() throws {
        let grid = try GridCode(parsing: "41100200100101", scheme: .national14)
        func plan(_ count: Int) throws -> Sweep.Plan {
            Sweep.Plan(
                serial: 1,
                kind: .general,
                name: "排查",
                unit: try UnitCode(parsing: "411002001"),
                checklist: 1,
                version: 1,
                until: Self.today,
                elements: (0..<count).map { Sweep.Element(.shop, name: "商户 \($0)", grid: grid) }
            )
        }
        var sweep = Sweep()
        func apply(_ command: Sweep.Command) throws {
            for event in try sweep.decide(command, in: ()) { sweep.apply(event) }
        }
        #expect(throws: Refusal.unknown(.sweep)) { try apply(.draw(Self.draw)) }
        #expect(throws: Refusal.missing(.frame)) { try apply(.freeze(try plan(0), today: Self.today)) }
        #expect(throws: Refusal.tooMany(.frame, limit: 5_000)) {
            try apply(.freeze(try plan(5_001), today: Self.today))
        }
        #expect(throws: Refusal.fromThePast) {
            try apply(.freeze(try plan(3), today: Self.today.advanced(by: 1)))
        }
        try apply(.freeze(try plan(3), today: Self.today))
        #expect(throws: Refusal.work(.sweepClosed)) { try apply(.freeze(try plan(2), today: Self.today)) }
        #expect(throws: Refusal.work(.sweepOpen)) { try apply(.draw(Self.draw)) }
        let tally = Sweep.Tally([.noHazard: 1, .notOpen: 1], frame: 3)
        #expect(throws: Refusal.missing(.drawing)) { try apply(.end(tally, drawing: "")) }
        try apply(.end(tally, drawing: "双色球 第2026061期"))
        #expect(throws: Refusal.work(.sweepClosed)) { try apply(.end(tally, drawing: "另一期")) }
        try apply(.draw(Self.draw))
        #expect(throws: Refusal.work(.alreadyDrawn)) { try apply(.draw(Self.draw)) }
        #expect(sweep.state == .drawn(drawing: "双色球 第2026061期", Self.draw))
        #expect((tally.covered, tally.notVisited, tally.missed) == (1, 1, 2))
    }

    @Test func `a hazard names its items, and nothing else names any`() throws {
        let running = Self.situation(.running)
        for (result, failed) in [
            (SweepElement.Result.hazard, []), (.hazard, [0]), (.hazard, [5]), (.hazard, [1, 1]), (.noHazard, [1]),
            (.refused, [2]),
        ] {
            #expect(throws: Refusal.work(.hazardItems), "\(result) \(failed)") {
                try SweepElement().decide(try Self.visit(result, failed: failed), in: running)
            }
        }
        #expect(try SweepElement().decide(try Self.visit(.hazard, failed: [1, 4]), in: running).count == 1)
        for state in [Sweep.State.absent, .ended(drawing: ""), .drawn(drawing: "", Self.draw)] {
            #expect(throws: Refusal.work(.sweepClosed)) {
                try SweepElement().decide(try Self.visit(.noHazard), in: Self.situation(state))
            }
        }
    }

    @Test func `attempts are counted, and whoever was there does not check it again`() throws {
        var element = SweepElement()
        for (result, visitor) in [(SweepElement.Result.notOpen, UInt8(1)), (.noHazard, 2)] {
            for event in try element.decide(
                try Self.visit(result, by: visitor),
                in: Self.situation(.running)
            ) { element.apply(event) }
        }
        #expect(element.visit?.attempt == 2)
        let drawn = Self.situation(.drawn(drawing: "", Self.draw))
        func recheck(_ number: UInt8, agrees: Bool = true, note: String = "") throws -> SweepElement.Command {
            .recheck(.init(agrees: agrees, note: note, checker: try Self.account(number)))
        }
        #expect(throws: Refusal.work(.notDrawn)) {
            try element.decide(try recheck(3), in: Self.situation(.ended(drawing: "")))
        }
        for visitor in [UInt8(1), 2] {
            #expect(throws: Refusal.work(.sameHands)) { try element.decide(try recheck(visitor), in: drawn) }
        }
        #expect(throws: Refusal.missing(.note)) { try element.decide(try recheck(3, agrees: false), in: drawn) }
        for event in try element.decide(try recheck(3), in: drawn) { element.apply(event) }
        #expect(throws: Refusal.work(.alreadyChecked)) { try element.decide(try recheck(4), in: drawn) }
    }

    /// Ten thousandths, rounded down; computed elsewhere with exact fractions.
    ///
    /// The first and the fourth are the 95.9 % and 68 % that
    /// the domain names for 59 of 448.
    @Test(
        arguments: [
            (448, 22, 59, 9_587), (448, 23, 59, 9_644), (448, 9, 59, 7_228), (448, 8, 59, 6_799), (10, 1, 5, 5_000),
            (5, 0, 3, 0), (5, 5, 1, 10_000), (3, 1, 0, 0), (0, 0, 0, 0),
        ]
    )
    func `how sure a sample makes is exact`(population: Int, wrong: Int, sample: Int, expected: Int) {
        let confidence = Confidence(population: population, wrong: wrong, sample: sample)

        #expect(confidence.basisPoints == expected)
    }

    @Test func `more samples and more wrong records never make less sure`() {
        var last = -1
        for sample in 0...60 {
            let now = Confidence(population: 200, wrong: 6, sample: sample).basisPoints
            #expect(now >= last)
            last = now
        }
        #expect(Confidence(population: 448, wrong: 22, sample: 59).percent == "95.87")
        #expect(Confidence(population: 5_000, wrong: 100, sample: 1_000).percent == "99.99")
        #expect(Confidence(population: 10, wrong: 1, sample: 1).percent == "10.00")
    }
}
