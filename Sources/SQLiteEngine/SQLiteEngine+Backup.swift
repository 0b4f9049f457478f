import Dispatch
import GRDB
import Store

extension SQLiteEngine {
    /// Copies the database into a new file while it is in use: one consistent snapshot, whatever is written meanwhile
    /// (https://www.sqlite.org/backup.html).
    ///
    /// `progress`: called with the pages copied and the pages there are.
    /// - Throws: ``Fault``.
    package func backUp(to path: String, progress: @escaping @Sendable (Int, Int) -> Void) async throws {
        let pool = pool
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            // Copying blocks for as long as the disk takes: on a thread of its own.
            DispatchQueue(label: "qipan.backup").async {
                continuation.resume(
                    with: Result {
                        do {
                            let target = try DatabaseQueue(path: path)
                            try pool.backup(to: target, pagesPerStep: 2_048) { step in
                                progress(step.completedPageCount, step.totalPageCount)
                            }
                            try target.close()
                        } catch let error as DatabaseError {
                            throw Fault(code: error.extendedResultCode.rawValue)
                        }
                    }
                )
            }
        }
    }
}
