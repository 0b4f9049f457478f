import Foundation
package import PostgresEngine
import SQLiteEngine
package import Store
import Synchronization

/// The engines that the store's tests run on: both are real.
package enum TestEngine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite
    case postgreSQL = "postgresql"

    package var description: String { rawValue }

    /// Those that this run has.
    ///
    /// Without a server PostgreSQL's half is missing, which is said loudly.
    package static let all: [TestEngine] = {
        guard !TestServer.isThere else { return allCases }
        let words = "NOTE: \(TestServer.missing). The tests on PostgreSQL are skipped.\n"
        FileHandle.standardError.write(Data(words.utf8))
        return [.sqlite]
    }()

    /// What a board lives on when a test does not say: `QIPAN_TEST_ENGINE=postgresql` runs every test of the office and of
    /// the doors on the other engine.
    package static let usual: TestEngine = {
        guard let name = ProcessInfo.processInfo.environment["QIPAN_TEST_ENGINE"] else { return .sqlite }
        guard let engine = TestEngine(rawValue: name), all.contains(engine) else {
            preconditionFailure("assumed an engine that this run has: \(name)")
        }
        return engine
    }()

    /// Removes what keeps a table from being changed: for tests that play somebody who went behind the program's back.
    package func statementsLiftingGuard(of table: String) -> [SQL] {
        switch self {
        case .sqlite:
            ["update", "delete"].map { SQL(stringLiteral: "DROP TRIGGER \(table)_refuses_\($0)") }
        case .postgreSQL:
            [SQL(stringLiteral: "DROP TRIGGER \(table)_refuses_change ON \(table)")]
        }
    }
}

/// A database that belongs to one test.
package final class TestDatabase: Sendable {
    package let kind: TestEngine
    /// A file's path, or a connection string.
    package let address: String
    private let name: String
    /// Given back with the object, also by a test that failed before it removed its database.
    private let seat = Mutex<TestServer.Seat?>(nil)

    /// Makes one, with the schema in it.
    package static func make(_ kind: TestEngine, isMigrated: Bool = true) async throws -> TestDatabase {
        let database = TestDatabase(kind)
        switch kind {
        case .sqlite:
            if isMigrated {
                let engine = try await database.open()
                try await engine.migrate()
                try await engine.close()
            }
        case .postgreSQL:
            await database.sit()
            let template = isMigrated ? try await TestServer.template.value : "template1"
            try await TestServer.run("CREATE DATABASE \(database.name) TEMPLATE \(template)")
        }
        return database
    }

    private init(_ kind: TestEngine) {
        self.kind = kind
        name = "qipan_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
        address =
            switch kind {
            case .sqlite: FileManager.default.temporaryDirectory.appending(path: "\(name).db").path
            case .postgreSQL: TestServer.address(of: name)
            }
    }

    /// An engine on it; several may be open at one time.
    package func open() async throws -> any Engine {
        switch kind {
        case .sqlite: try SQLiteEngine(path: address)
        case .postgreSQL: try await PostgresEngine(address: address)
        }
    }

    /// PostgreSQL with other options than usual.
    package func open(options: String, patience: Duration = .seconds(30)) async throws -> PostgresEngine {
        try await PostgresEngine(address: "\(address) \(options)", patience: patience)
    }

    package func remove() async throws {
        switch kind {
        case .sqlite:
            for suffix in ["", "-wal", "-shm"] {
                let file = address + suffix
                if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
            }
        case .postgreSQL:
            try await TestServer.run("DROP DATABASE \(name) WITH (FORCE)")
            seat.withLock { $0 = nil }
        }
    }

    /// Says something to the server beside the engine: CREATE DATABASE and its like run in no transaction.
    package func run(_ statement: String) async throws { try await TestServer.run(statement, on: address) }

    private func sit() async {
        let taken = await TestServer.seats.take()
        seat.withLock { $0 = taken }
    }

    /// The database's name on its server.
    package var nameOnServer: String { name }
}
