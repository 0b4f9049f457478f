import Domain
import TestKit
import Testing

@testable import Store

/// How the lists of ordered forms find what they show.
struct FormPlanTests {
    @Test(arguments: TestEngine.all)
    func `no list of forms walks through what was handed in`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in
                for index in 1...4_000 {
                    let day = Day(number: Int32(19_000 + index)).description
                    try db.submit(
                        """
                        INSERT INTO form_return (form, unit, from_day, until_day, on_day, minutes, content)
                        VALUES (\(index % 100), 'u', \(day), \(day), \(day), 5, 'v')
                        """
                    )
                }
            }
            try await engine.write { db in _ = try db.execute("ANALYZE") }
            let day = Day(number: 22_000)
            let window = try FigureWindow(from: day, until: day.advanced(by: 30))
            let plans = try await engine.read { db in
                try [FormQueries.returnsStatement(of: 7, limit: 300), FormQueries.burdenStatement(in: window)].map {
                    try db.rows(engine.dialect.explain + $0) { try $0.text(engine.dialect.planColumn) }
                }
            }
            for plan in plans {
                #expect(!plan.contains { engine.dialect.isWalk($0, "form_return") }, "\(plan)")
            }
        }
    }
}
