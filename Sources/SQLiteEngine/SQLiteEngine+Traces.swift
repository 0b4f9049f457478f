import GRDB
import Store

extension SQLiteEngine {
    /// Carries the write-ahead log into the file and cuts it to nothing: old versions of pages stand in it until then.
    package func leaveNoTraces() async throws {
        try await onWriter { db in
            // The first column says whether a reader was in the way for longer than the busy timeout.
            let isBusy = try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 1
            guard isBusy == 0 else {
                throw Fault(.unavailable, code: "sqlite-5", message: "a reader holds an old version of the database")
            }
        }
    }

    /// Writes the whole file anew, without what was deleted before this version overwrote it.
    ///
    /// - Throws: ``Fault``; the disk needs room for a second copy meanwhile.
    package func rewrite() async throws {
        try await onWriter { try $0.execute(sql: "VACUUM") }
        try await leaveNoTraces()
    }

    private func onWriter(_ body: @escaping @Sendable (Database) throws -> Void) async throws {
        let pool = pool
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            pool.asyncWriteWithoutTransaction { db in
                continuation.resume(
                    with: Result {
                        do { try body(db) } catch let error as DatabaseError {
                            throw Fault(code: error.extendedResultCode.rawValue)
                        }
                    }
                )
            }
        }
    }
}
