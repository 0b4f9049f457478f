import Application
import Foundation
import Store
import TestKit
import Testing

/// What every engine promises.
struct EngineTests {
    struct Broken: Error {}

    static func note(_ key: String, _ failures: Int = 1) -> SQL {
        "INSERT INTO sign_in_failure (key, failures, last_at) VALUES (\(key), \(failures), 1)"
    }

    static func count(in engine: any Engine) async throws -> Int64? {
        try await engine.read { db in try db.first("SELECT COUNT(*) FROM sign_in_failure") { try $0.integer(0) } }
    }

    @Test(arguments: TestEngine.all)
    func `commands that fail in a shared commit undo only themselves`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        do {
                            try await engine.write { db in
                                try db.execute(Self.note("k\(index)"))
                                if index % 3 == 0 { throw Broken() }
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(outcomes == 133)
            let count = try await Self.count(in: engine)
            #expect(count == 133)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a statement that was only handed over undoes its command when it fails, and no other`(
        kind: TestEngine
    ) async throws {
        try await kind.withEngine { engine in
            let faults = try await withThrowingTaskGroup(of: Fault?.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        do {
                            try await engine.write { db in
                                try db.submit(Self.note("first of \(index)"))
                                // Every fourth meets itself: the key is there already.
                                try db.submit(Self.note(index % 4 == 0 ? "first of \(index)" : "second of \(index)"))
                                try db.submit(Self.note("third of \(index)"))
                            }
                            return nil
                        } catch let fault as Fault { return fault }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 == nil ? 0 : 1 }
            }
            #expect(faults == 25)
            let count = try await Self.count(in: engine)
            #expect(count == 225)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a statement that was handed over is done before the next one is answered`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let seen = try await engine.write { db in
                try db.submit(Self.note("a"))
                try db.submit("UPDATE sign_in_failure SET failures = failures + 1 WHERE key = 'a'")
                return try db.first("SELECT failures FROM sign_in_failure WHERE key = 'a'") { try $0.integer(0) }
            }
            #expect(seen == 2)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a row that a unique rule refuses fails its command with the fault that was given along`(
        kind: TestEngine
    ) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in try db.submit(Self.note("a")) }
            let taken = Fault(.conflict, code: "version", message: "somebody else was first")
            let fault = await #expect(throws: Fault.self) {
                try await engine.write { db in
                    try db.submit(Self.note("b"))
                    try db.submit(Self.note("a"), whenTaken: taken)
                    try db.submit(Self.note("c"))
                }
            }
            #expect(fault?.kind == .conflict && fault?.code == "version")
            // Another rule that refuses is not taken for it.
            let other = await #expect(throws: Fault.self) {
                try await engine.write { db in
                    try db.submit("INSERT INTO sign_in_failure (key, failures) VALUES ('d', 1)", whenTaken: taken)
                }
            }
            #expect(other?.kind == .unavailable)
            let count = try await Self.count(in: engine)
            #expect(count == 1)
        }
    }

    /// What a command of a mixture does after its first row.
    private enum Ending: CaseIterable {
        case nothing, reads, fails, failsThenReads, readsThenFails, refuses, failsThenRefuses, readsThenRefuses
    }

    @Test(arguments: TestEngine.all)
    func `any mixture of commands in shared commits keeps what went well, and only that`(kind: TestEngine) async throws
    {
        try await kind.withEngine { engine in
            let random = SeededRandom(seed: 7)
            let endings = (0..<600).map { _ in random.pick(Ending.allCases) }
            let went = try await withThrowingTaskGroup(of: Int?.self) { group in
                for (index, ending) in endings.enumerated() {
                    group.addTask {
                        do {
                            try await engine.write { db in try Self.run(ending, index, in: db) }
                            return index
                        } catch is Broken { return nil } catch is Fault { return nil }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { if let index = $1 { $0.insert(index) } }
            }
            let expected = Set(endings.indices.filter { [.nothing, .reads].contains(endings[$0]) })
            #expect(went == expected)
            let kept = try await engine.read { db in
                try db.rows("SELECT failures FROM sign_in_failure ORDER BY failures") { Int(try $0.integer(0)) }
            }
            #expect(kept == expected.sorted())
        }
    }

    private static func run(_ ending: Ending, _ index: Int, in db: any Connection) throws {
        func look() throws {
            let own = try db.first("SELECT failures FROM sign_in_failure WHERE key = \("k\(index)")") {
                try $0.integer(0)
            }
            #expect(own == Int64(index))
        }
        func fail() throws { try db.submit(note("k\(index)", index)) }
        try db.submit(note("k\(index)", index))
        switch ending {
        case .nothing: break
        case .reads: try look()
        case .fails: try fail()
        case .failsThenReads:
            try fail()
            try look()
        case .readsThenFails:
            try look()
            try fail()
        case .refuses: throw Broken()
        case .failsThenRefuses:
            try fail()
            throw Broken()
        case .readsThenRefuses:
            try look()
            throw Broken()
        }
    }

    @Test(arguments: TestEngine.all)
    func `a thousand different statements on one connection are all answered`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            for index in 0..<1_000 {
                let statement = SQL(stringLiteral: "SELECT \(index) + ") + "\(1)"
                let sum = try await engine.read { db in try db.first(statement) { try $0.integer(0) } }
                #expect(sum == Int64(index) + 1)
            }
        }
    }

    @Test(arguments: TestEngine.all)
    func `after a command that was refused in the middle of its statements the next one works`(
        kind: TestEngine
    ) async throws {
        try await kind.withEngine { engine in
            // SQLite tells at once that the key is there already; PostgreSQL is not asked before the body has its own fault.
            await #expect(throws: (any Error).self) {
                try await engine.write { db in
                    try db.submit(Self.note("a"))
                    try db.submit(Self.note("a"))
                    throw Broken()
                }
            }
            try await engine.write { db in try db.submit(Self.note("b")) }
            let count = try await Self.count(in: engine)
            #expect(count == 1)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a walk through many rows may change rows on its way`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in for index in 0..<2_500 { try db.submit(Self.note("k\(index)", index)) } }
            let walked = try await engine.write { db in
                var walked = 0
                try db.forEach("SELECT key, failures FROM sign_in_failure WHERE failures >= \(0) ORDER BY failures") {
                    row in
                    let key = try row.text(0)
                    #expect(try row.integer(1) == walked)
                    try db.submit("UPDATE sign_in_failure SET last_at = 7 WHERE key = \(key)")
                    walked += 1
                }
                return walked
            }
            #expect(walked == 2_500)
            let changed = try await engine.read { db in
                try db.first("SELECT COUNT(*), SUM(failures) FROM sign_in_failure WHERE last_at = 7") {
                    (try $0.integer(0), try $0.integer(1))
                }
            }
            #expect(changed?.0 == 2_500 && changed?.1 == 3_123_750)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a walk that is broken off leaves its transaction in order`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in for index in 0..<10 { try db.submit(Self.note("k\(index)")) } }
            let twice = try await engine.read { db in
                for _ in 0..<2 {
                    #expect(throws: Broken.self) {
                        try db.forEach("SELECT key FROM sign_in_failure") { _ in throw Broken() }
                    }
                }
                return try db.rows("SELECT key FROM sign_in_failure") { try $0.text(0) }.count
            }
            #expect(twice == 10)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a read sees one moment, whatever is committed meanwhile`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in try db.submit(Self.note("a")) }
            let (before, after) = try await engine.read { db in
                let count: SQL = "SELECT COUNT(*) FROM sign_in_failure"
                let before = try db.first(count) { try $0.integer(0) }
                let committed = Blocking<Bool>()
                Task {
                    try await engine.write { db in try db.submit(Self.note("b")) }
                    committed.give(true)
                }
                #expect(committed.take() == true)
                return (before, try db.first(count) { try $0.integer(0) })
            }
            #expect(before == 1 && after == 1)
            let count = try await Self.count(in: engine)
            #expect(count == 2)
        }
    }
}

extension TestEngine {
    /// Lends an engine on a fresh database with the schema in it.
    func withEngine(_ body: (any Engine) async throws -> Void) async throws {
        let database = try await TestDatabase.make(self)
        let engine = try await database.open()
        try await body(engine)
        try await engine.close()
        try await database.remove()
    }
}
