/// Where the hash of a subtree is found: some neighbouring hashes of one tile, to be hashed together.
public struct TileSlice: Hashable, Sendable {
    /// The tile that holds the hashes.
    public let tile: Tile
    /// Which of its hashes; their number is a power of two up to 128, and 1 if the tile holds the very hash.
    public let range: Range<Int>

    /// Finds a subtree in a log of a given size; nil if that log does not have it yet.
    ///
    /// The tile is the one that this log serves: partial at the right edge, full elsewhere.
    public init?(of subtree: Subtree, inTreeOfSize size: UInt64) {
        guard size <= Merkle.maximumSize, subtree.end <= size else { return nil }
        let (level, climb) = subtree.level.quotientAndRemainder(dividingBy: Tile.height)
        let first = subtree.index << UInt64(climb)
        let (index, offset) = first.quotientAndRemainder(dividingBy: UInt64(Tile.fullWidth))
        let present = Tile.count(atLevel: level, size: size) - index * UInt64(Tile.fullWidth)
        tile = Tile(
            checkedKind: .hashes(level: level),
            index: index,
            width: Int(min(present, UInt64(Tile.fullWidth)))
        )
        range = Int(offset)..<Int(offset) + 1 << climb
    }
}
