import Foundation

/// The area of a region on the WGS-84 ellipsoid, in square metres; holes are taken off, ring direction does not matter.
///
/// Edges are straight in longitude and latitude, as the file draws them. Between two latitudes and one radian of
/// longitude the ellipsoid has b²/2 · (sin φ / (1 − e² sin² φ) + artanh(e sin φ) / e) (Snyder, Map Projections, 1987,
/// 3-12); along an edge this is integrated by Simpson's rule, which is good to a millionth for edges below a degree.
package func squareMetres(of region: Region) -> Double {
    region.polygons.reduce(0) { sum, polygon in
        let areas = polygon.rings.map { abs(signedSquareMetres(of: $0)) }
        return sum + (areas.first ?? 0) - areas.dropFirst().reduce(0, +)
    }
}

private func signedSquareMetres(of ring: [Coordinate]) -> Double {
    guard let origin = ring.first else { return 0 }
    // Against the first vertex's latitude, so that small rings do not drown in the area down to the equator.
    let base = zone(origin.latitude)
    var sum = 0.0
    for (a, b) in zip(ring, ring.dropFirst()) {
        let middle = (a.latitude + b.latitude) / 2
        let mean = (zone(a.latitude) + 4 * zone(middle) + zone(b.latitude)) / 6 - base
        sum += mean * (b.longitude - a.longitude) * .pi / 180
    }
    return sum
}

/// Square metres between the equator and a latitude, for one radian of longitude.
private func zone(_ latitude: Double) -> Double {
    let polarRadius = 6_356_752.314_245_179
    let eccentricity = 0.081_819_190_842_621_49
    let sine = sin(latitude * .pi / 180)
    let x = eccentricity * sine
    return polarRadius * polarRadius / 2 * (sine / (1 - x * x) + atanh(x) / eccentricity)
}
