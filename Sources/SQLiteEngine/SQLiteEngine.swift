import Dispatch
import GRDB
package import Store

/// The embedded default: one file, write-ahead log, every commit synced to the disk before it is answered.
///
/// GRDB owns the threads: readers and the writer block on their own dispatch queues, never on Swift's shared pool.
package struct SQLiteEngine: Engine {
    let pool: DatabasePool
    private let commits: GroupCommit

    package var dialect: Dialect { .sqlite }

    /// Opens the database in `path`, and makes it where there is none.
    ///
    /// - Throws: ``Fault`` with SQLite's code.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        // https://www.sqlite.org/pragma.html#pragma_synchronous: in WAL mode only FULL survives a power cut whole.
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA foreign_keys = ON")
            // Zeros over what is deleted, in pages that go on and in pages that are given up: erased is erased.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // At most 64 MiB for the writer and 24 for each of four readers, as negative kibibytes: a board that is larger is
            // in the system's own cache.
            try db.execute(sql: "PRAGMA cache_size = \(db.configuration.readonly ? -24_576 : -65_536)")
        }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            self.pool = pool
            commits = GroupCommit { work in
                pool.asyncWriteWithoutTransaction { db in work(SQLiteConnection(db: db, round: Round())) }
            }
        } catch let error as DatabaseError {
            throw Fault(code: error.extendedResultCode.rawValue)
        }
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        do {
            return try await pool.read { try body(SQLiteConnection(db: $0)) }
        } catch let error as DatabaseError {
            throw Fault(code: error.extendedResultCode.rawValue)
        }
    }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await commits.write(body)
    }

    /// One process serves a file, so every duty is its own.
    package func holds(_ duty: Duty) async -> Bool { true }

    package func news() -> AsyncStream<Void>? { nil }

    package func close() async throws {
        do { try pool.close() } catch let error as DatabaseError {
            throw Fault(code: error.extendedResultCode.rawValue)
        }
    }
}
