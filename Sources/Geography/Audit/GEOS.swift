import CGEOS

/// GEOS could not do what was asked: out of memory, or an input that its overlay cannot untangle.
package struct OverlayFailure: Error, Hashable, Sendable {}

/// A GEOS context with the shapes that were made in it.
///
/// One thread at a time, and never Swift's shared threads: overlay of large polygons blocks for seconds.
final class GEOS {
    typealias Failure = OverlayFailure

    typealias Shape = OpaquePointer

    let handle: GEOSContextHandle_t
    private var shapes: [Shape] = []

    /// - Throws: ``Failure`` when GEOS does not start.
    init() throws {
        guard let handle = GEOS_init_r() else { throw Failure() }
        self.handle = handle
    }

    deinit {
        for shape in shapes { GEOSGeom_destroy_r(handle, shape) }
        GEOS_finish_r(handle)
    }

    /// Keeps a shape until the context ends.
    ///
    /// - Throws: ``Failure`` for what GEOS could not make.
    func keep(_ shape: Shape?) throws -> Shape {
        guard let shape else { throw Failure() }
        shapes.append(shape)
        return shape
    }

    /// Lets go of the last `count` shapes, which another shape owns now.
    func forget(_ count: Int) { shapes.removeLast(count) }

    /// - Throws: ``Failure`` for rings that GEOS does not take.
    func shape(of region: Region) throws -> Shape {
        var parts: [Shape?] = []
        for polygon in region.polygons {
            var rings = try polygon.rings.map { try ring($0) }
            guard let outer = rings.first else { throw Failure() }
            rings.removeFirst()
            var holes: [Shape?] = rings
            // The polygon owns its rings.
            guard let shape = GEOSGeom_createPolygon_r(handle, outer, &holes, UInt32(holes.count)) else {
                throw Failure()
            }
            parts.append(shape)
        }
        if parts.count == 1, let only = parts[0] { return try keep(only) }
        return try keep(
            GEOSGeom_createCollection_r(handle, Int32(GEOS_MULTIPOLYGON.rawValue), &parts, UInt32(parts.count))
        )
    }

    private func ring(_ places: [Coordinate]) throws -> Shape {
        guard let sequence = GEOSCoordSeq_create_r(handle, UInt32(places.count), 2) else { throw Failure() }
        for (index, place) in places.enumerated() {
            GEOSCoordSeq_setXY_r(handle, sequence, UInt32(index), place.longitude, place.latitude)
        }
        guard let ring = GEOSGeom_createLinearRing_r(handle, sequence) else { throw Failure() }
        return ring
    }

    /// Why a shape is not valid and where; nil when it is.
    func fault(of shape: Shape) throws -> (reason: String, at: Coordinate)? {
        var reason: UnsafeMutablePointer<CChar>?
        var location: Shape?
        let answer = GEOSisValidDetail_r(handle, shape, 0, &reason, &location)
        defer {
            if let reason { GEOSFree_r(handle, reason) }
            if let location { GEOSGeom_destroy_r(handle, location) }
        }
        guard answer != 2 else { throw Failure() }
        guard answer == 0 else { return nil }
        var x = 0.0
        var y = 0.0
        if let location {
            GEOSGeomGetX_r(handle, location, &x)
            GEOSGeomGetY_r(handle, location, &y)
        }
        return (reason.map { String(cString: $0) } ?? "invalid", Coordinate(longitude: x, latitude: y))
    }

    /// The polygons of a shape, as a region; lines and points that an overlay leaves are nothing.
    func regions(of shape: Shape) throws -> [Region] {
        let count = GEOSGetNumGeometries_r(handle, shape)
        guard count >= 0 else { throw Failure() }
        return try (0..<count).compactMap { index in
            guard let part = GEOSGetGeometryN_r(handle, shape, index) else { throw Failure() }
            guard GEOSGeomTypeId_r(handle, part) == Int32(GEOS_POLYGON.rawValue), GEOSisEmpty_r(handle, part) == 0
            else {
                return nil
            }
            guard let outer = GEOSGetExteriorRing_r(handle, part) else { throw Failure() }
            var rings = [try places(of: outer)]
            for hole in 0..<max(0, GEOSGetNumInteriorRings_r(handle, part)) {
                guard let inner = GEOSGetInteriorRingN_r(handle, part, hole) else { throw Failure() }
                rings.append(try places(of: inner))
            }
            return Region(polygons: [Polygon(rings: rings)])
        }
    }

    private func places(of ring: Shape) throws -> [Coordinate] {
        guard let sequence = GEOSGeom_getCoordSeq_r(handle, ring) else { throw Failure() }
        var count: UInt32 = 0
        GEOSCoordSeq_getSize_r(handle, sequence, &count)
        return (0..<count).map { index in
            var x = 0.0
            var y = 0.0
            GEOSCoordSeq_getXY_r(handle, sequence, index, &x, &y)
            return Coordinate(longitude: x, latitude: y)
        }
    }

    /// A point that surely lies inside, for showing where something is.
    func insidePoint(of region: Region) throws -> Coordinate {
        let point = try keep(GEOSPointOnSurface_r(handle, shape(of: region)))
        var x = 0.0
        var y = 0.0
        GEOSGeomGetX_r(handle, point, &x)
        GEOSGeomGetY_r(handle, point, &y)
        return Coordinate(longitude: x, latitude: y)
    }
}
