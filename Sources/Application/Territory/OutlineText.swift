import Domain
package import Geography

/// An outline as people paste it: a place a line, longitude first, or a GeoJSON geometry.
package enum OutlineText {
    /// - Throws: ``GeoJSONError``, or ``Refusal`` for lines that are no places.
    package static func region(_ text: String, in system: CoordinateSystem) throws -> Region {
        let text = text.drop { $0.isWhitespace }
        guard !text.isEmpty else { throw Refusal.missing(.ring) }
        if text.first == "{" { return try Region(geoJSON: String(text)).converted(from: system) }
        var ring = try text.split(whereSeparator: \.isNewline).compactMap { line -> Coordinate? in
            let numbers = line.split { $0 == "," || $0 == "，" || $0.isWhitespace }.map(String.init)
            if numbers.isEmpty { return nil }
            guard numbers.count == 2, let longitude = Double(numbers[0]), let latitude = Double(numbers[1]),
                (-180...180).contains(longitude), (-90...90).contains(latitude)
            else { throw unreadable }
            return Coordinate(longitude: longitude, latitude: latitude)
        }
        if let first = ring.first, ring.last != first { ring.append(first) }
        guard ring.count >= 4 else { throw unreadable }
        return Region(polygons: [Polygon(rings: [ring])]).converted(from: system)
    }

    /// The text that reads back as the region: a place a line where it has one ring.
    package static func text(of region: Region) -> String {
        guard region.rings.count == 1, let ring = region.rings.first else { return region.geoJSON }
        return ring.dropLast().map { "\($0.longitude), \($0.latitude)" }.joined(separator: "\n")
    }

    private static var unreadable: Refusal {
        .malformed(Malformed("ring", expected: "one place a line, like 113.8123, 34.0256; at least three"))
    }
}
