import Application
import Domain
import PostgresEngine
import Store
import TestKit
import Testing

/// What a PostgreSQL server may refuse, and what the operator is told.
@Suite(.enabled(if: TestServer.isThere, "\(TestServer.missing)"))
struct PostgresRefusalTests {
    private static func fault(of address: String) async -> Fault? {
        await #expect(throws: Fault.self) { _ = try await PostgresEngine(address: address) }
    }

    @Test func `a wrong password is told as a refused sign-in, without a word of the address`() async throws {
        let name = "clerk"
        // Made by whichever test comes first.
        try? await TestServer.run("CREATE ROLE \(name) LOGIN PASSWORD 'right'")
        let address = "\(TestServer.address(of: "postgres")) user=\(name) password=wrong-secret"
        let fault = await Self.fault(of: address)
        #expect(fault?.kind == .unavailable && fault?.code == "28P01")
        #expect(fault?.message == "the database refused the sign-in; check user and password")
        let none = await Self.fault(of: "\(TestServer.address(of: "postgres")) user=\(name)")
        #expect(none?.code == "28P01")
    }

    @Test(arguments: [
        "host=/nowhere dbname=x", "host=127.0.0.1 port=1 dbname=x", "postgres://nobody:secret@127.0.0.1:1/x",
        "postgres://[", "nonsense",
    ])
    func `a server that cannot be reached is told as that`(address: String) async {
        let fault = await Self.fault(of: address)
        #expect(fault?.kind == .unavailable && fault?.code == "unreachable")
        #expect(fault?.description.contains("secret") == false)
    }

    @Test func `a database that does not exist is told as that`() async {
        let fault = await Self.fault(of: TestServer.address(of: "no_such_database"))
        #expect(fault?.kind == .unavailable && fault?.code == "3D000")
    }

    @Test func `a database that cannot hold Chinese is refused`() async throws {
        try await TestServer.run(
            "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0"
        )
        #expect(await Self.fault(of: TestServer.address(of: "latin"))?.code == "encoding")
        try await TestServer.run("DROP DATABASE latin")
    }

    @Test func `on a server that only reads, a board is read, and commands are refused`() async throws {
        let board = try await TestBoard.make(on: .postgreSQL)
        let receipt = try await board.report()
        let engine = try await board.database.open(options: "options='-c default_transaction_read_only=on'")
        let office = try await board.reopened(on: engine)
        #expect(try await office.caseView(receipt.number, as: .resident) != nil)
        let fault = await #expect(throws: Fault.self) { try await office.signCheckpoint() }
        #expect(fault?.kind == .unavailable && fault?.code == "25006")
        try await engine.close()
        try await board.close()
    }

    @Test func `a closed engine says so`() async throws {
        let database = try await TestDatabase.make(.postgreSQL)
        let engine = try await database.open()
        try await engine.close()
        let reading = await #expect(throws: Fault.self) { try await EngineTests.count(in: engine) }
        let writing = await #expect(throws: Fault.self) {
            try await engine.write { db in try db.submit(EngineTests.note("a")) }
        }
        #expect(reading?.code == "closed" && writing?.code == "closed")
        try await database.remove()
    }

    @Test func `who waits for the writer's lock too long is told that another process holds it`() async throws {
        let database = try await TestDatabase.make(.postgreSQL)
        let first = try await database.open()
        let second = try await database.open()
        let fault = try await first.write { db in
            _ = try db.execute("SET LOCAL idle_in_transaction_session_timeout = '60s'")
            let outcome = Blocking<Fault?>()
            Task {
                do {
                    try await second.write { db in try db.submit(EngineTests.note("a")) }
                    outcome.give(nil)
                } catch { outcome.give(error as? Fault) }
            }
            return outcome.take() ?? nil
        }
        #expect(fault?.kind == .unavailable && fault?.code == "55P03")
        try await first.close()
        try await second.close()
        try await database.remove()
    }
}
