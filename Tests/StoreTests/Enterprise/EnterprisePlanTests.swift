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
        try add { $0.steward = .account(account) }
        try add { $0.steward = .nobody }
        try add { $0.grids = ["41100200100101"] }
        try add { $0.park = try UnitCode(parsing: "P1") }
        try add { $0.tag = try CategoryCode(parsing: "materials") }
        try add { $0.status = .highTech }
        try add { $0.hasEnded = true }
        try add { $0.text = "机械" }
        try add { filter in
            (filter.steward, filter.kind, filter.status, filter.text) = (.account(account), .shop, .techSME, "机械")
            (filter.tag, filter.park) = (try CategoryCode(parsing: "materials"), try UnitCode(parsing: "P1"))
            filter.grids = ["41100200100101", "41100200100102"]
        }
        return filters
    }

    /// On SQLite, which guesses nothing; PostgreSQL goes by its statistics, and for a table of this size may rather walk.
    @Test(arguments: [TestEngine.sqlite])
    func `no list of firms or visits walks through all of them`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in
                for n in 1...3_000 {
                    let id = (0..<16).map { UInt8(truncatingIfNeeded: n >> (8 * ($0 % 4))) }
                    try db.submit(
                        """
                        INSERT INTO enterprise (
                            id, number, version, name, names, kind, industry, grid, state, link_version)
                        VALUES (\(id), \(n), 1, \("厂\(n)"), \("厂\(n)"), 'shop', '', \("g\(n % 500)"), 'open', 0)
                        """
                    )
                    try db.submit("INSERT INTO enterprise_word (word, firm) VALUES (\("w\(n % 700)"), \(n))")
                    try db.submit(
                        """
                        INSERT INTO visit (
                            id, version, firm, state, unit, officer, companions, is_asked, day, minutes, needs, problems,
                            policies, asked_twice)
                        VALUES (\(id), 1, \(n % 900), 'asked', 'CG', \(id), '', 0, '2026-06-01', 0, 0, 0, 0, 0)
                        """
                    )
                }
                for statement in engine.dialect.afterFilling { try db.submit(statement) }
            }
            let statements =
                try Self.filters().map { $0.statement(rarest: $0.text.map { _ in "机械" }) }
                + [EnterpriseQueries.wordCountStatement("机械")]
                + VisitQueries.statements(of: EventSamples.account(1))
            let plans = try await engine.read { db in
                try statements.map { statement in
                    try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
                }
            }

            #expect(plans.count == 13)
            for plan in plans {
                for table in ["enterprise", "enterprise_word", "visit"] {
                    #expect(!plan.contains { engine.dialect.isWalk($0, table) }, "\(plan)")
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
