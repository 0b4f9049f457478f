import ArgumentParser
import CGEOS
import Foundation
import Geography

/// Places random points in invented and real areas: Qipan's locator, and GEOS with prepared polygons in an STR tree.
struct LocatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "locator")

    @Option(help: "Points a round.") var points = 4_000_000
    @Option(help: "A GeoJSON file of areas, beside the invented ones.") var file: String?

    func run() throws {
        try measure(
            "10,000 invented grids",
            SyntheticDistrict.make(seed: 411_002, gridCount: 10_000).grids.map(\.region)
        )
        try measure("539 invented grids", SyntheticDistrict.make(seed: 411_002).grids.map(\.region))
        if let file {
            let features = try FeatureCollection.parse(Data(contentsOf: URL(filePath: file)))
            try measure("\(features.count) areas of \(URL(filePath: file).lastPathComponent)", features.map(\.region))
        }
    }

    private func measure(_ name: String, _ areas: [Region]) throws {
        var box = BoundingBox.empty
        for area in areas { box.extend(to: area.boundingBox) }
        var generator = SystemRandomNumberGenerator()
        let places = (0..<points).map { _ in
            Coordinate(
                longitude: Double.random(in: box.west...box.east, using: &generator),
                latitude: Double.random(in: box.south...box.north, using: &generator)
            )
        }
        let locator = GridLocator(areas: areas)
        let ours = rates(places.count) { _ = locator.areas(at: places) }
        let few = Array(places.prefix(places.count / 20))
        let geos = try GEOSPlacement(areas)
        let theirs = rates(few.count) { for place in few { _ = geos.area(at: place) } }
        for place in few where (locator.area(at: place) ?? -1) != geos.area(at: place) {
            // A random point on a border is next to impossible; a difference would be a fault.
            throw ValidationError("the answers differ at \(place)")
        }
        print("\(name): \(Int(ours)) points/s; GEOS \(Int(theirs)) points/s")
    }

    /// Points a second, the median of five rounds.
    private func rates(_ count: Int, _ work: () -> Void) -> Double {
        let rounds = (0..<5).map { _ in
            let began = ContinuousClock.now
            work()
            return Double(count) / ((ContinuousClock.now - began) / .seconds(1))
        }
        return rounds.sorted()[2]
    }
}

/// GEOS the way it is meant to be used for many points.
private final class GEOSPlacement {
    private let handle: GEOSContextHandle_t
    private let tree: OpaquePointer?
    private var shapes: [OpaquePointer?] = []
    private var prepared: [OpaquePointer?] = []
    private let numbers: UnsafeMutablePointer<Int>

    init(_ areas: [Region]) throws {
        guard let handle = GEOS_init_r() else { throw ValidationError("GEOS does not start") }
        self.handle = handle
        tree = GEOSSTRtree_create_r(handle, 10)
        numbers = .allocate(capacity: areas.count)
        let reader = GEOSGeoJSONReader_create_r(handle)
        defer { GEOSGeoJSONReader_destroy_r(handle, reader) }
        for (index, area) in areas.enumerated() {
            let shape = GEOSGeoJSONReader_readGeometry_r(handle, reader, area.geoJSON)
            numbers[index] = index
            shapes.append(shape)
            prepared.append(GEOSPrepare_r(handle, shape))
            GEOSSTRtree_insert_r(handle, tree, shape, numbers + index)
        }
    }

    deinit {
        for shape in prepared { GEOSPreparedGeom_destroy_r(handle, shape) }
        for shape in shapes { GEOSGeom_destroy_r(handle, shape) }
        GEOSSTRtree_destroy_r(handle, tree)
        GEOS_finish_r(handle)
        numbers.deallocate()
    }

    private struct Search {
        let handle: GEOSContextHandle_t
        let prepared: UnsafePointer<OpaquePointer?>
        let point: OpaquePointer?
        var found = -1
    }

    func area(at place: Coordinate) -> Int {
        let point = GEOSGeom_createPointFromXY_r(handle, place.longitude, place.latitude)
        defer { GEOSGeom_destroy_r(handle, point) }
        return prepared.withUnsafeBufferPointer { prepared in
            guard let base = prepared.baseAddress else { return -1 }
            var search = Search(handle: handle, prepared: base, point: point)
            GEOSSTRtree_query_r(
                handle,
                tree,
                point,
                { item, search in
                    guard let item, let search else { return }
                    let state = search.assumingMemoryBound(to: Search.self)
                    guard state.pointee.found < 0 else { return }
                    let index = item.load(as: Int.self)
                    let shape = state.pointee.prepared[index]
                    if GEOSPreparedContains_r(state.pointee.handle, shape, state.pointee.point) == 1 {
                        state.pointee.found = index
                    }
                },
                &search
            )
            return search.found
        }
    }
}
