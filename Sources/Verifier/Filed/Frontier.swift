/// The full subtrees at the right edge of a tree that grows tile by tile, for its root at any size on the way.
struct Frontier {
    /// Each with the number of tiles below it: powers of two, the largest first.
    private var subtrees: [(hash: Hash, tiles: Int)] = []

    mutating func append(_ tile: Hash) {
        var (hash, tiles) = (tile, 1)
        while let last = subtrees.last, last.tiles == tiles {
            hash = Hash.node(last.hash, hash)
            tiles *= 2
            subtrees.removeLast()
        }
        subtrees.append((hash, tiles))
    }

    /// The root over all tiles, and over a partial one behind them if there is one.
    func root(and partial: Hash?) -> Hash {
        var rest = subtrees[...]
        guard var root = partial ?? rest.popLast()?.hash else { return Hash.root([]) }
        while let last = rest.popLast() { root = Hash.node(last.hash, root) }
        return root
    }
}
