import Application
import Dispatch
import PostgresEngine
import Store
import Synchronization
import TestKit
import Testing

/// Connections that are lost at the worst moment: nothing is lost, and nothing is done twice.
@Suite(.enabled(if: TestServer.isThere, "\(TestServer.missing)"))
struct PostgresLossTests {
    /// Ends all connections to a database, from outside of it.
    private static func endConnections(to database: TestDatabase) async throws {
        try await TestServer.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database.nameOnServer)'"
        )
    }

    private static func lend(_ body: (any Engine, TestDatabase) async throws -> Void) async throws {
        let database = try await TestDatabase.make(.postgreSQL)
        let engine = try await database.open()
        try await body(engine, database)
        try await engine.close()
        try await database.remove()
    }

    @Test func `connections that died between two commands are replaced without a word`() async throws {
        try await Self.lend { engine, database in
            try await engine.write { db in try db.submit(EngineTests.note("a")) }
            #expect(try await EngineTests.count(in: engine) == 1)
            try await Self.endConnections(to: database)
            #expect(try await EngineTests.count(in: engine) == 1)
            try await engine.write { db in try db.submit(EngineTests.note("b")) }
            #expect(try await EngineTests.count(in: engine) == 2)
        }
    }

    @Test func `a read whose connection dies under it is done once more`() async throws {
        try await Self.lend { engine, _ in
            let runs = Mutex(0)
            let answer = try await engine.read { db in
                let run = runs.withLock { count in
                    count += 1
                    return count
                }
                if run == 1 { _ = try db.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
                return try db.first("SELECT \(run)") { try $0.integer(0) }
            }
            #expect(answer == 2)
        }
    }

    @Test func `a command whose connection dies under it fails whole, and the next one works`() async throws {
        try await Self.lend { engine, _ in
            let runs = Mutex(0)
            let fault = await #expect(throws: Fault.self) {
                try await engine.write { db in
                    runs.withLock { $0 += 1 }
                    try db.submit(EngineTests.note("a"))
                    _ = try db.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(fault?.kind == .unavailable)
            #expect(runs.withLock { $0 } == 1)
            try await engine.write { db in try db.submit(EngineTests.note("b")) }
            #expect(try await EngineTests.count(in: engine) == 1)
        }
    }

    @Test func `a commit that was undone with its connection is told as not stored`() async throws {
        try await Self.lend { engine, _ in
            try await engine.write { db in
                for statement in Self.statementsEndingCommits { try db.execute(SQL(stringLiteral: statement)) }
            }
            let fault = await #expect(throws: Fault.self) {
                try await engine.write { db in try db.submit(EngineTests.note("a")) }
            }
            #expect(fault?.kind == .unavailable && fault?.code != Fault.commitUnknown)
            #expect(try await EngineTests.count(in: engine) == 0)
            try await engine.write { db in _ = try db.execute("DROP TRIGGER end_connection ON sign_in_failure") }
            try await engine.write { db in try db.submit(EngineTests.note("a")) }
            #expect(try await EngineTests.count(in: engine) == 1)
        }
    }

    /// A deferred trigger runs inside COMMIT, before the transaction is written as committed.
    private static let statementsEndingCommits = [
        """
        CREATE FUNCTION end_connection() RETURNS TRIGGER LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_terminate_backend(pg_backend_pid());
            RETURN NULL;
        END
        $$
        """,
        """
        CREATE CONSTRAINT TRIGGER end_connection AFTER INSERT ON sign_in_failure
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_connection()
        """,
    ]

    /// The server of the tests waits for ever when a commit asks to be replicated: the transaction is committed by then,
    /// and only its answer is missing.
    ///
    /// Said in the command itself, so that only its own commit waits, and not the question what became of it.
    private static let waitForReplication: SQL = "SET LOCAL synchronous_commit = on"

    /// Waits until a commit of `database` waits for its replication.
    private static func untilWaiting(in database: TestDatabase) async throws {
        let wait = """
            DO $$
            BEGIN
                FOR turn IN 1..400 LOOP
                    PERFORM FROM pg_stat_activity
                    WHERE datname = '\(database.nameOnServer)' AND wait_event = 'SyncRep';
                    EXIT WHEN FOUND;
                    PERFORM pg_sleep(0.05);
                    PERFORM pg_stat_clear_snapshot();
                END LOOP;
            END
            $$
            """
        try await TestServer.run(wait)
    }

    @Test func `a commit whose answer was lost is looked up and told as stored, once`() async throws {
        let database = try await TestDatabase.make(.postgreSQL)
        let engine = try await database.open()
        let runs = Mutex(0)
        async let written: Void = engine.write { db in
            runs.withLock { $0 += 1 }
            try db.submit(Self.waitForReplication)
            try db.submit(EngineTests.note("a"))
        }
        try await Self.untilWaiting(in: database)
        try await Self.endConnections(to: database)
        try await written
        #expect(runs.withLock { $0 } == 1)
        #expect(try await EngineTests.count(in: engine) == 1)
        try await engine.close()
        try await database.remove()
    }

    @Test func `a commit that waits for its standby keeps no other board of the server waiting`() async throws {
        // No database can be dropped meanwhile, so the other one is there until the wait is over.
        try await Self.lend { other, _ in
            try await Self.lend { engine, database in
                async let written: Void = engine.write { db in
                    try db.submit(Self.waitForReplication)
                    try db.submit(EngineTests.note("a"))
                }
                try await Self.untilWaiting(in: database)
                for name in ["b", "c", "d"] {
                    await #expect(throws: Never.self) {
                        try await other.write { db in try db.submit(EngineTests.note(name)) }
                    }
                }
                try await Self.endConnections(to: database)
                try await written
            }
            #expect(try await EngineTests.count(in: other) == 3)
        }
    }

    @Test func `a commit that cannot be looked up is told as unknown, and never done again`() async throws {
        let database = try await TestDatabase.make(.postgreSQL)
        let engine = try await database.open(options: "", patience: .seconds(5))
        let runs = Mutex(0)
        async let written: Fault? = {
            do {
                try await engine.write { db in
                    runs.withLock { $0 += 1 }
                    try db.submit(Self.waitForReplication)
                    try db.submit(EngineTests.note("a"))
                }
                return nil
            } catch { return error as? Fault }
        }()
        let name = database.nameOnServer
        try await Self.untilWaiting(in: database)
        try await TestServer.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
        try await Self.endConnections(to: database)
        // Nobody waits for what is being asked after: neither whoever came before it was lost, nor who comes now.
        let later = await #expect(throws: Fault.self) {
            try await engine.write { db in try db.submit(EngineTests.note("b")) }
        }
        #expect(later?.code == Fault.earlierCommitInDoubt.code)
        #expect(await written?.code == Fault.commitUnknown)
        #expect(runs.withLock { $0 } == 1)
        try await TestServer.run("ALTER DATABASE \(name) ALLOW_CONNECTIONS true")
        let other = try await database.open()
        #expect(try await EngineTests.count(in: other) == 1)
        try await other.close()
        try await engine.close()
        try await database.remove()
    }

    @Test func `of reports whose connections are ended again and again none is lost and none is doubled`() async throws
    {
        let board = try await TestBoard.make(on: .postgreSQL)
        let before = board.office.position
        let end = End()
        let (accepted, refused) = try await withThrowingTaskGroup(of: Bool?.self) { group in
            for index in 0..<300 {
                group.addTask {
                    do {
                        try await board.report("第 \(index) 件")
                        return true
                    } catch let fault as Fault where fault.kind == .unavailable { return false }
                }
            }
            group.addTask {
                while !end.isThere.withLock({ $0 }) { try await Self.endConnections(to: board.database) }
                return nil
            }
            var (accepted, refused) = (0, 0)
            while let outcome = try await group.next() {
                guard let outcome else { break }
                if outcome { accepted += 1 } else { refused += 1 }
                if accepted + refused == 300 { end.isThere.withLock { $0 = true } }
            }
            return (accepted, refused)
        }
        let (count, last, cases) = try await board.office.engine.read { db in
            try #require(
                try db.first("SELECT COUNT(*), MAX(seq), (SELECT COUNT(*) FROM case_file) FROM entry") {
                    (try $0.integer(0), try $0.integer(1), try $0.integer(2))
                }
            )
        }
        #expect(accepted + refused == 300)
        #expect(cases == Int64(accepted))
        #expect(count == last && last == before + Int64(accepted))
        try await board.close()
    }
}

/// Whether all reports have been answered.
private final class End: Sendable {
    let isThere = Mutex(false)
}
