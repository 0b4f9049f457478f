import Domain
import Foundation
import Testing

/// What docs/founding-page.md says of the built-in indicators.
struct FoundingPageTests {
    @Test func `every indicator that the founding page names is built in, and every line of it is there`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../docs/founding-page.md"
        )
        let text = try String(contentsOf: file, encoding: .utf8)
        let known = Set(Indicator.builtIn.map(\.code.rawValue))

        let named = text.matches(of: /`([a-z]+\.[a-z_]+)`/).map { String($0.1) }
        #expect(named.count > 30)
        #expect(Set(named).subtracting(known).sorted() == [])

        // `26, 28` and `3–5` stand for several lines.
        var lines: [Int] = []
        for match in text.matches(of: /(?m)^\| ([0-9, –]+) \|/) {
            for part in match.1.split(separator: ",") {
                let ends = part.split(separator: "–").compactMap { Int($0.filter(\.isNumber)) }
                if let first = ends.first, let last = ends.last { lines += first...last }
            }
        }
        #expect(lines.sorted() == Array(1...74))
    }
}
