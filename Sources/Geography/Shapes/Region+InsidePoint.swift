extension Region {
    /// A place well inside the region: the middle of its widest stretch halfway between its northern and southern ends.
    ///
    /// Nil for a region without ground.
    package var insidePoint: Coordinate? {
        let largest = polygons.max { Self.height($0) < Self.height($1) }
        guard let rings = largest?.rings, let box = largest.map({ Region(polygons: [$0]).boundingBox }), !box.isEmpty
        else { return nil }
        let latitude = box.south + (box.north - box.south) / 2
        var crossings: [Double] = []
        for ring in rings {
            for (from, to) in zip(ring, ring.dropFirst()) where (from.latitude > latitude) != (to.latitude > latitude) {
                let part = (latitude - from.latitude) / (to.latitude - from.latitude)
                crossings.append(from.longitude + part * (to.longitude - from.longitude))
            }
        }
        crossings.sort()
        // Even-odd: every second stretch between crossings lies inside.
        let stretches = stride(from: 0, to: crossings.count - 1, by: 2).map { (crossings[$0], crossings[$0 + 1]) }
        guard let widest = stretches.max(by: { $0.1 - $0.0 < $1.1 - $1.0 }) else { return nil }
        return Coordinate(longitude: widest.0 + (widest.1 - widest.0) / 2, latitude: latitude)
    }

    private static func height(_ polygon: Polygon) -> Double {
        let box = Region(polygons: [polygon]).boundingBox
        return box.isEmpty ? 0 : box.north - box.south
    }
}
