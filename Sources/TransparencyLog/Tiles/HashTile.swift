/// The content of a tile of hashes.
public struct HashTile: Hashable, Sendable {
    /// Which tile it is.
    public let tile: Tile
    /// Its hashes, as many as the tile is wide.
    public let hashes: [Digest]

    /// Takes hashes that are already apart.
    ///
    /// - Throws: ``TileError/wrongLength(expected:found:)`` or ``TileError/wrongKind``.
    public init(_ tile: Tile, hashes: [Digest]) throws(TileError) {
        guard tile.kind != .entries else { throw .wrongKind }
        guard hashes.count == tile.width else {
            throw .wrongLength(expected: tile.width * Digest.byteCount, found: hashes.count * Digest.byteCount)
        }
        self.tile = tile
        self.hashes = hashes
    }

    /// Reads the file: exactly width × 32 bytes.
    ///
    /// - Throws: ``TileError/wrongLength(expected:found:)`` or ``TileError/wrongKind``.
    public init(_ tile: Tile, bytes: [UInt8]) throws(TileError) {
        guard bytes.count == tile.width * Digest.byteCount else {
            throw .wrongLength(expected: tile.width * Digest.byteCount, found: bytes.count)
        }
        let hashes = bytes.withUnsafeBytes { buffer in
            stride(from: 0, to: buffer.count, by: Digest.byteCount).compactMap { offset in
                Digest(exactly: UnsafeRawBufferPointer(rebasing: buffer[offset..<offset + Digest.byteCount]))
            }
        }
        try self.init(tile, hashes: hashes)
    }

    /// Fills a tile from a source of complete subtrees.
    ///
    /// - Throws: ``TileError/wrongKind``, or what `node` throws.
    public init(_ tile: Tile, node: (Subtree) throws -> Digest) throws {
        try self.init(tile, hashes: tile.subtrees.map(node))
    }

    /// The file: the hashes one after the other.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * Digest.byteCount)
        for hash in hashes { hash.append(to: &bytes) }
        return bytes
    }

    /// The hash of a subtree that lies within this tile; nil if it does not.
    ///
    /// - Complexity: up to 127 hashes (the tile's own hashes cost none).
    public func hash(of subtree: Subtree) -> Digest? {
        guard tile.leaves.contains(subtree.start), subtree.end <= tile.leaves.upperBound else { return nil }
        let climb = subtree.level - Tile.height * tile.level
        // A whole full tile is a hash of the next level up, but may be computed here too: hence 8 and not 7.
        guard (0...Tile.height).contains(climb) else { return nil }
        let first = Int(subtree.index << UInt64(climb) - tile.firstHash)
        var row = Array(hashes[first..<first + 1 << climb])
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map { Merkle.node(row[$0], row[$0 + 1]) }
        }
        return row.first
    }

    /// The hash that ``TileSlice/init(of:inTreeOfSize:)`` found in this tile; nil if it is of another tile.
    public func hash(of slice: TileSlice) -> Digest? {
        guard slice.tile == tile, let first = tile.subtrees.first else { return nil }
        let climb = slice.range.count.trailingZeroBitCount
        return hash(
            of: Subtree(
                checkedLevel: first.level + climb,
                index: (first.index + UInt64(slice.range.lowerBound)) >> UInt64(climb)
            )
        )
    }
}
