import Foundation
import Testing

@testable import Geography

/// Borders that move: the ground stays the same, and everybody has it once.
struct RedrawingTests {
    /// Three squares of a hundredth of a degree side by side.
    private static let areas = (0..<3).map {
        square(west: 113.80 + 0.01 * Double($0), east: 113.81 + 0.01 * Double($0))
    }

    private static func square(west: Double, east: Double, south: Double = 34.00, north: Double = 34.01) -> Region {
        let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return Region(polygons: [Polygon(rings: [corners.map { Coordinate(longitude: $0.0, latitude: $0.1) }])])
    }

    private static func faults(_ areas: [Region]) throws -> [CoverageFault] {
        let named = areas.enumerated().map { AuditedArea(code: "\($0.offset)", region: $0.element) }
        return try CoverageAudit.faults(of: named, outline: Redrawing.union(of: Self.areas))
    }

    @Test(arguments: [113.815, 113.825])
    func `a border that moves either way leaves neither gap nor overlap`(east: Double) throws {
        let middle = Self.square(west: 113.81, east: east)

        let changed = try Redrawing.exchange(middle, for: 1, among: Self.areas)

        #expect(changed.keys.sorted() == [2])
        var after = Self.areas
        after[1] = middle
        for (index, region) in changed { after[index] = try #require(region) }
        #expect(try Self.faults(after).isEmpty)
        // Without the neighbour it would be one or the other.
        var alone = Self.areas
        alone[1] = middle
        #expect(try Self.faults(alone).count == 1)
    }

    @Test func `a new grid is cut out of those that it lies in, and one that loses all is gone`() throws {
        let new = Self.square(west: 113.805, east: 113.82)

        let changed = try Redrawing.exchange(new, for: nil, among: Self.areas)

        #expect(changed.keys.sorted() == [0, 1])
        #expect(changed[1] == .some(nil))
        let left = try #require(changed[0] ?? nil)
        #expect(abs(squareMetres(of: left) - squareMetres(of: Self.areas[0]) / 2) < 1)
        #expect(try Self.faults([left, new, Self.areas[2]]).isEmpty)
    }

    @Test func `an outline that crosses itself is not worked out`() {
        var broken = Self.areas[1]
        broken.polygons[0].rings[0].swapAt(1, 2)
        #expect(throws: OverlayFailure.self) { try Redrawing.exchange(broken, for: 1, among: Self.areas) }
    }

    @Test func `the successor of a grid is who has most of its ground`() throws {
        let new = [Self.square(west: 113.80, east: 113.813), Self.square(west: 113.813, east: 113.83)]

        let heirs = try Redrawing.successors(of: Self.areas + [Self.square(west: 114, east: 115)], among: new)

        #expect(heirs == [0, 1, 1, nil])
    }
}
