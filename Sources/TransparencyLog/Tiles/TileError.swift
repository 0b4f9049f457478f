/// Why a tile cannot be named or read.
public enum TileError: Error, Hashable, Sendable {
    /// The text is not the path of a tile in its one canonical form.
    case malformedPath
    /// No tree of up to ``Merkle/maximumSize`` leaves has this tile.
    case outsideAnyTree
    /// The tile is not one of hashes but of entries, or the other way round.
    case wrongKind
    /// The content does not have the number of hashes that the tile's width says.
    case wrongLength(expected: Int, found: Int)
}

extension TileError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .malformedPath: "This is not the path of a tile."
        case .outsideAnyTree: "No tree of up to 2^63 leaves has such a tile."
        case .wrongKind: "A tile of hashes is needed here, not an entry bundle."
        case .wrongLength(let expected, let found): "The tile needs \(expected) bytes; it has \(found)."
        }
    }
}
