import CPostgres
import Foundation
import PostgresEngine
import Store

/// The PostgreSQL server that `scripts/with-postgres` has started for this run.
package enum TestServer {
    /// In libpq's `keyword=value` form.
    private static let base = ProcessInfo.processInfo.environment["QIPAN_TEST_POSTGRES"]

    package static var isThere: Bool { base != nil }
    package static let missing = "QIPAN_TEST_POSTGRES is not set: run the tests with scripts/with-postgres"

    /// Of two words for the same, libpq takes the later.
    package static func address(of database: String) -> String { "\(base ?? "") dbname=\(database)" }

    /// A database with the newest schema and nothing in it: a copy takes a fraction of the time of all migrations.
    static let template = Task {
        let name = "qipan_template_\(ProcessInfo.processInfo.processIdentifier)"
        try await run("CREATE DATABASE \(name)")
        let engine = try await PostgresEngine(address: address(of: name), readers: 1)
        try await engine.migrate()
        try await engine.close()
        return name
    }

    private struct Refused: Error {
        let words: String

        init(of connection: OpaquePointer?) {
            words = PQerrorMessage(connection).map { String(cString: $0) } ?? "no memory for a connection"
        }
    }

    package static func run(_ statement: String, on address: String? = nil) async throws {
        let address = address ?? Self.address(of: "postgres")
        try await withCheckedThrowingContinuation { continuation in
            // A thread for each, and not one of Dispatch's, which are few: any may have to wait for what another one is about
            // to do.
            Thread.detachNewThread { continuation.resume(with: Result { try say(statement, to: address) }) }
        }
    }

    private static func say(_ statement: String, to address: String) throws {
        let connection = PQconnectdb(address)
        defer { PQfinish(connection) }
        guard PQstatus(connection) == CONNECTION_OK else { throw Refused(of: connection) }
        let result = PQexec(connection, statement)
        defer { PQclear(result) }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
            throw Refused(of: connection)
        }
    }
}
