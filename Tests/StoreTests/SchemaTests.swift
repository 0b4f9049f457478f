import Crypto
import Domain
import Foundation
import SQLiteEngine
import Store
import TestKit
import Testing

/// How databases come to their schema, and which ones are refused.
struct SchemaTests {
    @Test func `a migration that has shipped does not change by a byte on SQLite`() throws {
        let frozen = [
            "2026-11-24-the-road": "1263ef3d51faf02081f1ec31e8d86f0917a4ee6e0417e0bdafb62223380dea05",
            "2026-11-24-unused-photos": "4796024508b1505c142bb90513121b31dfcee1d01c8dff71ffe0256d1be4de83",
            "2026-11-25-board-identity": "8772bac31df140c65db1ad40a887ce80d3f8d53bfc3f962b3482abfb6829d531",
            "2026-11-25-moved-clocks": "8baf631fd235500c21c9c70766ad6112307c85b443ad6c731145e65b5135ebbd",
            "2026-11-25-access": "aa94238e7d7b0a10c3b1811b0ba5528d267c4da08bd4467cf5631ffb6ffcb8a0",
            "2026-11-25-messages": "ff89d3cc9aec7041e595f873665d6f24389bfb8dea1cb3294e4d9e87909a7e48",
            "2026-11-25-t-office": "bdceb3df18d973a19d593be100dd9025dac42ac19d6336bcb1027e39dcde32fd",
            "2026-11-25-t-pictures": "9c54c4ee4a436a76922b224e99b4c44e05297b909d79e9fc02a44d88c9229196",
            "2026-11-25-t-also": "5f6fa113840f969cb623d85361fd7c1b8e47f725a6f73fdec9df06be827f78ef",
            "2026-11-25-search": "c52d7d56ef2c4961b263df233291c4dcfefb8fefa9b45fda572a244c544f40af",
            "2026-11-25-t-desk": "385a4a8e6d499cc6d2ac04e0190d87a68ebcf21f0a859b57c5cde816c626d829",
            "2026-11-25-t-sheets": "aa6e957a23518dee055bc4d82d92e84cab2a76bf1e9f7dce4d12de8bcdcb4988",
            "2026-11-25-t-whistle": "5a445bb1ed06e226d7fe084e344de6535aa988e33b821d325de13aa1b55764ec",
            "2026-11-25-v-active": "f9d6b58fd944fefad395634a477d7461b9975fba91267682f7b6594b5ac9a618",
            "2026-11-25-t-routing": "b1248dbebd1182a313bdfbe26a4d844c7a52d8fc1e21e3ff24c80c533afe825e",
            "2026-11-25-u-figures": "1b9c01e8e1fbc30ece233550890738bbefce674c06395275937fcac06982880c",
            "2026-11-25-v-cases": "2ad663c7118d0bdfb07ae5c7e311831f1748aea8cb57ee8e5a5216ae54a59beb",
            "2026-11-25-v-firms": "ffc03d89d26752b7878b81faee01e7d13242593f94c796d05558b6b5c0a519be",
            "2026-11-25-v-claims": "137deb027bbedb74bd586999cbdf9bffd18455eac88906314bf9df17e999a573",
            "2026-11-25-v-log": "b98703d5a9f6f4e0b165209160abda6c0bfeabf1c4f534ff4786777522cf4880",
            "2026-11-25-v-log-erasure": "93d2fd0f23f8e9c9738fa053774f0d78acde388eeb729deaf4087d69196dbd2f",
            "2026-11-25-v-bulletin": "b664be9a1ab8f1a238c218258e57628160ea50a9a1be63f96f433be4ea059e79",
            "2026-11-25-w-service": "b8668e1e3288e11f4187f4cc6b6f72094b39cd4d02b8b26a7d62e19e6c62077a",
            "2026-11-25-w-cases": "822367fc76b9634b9dfde87eb1f94e281c7cfafb49c67879b9ff52ac35fb0600",
            "2026-11-25-y-scale": "bcdb359645891ffc40b3b00d0deeb097315314ce6cb77f262a8838ed814ccd61",
            "2026-11-25-x-ground": "be10c5990419032f51852f21a595eb9ed1c2658a91a440b7e7d622b62fc00eb5",
            "2026-11-25-y-projects": "e84ed269a5f7a1085cd4a50176816bd56bd581aad540cb3f8d203e29e1d9adcf",
            "2026-11-25-z-documents": "a1dbdbd740f2060794f0555bdb6a136e269a967cba05e743a12a2c725c2330f3",
            "2026-11-25-z-firm-lists": "e2ccdb8dcf747ea55bedfd337c60cc9a86d7ef6bd5edd9d747a7da69c3bcfba7",
            "2026-11-25-z-policy": "f1f320d75350f63debd46f87204f7c92c117dc94fc6707ce7801ec4915ee5a7d",
            "2026-11-25-z-record-erasure": "e602d697fb31402e603978766e6aee400cdb12bb6fefa2228d781ae87094cae8",
        ]
        #expect(Set(frozen.keys) == Set(Schema.migrations.map(\.name)))
        for (name, digest) in frozen {
            let migration = try #require(Schema.migrations.first { $0.name == name })
            let text = migration.statements(.sqlite).joined(separator: "\n")
            #expect(Hexadecimal.text(SHA256.hash(data: Data(text.utf8))) == digest, "\(name)")
        }
    }

    @Test(arguments: TestEngine.all)
    func `the list of tables and columns is the database's own`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            let columnNames = engine.dialect.columnNames
            let found = try await engine.read { db in
                try db.rows(columnNames) { "\(try $0.text(0)).\(try $0.text(1))" }
            }
            let listed = Schema.tables.flatMap { table in table.columns.map { "\(table.name).\($0)" } }
            // PostgreSQL's engine keeps its marks in a table of its own.
            let others = found.filter { !$0.hasPrefix("commit_mark.") }
            #expect(Set(others) == Set(listed + ["migration.name"]))
        }
    }

    @Test func `indexes of what a rebuild fills are listed as the database has them`() async throws {
        try await TestEngine.sqlite.withEngine { engine in
            let indexes = try await engine.read { db in
                try Schema.projections.map { projection in
                    try db.rows(
                        """
                        SELECT name
                        FROM sqlite_master
                        WHERE type = 'index' AND tbl_name = \(projection.table.name) AND sql IS NOT NULL
                        ORDER BY name
                        """
                    ) { try $0.text(0) }
                }
            }
            #expect(indexes == Schema.projections.map { $0.indexes.map(\.name).sorted() })
            #expect(indexes.joined().count == 78)
        }
    }

    @Test(arguments: TestEngine.all)
    func `a database that the version before has filled keeps all that is in it`(kind: TestEngine) async throws {
        // given: the first schema, with an entry, its payload and a photo
        let database = try await TestDatabase.make(kind, isMigrated: false)
        let engine = try await database.open()
        try await engine.migrate([Schema.migrations[0]])
        let (hash, digest) = ([UInt8](repeating: 3, count: 32), String(repeating: "a", count: 64))
        try await engine.write { db in
            try db.submit(
                """
                INSERT INTO entry (seq, subject, kind, version, facts, leaf)
                VALUES (1, \(hash), 'case', 1, \(Array("{}".utf8)), \(hash))
                """
            )
            try db.submit("INSERT INTO payload (seq, commitment_key, body) VALUES (1, \(hash), \(hash))")
            try db.submit(
                "INSERT INTO photo (digest, bytes, width, height, kept_at) VALUES (\(digest), \(hash), 1, 1, 1)"
            )
        }
        let entry = Schema.tables.first { $0.name == "entry" }
        let before = try await engine.read { try entry?.contentDigest(in: $0) }

        // when
        try await engine.migrate()

        // then: the entry is the same, and a photo of before is none that may be forgotten
        #expect(try await engine.read { try entry?.contentDigest(in: $0) } == before)
        try await engine.write { try PhotoRecords.forgetUnused(before: Instant(secondsSinceEpoch: .max), in: $0) }
        #expect(try await engine.read { try PhotoRecords.photo(digest, in: $0) }?.bytes == hash)
        try await engine.close()
        try await database.remove()
    }

    @Test(arguments: TestEngine.all)
    func `a schema of a later version is refused`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await engine.write { db in
                _ = try db.execute("INSERT INTO migration (name) VALUES ('2999-01-01-later')")
            }
            let fault = await #expect(throws: Fault.self) { try await engine.migrate() }
            #expect(fault?.code == "schema_newer")
        }
    }

    @Test(arguments: TestEngine.all)
    func `processes that start together migrate once`(kind: TestEngine) async throws {
        let database = try await TestDatabase.make(kind, isMigrated: false)
        var engines: [any Engine] = []
        for _ in 0..<4 { engines.append(try await database.open()) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for engine in engines { group.addTask { try await engine.migrate() } }
            try await group.waitForAll()
        }
        let names = try await engines[0].read { db in
            try db.rows("SELECT name FROM migration ORDER BY name") { try $0.text(0) }
        }
        #expect(names == Schema.migrations.map(\.name).sorted())
        for engine in engines { try await engine.close() }
        try await database.remove()
    }

    @Test(arguments: TestEngine.all)
    func `a database of another board is refused`(kind: TestEngine) async throws {
        try await kind.withEngine { engine in
            try await BoardIdentity.claim("one.example/log", on: engine)
            try await BoardIdentity.claim("one.example/log", on: engine)
            let fault = await #expect(throws: Fault.self) {
                try await BoardIdentity.claim("two.example/log", on: engine)
            }
            #expect(fault?.code == "other_board")
        }
    }

    @Test func `a file that is no database is told as damaged`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "qipan-no-\(UUID().uuidString).db")
        try Data(repeating: 7, count: 8_192).write(to: file)
        let fault = #expect(throws: Fault.self) { try SQLiteEngine(path: file.path) }
        #expect(fault?.kind == .corrupt)
        try FileManager.default.removeItem(at: file)
    }
}
