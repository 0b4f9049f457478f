import Claims
import Foundation
import Testing

/// The check against texts that were marked by hand; `make claims` prints what is behind these numbers.
struct MeasureTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Texts")

    private static func names(_ set: String, _ end: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: set).path())
            .filter { $0.hasSuffix(end) }.map { String($0.dropLast(end.count)) }.sorted()
    }

    private static func text(_ set: String, _ name: String) throws -> MarkedText {
        func read(_ end: String) throws -> String {
            String(decoding: try Data(contentsOf: folder.appending(path: "\(set)/\(name)\(end)")), as: UTF8.self)
        }
        return try MarkedText(read(".txt"), marks: read(".marks"))
    }

    /// In thousandths, a little below what is measured.
    private struct Floor: Sendable, CustomTestStringConvertible {
        let group: String
        let texts: Int
        let numbers: (precision: Int, recall: Int)
        let findings: (precision: Int, recall: Int)
        var testDescription: String { group }
    }

    private static let floors = [
        Floor(group: "Tuned", texts: 18, numbers: (990, 990), findings: (980, 980)),
        Floor(group: "HeldOut", texts: 8, numbers: (990, 990), findings: (900, 940)),
    ]

    @Test(arguments: floors)
    private func `as much is found, and no more is found wrongly, than was measured`(floor: Floor) throws {
        var measure = ClaimMeasure()
        for name in try Self.names(floor.group, ".txt") { measure.add(try Self.text(floor.group, name), named: name) }

        #expect(measure.texts == floor.texts)
        #expect(measure.numbers.precision >= floor.numbers.precision)
        #expect(measure.numbers.recall >= floor.numbers.recall)
        #expect(measure.allFindings.precision >= floor.findings.precision)
        #expect(measure.allFindings.recall >= floor.findings.recall)
    }

    @Test(arguments: ["Tuned", "HeldOut"])
    func `every text has its marks, and every line of them counts`(set: String) throws {
        let names = try Self.names(set, ".txt")
        #expect(try Self.names(set, ".marks") == names)
        for name in names {
            let text = try Self.text(set, name)
            let lines = try String(
                decoding: Data(contentsOf: Self.folder.appending(path: "\(set)/\(name).marks")),
                as: UTF8.self
            )
            .split(separator: "\n")
            #expect(text.marks.count == lines.count { !$0.hasPrefix("! ") && !$0.hasPrefix("year ") })
            #expect(text.notes.count == lines.count { $0.hasPrefix("! ") })
        }
    }

    @Test func `every kind of finding is planted somewhere`() throws {
        var kinds: Set<Finding.Kind> = []
        for set in ["Tuned", "HeldOut"] {
            for name in try Self.names(set, ".txt") { kinds.formUnion(try Self.text(set, name).notes.map(\.kind)) }
        }
        #expect(Set(Finding.Kind.allCases).subtracting(kinds).map(\.rawValue).sorted() == [])
    }

    @Test(arguments: ["[12件] | 件", "12件 | 件 | 12", "[13件] | 件 | 13", "[12件] | 件 | [12", "! nothing | [12件]"])
    func `a mark that cannot be meant is refused`(line: String) {
        #expect(throws: MarkedText.Malformed.self) { try MarkedText("共12件。", marks: line) }
    }

    @Test func `what is missed and what is too much are told apart`() throws {
        var measure = ClaimMeasure()
        measure.add(try MarkedText("5月共12件，余3家。", marks: "[12件] | 件 | 13\n! sum | [12件]"), named: "a")

        #expect(measure.numbers == ClaimMeasure.Score(marked: 1, found: 3, right: 0))
        #expect(measure.numbers.precision == 0)
        #expect(measure.findings == [.sum: ClaimMeasure.Score(marked: 1, found: 0, right: 0)])
        #expect(measure.misses.count == 5)
    }
}
