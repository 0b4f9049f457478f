import Application
import Domain
import Store
import TestKit
import Testing

/// The clockwork: what falls due is taken in order, whoever else acts meanwhile.
struct DeadlineKeeperTests {
    @Test func `however many cases fall due at once, each gets its entry, and once`() async throws {
        let board = try await TestBoard.make()
        // More than two transactions of the keeper.
        for index in 0..<450 { try await board.report("第 \(index) 件") }
        #expect(try await board.office.markOverdueCases() == 0)
        board.clock.advance(seconds: 30 * 86_400)
        #expect(try await board.office.markOverdueCases() == 450)
        #expect(try await board.office.markOverdueCases() == 0)
        var overdue = CaseFilter()
        overdue.overdueOnly = true
        #expect(try await board.office.count(overdue).number == 450)
        try await board.close()
    }

    @Test func `an order that nobody acknowledges is acknowledged, and a suspension ends at its review`() async throws {
        // given: a case that waits for its unit
        let board = try await TestBoard.make()
        let number = try await board.report().number
        func act(_ command: CaseCommand, _ role: Role) async throws {
            try await board.office.perform(command, on: number, by: .staff(board.staff(role)))
        }
        func stage() async throws -> Stage.Name? {
            try await board.office.caseView(number, as: .system)?.summary.stage
        }
        let category = try #require(try await board.office.caseView(number, as: .system)).file.category
        try await act(.register(category: category), .intake)
        try await act(.establish(note: ""), .dutyChief)
        let unit = try #require(board.staff(.handlingUnit).unit)
        try await act(.dispatch(to: unit, opinion: ""), .dispatcher)
        #expect(try await board.office.takeDueSteps() == 0)

        // when, then: the time for acknowledging passes
        board.clock.advance(seconds: 10 * 86_400)
        #expect(try await board.office.takeDueSteps() == 1)
        #expect(try await stage() == .acknowledged)

        // when, then: a review comes
        try await act(.beginHandling(contact: .notPossible), .handlingUnit)
        let review = board.office.now.advanced(bySeconds: 5 * 86_400)
        let request = CaseRequest.suspension(.season, condition: "雨停", review: review)
        try await act(.ask(request, note: "雨季"), .handlingUnit)
        try await act(.grantRequest, .dutyChief)
        #expect(try await board.office.takeDueSteps() == 0)
        #expect(try await stage() == .suspended)
        board.clock.advance(seconds: 5 * 86_400 + 1)
        #expect(try await board.office.takeDueSteps() == 1)
        #expect(try await stage() == .handling)
        #expect(try await board.office.takeDueSteps() == 0)
        try await board.close()
    }
}
