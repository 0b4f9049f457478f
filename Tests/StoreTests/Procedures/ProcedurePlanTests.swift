import Domain
import Foundation
import TestKit
import Testing

@testable import Store

/// Lists of procedures go by an index.
struct ProcedurePlanTests {
    @Test(arguments: [TestEngine.sqlite])
    func `no list of procedures walks through all of them`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in
                for n in 1...3_000 {
                    let id = (0..<16).map { UInt8(truncatingIfNeeded: n >> (8 * ($0 % 4))) }
                    let isOpen = n % 60 == 0
                    let day = Day(number: Int32(18_000 + n)).description
                    try db.submit(
                        """
                        INSERT INTO procedure_service (
                            id, serial, kind, title, unit, statutory, parts, begun_on, uses, state, ended_on, days, visits)
                        VALUES (
                            \(id), \(n), 'agency', 't', 'u', 20, 0, \(day), 0, \(isOpen ? "open" : "finished"),
                            \(isOpen ? nil : day), \(isOpen ? nil : 5), \(isOpen ? nil : 1))
                        """
                    )
                }
                for statement in engine.dialect.afterFilling { try db.submit(statement) }
            }
            let day = Day(number: 20_900)
            let statements = [
                Procedure.listStatement(isOpen: true, before: nil, limit: 51),
                Procedure.listStatement(isOpen: false, before: 900, limit: 51),
                Procedure.countsStatement(from: day, until: day.advanced(by: 30)), Procedure.areasStatement(on: day),
            ]
            let plans = try await engine.read { db in
                try statements.map { statement in
                    try db.rows(engine.dialect.explain + statement) { try $0.text(engine.dialect.planColumn) }
                }
            }
            for plan in plans {
                #expect(!plan.contains { engine.dialect.isWalk($0, "procedure_service") }, "\(plan)")
            }
        }
    }
}
