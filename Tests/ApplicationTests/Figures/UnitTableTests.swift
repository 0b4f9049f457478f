import Domain
import Store
import Testing

@testable import Application

/// Units beside each other: who is ranked, and who is not.
struct UnitTableTests {
    private static let window = TrendStep.week.windows(1, before: Day(number: 20_000))[0]

    private static func indicator(_ code: String, least: Int) throws -> Indicator {
        var found = try #require(Indicator.builtIn.first { $0.code.rawValue == code })
        found.least = least
        return found
    }

    /// A rate of `numerator` in `base` of one unit.
    private static func reading(_ indicator: Indicator, _ numerator: Int64, of base: Int64) throws -> FigureReading {
        let counts = Indicator.Counts(
            numerator: numerator,
            denominator: indicator.denominator == nil ? nil : base,
            rows: base,
            excluded: [:]
        )
        let scope = Conditions.of(unit: try UnitCode(parsing: "A"))
        let request = FigureRequest(indicator.code, window, scope)
        return FigureReading(indicator, indicator.value(of: counts), asOf: 9, request)
    }

    private static func table(
        _ indicator: Indicator,
        _ cases: [(String, Int64, Int64)],
        also: [String: Int64] = [:]
    ) throws -> UnitTable {
        var readings: [UnitCode: FigureReading] = [:]
        for (unit, numerator, base) in cases {
            readings[try UnitCode(parsing: unit)] = try reading(indicator, numerator, of: base)
        }
        var bases: [UnitCode: Int64] = [:]
        for (unit, base) in also { bases[try UnitCode(parsing: unit)] = base }
        let units = Set(readings.keys).union(bases.keys).sorted()
        return UnitTable(indicator, window, units: units, readings: readings, bases: bases, asOf: 9)
    }

    @Test func `a unit with too few cases shows its n and has no rank`() throws {
        let indicator = try Self.indicator("case.satisfied_rate", least: 30)
        let table = try Self.table(indicator, [("A", 3, 3), ("B", 20, 40), ("C", 30, 40)], also: ["D": 29])

        #expect(table.rows.map(\.unit.rawValue) == ["C", "B", "A", "D"])
        #expect(table.rows.map(\.rank) == [1, 2, nil, nil])
        #expect(table.rows.map(\.isTooFew) == [false, false, true, true])
        #expect(table.rows.map(\.base) == [40, 40, 3, 29])
        #expect(table.rows[2].reading == nil)
    }

    @Test func `the same rate has the same rank, and the next one counts both`() throws {
        let indicator = try Self.indicator("case.on_time_rate", least: 0)
        let table = try Self.table(indicator, [("A", 1, 2), ("B", 5, 10), ("C", 1, 10), ("D", 9, 10)])

        #expect(table.rows.map(\.unit.rawValue) == ["D", "A", "B", "C"])
        #expect(table.rows.map(\.rank) == [1, 2, 2, 4])
    }

    @Test func `counts are put in order without ranks, and what was not published comes last`() throws {
        let indicator = try Self.indicator("case.closed", least: 0)
        let table = try Self.table(indicator, [("A", 2, 2), ("B", 7, 7)], also: ["C": 90])

        #expect(table.rows.map(\.unit.rawValue) == ["B", "A", "C"])
        #expect(table.rows.allSatisfy { $0.rank == nil })
        #expect(table.rows[2].reading == nil && !table.rows[2].isTooFew)
    }
}
