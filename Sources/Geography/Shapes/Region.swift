/// One polygon: an outer ring, then its holes; every ring ends where it begins.
package struct Polygon: Hashable, Sendable {
    package var rings: [[Coordinate]]

    package init(rings: [[Coordinate]]) { self.rings = rings }
}

/// The ground of an area: one polygon, or several that lie apart.
package struct Region: Hashable, Sendable {
    package var polygons: [Polygon]

    package init(polygons: [Polygon]) { self.polygons = polygons }

    /// Every ring of every polygon.
    package var rings: [[Coordinate]] { polygons.flatMap(\.rings) }

    package var boundingBox: BoundingBox {
        var box = BoundingBox.empty
        for ring in rings { for place in ring { box.extend(to: place) } }
        return box
    }
}
