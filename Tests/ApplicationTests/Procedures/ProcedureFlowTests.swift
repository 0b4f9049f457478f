import Application
import Domain
import Store
import TestKit
import Testing

/// Procedures for firms through the office: counted in working days, and rebuilt to the same rows.
struct ProcedureFlowTests {
    @Test(arguments: TestEngine.all)
    func `a procedure's working days are counted against those of the law`(kind: TestEngine) async throws {
        let board = try await TestBoard.make(on: kind)
        let (office, steward) = (board.office, Actor.staff(board.staff(.steward)))
        let begun = office.today
        let place = try office.workPlace(unit: "411002001", grid: nil)
        func start(_ kind: Procedure.Kind, until: Day? = nil) -> Procedure.Start {
            Procedure.Start(
                serial: 0,
                kind: kind,
                title: "施工许可",
                place: place,
                statutory: 20,
                parts: ["甲", "乙"],
                until: until,
                on: begun
            )
        }
        let serial = try await office.begin(start(.oneMatter), by: steward)
        let area = try await office.begin(start(.area, until: begun.advanced(by: 365)), by: steward)
        await #expect(throws: Refusal.self) {
            try await office.begin(start(.merged), by: .staff(board.staff(.gridWorker)))
        }

        board.clock.advance(seconds: 14 * 86_400)
        let days = office.directory.calendar.workingDays(after: begun, through: office.today)
        #expect((9...10).contains(days))
        try await office.take(.finish(on: office.today, visits: 1), atProcedure: serial, by: steward)
        try await office.take(.use(by: "甲厂", on: office.today), atProcedure: area, by: steward)

        let totals = try await office.procedureTotals()
        let count = try #require(totals.counts.first)
        #expect(totals.counts.count == 1 && count.kind == .oneMatter && count.finished == 1)
        #expect(count.statutory == 20 && count.days == days && count.visits == 1)
        #expect(totals.areas.valid == 1 && totals.areas.uses == 1)
        let open = try await office.procedures(isOpen: true, before: nil, limit: 9, for: board.staff(.steward))
        #expect(open.map(\.serial) == [area])
        let entry = try await office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }.first { $0.optionalText("t") == "procedure.finished" }
        #expect(entry?.optionalInteger("saved") == Int64(20 - days) && entry?.optionalInteger("on_time") == 1)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }
}
