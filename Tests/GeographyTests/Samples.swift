import CGEOS
import Foundation

@testable import Geography

/// Points that are the same on every machine: SplitMix64 in a box, longitude first.
struct SamplePoints {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func place(in box: BoundingBox) -> Coordinate {
        let u = Double(next() >> 11) * 0x1p-53
        let v = Double(next() >> 11) * 0x1p-53
        return Coordinate(
            longitude: box.west + u * (box.east - box.west),
            latitude: box.south + v * (box.north - box.south)
        )
    }
}

/// The real data beside the project; tests that need it are skipped, with a word, where it is not.
enum RealData {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data")

    static var isPresent: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "weidu-grids-synthetic.geojson").path)
    }

    static func features(_ name: String) throws -> [GeoJSONFeature] {
        try FeatureCollection.parse(Data(contentsOf: folder.appending(path: name)))
    }
}

/// GEOS as the judge: prepared polygons in an STR tree.
final class Judge {
    private let geos: GEOS
    private let tree: OpaquePointer?
    private var prepared: [OpaquePointer?] = []
    private var numbers: UnsafeMutablePointer<Int>

    init(_ areas: [Region]) throws {
        geos = try GEOS()
        tree = GEOSSTRtree_create_r(geos.handle, 10)
        numbers = .allocate(capacity: areas.count)
        for (index, area) in areas.enumerated() {
            let shape = try geos.shape(of: area)
            numbers[index] = index
            prepared.append(GEOSPrepare_r(geos.handle, shape))
            GEOSSTRtree_insert_r(geos.handle, tree, shape, numbers + index)
        }
    }

    deinit {
        for shape in prepared { GEOSPreparedGeom_destroy_r(geos.handle, shape) }
        GEOSSTRtree_destroy_r(geos.handle, tree)
        numbers.deallocate()
    }

    /// The areas that hold a point inside, and those that it touches or lies in.
    func areas(at place: Coordinate) throws -> (inside: [Int], touching: [Int]) {
        guard let sequence = GEOSCoordSeq_create_r(geos.handle, 1, 2) else { throw GEOS.Failure() }
        GEOSCoordSeq_setXY_r(geos.handle, sequence, 0, place.longitude, place.latitude)
        guard let point = GEOSGeom_createPoint_r(geos.handle, sequence) else { throw GEOS.Failure() }
        defer { GEOSGeom_destroy_r(geos.handle, point) }
        var found: [Int] = []
        withUnsafeMutablePointer(to: &found) { list in
            GEOSSTRtree_query_r(
                geos.handle,
                tree,
                point,
                { item, list in
                    guard let item, let list else { return }
                    list.assumingMemoryBound(to: [Int].self).pointee.append(item.load(as: Int.self))
                },
                list
            )
        }
        return (
            found.filter { GEOSPreparedContains_r(geos.handle, prepared[$0], point) == 1 }.sorted(),
            found.filter { GEOSPreparedIntersects_r(geos.handle, prepared[$0], point) == 1 }.sorted()
        )
    }
}
