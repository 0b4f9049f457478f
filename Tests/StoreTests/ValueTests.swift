import Foundation
import Store
import TestKit
import Testing

/// What goes in comes out again.
struct ValueTests {
    @Test(arguments: TestEngine.all)
    func `values of every type come back as they went in`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let large = [UInt8]((0..<1_048_576).map { UInt8(truncatingIfNeeded: $0) })
            let words = "一盘棋 é 👩‍👩‍👧 \u{1}\u{1D}\u{1F}"
            let row = try await engine.write { db in
                try db.first(
                    """
                    SELECT \(Int64.max), \(Int64.min), \(0.1), \(-1e300), \(words), \([0, 255] as [UInt8]), \(nil as String?),
                        \(""), \([] as [UInt8]), \(large), \(true)
                    """
                ) { row in try (0..<row.columnCount).map { try row.value($0) } }
            }
            #expect(
                row == [
                    .integer(.max), .integer(.min), .real(0.1), .real(-1e300), .text(words), .blob([0, 255]), .null,
                    .text(""), .blob([]), .blob(large), .integer(1),
                ]
            )
        }
    }

    @Test(arguments: TestEngine.all)
    func `stored values come back as they went in`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let table: SQL = SQL(
                stringLiteral: """
                    CREATE TABLE sample (
                        id BIGINT NOT NULL PRIMARY KEY,
                        real DOUBLE PRECISION,
                        words \(engine.dialect.textType),
                        bytes \(engine.dialect.blobType)
                    )
                    """
            )
            let first = try await engine.write { db in
                try db.execute(table)
                try db.submit(
                    "INSERT INTO sample (id, real, words, bytes) VALUES (1, \(2.0), \("网格"), \([] as [UInt8]))"
                )
                // The same text once with values and once without: NULL is of every type.
                for (real, words, bytes) in [(nil, nil, nil), (0.5, "", [1])] as [(Double?, String?, [UInt8]?)] {
                    try db.submit(
                        "INSERT INTO sample (id, real, words, bytes) SELECT MAX(id) + 1, \(real), \(words), \(bytes) FROM sample"
                    )
                }
                return try db.rows("SELECT id, real, words, bytes FROM sample ORDER BY id") { row in
                    try (0..<row.columnCount).map { try row.value($0) }
                }
            }
            #expect(
                first == [
                    [.integer(1), .real(2), .text("网格"), .blob([])], [.integer(2), .null, .null, .null],
                    [.integer(3), .real(0.5), .text(""), .blob([1])],
                ]
            )
        }
    }

    @Test(arguments: TestEngine.all)
    func `sums and counts are whole numbers`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let sums: [Int64] = [0, 1, -1, 9_999, 10_000, -120_000_000, 4_000_000_000_000_000_000]
            for sum in sums {
                let row = try await engine.read { db in
                    try db.first(
                        """
                        SELECT SUM(n), COUNT(*), COALESCE(SUM(n), 0)
                        FROM (SELECT \(sum) AS n UNION ALL SELECT \(0 as Int64)) AS numbers
                        """
                    ) { [try $0.integer(0), try $0.integer(1), try $0.integer(2)] }
                }
                #expect(row == [sum, 2, sum])
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `texts sort and compare by their bytes`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let words = ["Zebra", "_", "a", "apple", "É", "é", "中", "一", "-1", "10", "9"]
            let sorted = try await engine.write { db in
                for word in words { try db.submit(EngineTests.note(word)) }
                return try db.rows("SELECT key FROM sign_in_failure ORDER BY key") { try $0.text(0) }
            }
            #expect(sorted == words.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        }
    }

    @Test(arguments: TestEngine.all)
    func `a text with U+0000 is refused`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let fault = await #expect(throws: Fault.self) {
                try await engine.write { db in try db.submit(EngineTests.note("a\u{0}b")) }
            }
            #expect(fault?.code == "zero_character")
            let count = try await EngineTests.count(in: engine)
            #expect(count == 0)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a question mark between quotes is no value`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let row = try await engine.read { db in
                try db.first("SELECT 'what? it''s ?', \("?"), '?' AS \"a ? b\"") {
                    [try $0.text(0), try $0.text(1), try $0.text(2)]
                }
            }
            #expect(row == ["what? it's ?", "?", "?"])
        }
    }
}
