/// The hashes that lead from one leaf to the root of a tree.
public struct InclusionProof: Hashable, Sendable {
    /// The position of the leaf.
    public let index: UInt64
    /// How many leaves the tree has.
    public let size: UInt64
    /// The sibling hashes, the leaf's first, the child of the root last.
    public let path: [Digest]

    /// Takes a proof as it was received; ``verify(leaf:root:)`` judges it.
    public init(index: UInt64, size: UInt64, path: [Digest]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Makes the proof for a leaf from a source of complete subtrees.
    ///
    /// - Throws: ``ProofError`` if there is no such leaf, or what `node` throws.
    /// - Complexity: O(log n) calls of `node`.
    public static func build(
        index: UInt64,
        size: UInt64,
        node: (Subtree) throws -> Digest
    ) throws -> InclusionProof {
        let plan = try ProofPlan(index: index, size: size)
        return InclusionProof(index: index, size: size, path: try plan.path(node: node))
    }

    /// The subtrees that ``build(index:size:node:)`` will ask for, for whoever fetches them in one go.
    ///
    /// - Throws: ``ProofError`` if there is no such leaf.
    public static func requiredSubtrees(index: UInt64, size: UInt64) throws(ProofError) -> [Subtree] {
        try ProofPlan(index: index, size: size).subtrees
    }

    /// Checks that the leaf is in the tree with this root (RFC 9162 section 2.1.3.2).
    ///
    /// - Throws: ``ProofError`` if it does not follow from the path.
    public func verify(leaf: Digest, root: Digest) throws(ProofError) {
        guard try self.root(leaf: leaf) == root else { throw .rootMismatch }
    }

    /// The root that the path leads to, starting from the leaf (RFC 9162 section 2.1.3.2).
    ///
    /// - Throws: ``ProofError`` if the path has not exactly the length that index and size ask for.
    public func root(leaf: Digest) throws(ProofError) -> Digest {
        guard index < size else { throw .indexOutsideTree(index: index, size: size) }
        var position = index
        var last = size - 1
        var root = leaf
        for sibling in path {
            guard last != 0 else { throw .pathTooLong }
            if position & 1 == 1 || position == last {
                root = Merkle.node(sibling, root)
                // The right edge has no sibling where the number of nodes is odd: climb to where it has one.
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                root = Merkle.node(root, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .pathTooShort }
        return root
    }
}
