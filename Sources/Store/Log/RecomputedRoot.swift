package import TransparencyLog

extension LogRecords {
    /// The root over the first `size` entries, or over all, recomputed from the entries themselves: stored hashes and tiles
    /// are not believed.
    ///
    /// - Complexity: O(entries), in constant memory.
    /// - Throws: ``Fault``; of kind corrupt when entries are missing in between.
    package static func recomputedRoot(
        size: Int64 = .max,
        in db: any Connection
    ) throws -> (size: Int64, root: Digest) {
        var tree = CompactTree()
        var count: Int64 = 0
        try db.forEach("SELECT seq, facts FROM entry WHERE seq <= \(size) ORDER BY seq") { row in
            count += 1
            guard try row.integer(0) == count else { throw Fault.corrupt("an entry is missing in the journal") }
            tree.append(Merkle.leaf(try row.blob(1)))
        }
        return (count, tree.root)
    }
}
