/// Finds the area that holds a point.
///
/// **The rule at borders.** A point on a border that runs up or down belongs to the area east of it; on a border along a
/// parallel, to the area north of it. So no point lies in two areas that share their border vertex for vertex, and every
/// point of a coverage's inside lies in exactly one. Formally: an area holds a point when an odd number of its edges have
/// their lower end at or below the point, their upper end above it, and the point strictly to their left. Where areas
/// overlap, the first one wins.
///
/// **How.** A raster lies over all areas. A cell that no border crosses knows its area outright. A cell that borders
/// cross knows, for each area that comes near, whether its south-east corner lies inside, and the few edges that pass
/// through the cell: a point's answer differs from its corner's by the parity of the edges between the two, first along
/// the point's parallel to the cell's east side, then down that side. Every comparison is exact (``Orientation``), so
/// the answer is the one of exact arithmetic on the coordinates as they stand.
///
/// Memory: four bytes a cell, at most 16 MiB, and about 40 bytes for each passage of an edge through a cell.
package struct GridLocator: Sendable {
    private let raster: Raster
    /// Per cell: 0 for no area; an area's index plus one; or, with the top bit, where its candidates begin.
    private let cells: [UInt32]
    /// Per crossed cell: the number of candidates, then for each its area, whether the corner is inside (bit 0) with
    /// the number of edges (above), and that many indexes into ``edges``.
    private let candidates: [Int32]
    private let edges: [Edge]

    private static let crossed: UInt32 = 0x8000_0000

    /// - Complexity: O(cells + edges), some tenths of a second for 10,000 grids.
    package init(areas: [Region]) {
        let builder = LocatorBuilder(areas: areas)
        raster = builder.raster
        edges = builder.edges
        (cells, candidates) = builder.table(crossed: Self.crossed)
    }

    /// The index of the area that holds `place`; nil when none does.
    package func area(at place: Coordinate) -> Int? {
        let found = candidates.withUnsafeBufferPointer { candidates in
            edges.withUnsafeBufferPointer { edges in
                cells.withUnsafeBufferPointer { find(place, $0, candidates, edges) }
            }
        }
        return found < 0 ? nil : Int(found)
    }

    /// The areas of many places: -1 where there is none.
    package func areas(at places: [Coordinate]) -> [Int32] {
        candidates.withUnsafeBufferPointer { candidates in
            edges.withUnsafeBufferPointer { edges in
                cells.withUnsafeBufferPointer { cells in
                    [Int32](unsafeUninitializedCapacity: places.count) { found, count in
                        for (index, place) in places.enumerated() {
                            found.initializeElement(at: index, to: find(place, cells, candidates, edges))
                        }
                        count = places.count
                    }
                }
            }
        }
    }

    @inline(__always)
    private func find(
        _ place: Coordinate,
        _ cells: UnsafeBufferPointer<UInt32>,
        _ candidates: UnsafeBufferPointer<Int32>,
        _ edges: UnsafeBufferPointer<Edge>
    ) -> Int32 {
        let x = place.longitude
        let y = place.latitude
        guard let (column, row) = raster.cell(x, y) else { return -1 }
        let cell = cells[row &* raster.columns &+ column]
        if cell & Self.crossed == 0 { return Int32(bitPattern: cell) &- 1 }
        let east = raster.east(of: column)
        let south = raster.south(of: row)
        var position = Int(cell & ~Self.crossed)
        let count = candidates[position]
        position &+= 1
        for _ in 0..<count {
            let area = candidates[position]
            let head = candidates[position &+ 1]
            position &+= 2
            let end = position &+ Int(head >> 1)
            var isInside = head & 1 == 1
            while position < end {
                if edges[Int(candidates[position])].separates(x, y, east: east, south: south) { isInside.toggle() }
                position &+= 1
            }
            if isInside { return area }
        }
        return -1
    }
}

/// A border's piece between two vertices, from the lower to the upper; pieces along a parallel run eastwards.
struct Edge: Sendable {
    let lowX: Double
    let lowY: Double
    let highX: Double
    let highY: Double

    init(_ a: Coordinate, _ b: Coordinate) {
        let isUp = (a.latitude, a.longitude) < (b.latitude, b.longitude)
        let (low, high) = isUp ? (a, b) : (b, a)
        lowX = low.longitude
        lowY = low.latitude
        highX = high.longitude
        highY = high.latitude
    }

    /// Whether the edge counts for a point: it spans the point's parallel, and the point is strictly left of it.
    @inline(__always)
    func isRight(ofX x: Double, y: Double) -> Bool {
        guard lowY <= y, y < highY else { return false }
        return Orientation.sign(lowX, lowY, highX, highY, x, y) > 0
    }

    /// Whether the edge lies between a point and its cell's south-east corner, on the way east and then south.
    ///
    /// The rule of ``isRight(ofX:y:)`` treats a point as if it stood a little to the east and, by far less, to the north:
    /// both parts of the way are judged in that sense, so that they join without a gap.
    @inline(__always)
    func separates(_ x: Double, _ y: Double, east: Double, south: Double) -> Bool {
        var differs = false
        if lowY <= y, y < highY {
            // Far from the edge on one side, both ends of the way see the same.
            if !(lowX < x && highX < x && lowX < east && highX < east) {
                let isLeft = Orientation.sign(lowX, lowY, highX, highY, x, y) > 0
                let isCornerLeft = Orientation.sign(lowX, lowY, highX, highY, east, y) > 0
                differs = isLeft != isCornerLeft
            }
        }
        if (lowX > east) != (highX > east) {
            if isAbove(east, south) != isAbove(east, y) { differs.toggle() }
        }
        return differs
    }

    /// Whether the edge passes above a point of a meridian that it crosses.
    @inline(__always)
    private func isAbove(_ x: Double, _ y: Double) -> Bool {
        let side = Orientation.sign(lowX, lowY, highX, highY, x, y)
        // Left of an edge that runs up and east is above it: the edge then is below; and the other way round.
        if highX > lowX { return side < 0 || (side == 0 && highY > lowY) }
        return side > 0
    }
}

/// The cells over all areas.
struct Raster: Sendable {
    let box: BoundingBox
    let columns: Int
    let rows: Int
    private let columnsPerDegree: Double
    private let rowsPerDegree: Double

    /// Sixteen cells for each edge, so that few cells are crossed; at most four million.
    init(box: BoundingBox, edgeCount: Int) {
        self.box = box
        let width = max(box.east - box.west, 1e-9)
        let height = max(box.north - box.south, 1e-9)
        let target = Double(min(max(edgeCount * 16, 4_096), 4_194_304))
        columns = max(1, Int((target * width / height).squareRoot()))
        rows = max(1, Int(target) / columns)
        columnsPerDegree = Double(columns) / width
        rowsPerDegree = Double(rows) / height
    }

    /// The cell of a point; nil outside the box.
    @inline(__always)
    func cell(_ x: Double, _ y: Double) -> (column: Int, row: Int)? {
        guard x >= box.west, x <= box.east, y >= box.south, y <= box.north else { return nil }
        return (
            min(Int((x - box.west) * columnsPerDegree), columns &- 1),
            min(Int((y - box.south) * rowsPerDegree), rows &- 1)
        )
    }

    @inline(__always)
    func east(of column: Int) -> Double { box.west + Double(column &+ 1) / columnsPerDegree }

    @inline(__always)
    func south(of row: Int) -> Double { box.south + Double(row) / rowsPerDegree }

    /// Columns, from and through, that a span of longitudes can touch, rounding included.
    func columns(from west: Double, to east: Double) -> ClosedRange<Int> {
        span((west - box.west) * columnsPerDegree, (east - box.west) * columnsPerDegree, count: columns)
    }

    /// Rows, from and through, that a span of latitudes can touch, rounding included.
    func rows(from south: Double, to north: Double) -> ClosedRange<Int> {
        span((south - box.south) * rowsPerDegree, (north - box.south) * rowsPerDegree, count: rows)
    }

    /// A thousandth of a cell more on either side: the arithmetic above is good to a millionth.
    private func span(_ low: Double, _ high: Double, count: Int) -> ClosedRange<Int> {
        let first = min(max(Int((low - 0.001).rounded(.down)), 0), count - 1)
        let last = min(max(Int((high + 0.001).rounded(.down)), first), count - 1)
        return first...last
    }
}
