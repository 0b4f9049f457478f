package import Domain
package import FoundationEssentials

/// A district's own list of matters as a JSON file: its handling units and its categories (docs/install.md).
package struct CatalogueFile: Sendable {
    package let units: [Catalogue.HandlingUnit]
    package let categories: [CauseCategory]

    private struct Content: Codable {
        struct Unit: Codable {
            var code: String
            var name: WordingRecord
        }

        var units: [Unit]
        var categories: [CategoryRecord]
    }

    /// Such a file with these categories and the units that they name.
    package static func text(units: [Catalogue.HandlingUnit], categories: [CauseCategory]) -> String {
        let named = Set(categories.map(\.leadUnit))
        let content = Content(
            units: units.filter { named.contains($0.code) }.sorted { $0.code < $1.code }
                .map { Content.Unit(code: $0.code.rawValue, name: WordingRecord($0.name)) },
            categories: categories.map(CategoryRecord.init)
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do { return String(decoding: try encoder.encode(content), as: UTF8.self) + "\n" } catch {
            preconditionFailure("assumed that texts encode: \(error)")
        }
    }

    /// - Throws: ``Malformed`` for a file that is not what it should be; it names the category that is not.
    package init(_ data: Data) throws {
        let content: Content
        do { content = try JSONDecoder().decode(Content.self, from: data) } catch {
            throw Malformed("catalogue", expected: "units and categories as docs/install.md shows")
        }
        units = try content.units.map {
            Catalogue.HandlingUnit(code: try UnitCode(parsing: $0.code), name: $0.name.wording)
        }
        categories = try content.categories.map { record in
            do { return try record.category() } catch is Fault {
                // What would be damage in our own tables is somebody's slip in a file.
                throw Malformed("catalogue", expected: "in category \(record.code) codes, limits and kinds that exist")
            }
        }
    }
}
