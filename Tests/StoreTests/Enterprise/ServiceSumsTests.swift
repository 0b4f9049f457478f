import Domain
import Foundation
import TestKit
import Testing

@testable import Store

/// Sums of firms, rounds and visits, as a board gets them that had none.
struct ServiceSumsTests {
    private static func id(_ n: Int) -> [UInt8] { [UInt8](repeating: UInt8(n), count: 16) }

    private static func fill(_ db: any Connection) throws {
        for (n, grid, state, steward) in [
            (1, "g1", "open", 9), (2, "g1", "open", 0), (3, nil, "open", 0), (4, "g2", "closed", 9),
        ]
            as [(Int, String?, String, Int)]
        {
            try db.submit(
                """
                INSERT INTO enterprise (
                    id, number, version, name, names, kind, industry, grid, state, steward, link_version)
                VALUES (\(id(n)), \(n), 1, '厂', '厂', 'shop', '', \(grid), \(state), \(steward == 0 ? nil : id(steward)), 0)
                """
            )
            try db.submit("INSERT INTO round_firm (round, firm, kind) VALUES ('R', \(n), 'shop')")
        }
        // The first was visited before nobody was there; the second refused; the third was tried twice; the fourth never.
        for (n, firm, day, state, outcome) in [
            (11, 1, "2026-06-01", "confirmed", "visited"), (12, 1, "2026-06-09", "recorded", "nobody_there"),
            (13, 2, "2026-06-02", "refused", nil), (14, 3, "2026-06-03", "recorded", "unreachable"),
            (15, 3, "2026-06-04", "recorded", "closed_down"), (16, 1, "2026-06-05", "disputed", "visited"),
        ] as [(Int, Int, String, String, String?)] {
            try db.submit(
                """
                INSERT INTO visit (
                    id, version, firm, state, unit, officer, companions, is_asked, day, round, outcome, minutes, needs,
                    problems, policies, written, asked_twice)
                VALUES (
                    \(id(n)), 1, \(firm), \(state), 'CG', \(id(9)), '', 0, \(day), 'R', \(outcome), 20, 0, 0, 0,
                    \(outcome == nil ? nil : day), 1)
                """
            )
        }
    }

    private static func sums(_ db: any Connection) throws -> [[SQL.Value]] {
        try ["firm_sum", "round_sum", "visit_sum", "round_firm"].flatMap { name in
            try #require(Schema.tables.first { $0.name == name }).page(after: nil, limit: 100, in: db)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a board of before is summed up as a rebuild would do it`(kind: TestEngine) async throws {
        // given
        let database = try await TestDatabase.make(kind, isMigrated: false)
        let engine = try await database.open()
        try await engine.migrate(Schema.migrations.filter { $0.name < "2026-11-25-y" })
        try await engine.write { try Self.fill($0) }

        // when
        try await engine.migrate()
        let migrated = try await engine.read { try Self.sums($0) }
        try await engine.write { db in
            for table in ["firm_sum", "round_sum", "visit_sum"] {
                try db.submit(SQL(stringLiteral: "DELETE FROM \(table)"))
            }
            try db.submit("UPDATE round_firm SET found = 'untried'")
            try ServiceSums.refill(in: db)
        }

        // then
        #expect(try await engine.read { try Self.sums($0) } == migrated)
        let (coverage, burden, places) = try await engine.read { db in
            (
                try VisitQueries.coverage(of: "R", in: db), try VisitQueries.burden(since: .distantPast, in: db),
                try FirmPlaces.counts(FirmPlaceFilter(), in: db)
            )
        }
        #expect(coverage.frozen == [.shop: 4] && coverage.visited == [.shop: 1] && coverage.refused == 1)
        #expect(coverage.outcomes == [.closedDown: 1] && coverage.untried == 1)
        #expect(burden.visits == 2 && burden.minutes == 40 && burden.firms == 1 && burden.askedTwice == 2)
        #expect(burden.confirmed == 1 && burden.disputed == 1)
        #expect(places == ["g1": FirmCount(firms: 2, vacant: 1), "": FirmCount(firms: 1, vacant: 1)])
        try await engine.close()
        try await database.remove()
    }
}
