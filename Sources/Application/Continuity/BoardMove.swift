package import Store
package import TransparencyLog

/// Carries a board from one engine to another, table by table, and proves at the end that nothing differs.
///
/// Rows go in the order of their keys, so a move that was cut off goes on where it stopped. Nobody may write to the source
/// meanwhile: whatever changed behind the move is found by the comparison.
package struct BoardMove: Sendable {
    /// Rows a commit.
    private static let batch = 1_000

    private let source: any Engine
    private let target: any Engine

    package init(from source: any Engine, to target: any Engine) {
        self.source = source
        self.target = target
    }

    /// What a move found at its end.
    package struct Outcome: Sendable {
        /// A table with its rows in the source, and whether the target's content is the same.
        package var tables: [(name: String, rows: Int64, isSame: Bool)]
        /// Entries, and the log's root over them, recomputed from the entries themselves on each side.
        package var source: (size: Int64, root: Digest)
        package var target: (size: Int64, root: Digest)

        package var isSame: Bool {
            tables.allSatisfy(\.isSame) && source.size == target.size && source.root == target.root
        }
    }

    /// `progress`: called with the rows that are there and the rows that there are.
    /// - Throws: ``Fault``; with code `other_board` when the target holds another board.
    package func run(progress: @escaping @Sendable (Int64, Int64) -> Void) async throws -> Outcome {
        try await source.migrate()
        try await target.migrate()
        try await checkTarget()
        let counts = try await source.read { db in try Schema.tables.map { try $0.count(in: db) } }
        let total = counts.reduce(0, +)
        var done: Int64 = 0
        for table in Schema.tables {
            done += try await target.read { try table.count(in: $0) }
            progress(done, total)
            var last = try await target.read { try table.lastKey(in: $0) }
            while true {
                let after = last
                let rows = try await source.read { try table.page(after: after, limit: Self.batch, in: $0) }
                guard let end = rows.last else { break }
                try await target.write { db in for row in rows { try table.insert(row, in: db) } }
                last = table.key(of: end)
                done += Int64(rows.count)
                progress(done, total)
            }
        }
        let statements = target.dialect.afterFilling
        try await target.write { db in for statement in statements { try db.execute(statement) } }
        return try await compare(counts)
    }

    /// A target that is not empty must have begun as this board: its first entry is ours.
    private func checkTarget() async throws {
        let theirs = try await target.read { try LogRecords.entries(0..<1, in: $0).first }
        guard let theirs else { return }
        let ours = try await source.read { try LogRecords.entries(0..<1, in: $0).first }
        guard ours == theirs else {
            throw Fault(.unavailable, code: "other_board", message: "the target holds another board")
        }
    }

    private func compare(_ counts: [Int64]) async throws -> Outcome {
        func content(of engine: any Engine) async throws -> ([String], (size: Int64, root: Digest)) {
            try await engine.read { db in
                (try Schema.tables.map { try $0.contentDigest(in: db) }, try LogRecords.recomputedRoot(in: db))
            }
        }
        let (ours, source) = try await content(of: source)
        let (theirs, target) = try await content(of: target)
        let tables = zip(zip(Schema.tables, counts), zip(ours, theirs)).map { table, digests in
            (name: table.0.name, rows: table.1, isSame: digests.0 == digests.1)
        }
        return Outcome(tables: tables, source: source, target: target)
    }
}
