import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// Who holds a post: one person at a time, no day between two, and nobody unseen who is missing.
struct RosterTests {
    private static func person(_ name: String, _ scope: Scope, _ board: TestBoard) async throws -> ID<Account> {
        let grant = Account.Grant(signInName: name, displayName: name, roles: [.gridWorker], scope: scope)
        _ = try await board.office.openAccount(grant, by: .system)
        return try #require(try await board.office.accounts(named: [name]).first).id
    }

    private static func make(_ change: RosterChange, _ board: TestBoard) async throws {
        let admin = Actor.staff(board.staff(.administrator))
        let preview = try await board.office.preview(change, by: admin)
        #expect(try await board.office.make(change, seen: preview.digest, by: admin) == nil)
    }

    @Test(arguments: TestEngine.all)
    func `a new holder follows the old one without a day between, and the open cases go along`(
        engine: TestEngine
    ) async throws {
        let board = try await TestBoard.make(on: engine)
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let grid = try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)
        let li = try await Self.person("li", .grid(grid), board)
        let number = try await board.report().number
        let before = office.directory.post(for: grid, on: office.today)?.holderName
        let start = office.today.advanced(by: 2)
        let change = RosterChange.appoint(.gridWorker, grid, holder: li, from: start)

        let preview = try await office.preview(change, by: admin)
        #expect(preview.before == before && preview.after == "li" && preview.cases == [number] && !preview.isVacant)
        // Another case came in between.
        try await board.report("又一盏")
        let moved = try await office.make(change, seen: preview.digest, by: admin)
        #expect(moved?.caseCount == 2)
        #expect(try await office.make(change, seen: try #require(moved).digest, by: admin) == nil)

        for (day, name) in [(start.advanced(by: -1), before), (start, "li"), (start.advanced(by: 400), "li")] {
            #expect(office.directory.post(for: grid, on: day)?.holderName == name, "\(day)")
        }
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `a deputy stands in on days that are said, and is somebody else`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let grid = try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)
        let holder = try #require(office.directory.post(for: grid, on: office.today)?.holder)
        let li = try await Self.person("li", .district, board)
        let (first, last) = (office.today.advanced(by: 1), office.today.advanced(by: 5))
        await #expect(throws: Refusal.deputyIsHolder) {
            try await office.preview(.standIn(.gridWorker, grid, deputy: holder, from: first, until: last), by: admin)
        }
        await #expect(throws: Refusal.datesReversed) {
            try await office.preview(.standIn(.gridWorker, grid, deputy: li, from: last, until: first), by: admin)
        }
        try await Self.make(.standIn(.gridWorker, grid, deputy: li, from: first, until: last), board)
        #expect(office.directory.post(for: grid, on: first)?.holder == li)
        #expect(office.directory.post(for: grid, on: last.advanced(by: 1))?.holder == holder)
        await #expect(throws: Refusal.postTaken) {
            try await office.preview(.standIn(.gridWorker, grid, deputy: li, from: last, until: last), by: admin)
        }
        board.clock.advance(seconds: 2 * 86_400)
        try await Self.make(.endStandIn(.gridWorker, grid, on: office.today), board)
        #expect(office.directory.post(for: grid, on: office.today)?.holder == li)
        #expect(office.directory.post(for: grid, on: office.today.advanced(by: 1))?.holder == holder)
        try await board.close()
    }

    @Test func `relieving somebody without a follower leaves a vacancy that the preview shows`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let grid = try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)
        let change = RosterChange.relieve(.gridWorker, grid, on: office.today)
        #expect(try await office.preview(change, by: admin).isVacant)
        try await Self.make(change, board)
        #expect(office.directory.vacantGrids(on: office.today).isEmpty)
        #expect(office.directory.vacantGrids(on: office.today.advanced(by: 1)) == [grid])
        await #expect(throws: Refusal.unknown(.appointment)) {
            try await office.preview(.relieve(.gridWorker, grid, on: office.today.advanced(by: 1)), by: admin)
        }
        try await board.close()
    }

    @Test func `whoever could not act, or for a day that has passed, is refused`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let grid = try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)
        let other = try GridCode(parsing: TestBoard.gridCodes[3], scheme: .national14)
        let elsewhere = try await Self.person("elsewhere", .grid(other), board)
        let locked = try await Self.person("locked", .district, board)
        try await office.lockAccount(locked, by: admin)
        for holder in [elsewhere, locked, board.staff(.intake).account] {
            await #expect(throws: Refusal.holderCannotAct) {
                try await office.preview(.appoint(.gridWorker, grid, holder: holder, from: office.today), by: admin)
            }
        }
        let li = try await Self.person("li", .district, board)
        await #expect(throws: Refusal.fromThePast) {
            let yesterday = office.today.advanced(by: -1)
            return try await office.preview(.appoint(.gridWorker, grid, holder: li, from: yesterday), by: admin)
        }
        let names = try await office.eligible(for: .gridWorker, in: grid).map(\.grant.signInName)
        #expect(names == ["grid_worker", "li", "worker-\(grid.rawValue)"])
        // A leader's post is another one, and answers before the worker's.
        try await Self.make(.appoint(.gridLeader, grid, holder: li, from: office.today), board)
        #expect(office.directory.post(for: grid, on: office.today)?.code.rawValue == "\(grid.rawValue)-L")
        try await board.close()
    }
}
