/// A growing tree of which only the right edge is kept: one hash for each set bit of the size.
public struct CompactTree: Hashable, Sendable {
    /// How many leaves were appended.
    public private(set) var size: UInt64

    /// The hashes of the complete subtrees that make up the tree, the largest (leftmost) first.
    ///
    /// Together with ``size`` they are the whole state: ``init(size:frontier:)`` takes them back.
    public private(set) var frontier: [Digest]

    /// The tree without leaves.
    public init() {
        size = 0
        frontier = []
    }

    /// Continues a tree from what an earlier one had as ``size`` and ``frontier``.
    ///
    /// - Throws: ``TreeError``; the hashes themselves cannot be checked, compare ``root`` with a known one.
    public init(size: UInt64, frontier: [Digest]) throws(TreeError) {
        guard size <= Merkle.maximumSize else { throw .treeTooLarge(size: size) }
        guard frontier.count == size.nonzeroBitCount else {
            throw .wrongFrontier(expected: size.nonzeroBitCount, found: frontier.count)
        }
        self.size = size
        self.frontier = frontier
    }

    /// Continues a tree of `size` leaves from a source of complete subtrees.
    ///
    /// - Throws: ``TreeError/treeTooLarge(size:)``, or what `node` throws.
    public init(size: UInt64, node: (Subtree) throws -> Digest) throws {
        guard size <= Merkle.maximumSize else { throw TreeError.treeTooLarge(size: size) }
        try self.init(size: size, frontier: Subtree.covering(size: size).map(node))
    }

    /// The root of the tree as it stands.
    ///
    /// - Complexity: O(log n) hashes.
    public var root: Digest { Merkle.root(ofFrontier: frontier) }

    /// Adds one leaf hash.
    ///
    /// - Complexity: one hash on average, at most 63.
    public mutating func append(_ leafHash: Digest) {
        append(leafHash) { _, _ in }
    }

    /// Adds one leaf hash and reports each subtree that it completes: first the leaf itself, then its ancestors.
    ///
    /// A store that keeps what is reported can build every tile, proof and earlier root. If `completed` throws, the
    /// tree is as it was before.
    ///
    /// - Throws: what `completed` throws.
    public mutating func append<Failure: Error>(
        _ leafHash: Digest,
        completed: (Subtree, Digest) throws(Failure) -> Void
    ) throws(Failure) {
        // 2⁶³ appends at a million a second take 292,000 years; only a restored size could be there already.
        precondition(size < Merkle.maximumSize, "assumed room for a leaf: \(size)")
        // The trailing ones of the size are the complete subtrees that the new leaf joins, as in a binary counter.
        let merges = (~size).trailingZeroBitCount
        var hash = leafHash
        try completed(Subtree(checkedLevel: 0, index: size), hash)
        for level in 0..<merges {
            hash = Merkle.node(frontier[frontier.count - 1 - level], hash)
            try completed(Subtree(checkedLevel: level + 1, index: size >> UInt64(level + 1)), hash)
        }
        frontier.removeLast(merges)
        frontier.append(hash)
        size += 1
    }
}
