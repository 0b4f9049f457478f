import Store
import Synchronization

extension Office {
    /// What a rebuild found.
    package struct Rebuilt: Sendable {
        /// A table's name and the digest of its content.
        package typealias Content = (table: String, digest: String)

        package let entries: Int
        /// Replay alone, without the comparison.
        package let replaySeconds: Double
        package let before: [Content]
        package let after: [Content]

        package var isSame: Bool {
            before.count == after.count
                && zip(before, after).allSatisfy { $0.table == $1.table && $0.digest == $1.digest }
        }
    }

    /// Drops every projection, fills it again from the journal, and compares; all in one transaction, so that nobody
    /// ever sees an empty board, and a replay that fails changes nothing.
    ///
    /// `progress`: called with the entries done and the entries there are.
    /// - Throws: ``Fault``.
    package func rebuild(progress: @escaping @Sendable (Int, Int) -> Void) async throws -> Rebuilt {
        let journal = journal
        let rebuilt = try await engine.write { db in
            let total = Int(try journal.position(in: db))
            let before = try Rebuild.contentDigests(in: db)
            let began = ContinuousClock.now
            let entries = try Rebuild().run(in: db) { progress($0, total) }
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            return Rebuilt(
                entries: entries,
                replaySeconds: seconds,
                before: before,
                after: try Rebuild.contentDigests(in: db)
            )
        }
        try await refreshDirectory()
        return rebuilt
    }
}
