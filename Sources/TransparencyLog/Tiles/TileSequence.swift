/// The tiles that a log of one size has and one of an earlier size had not, made one at a time.
///
/// Lower levels come first, and within a level lower indexes. It is a sequence and not an array because the size may
/// come from a checkpoint of somebody else: nothing is allocated for what is not asked.
public struct TileSequence: Sequence, IteratorProtocol, Sendable {
    private let entries: Bool
    private let oldSize: UInt64
    private let newSize: UInt64
    private var level = 0
    private var index: UInt64

    init(entries: Bool, from oldSize: UInt64, to newSize: UInt64) {
        self.entries = entries
        self.oldSize = oldSize
        self.newSize = newSize
        index = oldSize / UInt64(Tile.fullWidth)
    }

    /// The next tile; nil at the end.
    public mutating func next() -> Tile? {
        while true {
            let old = Tile.count(atLevel: level, size: oldSize)
            let new = Tile.count(atLevel: level, size: newSize)
            let first = index * UInt64(Tile.fullWidth)
            if old < new, first < new {
                index += 1
                let width = Int(Swift.min(new - first, UInt64(Tile.fullWidth)))
                return Tile(checkedKind: entries ? .entries : .hashes(level: level), index: first / 256, width: width)
            }
            guard !entries, new >= UInt64(Tile.fullWidth) else { return nil }
            level += 1
            index = Tile.count(atLevel: level, size: oldSize) / UInt64(Tile.fullWidth)
        }
    }
}

extension Tile {
    /// All tiles of hashes of a log of this size, partial ones at the right edge.
    ///
    /// - Precondition: `size` is at most ``Merkle/maximumSize``.
    public static func tiles(forSize size: UInt64) -> TileSequence {
        tiles(from: 0, to: size)
    }

    /// The tiles of hashes that are to be written when a log grows.
    ///
    /// - Precondition: `oldSize` ≤ `newSize` ≤ ``Merkle/maximumSize``.
    public static func tiles(from oldSize: UInt64, to newSize: UInt64) -> TileSequence {
        precondition(oldSize <= newSize && newSize <= Merkle.maximumSize, "assumed sizes in order")
        return TileSequence(entries: false, from: oldSize, to: newSize)
    }

    /// All entry bundles of a log of this size, a partial one at the right edge.
    ///
    /// - Precondition: `size` is at most ``Merkle/maximumSize``.
    public static func entryBundles(forSize size: UInt64) -> TileSequence {
        entryBundles(from: 0, to: size)
    }

    /// The entry bundles that are to be written when a log grows.
    ///
    /// - Precondition: `oldSize` ≤ `newSize` ≤ ``Merkle/maximumSize``.
    public static func entryBundles(from oldSize: UInt64, to newSize: UInt64) -> TileSequence {
        precondition(oldSize <= newSize && newSize <= Merkle.maximumSize, "assumed sizes in order")
        return TileSequence(entries: true, from: oldSize, to: newSize)
    }
}
