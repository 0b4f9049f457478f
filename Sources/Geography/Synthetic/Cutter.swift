/// Cuts a polygon into smaller ones that share their borders vertex for vertex.
///
/// All polygons live over one list of vertices. A cut adds each of its end points to both polygons on whose border it
/// lies, so that no neighbour keeps a longer edge than the other: the parts are a perfect coverage by construction.
struct Cutter {
    private var xs: [Double] = []
    private var ys: [Double] = []
    private var polygons: [[Int]] = []
    /// Which polygon has an edge, in its own direction.
    private var owner: [DirectedEdge: Int] = [:]
    private var state: UInt64

    private struct DirectedEdge: Hashable {
        let from: Int
        let to: Int
    }

    init(outline: [(Double, Double)], seed: UInt64) {
        state = seed
        for (x, y) in outline {
            xs.append(x)
            ys.append(y)
        }
        polygons = [Array(outline.indices)]
        claim(0)
    }

    /// The closed ring of a polygon as it stands now.
    func ring(of polygon: Int) -> [Coordinate] {
        let places = polygons[polygon].map { Coordinate(longitude: xs[$0], latitude: ys[$0]) }
        return places + places.prefix(1)
    }

    /// Cuts a polygon into as many parts as there are weights, each about as large as its weight; the centre of the
    /// city counts for more, so that its parts are smaller.
    mutating func cut(_ polygon: Int, into weights: [Int]) -> [Int] {
        guard weights.count > 1 else { return [polygon] }
        let half = weights.count / 2
        let first = weights[..<half].reduce(0, +)
        let share = Double(first) / Double(weights.reduce(0, +))
        guard let rest = halve(polygon, share: share) else { return [polygon] }
        return cut(polygon, into: Array(weights[..<half])) + cut(rest, into: Array(weights[half...]))
    }

    // MARK: - One cut

    /// Where a cut enters and leaves: on which edge of the polygon, counted from its first vertex, and how far along.
    private struct Crossing {
        let edge: Int
        let x: Double
        let y: Double
    }

    /// Cuts `share` of the polygon's weight off; the polygon keeps that part, and the rest is the new one.
    private mutating func halve(_ polygon: Int, share: Double) -> Int? {
        let long = longAxis(of: polygon)
        // Across the longer side, a little askew; where a bent outline would be cut more than once, askew otherwise.
        for attempt in 0..<24 {
            let turn = (random() - 0.5) * 0.5 + Double(attempt) * 0.26
            let angle = long + turn
            guard let line = place(angle, in: polygon, share: share) else { continue }
            let crossings = crossings(of: polygon, angle: angle, offset: line)
            guard crossings.count == 2 else { continue }
            return separate(polygon, at: crossings[0], and: crossings[1], angle: angle, offset: line)
        }
        return nil
    }

    /// The offset along `angle` that leaves `share` of the weight behind it.
    private func place(_ angle: Double, in polygon: Int, share: Double) -> Double? {
        let offsets = polygons[polygon].map { along($0, angle) }
        guard var low = offsets.min(), var high = offsets.max() else { return nil }
        let whole = weight(polygons[polygon].map { (xs[$0], ys[$0]) })
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if weight(part(of: polygon, angle: angle, below: middle)) < share * whole {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }

    private mutating func separate(
        _ polygon: Int,
        at a: Crossing,
        and b: Crossing,
        angle: Double,
        offset: Double
    ) -> Int? {
        // The later edge first: the earlier one's position then still holds.
        let (early, late) = a.edge < b.edge ? (a, b) : (b, a)
        let lateVertex = vertex(at: late, of: polygon)
        let earlyVertex = vertex(at: early, of: polygon)
        let ring = polygons[polygon]
        guard earlyVertex != lateVertex, let i = ring.firstIndex(of: earlyVertex),
            let j = ring.firstIndex(of: lateVertex)
        else { return nil }
        let (first, last) = (min(i, j), max(i, j))
        guard last - first > 1, first + ring.count - last > 1 else { return nil }
        let bend = bend(from: ring[first], to: ring[last])
        let inner = Array(ring[first...last]) + bend.reversed()
        let outer = Array(ring[last...]) + Array(ring[...first]) + bend
        let isInnerBelow = along(centre(of: inner), angle) < offset
        release(polygon)
        polygons[polygon] = isInnerBelow ? inner : outer
        polygons.append(isInnerBelow ? outer : inner)
        claim(polygon)
        claim(polygons.count - 1)
        return polygons.count - 1
    }

    /// A vertex a little off the middle, so that streets are not rulers; none for short cuts.
    private mutating func bend(from a: Int, to b: Int) -> [Int] {
        let dx = xs[b] - xs[a]
        let dy = ys[b] - ys[a]
        let length = (dx * dx + dy * dy).squareRoot()
        let middle = 0.35 + 0.3 * random()
        let swing = (random() - 0.5) * 0.08
        guard length > 0.0006 else { return [] }
        return [add(xs[a] + dx * middle - dy * swing, ys[a] + dy * middle + dx * swing)]
    }

    /// The vertex where a cut meets an edge: an end of the edge where it is near, else a new one for both neighbours.
    private mutating func vertex(at crossing: Crossing, of polygon: Int) -> Int {
        let ring = polygons[polygon]
        let from = ring[crossing.edge]
        let to = ring[(crossing.edge + 1) % ring.count]
        let length = distance(xs[from], ys[from], xs[to], ys[to])
        let share = distance(xs[from], ys[from], crossing.x, crossing.y) / length
        if share < 0.18 || length * share < 0.000_15 { return from }
        if share > 0.82 || length * (1 - share) < 0.000_15 { return to }
        let new = add(crossing.x, crossing.y)
        insert(new, from: from, to: to)
        insert(new, from: to, to: from)
        return new
    }

    /// Puts a vertex into whichever polygon has this edge; at the rim one side has none.
    private mutating func insert(_ vertex: Int, from: Int, to: Int) {
        guard let polygon = owner.removeValue(forKey: DirectedEdge(from: from, to: to)),
            let index = polygons[polygon].firstIndex(of: from)
        else { return }
        polygons[polygon].insert(vertex, at: index + 1)
        owner[DirectedEdge(from: from, to: vertex)] = polygon
        owner[DirectedEdge(from: vertex, to: to)] = polygon
    }

    private mutating func claim(_ polygon: Int) {
        for edge in directedEdges(of: polygon) { owner[edge] = polygon }
    }

    private mutating func release(_ polygon: Int) {
        for edge in directedEdges(of: polygon) { owner[edge] = nil }
    }

    private func directedEdges(of polygon: Int) -> [DirectedEdge] {
        let ring = polygons[polygon]
        return ring.indices.map { DirectedEdge(from: ring[$0], to: ring[($0 + 1) % ring.count]) }
    }

    // MARK: - Measures, in degrees with longitude shortened to the latitude's scale

    /// cos 34°: a degree of longitude against one of latitude.
    private static let shortening = 0.829

    private func along(_ vertex: Int, _ angle: Double) -> Double { along((xs[vertex], ys[vertex]), angle) }

    private func along(_ place: (Double, Double), _ angle: Double) -> Double {
        (place.0 - 113.82) * Self.shortening * Turn.cosine(angle) + (place.1 - 34.03) * Turn.sine(angle)
    }

    /// The direction in which the polygon is longest, of twelve.
    private func longAxis(of polygon: Int) -> Double {
        let angles = (0..<12).map { Double($0) * .pi / 12 }
        let spans = angles.map { angle in
            let offsets = polygons[polygon].map { along($0, angle) }
            return (offsets.max() ?? 0) - (offsets.min() ?? 0)
        }
        return zip(angles, spans).max { $0.1 < $1.1 }?.0 ?? 0
    }

    private func crossings(of polygon: Int, angle: Double, offset: Double) -> [Crossing] {
        let ring = polygons[polygon]
        return ring.indices.compactMap { edge in
            let from = ring[edge]
            let to = ring[(edge + 1) % ring.count]
            let a = along(from, angle) - offset
            let b = along(to, angle) - offset
            guard (a < 0) != (b < 0) else { return nil }
            let share = a / (a - b)
            return Crossing(
                edge: edge,
                x: xs[from] + share * (xs[to] - xs[from]),
                y: ys[from] + share * (ys[to] - ys[from])
            )
        }
    }

    /// The polygon's part below an offset (Sutherland and Hodgman).
    private func part(of polygon: Int, angle: Double, below offset: Double) -> [(Double, Double)] {
        let ring = polygons[polygon]
        var part: [(Double, Double)] = []
        for index in ring.indices {
            let from = ring[index]
            let to = ring[(index + 1) % ring.count]
            let a = along(from, angle) - offset
            let b = along(to, angle) - offset
            if a < 0 { part.append((xs[from], ys[from])) }
            if (a < 0) != (b < 0) {
                let share = a / (a - b)
                part.append((xs[from] + share * (xs[to] - xs[from]), ys[from] + share * (ys[to] - ys[from])))
            }
        }
        return part
    }

    /// Area, times how dense the city is there: five times as dense in the middle as at the rim.
    private func weight(_ ring: [(Double, Double)]) -> Double {
        guard ring.count > 2 else { return 0 }
        var sum = 0.0
        for index in 1..<(ring.count - 1) {
            let (a, b, c) = (ring[0], ring[index], ring[index + 1])
            let area = ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)) / 2
            let x = ((a.0 + b.0 + c.0) / 3 - 113.82) * Self.shortening
            let y = (a.1 + b.1 + c.1) / 3 - 34.03
            sum += area / (1 + (x * x + y * y) / 0.0004)
        }
        return abs(sum)
    }

    private func centre(of ring: [Int]) -> (Double, Double) {
        var (x, y, area) = (0.0, 0.0, 0.0)
        for index in ring.indices {
            let (a, b) = (ring[index], ring[(index + 1) % ring.count])
            let cross = (xs[a] - 113.82) * (ys[b] - 34.03) - (xs[b] - 113.82) * (ys[a] - 34.03)
            area += cross
            x += cross * (xs[a] + xs[b] - 2 * 113.82)
            y += cross * (ys[a] + ys[b] - 2 * 34.03)
        }
        return (113.82 + x / (3 * area), 34.03 + y / (3 * area))
    }

    private func distance(_ ax: Double, _ ay: Double, _ bx: Double, _ by: Double) -> Double {
        let dx = (bx - ax) * Self.shortening
        return (dx * dx + (by - ay) * (by - ay)).squareRoot()
    }

    /// Seven decimals: a centimetre.
    private mutating func add(_ x: Double, _ y: Double) -> Int {
        xs.append((x * 1e7).rounded() / 1e7)
        ys.append((y * 1e7).rounded() / 1e7)
        return xs.count - 1
    }

    /// From zero up to, and without, one (SplitMix64).
    private mutating func random() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
}

/// Sine and cosine from their series, so that every machine's bits are the same whatever its mathematics library.
private enum Turn {
    static func cosine(_ angle: Double) -> Double { sine(angle + .pi / 2) }

    static func sine(_ angle: Double) -> Double {
        let turns = (angle / (2 * .pi)).rounded()
        let x = angle - turns * 2 * .pi
        var term = x
        var sum = x
        // |x| ≤ π: the 14th term is below 1e-15.
        for index in 1..<14 {
            term *= -x * x / Double(2 * index * (2 * index + 1))
            sum += term
        }
        return sum
    }
}
