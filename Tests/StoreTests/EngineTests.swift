import Application
import Domain
import Foundation
import SQLiteEngine
import Store
import TestKit
import Testing

/// What every engine promises.
struct EngineTests {
    private static func open(_ body: (SQLiteEngine, URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "qipan-engine-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let engine = try SQLiteEngine(path: folder.appending(path: "test.db").path)
        try await engine.migrate()
        try await body(engine, folder)
        try await engine.close()
        try FileManager.default.removeItem(at: folder)
    }

    private struct Broken: Error {}

    @Test func `commands that fail in a shared commit undo only themselves`() async throws {
        try await Self.open { engine, _ in
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        do {
                            try await engine.write { db in
                                try db.execute(
                                    "INSERT INTO sign_in_failure (key, failures, last_at) VALUES (\("k\(index)"), 1, 1)"
                                )
                                if index % 3 == 0 { throw Broken() }
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let rows = try await engine.read { db in
                try db.first("SELECT COUNT(*) FROM sign_in_failure") { try $0.integer(0) }
            }
            #expect(outcomes == 133)
            #expect(rows == 133)
        }
    }

    @Test func `values come back as they went in`() async throws {
        try await Self.open { engine, _ in
            let row = try await engine.write { db in
                try db.first(
                    "SELECT \(Int64.max), \(0.1), \("é\u{0}x"), \([0, 255] as [UInt8]), \(nil as String?), \("")"
                ) { row in
                    (
                        try row.integer(0), try row.real(1), try row.text(2), try row.blob(3), try row.optionalText(4),
                        try row.text(5)
                    )
                }
            }
            let (integer, real, text, blob, nothing, empty) = try #require(row)
            #expect(
                integer == .max && real == 0.1 && text == "é\u{0}x" && blob == [0, 255] && nothing == nil
                    && empty.isEmpty
            )
        }
    }

    @Test func `a schema of a later version is refused`() async throws {
        try await Self.open { engine, _ in
            try await engine.write { db in
                _ = try db.execute("INSERT INTO migration (name) VALUES ('2999-01-01-later')")
            }
            let fault = await #expect(throws: Fault.self) { try await engine.migrate() }
            #expect(fault?.code == "schema_newer")
        }
    }

    @Test func `a file that is no database is told as damaged`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "qipan-no-\(UUID().uuidString).db")
        try Data(repeating: 7, count: 8_192).write(to: file)
        let fault = #expect(throws: Fault.self) { try SQLiteEngine(path: file.path) }
        #expect(fault?.kind == .corrupt)
        try FileManager.default.removeItem(at: file)
    }

    @Test func `the journal refuses to be changed`() async throws {
        let board = try await TestBoard.make()
        try await board.report()
        for statement in ["UPDATE entry SET version = 9", "DELETE FROM entry"] {
            await #expect(throws: Fault.self) {
                try await board.office.engine.write { db in _ = try db.execute(SQL(stringLiteral: statement)) }
            }
        }
        try await board.close()
    }

    @Test func `a rebuild knows every index of the tables that it fills`() async throws {
        try await Self.open { engine, _ in
            let built = try await engine.read { db in
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
            #expect(built == Schema.projections.map { $0.indexes.map(\.name).sorted() })
            #expect(built.joined().count == 8)
        }
    }

    @Test func `the list of tables is the database's own, columns included`() async throws {
        try await Self.open { engine, _ in
            let names = try await engine.read { db in
                try db.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") { try $0.text(0) }
            }
            #expect(names == (Schema.tables.map(\.name) + ["migration"]).sorted())
            for table in Schema.tables {
                let columns = try await engine.read { db in
                    try db.rows("SELECT name FROM pragma_table_info(\(table.name)) ORDER BY cid") { try $0.text(0) }
                }
                #expect(columns == table.columns, "\(table.name)")
            }
        }
    }

    @Test func `five hundred reports at once are all there, in one unbroken journal`() async throws {
        let board = try await TestBoard.make()
        let before = board.office.position
        try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<500 { group.addTask { try await board.report("第 \(index) 件").number.rawValue } }
            var numbers: Set<String> = []
            for try await number in group { numbers.insert(number) }
            #expect(numbers.count == 500)
        }
        let (count, last) = try await board.office.engine.read { db in
            try #require(
                try db.first("SELECT COUNT(*), MAX(seq) FROM entry") { (try $0.integer(0), try $0.integer(1)) }
            )
        }
        #expect(count == last && last == before + 500)
        try await board.close()
    }

    @Test func `no list or page walks through all cases or all entries`() async throws {
        let board = try await TestBoard.make()
        var filters: [CaseFilter] = []
        var filter = CaseFilter()
        filters.append(filter)
        filter.reportedFrom = TestBoard.start
        filters.append(filter)
        filter.categories = [try CategoryCode(parsing: "waste")]
        filters.append(filter)
        var open = CaseFilter()
        (open.isOpen, open.awaits, open.order) = (true, .intake, .dueFirst)
        filters.append(open)
        var grid = CaseFilter()
        grid.grids = [try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)]
        filters.append(grid)
        var numbers = CaseFilter()
        numbers.numbers = [CaseNumber(stored: "x")]
        filters.append(numbers)
        let all = filters
        let plans = try await board.office.engine.read { db in
            try all.map { filter in
                try db.rows("EXPLAIN QUERY PLAN " + CaseQueries.statement(filter)) { try $0.text(3) }
            }
                + CaseQueries.otherStatements(at: TestBoard.start).map { statement in
                    try db.rows("EXPLAIN QUERY PLAN " + statement) { try $0.text(3) }
                }
                + [
                    try db.rows("EXPLAIN QUERY PLAN " + BoardRecords.positionStatement(of: .catalogue)) {
                        try $0.text(3)
                    }
                ]
        }
        for plan in plans {
            for step in plan {
                #expect(!step.hasPrefix("SCAN case_file") || step.contains("USING"), "\(step)")
                #expect(!step.hasPrefix("SCAN entry") || step.contains("USING"), "\(step)")
            }
        }
        #expect(plans.count == filters.count + 5)
        #expect(plans.last?.first?.contains("entry_kind (kind=?)") == true, "\(plans.last ?? [])")
        try await board.close()
    }
}
