import Application
import Domain
import Geography

/// The district's grids as SVG paths, about a thousand units wide; drawn once for a division.
struct BoardMap: Sendable {
    struct Cell: Sendable {
        let code: GridCode
        let path: String
    }

    let width: Int
    let height: Int
    let cells: [Cell]

    init(_ directory: Directory) {
        var box = BoundingBox.empty
        for (_, region) in directory.outlines { box.extend(to: region.boundingBox) }
        guard !box.isEmpty else {
            (width, height, cells) = (1, 1, [])
            return
        }
        let middle = (box.south + box.north) / 2 * .pi / 180
        // cos by its series is exact enough for a drawing, and keeps Foundation out.
        let shortening = 1 - middle * middle / 2 + middle * middle * middle * middle / 24
        let scale = 1_000 / ((box.east - box.west) * shortening)
        width = 1_000
        height = max(1, Int((box.north - box.south) * scale))
        cells = directory.outlines.map { grid, region in
            Cell(code: grid.code, path: region.rings.map { Self.path($0, box, shortening * scale, scale) }.joined())
        }
    }

    private static func path(_ ring: [Coordinate], _ box: BoundingBox, _ perEast: Double, _ perNorth: Double) -> String
    {
        var last = (0, 0)
        var text = ""
        for (index, place) in ring.dropLast().enumerated() {
            let x = Int(((place.longitude - box.west) * perEast).rounded())
            let y = Int(((box.north - place.latitude) * perNorth).rounded())
            if index == 0 {
                text += "M\(x) \(y)l"
            } else {
                guard (x, y) != last else { continue }
                let (dx, dy) = (x - last.0, y - last.1)
                text += (text.last == "l" || dx < 0 ? "" : " ") + "\(dx)" + (dy < 0 ? "" : " ") + "\(dy)"
            }
            last = (x, y)
        }
        return text + "z"
    }
}
