import Testing
import TransparencyLog

@Suite struct `Entry bundles` {
    @Test func `each entry follows its length in two bytes, the high one first`() throws {
        let bytes = try EntryBundle.encode([[1, 2, 3], [], [UInt8](repeating: 9, count: 258)])

        #expect(bytes.prefix(9) == [0, 3, 1, 2, 3, 0, 0, 1, 2])
        #expect(bytes.count == 3 * 2 + 3 + 258)
    }

    @Test(arguments: [1, 2, 255, 256])
    func `entries are read as they were written`(count: Int) throws {
        let entries = (0..<count).map { [UInt8](repeating: UInt8($0 % 256), count: $0 * 7 % 300) }

        let read = try EntryBundle.decode(EntryBundle.encode(entries), width: count)

        #expect(read.map(Array.init) == entries)
    }

    @Test func `an entry of 65,535 bytes fits and one more does not`() throws {
        let longest = [UInt8](repeating: 1, count: 65_535)

        #expect(try EntryBundle.decode(EntryBundle.encode([longest, [2]])).map(\.count) == [65_535, 1])
        #expect(throws: EntryBundleError.entryTooLong(65_536)) { try EntryBundle.encode([longest + [1]]) }
    }

    @Test func `a bundle has 1 to 256 entries, as many as its tile is wide`() throws {
        let full = try EntryBundle.encode([[UInt8]](repeating: [], count: 256))

        #expect(throws: EntryBundleError.wrongCount(0)) { try EntryBundle.encode([]) }
        #expect(throws: EntryBundleError.wrongCount(257)) {
            try EntryBundle.encode([[UInt8]](repeating: [], count: 257))
        }
        #expect(throws: EntryBundleError.wrongCount(0)) { try EntryBundle.decode([]) }
        #expect(throws: EntryBundleError.wrongCount(257)) { try EntryBundle.decode(full + [0, 0]) }
        #expect(throws: EntryBundleError.wrongCount(256)) { try EntryBundle.decode(full, width: 255) }
    }

    @Test func `a bundle that is cut anywhere within an entry is refused`() throws {
        let bytes = try EntryBundle.encode([[1, 2, 3], [4, 5]])

        for end in 1..<bytes.count where end != 5 {
            #expect(throws: EntryBundleError.cutOff, "\(end)") { try EntryBundle.decode(Array(bytes[..<end])) }
        }
        #expect(throws: EntryBundleError.wrongCount(1)) { try EntryBundle.decode(Array(bytes[..<5]), width: 2) }
    }

    @Test func `the entries of a bundle hash to the tile of level 0`() throws {
        let log = Log(count: 256)
        let bundle = try EntryBundle.encode((0..<256).map { Reference.entry($0) })

        let hashes = try EntryBundle.decode(bundle, width: 256).map { Merkle.leaf($0) }

        #expect(
            try HashTile(Tile(level: 0, index: 0), hashes: hashes).bytes
                == HashTile(Tile(level: 0, index: 0), node: log.node).bytes
        )
    }
}
