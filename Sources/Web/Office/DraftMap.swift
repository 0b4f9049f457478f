import Application
import Domain
import Geography

/// A small drawing of what a division changes: the new outlines among those that are there, and where the audit found
/// faults.
struct DraftMap {
    private static let width = 600
    /// Outlines drawn at most: a whole new division is looked at on the board.
    private static let limit = 1_000

    private let box: BoundingBox
    private let perEast: Double
    private let perNorth: Double
    private let preview: TerritoryPreview
    private let directory: Directory

    /// Nil where nothing has a place.
    init?(_ preview: TerritoryPreview, _ directory: Directory) {
        var box = BoundingBox.empty
        for (_, region) in preview.drawn { box.extend(to: region.boundingBox) }
        for (grid, region) in directory.outlines where preview.changes.retired.contains(grid.code) {
            box.extend(to: region.boundingBox)
        }
        for place in preview.findings.compactMap(\.at) { box.extend(to: place) }
        guard !box.isEmpty, box.east > box.west, box.north > box.south else { return nil }
        let margin = max(box.east - box.west, box.north - box.south) / 10
        box = BoundingBox(
            south: box.south - margin,
            west: box.west - margin,
            north: box.north + margin,
            east: box.east + margin
        )
        self.box = box
        self.preview = preview
        self.directory = directory
        let middle = (box.south + box.north) / 2 * .pi / 180
        // cos by its series is exact enough for a drawing.
        let shortening = 1 - middle * middle / 2 + middle * middle * middle * middle / 24
        perEast = Double(Self.width) / (box.east - box.west)
        perNorth = perEast / shortening
    }

    /// For the template of the preview.
    var model: [String: Any] {
        let around = directory.outlines.filter { $0.region.boundingBox.meets(box) }.prefix(Self.limit)
        let cells =
            around.map { ["path": path(of: $0.region), "class": ""] }
            + preview.drawn.prefix(Self.limit).map { ["path": path(of: $0.region), "class": "drawn"] }
        let marks = preview.findings.enumerated().compactMap { index, finding in
            finding.at.map { place -> [String: Any] in
                ["x": x(place), "y": y(place), "below": y(place) + 6, "number": index + 1]
            }
        }
        return [
            "width": Self.width, "height": Int(((box.north - box.south) * perNorth).rounded()),
            "cells": cells.map { cell -> [String: Any] in
                cell["class"] == "" ? ["path": cell["path"] ?? ""] : cell
            },
            "marks": marks,
        ]
    }

    private func x(_ place: Coordinate) -> Int { Int(((place.longitude - box.west) * perEast).rounded()) }
    private func y(_ place: Coordinate) -> Int { Int(((box.north - place.latitude) * perNorth).rounded()) }

    private func path(of region: Region) -> String {
        region.rings.map { ring in
            var text = ""
            var last: (Int, Int)?
            for place in ring.dropLast() {
                let next = (x(place), y(place))
                if let last, last == next { continue }
                text += (last == nil ? "M" : "L") + "\(next.0) \(next.1)"
                last = next
            }
            return text + "z"
        }.joined()
    }
}
