import Foundation

/// A made-up file of three by three squares of a hundredth of a degree, from 113.80 E and 34.00 N, where a test plants
/// its faults.
struct SquareDistrict {
    struct Square {
        var properties: [String: String]
        var ring: [(Double, Double)]
    }

    /// Row after row from the south-west: codes 41100200100101 to …109.
    var squares: [Square] = (0..<9).map { index in
        let west = Self.coordinate(11_380 + index % 3)
        let south = Self.coordinate(3_400 + index / 3)
        let east = Self.coordinate(11_381 + index % 3)
        let north = Self.coordinate(3_401 + index / 3)
        return Square(
            properties: [
                "code": "4110020010010\(index + 1)", "name": "第\(index + 1)网格", "street_code": "411002001",
                "street": "西大街道", "community_code": "411002001001", "community": "西湖社区",
            ],
            ring: [(west, south), (east, south), (east, north), (west, north), (west, south)]
        )
    }

    /// Hundredths of a degree, so that a common corner is the same number in both of its squares.
    private static func coordinate(_ hundredths: Int) -> Double { Double(hundredths) / 100 }

    var data: Data {
        let features = squares.map { square in
            let properties = square.properties.sorted { $0.key < $1.key }
                .map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
            let ring = square.ring.map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
            return "{\"type\":\"Feature\",\"properties\":{\(properties)},"
                + "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[\(ring)]]}}"
        }
        return Data("{\"type\":\"FeatureCollection\",\"features\":[\(features.joined(separator: ","))]}".utf8)
    }
}
