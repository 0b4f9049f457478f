import Foundation
import Testing

@testable import Geography

struct ShapeTests {
    @Test func `a degree square at the equator has the ellipsoid's area`() {
        let ring = [(0.0, 0.0), (1, 0), (1, 1), (0, 1), (0, 0)].map { Coordinate(longitude: $0.0, latitude: $0.1) }

        // 12,308.778 km², from the formula for a zone of the ellipsoid.
        let square = squareMetres(of: Region(polygons: [Polygon(rings: [ring])]))
        #expect(abs(square / 1e6 - 12_308.778) < 0.5)
        let reversed = squareMetres(of: Region(polygons: [Polygon(rings: [ring.reversed()])]))
        #expect(reversed == square)
    }

    @Test func `coordinates of Chinese maps come back to where they were`() {
        var random = SamplePoints(seed: 20)
        let box = BoundingBox(south: 20, west: 80, north: 50, east: 130)
        for _ in 0..<2_000 {
            let place = random.place(in: box)
            for system in CoordinateSystem.allCases {
                let back = system.toWGS84(system.fromWGS84(place))
                #expect(abs(back.longitude - place.longitude) < 1e-9 && abs(back.latitude - place.latitude) < 1e-9)
            }
        }
        // About 580 m at Weidu, to the east and south.
        let there = CoordinateSystem.gcj02.fromWGS84(Coordinate(longitude: 113.82, latitude: 34.03))
        #expect(abs(there.longitude - 113.82 - 0.006) < 0.0005 && abs(there.latitude - 34.03 + 0.0015) < 0.0005)
        let abroad = Coordinate(longitude: -87.6, latitude: 41.8)
        #expect(CoordinateSystem.gcj02.toWGS84(abroad) == abroad)
    }

    @Test func `a geometry reads back bit for bit`() throws {
        for grid in SyntheticDistrict.make(seed: 2).grids.prefix(50) {
            #expect(try Region(geoJSON: grid.region.geoJSON) == grid.region)
        }
    }

    @Test(arguments: [
        ("", GeoJSONError.notJSON),
        ("{", .notJSON),
        ("[]", .notAFeatureCollection),
        (#"{"type":"FeatureCollection"}"#, .notAFeatureCollection),
        (#"{"type":"FeatureCollection","features":[{"geometry":null}]}"#, .noPolygon(feature: 0)),
        (
            #"{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[1,2]}}]}"#,
            .noPolygon(feature: 0)
        ),
        (
            #"{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[1,2],[1,3],[1,2]]]}}]}"#,
            .ringTooShort(feature: 0)
        ),
        (
            #"{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[1,2],[1,3],[2,3],[2,2]]]}}]}"#,
            .ringNotClosed(feature: 0)
        ),
        (
            #"{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[1,92],[1,3],[2,3],[1,92]]]}}]}"#,
            .notACoordinate(feature: 0)
        ),
        (
            #"{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[["a",2],[1,3],[2,3],["a",2]]]}}]}"#,
            .notACoordinate(feature: 0)
        ),
    ])
    func `a file that is no map of areas says what is wrong`(text: String, expected: GeoJSONError) {
        #expect(throws: expected) { try FeatureCollection.parse(Data(text.utf8)) }
    }
}
