import Domain
import Foundation
import TestKit
import Testing

@testable import Store

/// The server's evaluator against the shared vectors, which a third implementation has made.
struct FigureVectorTests {
    private struct Undone: Error {
        let value: FigureValue
    }

    private struct Vector {
        let name: String
        let definition: String
        let entries: [Facts]
        let window: (from: String, until: String)
        let scope: String
        /// Nil for a definition that must be refused.
        let expected: [String: Any]?
    }

    private static func vectors() throws -> [Vector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Vectors/figures.json").standardizedFileURL
        let all = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return try #require(all as? [[String: Any]]).map { vector in
            let entries = (vector["entries"] as? [[String: Any]] ?? []).map { entry in
                var facts = Facts()
                for (key, value) in entry {
                    facts[key] =
                        (value as? String).map { .text($0) } ?? (value as? NSNumber).map { .integer($0.int64Value) }
                }
                return facts
            }
            return Vector(
                name: try #require(vector["name"] as? String),
                definition: try #require(vector["definition"] as? String),
                entries: entries,
                window: (vector["from"] as? String ?? "", vector["until"] as? String ?? ""),
                scope: try Self.text(of: vector["scope"]),
                expected: vector["expected"] as? [String: Any]
            )
        }
    }

    private static func text(of scope: Any?) throws -> String {
        guard let scope = scope as? [String: Any] else { return "{}" }
        let data = try JSONSerialization.data(withJSONObject: scope, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    /// The value, on a journal that holds these entries and nothing else; nothing of it stays.
    private func value(_ vector: Vector, on engine: any Engine) async throws -> FigureValue {
        let indicator = try Indicator(parsing: vector.definition)
        let window = try FigureWindow(
            from: try Day(parsing: vector.window.from),
            until: try Day(parsing: vector.window.until)
        )
        let scope = try Conditions(parsing: vector.scope)
        let dialect = engine.dialect
        let entries = vector.entries
        do {
            _ = try await engine.write { db -> Int in
                for (index, facts) in entries.enumerated() {
                    try db.submit(
                        """
                        INSERT INTO entry (seq, subject, kind, version, facts, leaf)
                        VALUES (
                            \(index + 1), \([UInt8](repeating: 1, count: 16)), 'case', \(index + 1), \(facts.canonical),
                            \([UInt8](repeating: 0, count: 32)))
                        """
                    )
                }
                let count = Int64(entries.count)
                _ = try FactIndex.extend(upTo: count, in: db)
                throw Undone(
                    value: try indicator.value(in: window, scope: scope, asOf: count, dialect: dialect, in: db)
                )
            }
        } catch let undone as Undone { return undone.value }
        throw Fault.corrupt("assumed that nothing stays")
    }

    @Test(arguments: TestEngine.all)
    func `the server's evaluator agrees with every vector`(kind: TestEngine) async throws {
        let database = try await TestDatabase.make(kind)
        let engine = try await database.open()
        let vectors = try Self.vectors()
        #expect(vectors.count >= 200)

        for vector in vectors {
            guard let expected = vector.expected else {
                #expect(throws: Malformed.self, "\(vector.name)") { try Indicator(parsing: vector.definition) }
                continue
            }
            let value = try await value(vector, on: engine)

            func number(_ key: String) -> Int64? { (expected[key] as? NSNumber)?.int64Value }
            #expect(value.numerator == number("numerator"), "numerator of \(vector.name)")
            #expect(value.denominator == number("denominator"), "denominator of \(vector.name)")
            #expect(value.rows == number("rows"), "rows of \(vector.name)")
            let excluded = (expected["excluded"] as? [String: NSNumber] ?? [:]).mapValues(\.int64Value)
            #expect(value.excluded == excluded, "excluded of \(vector.name)")
            #expect(value.status.rawValue == expected["status"] as? String, "status of \(vector.name)")
            #expect(value.text == expected["value"] as? String, "value of \(vector.name)")
        }
        try await engine.close()
        try await database.remove()
    }

    @Test func `every built-in definition reads back as it is written`() throws {
        for indicator in Indicator.builtIn {
            #expect(try Indicator(parsing: indicator.text) == indicator, "\(indicator.code.rawValue)")
        }
        #expect(Set(Indicator.builtIn.map(\.code)).count == Indicator.builtIn.count)
    }
}
