/// The place of one complete subtree: the 2^`level` leaves from `index`·2^`level`.
///
/// Level 0 is a leaf. The hash of a complete subtree never changes while the tree grows, so these are what a store
/// keeps; everything else is computed from them.
public struct Subtree: Hashable, Sendable {
    /// The height: 0 for a leaf.
    public let level: Int
    /// The position among the subtrees of this level.
    public let index: UInt64

    /// Names a subtree; nil if it would reach past the ``Merkle/maximumSize`` leaves.
    public init?(level: Int, index: UInt64) {
        guard (0...63).contains(level), index < Merkle.maximumSize >> UInt64(level) else { return nil }
        self.init(checkedLevel: level, index: index)
    }

    init(checkedLevel level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }

    /// How many leaves it spans.
    public var count: UInt64 { 1 << UInt64(level) }

    /// Its first leaf.
    public var start: UInt64 { index << UInt64(level) }

    /// The leaf after its last.
    public var end: UInt64 { start + count }

    /// The complete subtrees that together are the tree of `size` leaves, the largest first.
    ///
    /// - Precondition: `size` is at most ``Merkle/maximumSize``.
    public static func covering(size: UInt64) -> [Subtree] {
        precondition(size <= Merkle.maximumSize, "assumed a tree within the maximum size: \(size)")
        return covering(0..<size)
    }

    /// The complete subtrees of an RFC 6962 range, whose start is a multiple of its leading power of two.
    static func covering(_ range: Range<UInt64>) -> [Subtree] {
        var start = range.lowerBound
        var subtrees: [Subtree] = []
        while start < range.upperBound {
            let level = 63 - (range.upperBound - start).leadingZeroBitCount
            subtrees.append(Subtree(checkedLevel: level, index: start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        return subtrees
    }
}
