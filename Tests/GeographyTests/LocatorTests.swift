import Foundation
import Testing

@testable import Geography

struct LocatorTests {
    /// Inside for GEOS is inside for us; on a border the rule picks one of the areas that touch; elsewhere there is none.
    private func expectAgreement(_ areas: [Region], _ places: [Coordinate]) throws {
        let locator = GridLocator(areas: areas)
        let judge = try Judge(areas)
        for place in places {
            let found = locator.area(at: place)
            let (inside, touching) = try judge.areas(at: place)
            if let only = inside.first {
                try #require(found == only, "\(place) lies in \(inside), found \(String(describing: found))")
            } else if touching.isEmpty {
                try #require(found == nil, "\(place) lies nowhere, found \(String(describing: found))")
            } else {
                if let found { try #require(touching.contains(found), "\(place) touches \(touching), found \(found)") }
            }
        }
        #expect(locator.areas(at: places).map { $0 < 0 ? nil : Int($0) } == places.map(locator.area(at:)))
    }

    private func borderPlaces(of areas: [Region], limit: Int) -> [Coordinate] {
        var places: [Coordinate] = []
        for ring in areas.flatMap(\.rings) {
            for (a, b) in zip(ring, ring.dropFirst()) where places.count < limit {
                places.append(a)
                places.append(
                    Coordinate(longitude: (a.longitude + b.longitude) / 2, latitude: (a.latitude + b.latitude) / 2)
                )
            }
        }
        return places
    }

    @Test func `an invented district of 539 grids answers as GEOS does, borders included`() throws {
        let district = SyntheticDistrict.make(seed: 411_002)
        let areas = district.grids.map(\.region)
        var random = SamplePoints(seed: 411_002)
        let box = district.outline.boundingBox
        let places = (0..<40_000).map { _ in random.place(in: box) } + borderPlaces(of: areas, limit: 20_000)

        try expectAgreement(areas, places)
    }

    @Test func `every border point inside a coverage lies in exactly one grid`() throws {
        let district = SyntheticDistrict.make(seed: 3)
        let areas = district.grids.map(\.region)
        // An edge that only one grid has is the rim's: there the rule may give a point to nobody.
        var uses: [Set<Coordinate>: Int] = [:]
        for ring in areas.flatMap(\.rings) {
            for (a, b) in zip(ring, ring.dropFirst()) { uses[[a, b], default: 0] += 1 }
        }
        let rim = Set(uses.filter { $0.value == 1 }.keys.flatMap { $0 })
        let locators = areas.map { GridLocator(areas: [$0]) }
        let judge = try Judge(areas)

        for place in Set(areas.flatMap(\.rings).flatMap { $0 }) where !rim.contains(place) {
            let touching = try judge.areas(at: place).touching
            #expect(touching.filter { locators[$0].area(at: place) != nil }.count == 1)
        }
    }

    @Test func `a point on an upright border is east's, on a level border north's`() throws {
        func square(_ west: Double, _ south: Double) -> Region {
            let ring = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
            return Region(
                polygons: [Polygon(rings: [ring.map { Coordinate(longitude: west + $0.0, latitude: south + $0.1) }])]
            )
        }
        let locator = GridLocator(areas: [square(0, 0), square(1, 0), square(0, 1), square(1, 1)])

        #expect(locator.area(at: Coordinate(longitude: 1, latitude: 0.5)) == 1)
        #expect(locator.area(at: Coordinate(longitude: 0.5, latitude: 1)) == 2)
        #expect(locator.area(at: Coordinate(longitude: 1, latitude: 1)) == 3)
        #expect(locator.area(at: Coordinate(longitude: 0, latitude: 0)) == 0)
        #expect(locator.area(at: Coordinate(longitude: 2, latitude: 0.5)) == nil)
        #expect(locator.area(at: Coordinate(longitude: .nan, latitude: 0.5)) == nil)
    }

    @Test func `holes, parts that lie apart, and overlaps are told as documented`() throws {
        func ring(_ low: Double, _ high: Double) -> [Coordinate] {
            [(low, low), (high, low), (high, high), (low, high), (low, low)]
                .map { Coordinate(longitude: $0.0, latitude: $0.1) }
        }
        let holed = Region(polygons: [Polygon(rings: [ring(0, 3), ring(1, 2)]), Polygon(rings: [ring(10, 11)])])
        let over = Region(polygons: [Polygon(rings: [ring(0.5, 2.5)])])
        let locator = GridLocator(areas: [holed, over])

        #expect(locator.area(at: Coordinate(longitude: 0.2, latitude: 0.2)) == 0)
        #expect(locator.area(at: Coordinate(longitude: 0.7, latitude: 0.7)) == 0)
        #expect(locator.area(at: Coordinate(longitude: 1.5, latitude: 1.5)) == 1)
        #expect(locator.area(at: Coordinate(longitude: 10.5, latitude: 10.5)) == 0)
        #expect(locator.area(at: Coordinate(longitude: 5, latitude: 5)) == nil)
        #expect(GridLocator(areas: []).area(at: Coordinate(longitude: 0, latitude: 0)) == nil)
    }

    @Test func `a nearly straight line is decided exactly`() {
        // (0.1, 0.1) to (0.7, 0.7): in doubles 0.3 is not on the line from 0.1 to 0.7 by plain rounding luck only.
        let next = 0.3.nextUp
        #expect(Orientation.sign(0.1, 0.1, 0.7, 0.7, 0.3, 0.3) == 0)
        #expect(Orientation.sign(0.1, 0.1, 0.7, 0.7, 0.3, next) > 0)
        #expect(Orientation.sign(0.1, 0.1, 0.7, 0.7, next, 0.3) < 0)
        #expect(Orientation.sign(113.1, 34.1, 113.9, 34.9, 113.5, 34.5.nextDown) < 0)
    }

    @Test(.enabled(if: RealData.isPresent, "the real data is not beside the project"))
    func `the published counts of a million points in Weidu hold`() throws {
        let features = try RealData.features("weidu-grids-synthetic.geojson")
        let locator = GridLocator(areas: features.map(\.region))
        var random = SamplePoints(seed: 411_002)
        let box = BoundingBox(south: 33.98, west: 113.73, north: 34.10, east: 113.89)
        var counts: [String: Int] = [:]
        for _ in 0..<1_000_000 {
            guard let area = locator.area(at: random.place(in: box)) else { continue }
            counts[features[area].properties["street_code"] ?? "", default: 0] += 1
        }

        #expect(counts.values.reduce(0, +) == 448_214)
        #expect(counts["411002001"] == 23_451)
        #expect(counts["411002008"] == 54_001)
        #expect(counts["411002570"] == 28_717)
    }

    @Test(.enabled(if: RealData.isPresent, "the real data is not beside the project"))
    func `77 real and detailed polygons answer as GEOS does`() throws {
        let areas = try RealData.features("chicago-community-areas.geojson").map(\.region)
        var random = SamplePoints(seed: 311)
        let box = BoundingBox(south: 41.64, west: -87.95, north: 42.03, east: -87.52)
        let places = (0..<30_000).map { _ in random.place(in: box) } + borderPlaces(of: areas, limit: 20_000)

        try expectAgreement(areas, places)
    }
}
