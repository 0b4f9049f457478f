/// The name of one static file of a log: 1 to 256 hashes of one level, or the entries below them.
///
/// C2SP tlog-tiles. A tile of hashes at level L holds the subtrees of height 8·L; a full tile at one level is a single
/// hash at the next. A partial tile (narrower than 256) names the state of the right edge at some size and is
/// another file than the full one; it must never be stored under the full tile's name.
public struct Tile: Hashable, Sendable {
    /// What the file holds.
    public enum Kind: Hashable, Sendable {
        /// Hashes of the subtrees of height 8·`level`.
        case hashes(level: Int)
        /// The entries themselves, see ``EntryBundle``.
        case entries
    }

    /// How many hashes or entries a full tile has.
    public static let fullWidth = 256
    /// How many levels of a tree one level of tiles spans: 2⁸ = 256.
    static let height = 8

    /// What the file holds.
    public let kind: Kind
    /// The position among the tiles of its level.
    public let index: UInt64
    /// How many hashes or entries it has: 1 to 256.
    public let width: Int

    /// Names a tile.
    ///
    /// - Throws: ``TileError/outsideAnyTree``, also for a width that is not 1 to 256.
    public init(_ kind: Kind, index: UInt64, width: Int = Tile.fullWidth) throws(TileError) {
        let level = Self.level(of: kind)
        // 256⁸ leaves are above the limit of 2⁶³, so level 7 is the last with a hash in it.
        guard (0..<Self.height).contains(level), (1...Self.fullWidth).contains(width) else { throw .outsideAnyTree }
        let (first, tooLarge) = index.multipliedReportingOverflow(by: UInt64(Self.fullWidth))
        let (end, overflow) = first.addingReportingOverflow(UInt64(width))
        guard !tooLarge, !overflow, end <= Self.count(atLevel: level, size: Merkle.maximumSize) else {
            throw .outsideAnyTree
        }
        self.init(checkedKind: kind, index: index, width: width)
    }

    /// Names a tile of hashes.
    ///
    /// - Throws: ``TileError/outsideAnyTree``, also for a width that is not 1 to 256.
    public init(level: Int, index: UInt64, width: Int = Tile.fullWidth) throws(TileError) {
        try self.init(.hashes(level: level), index: index, width: width)
    }

    init(checkedKind kind: Kind, index: UInt64, width: Int) {
        self.kind = kind
        self.index = index
        self.width = width
    }

    /// The level of its hashes; 0 for entries, which are named as the leaf hashes are.
    public var level: Int { Self.level(of: kind) }

    /// Whether it is narrower than 256.
    public var isPartial: Bool { width < Self.fullWidth }

    /// The leaves that it spans.
    public var leaves: Range<UInt64> {
        let shift = UInt64(Self.height * level)
        return (firstHash << shift)..<((firstHash + UInt64(width)) << shift)
    }

    /// The subtrees whose hashes a tile of hashes holds, in order; for entries, the leaves.
    public var subtrees: [Subtree] {
        (0..<UInt64(width)).map { Subtree(checkedLevel: Self.height * level, index: firstHash + $0) }
    }

    /// Whether a log of this size has all that the tile holds, so that it may be served.
    public func exists(inTreeOfSize size: UInt64) -> Bool {
        firstHash + UInt64(width) <= Self.count(atLevel: level, size: size)
    }

    /// The position of its first hash among all of its level.
    var firstHash: UInt64 { index * UInt64(Self.fullWidth) }

    /// How many hashes a tree of this size has at a tile level: floor(size / 256^level).
    static func count(atLevel level: Int, size: UInt64) -> UInt64 {
        size >> UInt64(height * level)
    }

    private static func level(of kind: Kind) -> Int {
        switch kind {
        case .hashes(let level): level
        case .entries: 0
        }
    }
}
