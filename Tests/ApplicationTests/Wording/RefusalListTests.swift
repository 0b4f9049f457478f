import Application
import Domain
import Foundation
import Testing

/// docs/refusals.md, the published list of codes.
struct RefusalListTests {
    @Test func `the published list of refusals is that of the program, word for word`() throws {
        let page = try String(
            contentsOf: URL(filePath: #filePath).appending(path: "../../../../docs/refusals.md").standardized,
            encoding: .utf8
        )
        let rows = page.matches(of: /\| `([a-z_.]+)` \| ([^|]+) \| ([^|]+) \|/).map { match in
            [String(match.output.1), String(match.output.2), String(match.output.3)]
        }
        let catalogues = try Catalogues()
        let keys = catalogues.keys(in: .chinese).filter { $0.hasPrefix("refusal.") }.sorted()
        let expected = keys.map { key in
            [String(key.dropFirst(8)), catalogues.text(key, in: .chinese), catalogues.text(key, in: .english)]
        }
        #expect(rows == expected)
    }
}
