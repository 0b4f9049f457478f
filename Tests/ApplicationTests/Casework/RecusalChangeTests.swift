import Domain
import Store
import TestKit
import Testing

@testable import Application

/// Confidence that is given, changed and lifted after a case was reported.
struct RecusalChangeTests {
    private static func recuse(_ recusal: Recusal?, posts: Bool = false) -> CaseCommand {
        .recuse(recusal, withGridPosts: posts, reason: "投诉该单位")
    }

    @Test(arguments: TestEngine.all)
    func `whom it is about loses sight of the case at once, and sees it again when it is lifted`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let chief = Actor.staff(board.staff(.dutyChief))
        let number = try await board.report().number
        let unit = try UnitCode(parsing: "CG")
        let category = try CategoryCode(parsing: "street-light")
        try await office.perform(.register(category: category), on: number, by: .staff(board.staff(.intake)))
        try await office.perform(.establish(note: ""), on: number, by: chief)
        try await office.perform(.dispatch(to: unit, opinion: ""), on: number, by: .staff(board.staff(.dispatcher)))
        let handler = Actor.staff(board.staff(.handlingUnit))
        #expect(try await office.caseView(number, as: handler) != nil)

        try await office.perform(Self.recuse(Recusal(units: [unit])), on: number, by: chief)

        #expect(try await office.caseView(number, as: handler) == nil)
        #expect(try await office.caseView(number, as: .resident) == nil)
        await #expect(throws: Refusal.unknown(.caseFile)) {
            try await office.perform(.acknowledge, on: number, by: handler)
        }
        // Another unit goes on with it.
        #expect(try await office.caseView(number, as: .system)?.stage.name == .returned)
        let dispatcher = Actor.staff(board.staff(.dispatcher))
        await #expect(throws: Refusal.unitRecused) {
            try await office.perform(.dispatch(to: unit, opinion: ""), on: number, by: dispatcher)
        }
        try await office.perform(.dispatch(to: try UnitCode(parsing: "HW"), opinion: ""), on: number, by: dispatcher)
        try await office.perform(Self.recuse(nil), on: number, by: chief)
        #expect(try await office.caseView(number, as: .resident) != nil)
        let told = try await office.caseView(number, as: .resident)?.events.map(\.what) ?? []
        #expect(!"\(told)".contains("投诉该单位"))
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `the holders of the grid's posts are named for the day, nobody decides about themselves`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let chief = board.staff(.dutyChief)
        let number = try await board.report().number
        await #expect(throws: Refusal.recusalOfSelf) {
            try await office.perform(Self.recuse(Recusal(accounts: [chief.account])), on: number, by: .staff(chief))
        }
        await #expect(throws: Refusal.missing(.reason)) {
            try await office.perform(.recuse(Recusal(), reason: " "), on: number, by: .staff(chief))
        }
        await #expect(throws: Refusal.unknown(.account)) {
            let nobody: ID<Account> = office.world.newID(at: office.now)
            try await office.perform(Self.recuse(Recusal(accounts: [nobody])), on: number, by: .staff(chief))
        }
        try await office.perform(Self.recuse(nil, posts: true), on: number, by: .staff(chief))
        let file = try #require(try await office.caseView(number, as: .system)).file
        let grid = try #require(file.place.grid)
        #expect(file.report.recusal?.accounts == office.directory.holders(of: grid, on: office.today))
        try await board.close()
    }

    @Test func `the parts of a case follow it, and are not changed by themselves`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let chief = Actor.staff(board.staff(.dutyChief))
        let number = try await board.report().number
        let category = try CategoryCode(parsing: "street-light")
        let intake = Actor.staff(board.staff(.intake))
        try await office.perform(.register(category: category), on: number, by: intake)
        try await office.perform(.share(.split(category, text: "还有一处")), on: number, by: intake)
        let part = try #require(try await office.caseView(number, as: .system)?.parts.first).number
        await #expect(throws: Refusal.confidenceOfWhole) {
            try await office.perform(Self.recuse(Recusal()), on: part, by: chief)
        }
        let recusal = Recusal(units: [try UnitCode(parsing: "HW")])
        try await office.perform(Self.recuse(recusal), on: number, by: chief)
        #expect(try await office.caseView(part, as: .system)?.file.report.recusal == recusal)
        #expect(try await office.caseView(part, as: .resident) == nil)
        try await office.perform(Self.recuse(nil), on: number, by: chief)
        #expect(try await office.caseView(part, as: .resident) != nil)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }
}
