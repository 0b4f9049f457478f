package import Foundation

/// A feature of a GeoJSON file: its properties as text, and its ground.
package struct GeoJSONFeature: Sendable {
    /// Numbers and truth values as their text; null is left out.
    package var properties: [String: String]
    package var region: Region

    package init(properties: [String: String], region: Region) {
        self.properties = properties
        self.region = region
    }
}

/// Why a file is no GeoJSON that can be used; `feature` counts from zero.
package enum GeoJSONError: Error, Hashable, Sendable {
    case tooLarge(limitBytes: Int)
    case notJSON
    case notAFeatureCollection
    case noPolygon(feature: Int)
    case ringTooShort(feature: Int)
    case ringNotClosed(feature: Int)
    case notACoordinate(feature: Int)
}

/// A GeoJSON file of areas (RFC 7946).
package enum FeatureCollection {
    /// Larger than the boundaries of any district, smaller than what hurts.
    package static let byteLimit = 256 * 1_048_576

    /// - Throws: ``GeoJSONError``.
    package static func parse(_ data: Data) throws(GeoJSONError) -> [GeoJSONFeature] {
        guard data.count <= byteLimit else { throw .tooLarge(limitBytes: byteLimit) }
        let json: Any
        do { json = try JSONSerialization.jsonObject(with: data) } catch { throw .notJSON }
        guard let object = json as? [String: Any], object["type"] as? String == "FeatureCollection",
            let features = object["features"] as? [Any]
        else { throw .notAFeatureCollection }
        var parsed: [GeoJSONFeature] = []
        parsed.reserveCapacity(features.count)
        for (index, feature) in features.enumerated() {
            guard let feature = feature as? [String: Any], let geometry = feature["geometry"] as? [String: Any] else {
                throw .noPolygon(feature: index)
            }
            let properties = (feature["properties"] as? [String: Any] ?? [:]).compactMapValues(text)
            parsed.append(GeoJSONFeature(properties: properties, region: try Region(geometry: geometry, index: index)))
        }
        return parsed
    }

    private static func text(_ value: Any) -> String? {
        switch value {
        case let text as String: text
        case let number as NSNumber: number.stringValue
        default: nil
        }
    }
}

extension Region {
    /// Reads a GeoJSON geometry.
    ///
    /// - Throws: ``GeoJSONError``.
    package init(geoJSON text: String) throws(GeoJSONError) {
        let json: Any
        do { json = try JSONSerialization.jsonObject(with: Data(text.utf8)) } catch { throw .notJSON }
        guard let geometry = json as? [String: Any] else { throw .notJSON }
        try self.init(geometry: geometry, index: 0)
    }

    fileprivate init(geometry: [String: Any], index: Int) throws(GeoJSONError) {
        let polygons: [Any]
        switch (geometry["type"] as? String, geometry["coordinates"] as? [Any]) {
        case ("Polygon", let rings?): polygons = [rings]
        case ("MultiPolygon", let parts?): polygons = parts
        default: throw .noPolygon(feature: index)
        }
        var parsed: [Polygon] = []
        for polygon in polygons {
            guard let rings = polygon as? [Any], !rings.isEmpty else { throw .noPolygon(feature: index) }
            var all: [[Coordinate]] = []
            for ring in rings { all.append(try Self.ring(ring, index: index)) }
            parsed.append(Polygon(rings: all))
        }
        guard !parsed.isEmpty else { throw .noPolygon(feature: index) }
        self.init(polygons: parsed)
    }

    private static func ring(_ json: Any, index: Int) throws(GeoJSONError) -> [Coordinate] {
        guard let positions = json as? [Any] else { throw .notACoordinate(feature: index) }
        guard positions.count >= 4 else { throw .ringTooShort(feature: index) }
        var ring: [Coordinate] = []
        ring.reserveCapacity(positions.count)
        for position in positions {
            guard let numbers = position as? [Any], numbers.count >= 2,
                let longitude = (numbers[0] as? NSNumber)?.doubleValue,
                let latitude = (numbers[1] as? NSNumber)?.doubleValue,
                (-180...180).contains(longitude), (-90...90).contains(latitude)
            else { throw .notACoordinate(feature: index) }
            ring.append(Coordinate(longitude: longitude, latitude: latitude))
        }
        guard ring.first == ring.last else { throw .ringNotClosed(feature: index) }
        return ring
    }

    /// The geometry as GeoJSON; every number is its shortest text that reads back as the same double.
    package var geoJSON: String {
        let parts = polygons.map { polygon in
            let rings = polygon.rings.map { ring in
                "[" + ring.map { "[\($0.longitude),\($0.latitude)]" }.joined(separator: ",") + "]"
            }
            return "[" + rings.joined(separator: ",") + "]"
        }
        return parts.count == 1
            ? "{\"type\":\"Polygon\",\"coordinates\":\(parts[0])}"
            : "{\"type\":\"MultiPolygon\",\"coordinates\":[\(parts.joined(separator: ","))]}"
    }
}
