/// A place on the earth, in degrees, WGS-84.
package struct Coordinate: Hashable, Sendable {
    package let longitude: Double
    package let latitude: Double

    package init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }
}

/// A part of the earth between two parallels and two meridians, in degrees.
package struct BoundingBox: Hashable, Sendable {
    package var south: Double
    package var west: Double
    package var north: Double
    package var east: Double

    package init(south: Double, west: Double, north: Double, east: Double) {
        self.south = south
        self.west = west
        self.north = north
        self.east = east
    }

    /// The box that holds nothing yet.
    package static let empty = BoundingBox(
        south: .infinity,
        west: .infinity,
        north: -.infinity,
        east: -.infinity
    )

    package var isEmpty: Bool { south > north }

    package mutating func extend(to place: Coordinate) {
        south = min(south, place.latitude)
        north = max(north, place.latitude)
        west = min(west, place.longitude)
        east = max(east, place.longitude)
    }

    package mutating func extend(to other: BoundingBox) {
        south = min(south, other.south)
        north = max(north, other.north)
        west = min(west, other.west)
        east = max(east, other.east)
    }
}
