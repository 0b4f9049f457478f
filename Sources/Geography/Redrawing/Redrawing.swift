import CGEOS

/// Moves borders so that no ground is lost and none is held twice.
///
/// All of it blocks; callers run it on a thread of its own.
package enum Redrawing {
    /// The ground of all areas together: what a district is, as far as it is divided.
    ///
    /// - Throws: ``OverlayFailure`` for shapes that GEOS cannot untangle.
    package static func union(of areas: [Region]) throws -> Region {
        let geos = try GEOS()
        return Region(polygons: try geos.regions(of: geos.union(of: areas.map(geos.shape))).flatMap(\.polygons))
    }

    /// Gives an area another outline, and lets its neighbours follow: what it gains is taken off them, and each piece that it
    /// gives up goes to the neighbour with the longest common border.
    ///
    /// `index`: of the area; nil for a new one.
    /// - Returns: the areas that change, by their index; nil in the place of what is left of one that has lost everything.
    /// - Throws: ``OverlayFailure`` for shapes that GEOS cannot untangle, an invalid outline among them.
    package static func exchange(
        _ outline: Region,
        for index: Int?,
        among areas: [Region]
    ) throws -> [Int: Region?] {
        let geos = try GEOS()
        let new = try geos.shape(of: outline)
        guard try geos.fault(of: new) == nil else { throw OverlayFailure() }
        var changed: [Int: GEOS.Shape] = [:]
        let box = outline.boundingBox
        for (other, region) in areas.enumerated() where other != index && region.boundingBox.meets(box) {
            let shape = try geos.shape(of: region)
            guard GEOSIntersects_r(geos.handle, shape, new) == 1, GEOSTouches_r(geos.handle, shape, new) == 0
            else { continue }
            changed[other] = try geos.keep(GEOSDifference_r(geos.handle, shape, new))
        }
        if let index {
            let old = try geos.shape(of: areas[index])
            let left = try geos.regions(of: geos.keep(GEOSDifference_r(geos.handle, old, new)))
            for piece in left where squareMetres(of: piece) > CoverageAudit.tolerance / 10 {
                guard let neighbour = try neighbour(of: piece, but: index, among: areas, changed, geos) else {
                    continue
                }
                let present = try changed[neighbour] ?? geos.shape(of: areas[neighbour])
                changed[neighbour] = try geos.keep(GEOSUnion_r(geos.handle, present, geos.shape(of: piece)))
            }
        }
        return try changed.mapValues { shape in
            // Threads that an overlay leaves are no ground.
            let parts = try geos.regions(of: shape).filter { squareMetres(of: $0) > CoverageAudit.tolerance / 10 }
            return parts.isEmpty ? nil : Region(polygons: parts.flatMap(\.polygons))
        }
    }

    /// For every old area the new one that has most of its ground, by index; nil where nobody has any.
    ///
    /// - Throws: ``OverlayFailure``.
    package static func successors(of old: [Region], among new: [Region]) throws -> [Int?] {
        let geos = try GEOS()
        return try old.map { region in
            let shape = try geos.whole(region)
            let box = region.boundingBox
            var best: (index: Int, area: Double)?
            for (index, other) in new.enumerated() where other.boundingBox.meets(box) {
                let common = try geos.regions(of: geos.keep(GEOSIntersection_r(geos.handle, shape, geos.whole(other))))
                let area = common.reduce(0) { $0 + squareMetres(of: $1) }
                if area > best?.area ?? 0 { best = (index, area) }
            }
            return best?.index
        }
    }

    private static func neighbour(
        of piece: Region,
        but index: Int,
        among areas: [Region],
        _ changed: [Int: GEOS.Shape],
        _ geos: GEOS
    ) throws -> Int? {
        let shape = try geos.shape(of: piece)
        let box = piece.boundingBox
        var best: (index: Int, length: Double)?
        for (other, region) in areas.enumerated() where other != index && region.boundingBox.meets(box) {
            let ground = try changed[other] ?? geos.shape(of: region)
            let border = try geos.keep(GEOSIntersection_r(geos.handle, shape, ground))
            var length = 0.0
            GEOSLength_r(geos.handle, border, &length)
            if length > best?.length ?? 0 { best = (other, length) }
        }
        return best?.index
    }
}

extension GEOS {
    /// All shapes as one.
    func union(of parts: [Shape]) throws -> Shape {
        var shapes: [Shape?] = try parts.map { try keep(GEOSGeom_clone_r(handle, $0)) }
        let kind = Int32(GEOS_GEOMETRYCOLLECTION.rawValue)
        let all = GEOSGeom_createCollection_r(handle, kind, &shapes, UInt32(shapes.count))
        // The collection owns the clones now.
        forget(shapes.count)
        return try keep(GEOSUnaryUnion_r(handle, keep(all)))
    }

    /// A region whose rings may cross: what GEOS makes of it.
    fileprivate func whole(_ region: Region) throws -> Shape {
        let shape = try shape(of: region)
        return try fault(of: shape) == nil ? shape : keep(GEOSMakeValid_r(handle, shape))
    }
}

extension BoundingBox {
    /// Whether two boxes have a place in common.
    package func meets(_ other: BoundingBox) -> Bool {
        south <= other.north && other.south <= north && west <= other.east && other.west <= east
    }
}
