import Foundation

/// The systems that Chinese maps give coordinates in.
///
/// Base maps in China are shifted by law; what comes from them is converted, and the answer says so.
package enum CoordinateSystem: String, Hashable, Sendable, CaseIterable {
    /// What satellites give, and what Qipan stores.
    case wgs84
    /// 国测局坐标: Amap, Tencent.
    case gcj02
    /// Baidu's, shifted once more.
    case bd09

    /// The place in WGS-84; the inverse of GCJ-02 is found by iteration to 1e-12 degree.
    package func toWGS84(_ place: Coordinate) -> Coordinate {
        switch self {
        case .wgs84: place
        case .gcj02: Self.unshift(place)
        case .bd09: Self.unshift(Self.fromBaidu(place))
        }
    }

    /// The place as this system gives it.
    package func fromWGS84(_ place: Coordinate) -> Coordinate {
        switch self {
        case .wgs84: place
        case .gcj02: Self.shift(place)
        case .bd09: Self.toBaidu(Self.shift(place))
        }
    }

    /// The shift holds inside this box only; outside, the systems agree.
    private static func isShifted(_ place: Coordinate) -> Bool {
        (72.004...137.8347).contains(place.longitude) && (0.8293...55.8271).contains(place.latitude)
    }

    private static func unshift(_ place: Coordinate) -> Coordinate {
        var guess = place
        // The shift is smooth and small: every round gains about three digits.
        for _ in 0..<10 {
            let there = shift(guess)
            let dx = place.longitude - there.longitude
            let dy = place.latitude - there.latitude
            guess = Coordinate(longitude: guess.longitude + dx, latitude: guess.latitude + dy)
            if abs(dx) < 1e-13 && abs(dy) < 1e-13 { break }
        }
        return guess
    }

    private static func shift(_ place: Coordinate) -> Coordinate {
        guard isShifted(place) else { return place }
        // Krasovsky 1940, as the usual formula takes it.
        let semiMajor = 6_378_245.0
        let eccentricity2 = 0.006_693_421_622_965_943_23
        let x = place.longitude - 105
        let y = place.latitude - 35
        let wave = 20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)
        var dy = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot()
        dy +=
            (wave + 20 * sin(y * .pi) + 40 * sin(y / 3 * .pi) + 160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2
            / 3
        var dx = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot()
        dx +=
            (wave + 20 * sin(x * .pi) + 40 * sin(x / 3 * .pi) + 150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2
            / 3
        let radians = place.latitude * .pi / 180
        let magic = 1 - eccentricity2 * sin(radians) * sin(radians)
        let meridian = semiMajor * (1 - eccentricity2) / (magic * magic.squareRoot())
        let parallel = semiMajor / magic.squareRoot() * cos(radians)
        return Coordinate(
            longitude: place.longitude + dx * 180 / (parallel * .pi),
            latitude: place.latitude + dy * 180 / (meridian * .pi)
        )
    }

    private static let baiduTurn = Double.pi * 3_000 / 180

    private static func toBaidu(_ place: Coordinate) -> Coordinate {
        let x = place.longitude
        let y = place.latitude
        let radius = (x * x + y * y).squareRoot() + 0.000_02 * sin(y * baiduTurn)
        let angle = atan2(y, x) + 0.000_003 * cos(x * baiduTurn)
        return Coordinate(longitude: radius * cos(angle) + 0.0065, latitude: radius * sin(angle) + 0.006)
    }

    private static func fromBaidu(_ place: Coordinate) -> Coordinate {
        var guess = Coordinate(longitude: place.longitude - 0.0065, latitude: place.latitude - 0.006)
        for _ in 0..<10 {
            let there = toBaidu(guess)
            guess = Coordinate(
                longitude: guess.longitude + place.longitude - there.longitude,
                latitude: guess.latitude + place.latitude - there.latitude
            )
        }
        return guess
    }
}

extension Region {
    /// The region in WGS-84, position by position.
    package func converted(from system: CoordinateSystem) -> Region {
        guard system != .wgs84 else { return self }
        return Region(
            polygons: polygons.map { polygon in
                Polygon(rings: polygon.rings.map { ring in ring.map(system.toWGS84) })
            }
        )
    }
}
