import Domain
import Foundation
import TestKit
import Testing

@testable import Store

/// Lists of firms and visits go by an index, whatever is asked.
struct EnterprisePlanTests {
    private static func filters() throws -> [EnterpriseFilter] {
        var filters = [EnterpriseFilter()]
        func add(_ change: (inout EnterpriseFilter) throws -> Void) throws {
            var filter = EnterpriseFilter()
            filter.day = try Day(parsing: "2026-06-01")
            try change(&filter)
            filters.append(filter)
        }
        let account = EventSamples.account(1)
        let day = try Day(parsing: "2026-06-01")
        try add { $0.steward = .account(account) }
        try add { $0.steward = .nobody }
        try add { $0.grids = ["41100200100101"] }
        try add { $0.grids = (0..<40).map { "g\($0)" } }
        try add { $0.park = try UnitCode(parsing: "P1") }
        try add { $0.tag = try CategoryCode(parsing: "materials") }
        try add { $0.status = .highTech }
        try add { $0.hasEnded = true }
        try add { $0.text = "机械" }
        // What a steward sees: the own ones, those and a grid's, those and a street's.
        for grids in [[], ["g7"], (0..<40).map { "g\($0)" }] {
            try add { $0.sight = EnterpriseFilter.Sight(account: account, day: day, grids: grids) }
        }
        try add { filter in
            let grids = (0..<40).map { "g\($0)" }
            filter.sight = EnterpriseFilter.Sight(account: account, day: day, grids: grids)
            (filter.text, filter.tag, filter.before) = ("机械", try CategoryCode(parsing: "materials"), 9_000)
        }
        try add { filter in
            filter.sight = EnterpriseFilter.Sight(account: account, day: day, grids: ["g7"])
            (filter.status, filter.kind) = (.techSME, .shop)
        }
        try add { filter in
            (filter.steward, filter.kind, filter.status, filter.text) = (.account(account), .shop, .techSME, "机械")
            (filter.tag, filter.park) = (try CategoryCode(parsing: "materials"), try UnitCode(parsing: "P1"))
            filter.grids = ["41100200100101", "41100200100102"]
        }
        return filters
    }

    /// So many that PostgreSQL, which goes by its statistics, does not rather walk.
    private static let rows = 12_000

    private static func fill(_ engine: any Engine) async throws {
        try await engine.write { db in
            for n in 1...rows {
                let id = (0..<16).map { UInt8(truncatingIfNeeded: n >> (8 * ($0 % 4))) }
                let holder = (0..<16).map { UInt8(truncatingIfNeeded: (n % 300) >> (8 * ($0 % 4))) }
                try db.submit(
                    """
                    INSERT INTO enterprise (
                        id, number, version, name, names, kind, industry, park, grid, state, steward, link_version)
                    VALUES (
                        \(id), \(n), 1, \("厂\(n)"), \("厂\(n)"), 'shop', '', \(n % 40 == 0 ? "P\(n % 7)" : nil),
                        \("g\(n % 500)"), \(n % 60 == 0 ? "closed" : "open"), \(n % 90 == 0 ? nil : holder), 0)
                    """
                )
                try db.submit("INSERT INTO enterprise_word (word, firm) VALUES (\("w\(n % 700)"), \(n))")
                try db.submit(
                    """
                    INSERT INTO enterprise_term (firm, is_deputy, from_day, holder, unit)
                    VALUES (\(n), 0, '2026-01-01', \(holder), 'CG')
                    """
                )
                if n % 20 == 0 {
                    try db.submit(
                        "INSERT INTO enterprise_tag (tag, firm, from_day) VALUES (\("t\(n % 9)"), \(n), '2026-01-01')"
                    )
                    try db.submit(
                        """
                        INSERT INTO enterprise_status (firm, kind, from_day, certificate)
                        VALUES (\(n), \("s\(n % 9)"), '2026-01-01', '')
                        """
                    )
                }
                try db.submit(
                    """
                    INSERT INTO visit (
                        id, version, firm, state, unit, officer, companions, is_asked, day, minutes, needs, problems,
                        policies, asked_twice)
                    VALUES (\(id), 1, \(n % 900), 'asked', 'CG', \(holder), '', 0, '2026-06-01', 0, 0, 0, 0, 0)
                    """
                )
                try db.submit(
                    """
                    INSERT INTO round_firm (round, firm, kind, found)
                    VALUES (\("R\(n % 3)"), \(n), 'shop', \(n % 50 == 0 ? "untried" : "visited"))
                    """
                )
            }
            for statement in engine.dialect.afterFilling { try db.submit(statement) }
        }
    }

    @Test(arguments: TestEngine.all)
    func `no list or map of firms or visits walks through all of them`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await Self.fill(engine)
            let account = EventSamples.account(1)
            let statements =
                try Self.filters().map { $0.statement(by: $0.text.map { _ in "机械" }, isRare: true) }
                + [EnterpriseQueries.wordCountStatement("机械")] + VisitQueries.statements(of: account)
                + FirmPlaces.statements(of: account)
            let plans = try await engine.read { db in
                try statements.map { statement in
                    try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
                }
            }

            #expect(plans.count == 27)
            for plan in plans {
                for table in ["enterprise", "enterprise_word", "enterprise_term", "visit", "round_firm"] {
                    // The sums of days are a row a day: a year of them may well be gone through.
                    let isWalk = plan.contains { engine.dialect.isWalk($0, table) && !$0.contains("visit_sum") }
                    #expect(!isWalk, "\(plan)")
                }
            }
        }
    }

    @Test func `runs of numbers come back as they were`() throws {
        for numbers in [[], [1], [1, 2, 3], [1, 3, 4, 5, 9], Array(1...20_000)] {
            #expect(try NumberRuns.numbers(NumberRuns.text(numbers)) == numbers)
        }
        #expect(NumberRuns.text(Array(1...448) + [450]) == "1-448,450")
        #expect(throws: Fault.self) { try NumberRuns.numbers("5-1") }
    }
}
