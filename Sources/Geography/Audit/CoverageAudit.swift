import CGEOS

/// An area as the audit looks at it.
package struct AuditedArea: Sendable {
    package var code: String
    package var region: Region

    package init(code: String, region: Region) {
        self.code = code
        self.region = region
    }
}

/// What is wrong with a division of the district; places are inside the fault, areas in square metres.
package enum CoverageFault: Hashable, Sendable {
    /// A ring that crosses or touches itself.
    case invalidRing(code: String, reason: String, at: Coordinate)
    /// One code on several features, whose positions in the file count from zero.
    case duplicateCode(code: String, features: [Int])
    case overlap(first: String, second: String, squareMetres: Double, at: Coordinate)
    /// Ground that no area covers, inside the outline or enclosed by areas.
    case gap(squareMetres: Double, at: Coordinate, neighbours: [String])
    /// A part of an area beyond the district's outline.
    case outside(code: String, squareMetres: Double, at: Coordinate)
}

/// Looks whether areas cover a district with no gap and no overlap (promise 1).
package enum CoverageAudit {
    /// Square metres below which a sliver is a matter of rounding: a coordinate written with seven decimals is good to a
    /// centimetre, and a kilometre of border then leaves some square metres.
    package static let tolerance = 5.0

    /// The faults, by kind and code.
    ///
    /// A ring that is invalid is told once as such: the ground that it leaves uncovered is not told as a gap again.
    /// Blocks for seconds on large files; callers run it on a thread of its own.
    ///
    /// - Throws: ``OverlayFailure`` for shapes that GEOS cannot untangle.
    package static func faults(of areas: [AuditedArea], outline: Region?) throws -> [CoverageFault] {
        let geos = try GEOS()
        var faults: [CoverageFault] = duplicates(in: areas)
        var sound: [(code: String, shape: GEOS.Shape, box: BoundingBox)] = []
        var broken: [GEOS.Shape] = []
        for area in areas {
            let shape = try geos.shape(of: area.region)
            if let fault = try geos.fault(of: shape) {
                faults.append(.invalidRing(code: area.code, reason: fault.reason, at: fault.at))
                broken.append(try geos.keep(GEOSMakeValid_r(geos.handle, shape)))
            } else {
                sound.append((area.code, shape, area.region.boundingBox))
            }
        }
        faults += try overlaps(among: sound, geos)
        guard !sound.isEmpty else { return faults }
        var shapes: [GEOS.Shape?] = try sound.map { try geos.keep(GEOSGeom_clone_r(geos.handle, $0.shape)) }
        let all = GEOSGeom_createCollection_r(
            geos.handle,
            Int32(GEOS_GEOMETRYCOLLECTION.rawValue),
            &shapes,
            UInt32(shapes.count)
        )
        // The collection owns the clones now.
        geos.forget(shapes.count)
        let union = try geos.keep(GEOSUnaryUnion_r(geos.handle, geos.keep(all)))
        faults += try gaps(in: union, outline: outline, sound: sound, broken: broken, geos)
        if let outline { faults += try beyond(outline, sound, geos) }
        return faults
    }

    private static func duplicates(in areas: [AuditedArea]) -> [CoverageFault] {
        let byCode = Dictionary(grouping: areas.indices) { areas[$0].code }
        return byCode.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { .duplicateCode(code: $0.key, features: $0.value) }
    }

    private static func overlaps(
        among sound: [(code: String, shape: GEOS.Shape, box: BoundingBox)],
        _ geos: GEOS
    ) throws -> [CoverageFault] {
        var faults: [CoverageFault] = []
        // By western side: a pair is looked at only while their boxes can still meet.
        let order = sound.indices.sorted { sound[$0].box.west < sound[$1].box.west }
        for (position, first) in order.enumerated() {
            for second in order[(position + 1)...] {
                let a = sound[first]
                let b = sound[second]
                if b.box.west > a.box.east { break }
                guard a.box.south <= b.box.north, b.box.south <= a.box.north else { continue }
                // Touching neighbours are the rule: this tells them apart without an overlay.
                let touches = GEOSTouches_r(geos.handle, a.shape, b.shape)
                if touches == 1 { continue }
                let common = try geos.regions(of: geos.keep(GEOSIntersection_r(geos.handle, a.shape, b.shape)))
                let area = common.reduce(0) { $0 + squareMetres(of: $1) }
                guard area > tolerance, let largest = common.max(by: { squareMetres(of: $0) < squareMetres(of: $1) })
                else { continue }
                faults.append(
                    .overlap(
                        first: min(a.code, b.code),
                        second: max(a.code, b.code),
                        squareMetres: area,
                        at: try geos.insidePoint(of: largest)
                    )
                )
            }
        }
        return faults.sorted { $0.sortKey < $1.sortKey }
    }

    private static func gaps(
        in union: GEOS.Shape,
        outline: Region?,
        sound: [(code: String, shape: GEOS.Shape, box: BoundingBox)],
        broken: [GEOS.Shape],
        _ geos: GEOS
    ) throws -> [CoverageFault] {
        let uncovered: [Region]
        if let outline {
            let ground = try geos.shape(of: outline)
            uncovered = try geos.regions(of: geos.keep(GEOSDifference_r(geos.handle, ground, union)))
        } else {
            // Without an outline, what is enclosed and covered by nobody.
            uncovered = try geos.regions(of: union).flatMap { part in
                part.polygons.flatMap { $0.rings.dropFirst().map { Region(polygons: [Polygon(rings: [$0])]) } }
            }
        }
        var faults: [CoverageFault] = []
        for gap in uncovered {
            let area = squareMetres(of: gap)
            guard area > tolerance else { continue }
            let shape = try geos.shape(of: gap)
            // The ground of an invalid ring has been told already.
            if broken.contains(where: {
                GEOSIntersects_r(geos.handle, shape, $0) == 1 && GEOSTouches_r(geos.handle, shape, $0) == 0
            }) {
                continue
            }
            let box = gap.boundingBox
            let neighbours = sound.filter { neighbour in
                neighbour.box.south <= box.north && neighbour.box.north >= box.south && neighbour.box.west <= box.east
                    && neighbour.box.east >= box.west && GEOSIntersects_r(geos.handle, shape, neighbour.shape) == 1
            }
            faults.append(
                .gap(squareMetres: area, at: try geos.insidePoint(of: gap), neighbours: neighbours.map(\.code).sorted())
            )
        }
        return faults.sorted { $0.sortKey < $1.sortKey }
    }

    private static func beyond(
        _ outline: Region,
        _ sound: [(code: String, shape: GEOS.Shape, box: BoundingBox)],
        _ geos: GEOS
    ) throws -> [CoverageFault] {
        let ground = try geos.shape(of: outline)
        var faults: [CoverageFault] = []
        for area in sound where GEOSCovers_r(geos.handle, ground, area.shape) != 1 {
            let rest = try geos.regions(of: geos.keep(GEOSDifference_r(geos.handle, area.shape, ground)))
            let size = rest.reduce(0) { $0 + squareMetres(of: $1) }
            guard size > tolerance, let largest = rest.max(by: { squareMetres(of: $0) < squareMetres(of: $1) })
            else { continue }
            faults.append(.outside(code: area.code, squareMetres: size, at: try geos.insidePoint(of: largest)))
        }
        return faults.sorted { $0.sortKey < $1.sortKey }
    }
}

extension CoverageFault {
    fileprivate var sortKey: String {
        switch self {
        case .invalidRing(let code, _, _), .duplicateCode(let code, _), .outside(let code, _, _): code
        case .overlap(let first, let second, _, _): first + second
        case .gap(_, _, let neighbours): neighbours.joined()
        }
    }
}
