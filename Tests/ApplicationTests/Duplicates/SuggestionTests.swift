import Application
import Domain
import Geography
import Store
import TestKit
import Testing

/// What is suggested as perhaps the same, to whom.
struct SuggestionTests {
    private static func draft(
        _ text: String,
        at place: PlaceDraft,
        category: String = "street-light",
        key: String? = nil
    ) throws -> ReportDraft {
        ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: category),
            place: place,
            text: text,
            idempotency: key
        )
    }

    private static func place(north metres: Double = 0) -> PlaceDraft {
        PlaceDraft(coordinate: Coordinate(longitude: 113.815, latitude: 34.025 + metres / 111_320))
    }

    @Test(arguments: TestEngine.all)
    func `open reports nearby are found in the order of their likeness, closed and far ones are not`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        func report(_ text: String, north metres: Double, category: String = "street-light") async throws -> CaseNumber
        {
            let draft = try Self.draft(text, at: Self.place(north: metres + 0.5), category: category)
            return try await office.report(draft, by: .resident).number
        }
        // given
        let near = try await report("路灯不亮", north: 38)
        let same = try await report("路灯坏了", north: 2)
        _ = try await report("路灯坏了", north: 500)
        let closed = try await report("路灯坏了", north: 1)
        try await board.close(closed)
        board.clock.advance(seconds: 86_400)

        // when
        let found = try await office.suggestions(for: Self.draft("路灯坏了", at: Self.place()))

        // then
        #expect(found.map(\.found.number) == [same, near])
        #expect(found.map(\.likeness.metres) == [2, 38] && found.map(\.likeness.words) == [["路灯坏了"], ["路灯"]])
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `a report that names a grid and no point finds those of the grid with the same words`(
        kind: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: kind)
        let number = try await board.report("路灯坏了").number
        try await board.report("路灯坏了", grid: TestBoard.gridCodes[3])
        let place = PlaceDraft(address: "建设路 1 号", grid: board.office.directory.grid(named: TestBoard.gridCodes[0]))

        let found = try await board.office.suggestions(for: Self.draft("路灯坏了", at: place))

        #expect(found.map(\.found.number) == [number])
        // An address that nobody has placed yet is near nothing.
        #expect(try await board.office.suggestions(for: Self.draft("路灯坏了", at: PlaceDraft(address: "x"))).isEmpty)
        try await board.close()
    }

    @Test func `what is confidential is suggested to no reporter, and nothing for a confidential report`() async throws
    {
        let board = try await TestBoard.make()
        try await board.report("路灯坏了", confidence: .nobodyNamed)
        let place = PlaceDraft(address: "建设路 1 号", grid: board.office.directory.grid(named: TestBoard.gridCodes[0]))
        var draft = try Self.draft("路灯坏了", at: place)
        #expect(try await board.office.suggestions(for: draft).isEmpty)
        let open = try await board.report("路灯坏了").number
        #expect(try await board.office.suggestions(for: draft).map(\.found.number) == [open])
        draft.confidence = .nobodyNamed
        #expect(try await board.office.suggestions(for: draft).isEmpty)
        try await board.close()
    }

    @Test func `a report that is sent a second time is not suggested to itself`() async throws {
        let board = try await TestBoard.make()
        let place = PlaceDraft(address: "建设路 1 号", grid: board.office.directory.grid(named: TestBoard.gridCodes[0]))
        let draft = try Self.draft("路灯坏了", at: place, key: "web:1")
        let first = try await board.office.report(draft, by: .resident)
        #expect(try await board.office.suggestions(for: draft).isEmpty)
        #expect(try await board.office.report(draft, by: .resident).number == first.number)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `the desk sees the others within its part, itself not, and what is merged where`(kind: TestEngine) async throws
    {
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let numbers = [try await board.report("路灯坏了").number, try await board.report("路灯不亮").number]
        try await board.report("路灯坏了", confidence: .gridPosts)
        let intake = board.staff(.intake)
        let view = try #require(try await office.caseView(numbers[0], as: .staff(intake)))
        let found = try await office.suggestions(for: view.summary, as: intake).map(\.found.number)
        #expect(found.contains(numbers[1]) && !found.contains(numbers[0]) && found.count == 2)

        let category = try CategoryCode(parsing: "street-light")
        try await office.perform(.register(category: category), on: numbers[0], by: .staff(intake))
        try await office.perform(.merge(into: numbers[1]), on: numbers[0], by: .staff(intake))
        #expect(try await office.merged(into: numbers[1]) == [numbers[0]])
        let outcome = try await office.rebuild { _, _ in }
        #expect(outcome.isSame)
        #expect(try await office.merged(into: numbers[1]) == [numbers[0]])
        try await office.perform(.unmerge(reason: "不是一处"), on: numbers[0], by: .staff(intake))
        #expect(try await office.merged(into: numbers[1]).isEmpty)
        try await board.close()
    }
}
