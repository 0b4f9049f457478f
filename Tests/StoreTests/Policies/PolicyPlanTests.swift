import Domain
import Foundation
import TestKit
import Testing

@testable import Store

/// Lists of policies, and of what firms ask of them, go by an index.
struct PolicyPlanTests {
    private static func fill(_ db: any Connection) throws {
        func id(_ n: Int) -> [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: n >> (8 * ($0 % 4))) } }
        for n in 1...2_000 {
            let day = Day(number: Int32(18_000 + n))
            try db.submit(
                """
                INSERT INTO policy (
                    id, serial, version, title, summary, authority, document, lead, from_day, until_day, gives, how,
                    days, conditions, words, published_on, changed_on, withdrawn_on)
                VALUES (
                    \(id(n)), \(n), 1, 't', 's', 'a', 'd', \("u\(n % 40)"), \(day.description),
                    \(day.advanced(by: 365).description), 'g', 'h', 20, '[]', 't', \(day.description),
                    \(day.description), \(n % 2 == 0 ? day.description : nil))
                """
            )
        }
        for n in 1...5_000 {
            let day = Day(number: Int32(18_000 + n))
            let isOpen = n % 50 == 0
            try db.submit(
                """
                INSERT INTO policy_request (
                    id, number, kind, policy, version, firm, channel, unit, days, asked_on, due, state, ended_on)
                VALUES (
                    \(id(n)), \(n), 'application', \(1 + n % 2_000), 1, \(1 + n % 700), 'link', \("u\(n % 40)"), 20,
                    \(day.description), \(day.description), \(isOpen ? "open" : "granted"),
                    \(isOpen ? nil : day.description))
                """
            )
        }
    }

    @Test(arguments: [TestEngine.sqlite])
    func `no list of policies or requests walks through all of them`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in
                try Self.fill(db)
                for statement in engine.dialect.afterFilling { try db.submit(statement) }
            }
            var policies: [SQL] = []
            for status in PolicyFilter.Status.allCases {
                var filter = PolicyFilter()
                (filter.status, filter.day, filter.before) = (status, Day(number: 20_100), 1_500)
                policies.append(filter.statement())
                (filter.lead, filter.text) = (try UnitCode(parsing: "u7"), "补贴")
                policies.append(filter.statement())
            }
            var requests = [
                PolicyQueries.waitingStatement(for: try UnitCode(parsing: "u7"), limit: 50),
                PolicyQueries.appliedStatement(9, for: 3),
                PolicyQueries.countsStatement(of: 3, since: Day(number: 20_000)),
            ]
            for status in PolicyRequestFilter.Status.allCases {
                var filter = PolicyRequestFilter()
                (filter.status, filter.before) = (status, 900)
                requests.append(filter.statement())
                filter.unit = try UnitCode(parsing: "u7")
                requests.append(filter.statement())
                (filter.unit, filter.firm) = (nil, 9)
                requests.append(filter.statement())
            }
            for statement in policies + requests {
                let plan = try await engine.read { db in
                    try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
                }
                let walks = plan.filter {
                    engine.dialect.isWalk($0, "policy") || engine.dialect.isWalk($0, "policy_request")
                }
                #expect(walks.isEmpty, "\(plan)")
            }
        }
    }
}
