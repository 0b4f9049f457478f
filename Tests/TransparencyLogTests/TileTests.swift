import Testing
import TransparencyLog

@Suite struct Tiles {
    /// The tile files of a log, by path, as a web server would have them.
    private struct Files {
        private var contents: [String: [UInt8]] = [:]

        var paths: Set<String> { Set(contents.keys) }

        mutating func write(_ tiles: TileSequence, of log: Log) throws {
            for tile in tiles {
                contents[tile.path] = try HashTile(tile, node: log.node).bytes
            }
        }

        /// The hash of a subtree for one who sees only the files and the size.
        func node(_ subtree: Subtree, size: UInt64) throws -> Digest {
            let slice = try #require(TileSlice(of: subtree, inTreeOfSize: size))
            let bytes = try #require(contents[slice.tile.path], "\(slice.tile)")
            return try #require(HashTile(slice.tile, bytes: bytes).hash(of: slice))
        }

        subscript(path: String) -> [UInt8]? { contents[path] }
    }

    @Test func `the tiles of every size to 1,024 rebuild the same root`() throws {
        let log = Log(count: 1_024, keepingRoots: true)

        for size in 0...UInt64(1_024) {
            var files = Files()
            try files.write(Tile.tiles(forSize: size), of: log)
            let root = try Merkle.root(size: size) { try files.node($0, size: size) }
            #expect(root == log.roots[Int(size)], "size \(size)")
        }
    }

    @Test func `proofs can be made from tiles alone`() throws {
        let log = Log(count: 700, keepingRoots: true)
        var files = Files()
        try files.write(Tile.tiles(forSize: 700), of: log)

        for index in 0..<UInt64(700) {
            let proof = try InclusionProof.build(index: index, size: 700) { try files.node($0, size: 700) }
            let leaf = Merkle.leaf(Reference.entry(Int(index)))
            #expect(throws: Never.self) { try proof.verify(leaf: leaf, root: log.roots[700]) }
        }
        for old in stride(from: UInt64(1), through: 700, by: 13) {
            let proof = try ConsistencyProof.build(oldSize: old, newSize: 700) { try files.node($0, size: 700) }
            #expect(throws: Never.self) { try proof.verify(oldRoot: log.roots[Int(old)], newRoot: log.roots[700]) }
        }
    }

    @Test func `writing only what is new at each step gives all that a log of the size needs`() throws {
        let log = Log(count: 1_024, keepingRoots: true)
        var files = Files()
        var size: UInt64 = 0

        for step in [1, 1, 5, 93, 155, 1, 0, 1, 255, 256, 100, 156] as [UInt64] {
            let new = Set(Tile.tiles(from: size, to: size + step).map(\.path))
            #expect(new.isDisjoint(with: files.paths))
            try files.write(Tile.tiles(from: size, to: size + step), of: log)
            size += step
            for tile in Tile.tiles(forSize: size) {
                #expect(try files[tile.path] == HashTile(tile, node: log.node).bytes, "\(tile) at \(size)")
            }
            #expect(try Merkle.root(size: size) { try files.node($0, size: size) } == log.roots[Int(size)])
        }
        #expect(size == 1_024)
    }

    @Test func `a size of 256 has a full tile and a partial one above it`() {
        #expect(Tile.tiles(forSize: 0).map(\.path) == [])
        #expect(Tile.tiles(forSize: 1).map(\.path) == ["tile/0/000.p/1"])
        #expect(Tile.tiles(forSize: 255).map(\.path) == ["tile/0/000.p/255"])
        #expect(Tile.tiles(forSize: 256).map(\.path) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(Tile.tiles(forSize: 257).map(\.path) == ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"])
        #expect(Tile.tiles(from: 255, to: 256).map(\.path) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(Tile.tiles(from: 256, to: 257).map(\.path) == ["tile/0/001.p/1"])
        #expect(Tile.tiles(from: 256, to: 256).map(\.path) == [])
    }

    @Test func `a size of 70,000 has the tiles that the specification names`() {
        // tlog-tiles: "273 full level 0 tiles, one partial level 0 tile of width 112, one full level 1 tile, one
        // partial level 1 tile of width 17, and one partial level 2 tile of width 1"
        let tiles = Array(Tile.tiles(forSize: 70_000))

        #expect(tiles.count { $0.level == 0 && !$0.isPartial } == 273)
        #expect(
            tiles.filter { $0.level > 0 || $0.isPartial }.map(\.path)
                == ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
        )
    }

    @Test(arguments: [65_535, 65_536, 65_537] as [UInt64])
    func `a log that is ahead of its checkpoint publishes partial tiles of the checkpoint's size`(size: UInt64) throws {
        // https://github.com/transparency-dev/tessera/issues/1178: 66,000 entries integrated, 65,537 published, and a
        // partial tile came to lie where the full one belongs.
        let log = Log(count: 66_000)
        var files = Files()
        try files.write(Tile.tiles(forSize: size), of: log)

        let root = try Merkle.root(size: size) { try files.node($0, size: size) }

        #expect(try root == Merkle.root(size: size, node: log.node))
        for path in files.paths {
            let isPartial = path.contains(".p/")
            #expect((files[path]?.count == 8_192) == !isPartial, "\(path)")
        }
        #expect(files["tile/1/000"]?.count == (size < 65_536 ? nil : 8_192))
        #expect(files["tile/2/000.p/1"]?.count == (size < 65_536 ? nil : 32))
        #expect(files["tile/0/256.p/1"]?.count == (size < 65_537 ? nil : 32))
        #expect(files["tile/0/256"] == nil)
        #expect(files["tile/1/001"] == nil)
    }

    @Test func `entry bundles follow the tiles of level 0`() {
        #expect(Tile.entryBundles(forSize: 0).map(\.path) == [])
        #expect(Tile.entryBundles(forSize: 256).map(\.path) == ["tile/entries/000"])
        #expect(
            Tile.entryBundles(forSize: 513).map(\.path) == [
                "tile/entries/000", "tile/entries/001", "tile/entries/002.p/1",
            ]
        )
        #expect(Tile.entryBundles(from: 300, to: 520).map(\.path) == ["tile/entries/001", "tile/entries/002.p/8"])
        #expect(Tile.entryBundles(from: 300, to: 300).map(\.path) == [])
    }

    @Test(
        arguments: [
            ("tile/0/000", Tile.Kind.hashes(level: 0), 0, 256),
            ("tile/0/x001/x234/067", .hashes(level: 0), 1_234_067, 256),
            ("tile/1/x001/000.p/1", .hashes(level: 1), 1_000, 1),
            ("tile/7/000.p/128", .hashes(level: 7), 0, 128),
            ("tile/entries/x001/x234/067.p/255", .entries, 1_234_067, 255),
            ("tile/0/x036/x028/x797/x018/x963/967.p/255", .hashes(level: 0), 36_028_797_018_963_967, 255),
        ] as [(String, Tile.Kind, UInt64, Int)]
    )
    func `a path names one tile and is its only name`(path: String, kind: Tile.Kind, index: UInt64, width: Int) throws {
        let tile = try Tile(path: path)

        #expect(tile == (try Tile(kind, index: index, width: width)))
        #expect(tile.path == path)
    }

    @Test func `every index has the path that it is read from`() throws {
        for index in [0, 1, 9, 10, 999, 1_000, 1_001, 999_999, 1_000_000, 123_456_789, 35_184_372_088_831] as [UInt64] {
            let tile = try Tile(level: 0, index: index, width: 3)
            #expect(try Tile(path: tile.path) == tile)
        }
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile//000", "Tile/0/000",
        "tile/00/000", "tile/+0/000", "tile/-1/000", "tile/64/000", "tile/01/000", "tile/ 0/000", "tile/0x/000",
        "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x00", "tile/0/x001", "tile/0/001/000", "tile/0/x000/001",
        "tile/0/x001/x000", "tile/0/X001/000", "tile/0/x001//000", "tile/0/00a", "tile/0/\u{0661}00",
        "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/1/",
        "tile/0/000.p/1/2", "tile/0/000.p/-1", "tile/0/000.p1", "tile/0/.p/1", "tile/0/x001.p/1", "tile/0/000.P/1",
        "tile/entries", "tile/entries/", "tile/Entries/000", "tile/entries/000.p/0", "tile/0/..%2f", "tile/0/../000",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        "tile/0/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/001",
    ])
    func `no other spelling is a path`(path: String) {
        #expect(throws: TileError.malformedPath) { try Tile(path: path) }
    }

    @Test(arguments: [
        "tile/8/000.p/1", "tile/63/000", "tile/7/000", "tile/7/001.p/1", "tile/0/x036/x028/x797/x018/x963/968",
    ])
    func `a tile beyond the largest tree is refused`(path: String) {
        #expect(throws: TileError.outsideAnyTree) { try Tile(path: path) }
    }

    @Test func `a width outside 1 to 256 is refused`() {
        for width in [-1, 0, 257] {
            #expect(throws: TileError.outsideAnyTree) { try Tile(level: 0, index: 0, width: width) }
        }
        #expect(throws: TileError.outsideAnyTree) { try Tile(level: 0, index: .max, width: 1) }
        #expect(throws: TileError.outsideAnyTree) { try Tile(level: -1, index: 0, width: 1) }
    }

    @Test func `a tile exists as soon as the log has all of its hashes`() throws {
        let partial = try Tile(level: 1, index: 1, width: 3)
        let bundle = try Tile(.entries, index: 1)

        #expect(!partial.exists(inTreeOfSize: 256 * 259 - 1))
        #expect(partial.exists(inTreeOfSize: 256 * 259))
        #expect(!bundle.exists(inTreeOfSize: 511))
        #expect(bundle.exists(inTreeOfSize: 512))
        #expect(partial.leaves == 65_536..<65_536 + 3 * 256)
        #expect(bundle.leaves == 256..<512)
    }

    @Test func `every subtree of a log is found in a tile that exists, with the right hash`() throws {
        let log = Log(count: 600)

        for (subtree, hash) in log.nodes {
            for size in [subtree.end, subtree.end + 1, 600] where size <= 600 {
                let slice = try #require(TileSlice(of: subtree, inTreeOfSize: size))
                #expect(Array(Tile.tiles(forSize: size)).contains(slice.tile))
                #expect(try HashTile(slice.tile, node: log.node).hash(of: slice) == hash)
                #expect(try HashTile(slice.tile, node: log.node).hash(of: subtree) == hash)
            }
            #expect(TileSlice(of: subtree, inTreeOfSize: subtree.end - 1) == nil)
        }
    }

    @Test func `a full tile is the hash above it`() throws {
        let log = Log(count: 256)
        let whole = try #require(Subtree(level: 8, index: 0))

        #expect(try HashTile(Tile(level: 0, index: 0), node: log.node).hash(of: whole) == log.tree.root)
        #expect(try HashTile(Tile(level: 0, index: 0, width: 255), node: log.node).hash(of: whole) == nil)
    }

    @Test func `a tile says nothing of subtrees that are not in it`() throws {
        let log = Log(count: 600)
        let second = try HashTile(Tile(level: 0, index: 1), node: log.node)
        let above = try HashTile(Tile(level: 1, index: 0, width: 2), node: log.node)
        let four = try #require(Subtree(level: 2, index: 64))
        let slice = try #require(TileSlice(of: four, inTreeOfSize: 300))

        #expect(second.hash(of: try #require(Subtree(level: 0, index: 255))) == nil)
        #expect(second.hash(of: try #require(Subtree(level: 0, index: 256))) != nil)
        #expect(second.hash(of: try #require(Subtree(level: 0, index: 512))) == nil)
        #expect(second.hash(of: try #require(Subtree(level: 9, index: 0))) == nil)
        #expect(above.hash(of: try #require(Subtree(level: 0, index: 0))) == nil)
        #expect(slice.tile.width == 44)
        #expect(second.hash(of: slice) == nil)
    }

    @Test func `a tile of another length or kind is not read`() throws {
        let tile = try Tile(level: 0, index: 0, width: 2)

        #expect(throws: TileError.wrongLength(expected: 64, found: 63)) {
            try HashTile(tile, bytes: [UInt8](repeating: 0, count: 63))
        }
        #expect(throws: TileError.wrongLength(expected: 64, found: 8_192)) {
            try HashTile(tile, bytes: [UInt8](repeating: 0, count: 8_192))
        }
        #expect(throws: TileError.wrongLength(expected: 64, found: 32)) {
            try HashTile(tile, hashes: [Merkle.emptyRoot])
        }
        #expect(throws: TileError.wrongKind) {
            try HashTile(Tile(.entries, index: 0, width: 1), hashes: [Merkle.emptyRoot])
        }
    }

    @Test func `the tiles of the largest tree are named one at a time`() {
        var tiles = Tile.tiles(from: Merkle.maximumSize - 1, to: Merkle.maximumSize)
        var last: Tile?
        var count = 0
        while let tile = tiles.next() {
            last = tile
            count += 1
        }

        #expect(count == 8)
        #expect(last?.path == "tile/7/000.p/128")
    }
}
