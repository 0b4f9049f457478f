/// The hashes which show that a tree begins with the leaves of an earlier one.
public struct ConsistencyProof: Hashable, Sendable {
    /// How many leaves the earlier tree has.
    public let oldSize: UInt64
    /// How many leaves the later tree has.
    public let newSize: UInt64
    /// The hashes in the order of RFC 6962 section 2.1.2.
    public let path: [Digest]

    /// Takes a proof as it was received; ``verify(oldRoot:newRoot:)`` judges it.
    public init(oldSize: UInt64, newSize: UInt64, path: [Digest]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Makes the proof from a source of complete subtrees; it is empty from size 0 and between equal sizes.
    ///
    /// - Throws: ``ProofError`` if the sizes are in the wrong order, or what `node` throws.
    /// - Complexity: O(log n) calls of `node`.
    public static func build(
        oldSize: UInt64,
        newSize: UInt64,
        node: (Subtree) throws -> Digest
    ) throws -> ConsistencyProof {
        let plan = try ProofPlan(oldSize: oldSize, newSize: newSize)
        return ConsistencyProof(oldSize: oldSize, newSize: newSize, path: try plan.path(node: node))
    }

    /// The subtrees that ``build(oldSize:newSize:node:)`` will ask for, for whoever fetches them in one go.
    ///
    /// - Throws: ``ProofError`` if the sizes are in the wrong order.
    public static func requiredSubtrees(oldSize: UInt64, newSize: UInt64) throws(ProofError) -> [Subtree] {
        try ProofPlan(oldSize: oldSize, newSize: newSize).subtrees
    }

    /// Checks that the later tree extends the earlier one (RFC 9162 section 2.1.4.2).
    ///
    /// RFC 9162 leaves size 0 and equal sizes out. As in C2SP tlog-witness both need an empty proof, the first also
    /// the root of the empty tree, the second two equal roots.
    ///
    /// - Throws: ``ProofError`` if it does not follow from the path.
    public func verify(oldRoot: Digest, newRoot: Digest) throws(ProofError) {
        guard oldSize <= newSize else { throw .treeShrank(oldSize: oldSize, newSize: newSize) }
        if oldSize == 0 {
            guard path.isEmpty else { throw .pathTooLong }
            guard oldRoot == Merkle.emptyRoot else { throw .oldRootMismatch }
            guard newSize > 0 || newRoot == Merkle.emptyRoot else { throw .rootMismatch }
        } else if oldSize == newSize {
            guard path.isEmpty else { throw .pathTooLong }
            guard oldRoot == newRoot else { throw .rootMismatch }
        } else {
            try verifyGrowth(oldRoot: oldRoot, newRoot: newRoot)
        }
    }

    private func verifyGrowth(oldRoot: Digest, newRoot: Digest) throws(ProofError) {
        guard let first = path.first else { throw .pathTooShort }
        // A tree of a power of two leaves is itself the first subtree, so its root is not repeated in the path.
        let isComplete = oldSize.nonzeroBitCount == 1
        var old = isComplete ? oldRoot : first
        var new = old
        // The last old leaf, climbed to the largest complete subtree that it closes.
        let climb = UInt64((~(oldSize - 1)).trailingZeroBitCount)
        var position = (oldSize - 1) >> climb
        var last = (newSize - 1) >> climb
        for sibling in path.dropFirst(isComplete ? 0 : 1) {
            guard last != 0 else { throw .pathTooLong }
            if position & 1 == 1 || position == last {
                old = Merkle.node(sibling, old)
                new = Merkle.node(sibling, new)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                new = Merkle.node(new, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .pathTooShort }
        guard old == oldRoot else { throw .oldRootMismatch }
        guard new == newRoot else { throw .rootMismatch }
    }
}
