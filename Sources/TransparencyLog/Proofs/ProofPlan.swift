/// Which ranges of leaves the hashes of a proof stand for, in the order of the path.
///
/// The recursive PATH and SUBPROOF of RFC 6962 section 2.1 walk down from the root and collect a sibling at each
/// step; here the walk is a loop and the collected siblings are turned round at the end.
struct ProofPlan {
    private(set) var ranges: [Range<UInt64>] = []

    /// PATH(m, D[n]) of RFC 6962 section 2.1.1.
    init(index: UInt64, size: UInt64) throws(ProofError) {
        guard size <= Merkle.maximumSize else { throw .treeTooLarge(size: size) }
        guard index < size else { throw .indexOutsideTree(index: index, size: size) }
        var rest = 0..<size
        while rest.upperBound - rest.lowerBound > 1 {
            let middle = Self.middle(of: rest)
            if index < middle {
                ranges.append(middle..<rest.upperBound)
                rest = rest.lowerBound..<middle
            } else {
                ranges.append(rest.lowerBound..<middle)
                rest = middle..<rest.upperBound
            }
        }
        ranges.reverse()
    }

    /// PROOF(m, D[n]) of RFC 6962 section 2.1.2; empty also from the tree without leaves.
    init(oldSize: UInt64, newSize: UInt64) throws(ProofError) {
        guard newSize <= Merkle.maximumSize else { throw .treeTooLarge(size: newSize) }
        guard oldSize <= newSize else { throw .treeShrank(oldSize: oldSize, newSize: newSize) }
        guard oldSize > 0 else { return }
        var rest = 0..<newSize
        while rest.upperBound != oldSize {
            let middle = Self.middle(of: rest)
            if oldSize <= middle {
                ranges.append(middle..<rest.upperBound)
                rest = rest.lowerBound..<middle
            } else {
                ranges.append(rest.lowerBound..<middle)
                rest = middle..<rest.upperBound
            }
        }
        // SUBPROOF(m, D[m], true) is empty, since the verifier has that root; with false it is MTH(D[m]).
        if rest.lowerBound > 0 { ranges.append(rest) }
        ranges.reverse()
    }

    /// The complete subtrees that make up the ranges.
    var subtrees: [Subtree] { ranges.flatMap { Subtree.covering($0) } }

    /// The path, from a source of complete subtrees.
    func path(node: (Subtree) throws -> Digest) rethrows -> [Digest] {
        try ranges.map { Merkle.root(ofFrontier: try Subtree.covering($0).map(node)) }
    }

    /// Where RFC 6962 splits: after the largest power of two that is smaller than the number of leaves.
    private static func middle(of range: Range<UInt64>) -> UInt64 {
        let count = range.upperBound - range.lowerBound
        return range.lowerBound + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    }
}
