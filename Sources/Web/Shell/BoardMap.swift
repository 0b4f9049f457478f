import Application
import Domain
import Geography

/// The district's grids as SVG paths, 600 units wide; drawn once for a division.
///
/// A unit is about a pixel of a large screen, and coarse enough that a board of 539 grids stays under 100 KB even for a
/// browser that takes no gzip.
struct BoardMap: Sendable {
    struct Cell: Sendable {
        let code: GridCode
        let path: String
        /// The middle of the outline.
        let x: Int
        let y: Int
    }

    /// A street's cells, and where its name stands.
    struct Street: Sendable {
        let name: String
        let cells: [Cell]
        let x: Int
        let y: Int
        /// At which size of the drawing there is room for the name beside those of larger streets.
        var room = Room.close
    }

    /// Raw values are style classes.
    enum Room: String, Sendable {
        /// On a telephone, where a letter is about 19 units wide.
        case small
        /// On a desk's screen, where it is about 12.
        case large
        /// Only where the map is moved closer.
        case close
    }

    let width: Int
    let height: Int
    /// What the drawing covers, as south, west, north and east in degrees; empty without grids.
    let bounds: String
    let streets: [Street]
    /// The lines between streets.
    let borders: String
    private let scale: Scale?

    private static let width = 600

    /// `codes`: which grids are drawn; nil for all.
    init(_ directory: Directory, only codes: Set<GridCode>? = nil) {
        let outlines = directory.outlines.filter { codes?.contains($0.grid.code) ?? true }
        var box = BoundingBox.empty
        for (_, region) in outlines { box.extend(to: region.boundingBox) }
        guard !box.isEmpty else {
            (width, height, bounds, streets, borders, scale) = (1, 1, "", [], "", nil)
            return
        }
        let scale = Scale(box, width: Self.width)
        self.scale = scale
        width = Self.width
        height = max(1, scale.y(box.south))
        bounds = "\(box.south) \(box.west) \(box.north) \(box.east)"
        var names: [UnitCode: String] = [:]
        var drawn: [UnitCode: [(code: GridCode, rings: [[Pixel]])]] = [:]
        var edges = Edges()
        for (grid, region) in outlines {
            let path = directory.path(of: grid.code)
            guard let street = path.first(where: { $0.level == .street }) ?? path.first else { continue }
            let rings = region.rings.map { scale.pixels(of: $0) }
            for ring in rings { edges.add(ring, of: street.code) }
            names[street.code] = street.name
            drawn[street.code, default: []].append((grid.code, rings))
        }
        let streets = drawn.sorted { $0.key < $1.key }.map { code, cells in
            let places = cells.flatMap { $0.rings.first ?? [] }
            return Street(
                name: names[code] ?? code.rawValue,
                cells: cells.map { cell in
                    let middle = cell.rings.first?.middle ?? Pixel(x: 0, y: 0)
                    return Cell(
                        code: cell.code,
                        path: cell.rings.map { Self.path($0.withoutStraightPoints) + "z" }.joined(),
                        x: middle.x,
                        y: middle.y
                    )
                },
                x: places.map(\.x).reduce(0, +) / max(1, places.count),
                y: places.map(\.y).reduce(0, +) / max(1, places.count)
            )
        }
        self.streets = Self.named(streets, in: drawn)
        borders = edges.betweenStreets.map { Self.path($0) }.joined()
    }

    /// Where a place lies on the drawing; nil without grids.
    func pixel(of place: Coordinate) -> Pixel? { scale?.pixel(of: place) }

    /// Gives the names room, the largest street first.
    private static func named(
        _ streets: [Street],
        in drawn: [UnitCode: [(code: GridCode, rings: [[Pixel]])]]
    ) -> [Street] {
        var streets = streets
        // How much of the drawing a street takes, by the box around it: enough to say which is larger.
        let sizes = drawn.sorted { $0.key < $1.key }.map { _, cells -> Int in
            let places = cells.flatMap { $0.rings.first ?? [] }
            let (x, y) = (places.map(\.x), places.map(\.y))
            return ((x.max() ?? 0) - (x.min() ?? 0)) * ((y.max() ?? 0) - (y.min() ?? 0))
        }
        for (room, letter) in [(Room.small, 19), (.large, 12)] {
            var taken: [Int] = []
            for index in streets.indices.sorted(by: { (sizes[$0], $1) > (sizes[$1], $0) }) {
                let street = streets[index]
                let isFree = taken.allSatisfy { other in
                    let letters = street.name.count + streets[other].name.count
                    return abs(street.x - streets[other].x) > letters * letter / 2
                        || abs(street.y - streets[other].y) > letter * 3 / 2
                }
                guard isFree else { continue }
                taken.append(index)
                if street.room == .close { streets[index].room = room }
            }
        }
        return streets
    }

    /// `M` and then steps, each written as short as SVG allows.
    private static func path(_ pixels: [Pixel]) -> String {
        guard let first = pixels.first else { return "" }
        var last = first
        var text = "M\(first.x) \(first.y)l"
        for pixel in pixels.dropFirst() {
            let (dx, dy) = (pixel.x - last.x, pixel.y - last.y)
            text += (text.last == "l" || dx < 0 ? "" : " ") + "\(dx)" + (dy < 0 ? "" : " ") + "\(dy)"
            last = pixel
        }
        return text
    }
}

/// A place on the drawing.
struct Pixel: Hashable, Comparable, Sendable {
    var x: Int
    var y: Int

    static func < (first: Pixel, second: Pixel) -> Bool { (first.x, first.y) < (second.x, second.y) }
}

extension [Pixel] {
    /// The centre of the area that the outline encloses, or of its points where that is none.
    fileprivate var middle: Pixel {
        var (doubled, x, y) = (0, 0, 0)
        for (index, here) in enumerated() {
            let next = self[(index + 1) % count]
            let cross = here.x * next.y - next.x * here.y
            doubled += cross
            x += (here.x + next.x) * cross
            y += (here.y + next.y) * cross
        }
        guard doubled != 0 else {
            return Pixel(x: map(\.x).reduce(0, +) / Swift.max(1, count), y: map(\.y).reduce(0, +) / Swift.max(1, count))
        }
        return Pixel(x: x / (3 * doubled), y: y / (3 * doubled))
    }

    /// The outline without the points that lie on the line between their neighbours: it looks the same.
    fileprivate var withoutStraightPoints: [Pixel] {
        guard count > 3 else { return self }
        let kept = indices.filter { index in
            let (before, here, after) = (
                self[index == 0 ? count - 1 : index - 1], self[index], self[(index + 1) % count]
            )
            return (here.x - before.x) * (after.y - here.y) != (here.y - before.y) * (after.x - here.x)
        }
        return kept.count < 3 ? self : kept.map { self[$0] }
    }
}

/// From degrees to pixels: a plane with its shortening at the district's middle.
private struct Scale: Sendable {
    private let box: BoundingBox
    private let perEast: Double
    private let perNorth: Double

    init(_ box: BoundingBox, width: Int) {
        self.box = box
        let middle = (box.south + box.north) / 2 * .pi / 180
        // cos by its series is exact enough for a drawing, and keeps Foundation out.
        let shortening = 1 - middle * middle / 2 + middle * middle * middle * middle / 24
        perEast = Double(width) / (box.east - box.west)
        perNorth = perEast / shortening
    }

    func pixel(of place: Coordinate) -> Pixel {
        Pixel(x: Int(((place.longitude - box.west) * perEast).rounded()), y: y(place.latitude))
    }

    func y(_ latitude: Double) -> Int { Int(((box.north - latitude) * perNorth).rounded()) }

    /// A ring without its closing point, and without steps that are shorter than a unit.
    func pixels(of ring: [Coordinate]) -> [Pixel] {
        var pixels: [Pixel] = []
        for place in ring.dropLast() {
            let pixel = pixel(of: place)
            if pixel != pixels.last { pixels.append(pixel) }
        }
        return pixels
    }
}

/// Which streets lie on either side of a line of the drawing.
private struct Edges {
    private struct Edge: Hashable, Comparable {
        var from: Pixel
        var to: Pixel

        static func < (first: Edge, second: Edge) -> Bool { (first.from, first.to) < (second.from, second.to) }
    }

    private var streets: [Edge: Set<UnitCode>] = [:]

    mutating func add(_ ring: [Pixel], of street: UnitCode) {
        for (index, pixel) in ring.enumerated() {
            let next = ring[(index + 1) % ring.count]
            guard next != pixel else { continue }
            streets[Edge(from: min(pixel, next), to: max(pixel, next)), default: []].insert(street)
        }
    }

    /// The lines that two streets share, strung together where they meet.
    var betweenStreets: [[Pixel]] {
        let edges = streets.filter { $0.value.count > 1 }.keys.sorted()
        var meeting: [Pixel: [Pixel]] = [:]
        for edge in edges {
            meeting[edge.from, default: []].append(edge.to)
            meeting[edge.to, default: []].append(edge.from)
        }
        var left = Set(edges)
        return edges.compactMap { edge in
            guard left.remove(edge) != nil else { return nil }
            var line = [edge.from, edge.to]
            while let end = line.last,
                let next = meeting[end]?.first(where: { left.contains(Edge(from: min(end, $0), to: max(end, $0))) })
            {
                left.remove(Edge(from: min(end, next), to: max(end, next)))
                line.append(next)
            }
            return line
        }
    }
}
