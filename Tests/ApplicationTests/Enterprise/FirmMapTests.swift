import Application
import Domain
import FoundationEssentials
import Geography
import Store
import TestKit
import Testing

/// Firms on the map, as the chief and a steward may see them.
struct FirmMapTests {
    private static func register(_ count: Int, _ kind: Enterprise.Kind, west: Double, on board: TestBoard) async throws
    {
        for index in 0..<count {
            let place = Coordinate(longitude: west + Double(index) * 0.000_01, latitude: 34.025)
            let draft = EnterpriseDraft(name: "厂 \(index)", kind: kind, place: PlaceDraft(coordinate: place))
            _ = try await board.office.register(draft, by: .staff(board.staff(.serviceChief)))
        }
    }

    @Test(arguments: TestEngine.all)
    func `grids count what is there, and what nobody serves; a steward sees the own firms`(
        kind: TestEngine
    ) async throws {
        // given: two enterprises in one grid, a shop in another; the steward serves the first and the shop
        let board = try await TestBoard.make(on: kind)
        let office = board.office
        let (chief, steward) = (board.staff(.serviceChief), board.staff(.steward))
        try await Self.register(2, .enterprise, west: 113.815, on: board)
        try await Self.register(1, .shop, west: 113.825, on: board)
        for number in [1, 3] {
            try await office.assign(steward.account, to: number, from: office.today, by: .staff(chief))
        }
        let grids = TestBoard.gridCodes

        // when
        let all = try await office.firmMap(FirmPlaceFilter(), for: chief)
        var vacant = FirmPlaceFilter()
        vacant.isVacant = true
        var shops = FirmPlaceFilter()
        shops.kind = .shop
        let own = try await office.firmMap(FirmPlaceFilter(), for: steward)
        let box = CaseFilter.Box(south: 34, west: 113.8, north: 34.1, east: 113.82)
        let near = try await office.firmMap(FirmPlaceFilter(), within: box, for: chief)

        // then
        #expect(all.grids == [grids[0]: FirmCount(firms: 2, vacant: 1), grids[1]: FirmCount(firms: 1)])
        #expect(all.marks.isEmpty && all.heaps.isEmpty)
        let waiting = try await office.firmMap(vacant, for: chief).grids
        #expect(waiting == [grids[0]: FirmCount(firms: 1, vacant: 1)])
        #expect(try await office.firmMap(shops, for: chief).grids == [grids[1]: FirmCount(firms: 1)])
        #expect(own.grids == [grids[0]: FirmCount(firms: 1), grids[1]: FirmCount(firms: 1)])
        #expect(Set(near.marks.map(\.number)) == [1, 2] && near.heaps.isEmpty)
        await #expect(throws: Refusal.self) {
            _ = try await office.firmMap(FirmPlaceFilter(), for: board.staff(.gridWorker))
        }
        // A firm that has ended is on no map.
        try await office.perform(.close(on: office.today), on: 2, by: .staff(chief))
        #expect(try await office.firmMap(FirmPlaceFilter(), for: chief).grids[grids[0]] == FirmCount(firms: 1))
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `many firms of a place are heaps that count all of them`() async throws {
        let board = try await TestBoard.make(on: .sqlite)
        try await Self.register(FirmMap.markLimit + 1, .shop, west: 113.812, on: board)
        let area = Queue.Area.grid(try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14))

        let map = try await board.office.firmMap(FirmPlaceFilter(), area: area, for: board.staff(.serviceChief))

        #expect(map.marks.isEmpty && map.heaps.count > 1 && map.heaps.count <= 144)
        #expect(map.heaps.map(\.count.firms).reduce(0, +) == FirmMap.markLimit + 1)
        try await board.close()
    }
}
