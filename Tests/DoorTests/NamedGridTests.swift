import Application
import Domain
import Foundation
import TestKit
import Testing

/// A division's names come from a file, and a file may call a grid anything.
struct NamedGridTests {
    @Test func `the map's outlines are JSON and the pages hold, whatever grids are called`() async throws {
        try await District.open { district in
            // given: a grid for every text that bites, side by side
            let office = district.board.office
            let root = try UnitCode(parsing: "411002")
            let grids = try BitingText.all.enumerated().map { index, text in
                let (west, east) = (113.8 + 0.01 * Double(index), 113.81 + 0.01 * Double(index))
                let ring = [(west, 34.0), (east, 34.0), (east, 34.01), (west, 34.01), (west, 34.0)]
                    .map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
                return Territory.Grid(
                    code: try GridCode(parsing: "G\(index)", scheme: .local),
                    name: String(text.words.prefix(100)),
                    unit: root,
                    area: 1,
                    outline: "{\"type\":\"Polygon\",\"coordinates\":[[\(ring)]]}"
                )
            }
            let unit = Territory.Unit(code: root, name: "\"\u{301}<em>", level: .district, parent: nil)
            let division = Territory.Division(units: [unit], grids: grids, isSynthetic: true)

            // when
            try await office.change(.adopt(division), on: .board, by: .system)

            // then
            let outlines = try await district.get("/board.geojson")
            let json = try JSONSerialization.jsonObject(with: Data(outlines.bytes)) as? [String: Any]
            let features = try #require(json?["features"] as? [[String: Any]])
            #expect(features.count == BitingText.all.count)
            #expect(features.allSatisfy { ($0["properties"] as? [String: Any])?["label"] is String })
            let board = try await district.get("/")
            #expect(board.status == 200 && !board.holds("<em>") && !board.holds("<script>"))
            for (index, text) in BitingText.all.enumerated() {
                let name = BitingText(description: text.description, words: String(text.words.prefix(100)))
                let page = try await district.get("/grids/G\(index)")
                #expect(page.holds("<h1>\(name.inHTML)</h1>"), "\(text)")
            }
            #expect(try await office.rebuild { _, _ in }.isSame)
        }
    }
}
