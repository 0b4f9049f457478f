/// Fills the raster of a ``GridLocator``: which areas and edges matter in which cell.
struct LocatorBuilder {
    let raster: Raster
    private(set) var edges: [Edge] = []
    /// The edges of each area, as a range of ``edges``.
    private var ranges: [Range<Int>] = []
    private let boxes: [BoundingBox]

    init(areas: [Region]) {
        boxes = areas.map(\.boundingBox)
        var all = BoundingBox.empty
        for (area, box) in zip(areas, boxes) {
            let first = edges.count
            for ring in area.rings {
                for (a, b) in zip(ring, ring.dropFirst()) where a != b { edges.append(Edge(a, b)) }
            }
            ranges.append(first..<edges.count)
            all.extend(to: box)
        }
        let box = all.isEmpty ? BoundingBox(south: 0, west: 0, north: 0, east: 0) : all
        raster = Raster(box: box, edgeCount: edges.count)
    }

    /// One area in one cell.
    private struct Entry {
        let cell: UInt32
        let area: Int32
        /// Whether the cell's south-east corner is inside.
        let isCornerInside: Bool
        /// A range of ``passages``; empty where the whole cell is inside.
        let edges: Range<Int32>
    }

    /// The cells and the candidates, in the layout that ``GridLocator`` describes.
    func table(crossed: UInt32) -> (cells: [UInt32], candidates: [Int32]) {
        var entries: [Entry] = []
        var passages: [Int32] = []
        for area in ranges.indices where !ranges[area].isEmpty {
            addEntries(of: area, to: &entries, passages: &passages)
        }
        // By cell; within a cell the areas stay in their order, so that the first one wins.
        entries.sort { ($0.cell, $0.area) < ($1.cell, $1.area) }
        var cells = [UInt32](repeating: 0, count: raster.columns * raster.rows)
        var candidates: [Int32] = []
        var index = 0
        while index < entries.count {
            let cell = entries[index].cell
            var end = index
            while end < entries.count, entries[end].cell == cell { end += 1 }
            if entries[index].edges.isEmpty {
                // The first area has the whole cell: nothing after it can win.
                cells[Int(cell)] = UInt32(entries[index].area) + 1
            } else {
                cells[Int(cell)] = crossed | UInt32(candidates.count)
                candidates.append(Int32(end - index))
                for entry in entries[index..<end] {
                    candidates.append(entry.area)
                    candidates.append(Int32(entry.edges.count) << 1 | (entry.isCornerInside ? 1 : 0))
                    for passage in entry.edges { candidates.append(passages[Int(passage)]) }
                }
            }
            index = end
        }
        return (cells, candidates)
    }

    private func addEntries(of area: Int, to entries: inout [Entry], passages: inout [Int32]) {
        let box = boxes[area]
        let columns = raster.columns(from: box.west, to: box.east)
        let rows = raster.rows(from: box.south, to: box.north)
        // Edge by cell, and edge by the row whose southern side it spans.
        var passing: [(cell: UInt32, edge: Int32)] = []
        var spanning = [[Int32]](repeating: [], count: rows.count)
        for index in ranges[area] {
            let edge = edges[index]
            for row in raster.rows(from: edge.lowY, to: edge.highY) {
                let south = raster.south(of: row)
                if edge.lowY <= south, south < edge.highY, rows.contains(row) {
                    spanning[row - rows.lowerBound].append(Int32(index))
                }
                for column in columnsTouched(by: edge, in: row) {
                    passing.append((UInt32(row * raster.columns + column), Int32(index)))
                }
            }
        }
        passing.sort { ($0.cell, $0.edge) < ($1.cell, $1.edge) }
        var next = 0
        for row in rows {
            let south = raster.south(of: row)
            let spans = spanning[row - rows.lowerBound]
            for column in columns {
                let cell = UInt32(row * raster.columns + column)
                let first = Int32(passages.count)
                while next < passing.count, passing[next].cell == cell {
                    passages.append(passing[next].edge)
                    next += 1
                }
                let east = raster.east(of: column)
                var isInside = false
                for span in spans where edges[Int(span)].isRight(ofX: east, y: south) { isInside.toggle() }
                let touched = first..<Int32(passages.count)
                guard isInside || !touched.isEmpty else { continue }
                entries.append(Entry(cell: cell, area: Int32(area), isCornerInside: isInside, edges: touched))
            }
        }
    }

    /// The columns of a row that an edge passes through, rounding included.
    private func columnsTouched(by edge: Edge, in row: Int) -> ClosedRange<Int> {
        let height = edge.highY - edge.lowY
        let west = min(edge.lowX, edge.highX)
        let east = max(edge.lowX, edge.highX)
        // Nearly along a parallel: the quotient below would lose its digits.
        guard height > 1e-9 else { return raster.columns(from: west, to: east) }
        let margin = (raster.south(of: row + 1) - raster.south(of: row)) * 0.001
        func longitude(at latitude: Double) -> Double {
            let share = min(max((latitude - edge.lowY) / height, 0), 1)
            return edge.lowX + share * (edge.highX - edge.lowX)
        }
        let a = longitude(at: raster.south(of: row) - margin)
        let b = longitude(at: raster.south(of: row + 1) + margin)
        return raster.columns(from: min(a, b), to: max(a, b))
    }
}
