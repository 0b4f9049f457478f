import Domain

/// Drops every projection and fills it again from the journal alone.
///
/// Subject after subject: a subject's whole past is folded before its row is written once, so a case with twenty entries
/// costs one row. Entries are decoded on one thread while rows are written on the other, some thousand at a time, so
/// memory is bounded by ``chunk``. Indexes are built when all rows are there: sorting them once costs a third of keeping
/// nine of them in order.
package struct Rebuild: Sendable {
    /// Entries that are handed to the decoding thread at a time.
    private static let chunk = 2_048

    package init() {}

    /// `progress`: called now and then with the entries done so far.
    /// - Returns: how many entries were replayed.
    /// - Throws: ``Fault``.
    package func run(in db: any Connection, progress: (Int) -> Void) throws -> Int {
        try empty(in: db)
        let decoding = Decoding()
        var raw: [RawEntry] = []
        var isUnderWay = false
        var count = 0
        func handOver() throws {
            let decoded = isUnderWay ? try decoding.wait() : []
            decoding.start(raw)
            isUnderWay = true
            count += raw.count
            raw.removeAll(keepingCapacity: true)
            try project(decoded, into: db)
            progress(count)
        }
        try db.forEach(
            """
            SELECT entry.subject, entry.kind, entry.facts, payload.body
            FROM entry LEFT JOIN payload ON payload.seq = entry.seq
            ORDER BY entry.subject, entry.version
            """
        ) { row in
            raw.append(try RawEntry(row))
            if raw.count == Self.chunk { try handOver() }
        }
        try handOver()
        try project(try decoding.wait(), into: db)
        let (last, tallies) = decoding.finish()
        try project(last.map { [$0] } ?? [], into: db)
        try tallies.write(into: db)
        try WordIndex.refill(in: db)
        try FactIndex.refill(in: db)
        for index in Schema.projections.flatMap(\.indexes) { try db.submit(SQL(stringLiteral: index.statement)) }
        try ServiceSums.refill(in: db)
        return count
    }

    private func empty(in db: any Connection) throws {
        for projection in Schema.projections {
            for index in projection.indexes { try db.submit(SQL(stringLiteral: "DROP INDEX \(index.name)")) }
            try db.submit(SQL(stringLiteral: "DELETE FROM \(projection.table.name)"))
        }
    }

    private func project(_ pasts: [any PastOfSubject], into db: any Connection) throws {
        for past in pasts { try past.project(into: db) }
    }

    /// A digest of every projected table's content, in an order that does not depend on how it came about.
    ///
    /// - Throws: ``Fault``.
    package static func contentDigests(in db: any Connection) throws -> [(table: String, digest: String)] {
        try Schema.projections.map { ($0.table.name, try $0.table.contentDigest(in: db)) }
    }
}
