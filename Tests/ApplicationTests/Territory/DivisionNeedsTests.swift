import Application
import Domain
import Foundation
import Geography
import Store
import TestKit
import Testing

/// A division holds when somebody answers for each of its grids and the dispatch catalogue for each place; firms follow it.
struct DivisionNeedsTests {
    private static let inNewGrid = Coordinate(longitude: 113.82, latitude: 34.025)

    private static func code() throws -> GridCode { try GridCode(parsing: "41100200100103", scheme: .national14) }

    /// A new grid, cut out of the first two.
    private static func newGrid(from day: Day) throws -> TerritoryDraft {
        let corners = "113.816,34.02\n113.824,34.02\n113.824,34.03\n113.816,34.03"
        let border = TerritoryDraft.Border(
            grid: try code(),
            name: "新网格",
            outline: try OutlineText.region(corners, in: .wgs84).geoJSON,
            neighboursFollow: true
        )
        return TerritoryDraft(change: .border(border), from: day, basis: "魏政办〔2026〕3号", mayChangeOutline: false)
    }

    private static func appoint(on board: TestBoard, from day: Day) async throws {
        let worker = board.staff(.gridWorker).account
        let change = RosterChange.appoint(.gridWorker, try code(), holder: worker, from: day)
        let admin = Actor.staff(board.staff(.administrator))
        let seen = try await board.office.preview(change, by: admin)
        #expect(try await board.office.make(change, seen: seen.digest, by: admin) == nil)
    }

    @Test func `a new grid without a person does not begin today, and ahead of its day only when it has one`()
        async throws
    {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let before = try await board.stored()

        // today: refused
        let now = try Self.newGrid(from: office.today)
        let preview = try await office.preview(now, by: admin)
        #expect(try preview.vacant.map(\.code) == [Self.code()] && preview.stillVacant.isEmpty)
        #expect(preview.hindrance(from: now.from, today: office.today) == .gridsVacant(1))
        await #expect(throws: Refusal.gridsVacant(1)) {
            try await office.publish(now, seen: preview.digest, by: admin)
        }
        #expect(try await board.stored() == before)

        // ahead: named, and on its day it waits
        let ahead = try Self.newGrid(from: office.today.advanced(by: 1))
        _ = try await office.publish(ahead, seen: nil, by: admin)
        #expect(try office.directory.plannedVacancies.map(\.code) == [Self.code()])
        board.clock.advance(seconds: 86_400)
        try await office.keepTerritory()
        #expect(office.directory.plan != nil && office.directory.grids.count == 4)
        #expect(try office.directory.grid(at: Self.inNewGrid) != Self.code())

        // until somebody answers for it
        try await Self.appoint(on: board, from: office.today)
        #expect(office.directory.plannedVacancies.isEmpty)
        try await office.keepTerritory()
        #expect(try office.directory.grid(at: Self.inNewGrid) == Self.code() && office.directory.plan == nil)
        #expect(office.directory.vacantGrids(on: office.today).isEmpty)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `people of a planned grid come from a file too`() async throws {
        let board = try await TestBoard.make()
        let admin = Actor.staff(board.staff(.administrator))
        let day = board.office.today.advanced(by: 1)
        let path = board.folder.appending(path: "posts.csv")
        let line = "\(try Self.code().rawValue),grid_worker,grid_worker,\(day)\n"
        try Data("grid,kind,holder,from\n\(line)".utf8).write(to: path)
        let early = try await PostFile(path: path.path).appoint(in: board.office)
        #expect(early.made == 0 && early.rejected.map(\.reason) == [.refused(.unknown(.grid))])

        _ = try await board.office.publish(try Self.newGrid(from: day), seen: nil, by: admin)
        #expect(try await PostFile(path: path.path).appoint(in: board.office).made == 1)
        #expect(board.office.directory.plannedVacancies.isEmpty)
        try await board.close()
    }

    @Test func `a grid for which the dispatch catalogue has no answer is refused with its place, until it has one`()
        async throws
    {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        // A rule for each grid that there is, and none for the district.
        let lines = TestBoard.gridCodes.enumerated().map { "R\($0 + 1),all,\($1),all,HW,HW-D,,,分片" }
        try await board.publishDispatch(lines)
        let draft = try Self.newGrid(from: office.today.advanced(by: 5))
        let count = office.directory.categories.count * HourClass.allCases.count

        let preview = try await office.preview(draft, by: admin)
        #expect(preview.undispatched.count == count && preview.findings.isEmpty)
        let drawn = Dictionary(uniqueKeysWithValues: preview.drawn.map { ($0.grid.code, $0.region) })
        let words = office.words(for: try #require(preview.undispatched.first), in: .english, drawn: drawn)
        #expect(try words.contains(Self.code().rawValue) && words.contains("113.8"), "\(words)")
        await #expect(throws: Refusal.divisionUndispatched(count)) {
            try await office.publish(draft, seen: preview.digest, by: admin)
        }

        // With a rule for the district it goes, a day later; a catalogue that leaves the planned grid out is then refused.
        board.clock.advance(seconds: 86_400)
        try await board.publishDispatch(lines + ["R0,all,all,all,HW,HW-D,,,总则"], version: "test-2")
        _ = try await office.publish(draft, seen: nil, by: admin)
        board.clock.advance(seconds: 86_400)
        await #expect(throws: Refusal.dispatchUnsound(faults: count)) {
            try await board.publishDispatch(lines, version: "test-3")
        }
        try await board.close()
    }

    @Test func `rules about a grid that is merged away are named, and hinder nothing`() async throws {
        let board = try await TestBoard.make()
        let admin = Actor.staff(board.staff(.administrator))
        let away = TestBoard.gridCodes[1]
        try await board.publishDispatch(["R1,all,all,all,HW,HW-D,,,总则", "R2,waste,\(away),all,CG,CG-D,,,一格"])
        let grids = try TestBoard.gridCodes.map { try GridCode(parsing: $0, scheme: .national14) }
        let draft = TerritoryDraft(
            change: .merge(grids[1], into: grids[0]),
            from: board.office.today,
            basis: "1",
            mayChangeOutline: false
        )
        let preview = try await board.office.preview(draft, by: admin)
        #expect(
            try preview.dispatch
                == [.unknownArea(RuleCode(parsing: "R2"), UnitCode(parsing: away))] && preview.undispatched.isEmpty
        )
        guard case .published = try await board.office.publish(draft, seen: preview.digest, by: admin) else {
            Issue.record("not published")
            return
        }
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `firms go with their place, by an entry each, and are counted before`(kind: TestEngine) async throws {
        // given: three firms in the second grid, one of which has no point, and one in the third
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let chief = Actor.staff(board.staff(.serviceChief))
        let second = try #require(office.directory.grid(named: TestBoard.gridCodes[1]))
        func register(_ name: String, _ place: PlaceDraft, _ kind: Enterprise.Kind = .shop) async throws -> Int {
            try await office.register(EnterpriseDraft(name: name, kind: kind, place: place), by: chief)
        }
        let east = PlaceDraft(coordinate: Coordinate(longitude: 113.823, latitude: 34.025))
        let shop = try await register("北关小吃店", east)
        let trader = try await register("王记修车", east, .soleTrader)
        let placeless = try await register("东街百货", PlaceDraft(address: "东街", grid: second))
        let closed = try await register("老店", east)
        try await office.perform(.close(on: office.today), on: closed, by: chief)
        let draft = TerritoryDraft(
            change: .merge(second, into: try #require(office.directory.grid(named: TestBoard.gridCodes[0]))),
            from: office.today,
            basis: "1",
            mayChangeOutline: false
        )
        let admin = Actor.staff(board.staff(.administrator))

        // when
        let preview = try await office.preview(draft, by: admin)
        #expect(preview.count(.firms) == 3 && preview.count(.posts) == 1)
        #expect(preview.handovers.filter { $0.kind == .firms }.flatMap(\.examples).isEmpty)
        _ = try await office.publish(draft, seen: preview.digest, by: admin)

        // then
        func grid(_ number: Int) async throws -> String? {
            try await office.enterprise(number, for: .system)?.details.place.grid?.rawValue
        }
        for number in [shop, trader, placeless] { #expect(try await grid(number) == TestBoard.gridCodes[0]) }
        #expect(try await grid(closed) == TestBoard.gridCodes[1])
        let facts = try await office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }.filter { try $0.text("t") == "enterprise.grid_changed" }
        #expect(facts.count == 3)
        // A sole trader's place is nobody's business.
        #expect(facts.count { $0["grid"] == nil } == 1)
        board.clock.advance(seconds: 61)
        let position = office.position
        try await office.keepTerritory()
        #expect(office.position == position)
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }
}
