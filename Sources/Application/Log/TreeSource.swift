import Store
import TransparencyLog

/// Complete subtrees of the log, read from the stored tiles and, where no full tile is yet, from the entries.
///
/// One value lives for one snapshot: it remembers the tiles that it has read.
final class TreeSource {
    private let db: any Connection
    private let size: UInt64
    private var read: [Tile: HashTile] = [:]

    init(size: UInt64, db: any Connection) {
        self.size = size
        self.db = db
    }

    /// - Throws: ``Fault``; of kind corrupt when a subtree of the tree cannot be made from what is stored.
    func node(_ subtree: Subtree) throws -> Digest {
        guard let slice = TileSlice(of: subtree, inTreeOfSize: size),
            let hash = try tile(slice.tile).hash(of: slice)
        else { throw Fault.corrupt("the log's tiles do not hold a subtree of the log") }
        return hash
    }

    private func tile(_ tile: Tile) throws -> HashTile {
        if let known = read[tile] { return known }
        let hashes = try LogRecords.hashes(of: tile, in: db)
        do {
            let made = try HashTile(tile, hashes: hashes)
            read[tile] = made
            return made
        } catch {
            throw Fault.corrupt("a tile of the log has lost hashes")
        }
    }
}

extension LogRecords {
    /// The hashes of a tile: leaf hashes on level 0, the roots of full tiles below on the others.
    static func hashes(of tile: Tile, in db: any Connection) throws -> [Digest] {
        let start = Int64(tile.index) * Int64(Tile.fullWidth)
        let range = start..<(start + Int64(tile.width))
        return tile.level == 0
            ? try leaves(range, in: db)
            : try tileRoots(level: tile.level - 1, range, in: db)
    }
}
