import Testing
import TransparencyLog

@Suite struct Trees {
    @Test func `the incremental root is the recursive definition for every size to 1,024`() throws {
        var reference = Reference(count: 1_024)
        var tree = CompactTree()

        for size in 0...1_024 {
            #expect(tree.size == UInt64(size))
            #expect(tree.root.bytes == reference.hash(0..<size), "size \(size)")
            tree.append(Merkle.leaf(Reference.entry(size)))
        }
    }

    @Test func `the root of every earlier size comes from the reported subtrees`() throws {
        var reference = Reference(count: 1_024)
        let log = Log(count: 1_024)

        for size in 0...1_024 {
            let root = try Merkle.root(size: UInt64(size), node: log.node)
            #expect(root.bytes == reference.hash(0..<size), "size \(size)")
        }
    }

    @Test func `each append reports the leaf and then every ancestor that it completes`() {
        var tree = CompactTree()
        var reported: [[Subtree]] = []

        for index in 0..<8 {
            reported.append([])
            tree.append(Merkle.leaf(Reference.entry(index))) { subtree, _ in reported[index].append(subtree) }
        }

        #expect(reported.map { $0.map(\.level) } == [[0], [0, 1], [0], [0, 1, 2], [0], [0, 1], [0], [0, 1, 2, 3]])
        #expect(reported[5].map(\.index) == [5, 2])
        #expect(reported[7].map(\.index) == [7, 3, 1, 0])
    }

    @Test func `every reported hash is that of the leaves which the subtree spans`() {
        var reference = Reference(count: 300)
        let log = Log(count: 300)

        for (subtree, hash) in log.nodes {
            #expect(hash.bytes == reference.hash(Int(subtree.start)..<Int(subtree.end)), "\(subtree)")
        }
        // 300 leaves and floor(300 / 2^k) for every k: 150 + 75 + 37 + 18 + 9 + 4 + 2 + 1.
        #expect(log.nodes.count == 596)
    }

    @Test func `a refused report leaves the tree as it was`() {
        struct Refused: Error {}
        var tree = CompactTree()
        for index in 0..<7 { tree.append(Merkle.leaf(Reference.entry(index))) }
        let before = tree

        #expect(throws: Refused.self) {
            try tree.append(Merkle.leaf([1])) { subtree, _ throws(Refused) in
                if subtree.level == 2 { throw Refused() }
            }
        }

        #expect(tree == before)
    }

    @Test(arguments: [0, 1, 2, 3, 7, 8, 255, 256, 257, 1_000])
    func `a tree continues from its size and frontier`(size: Int) throws {
        let log = Log(count: size)

        var saved = try CompactTree(size: log.tree.size, frontier: log.tree.frontier)
        var rebuilt = try CompactTree(size: UInt64(size), node: log.node)
        saved.append(Merkle.leaf(Reference.entry(size)))
        rebuilt.append(Merkle.leaf(Reference.entry(size)))

        var reference = Reference(count: size + 1)
        #expect(saved.root.bytes == reference.hash(0..<size + 1))
        #expect(rebuilt == saved)
    }

    @Test func `a frontier that does not fit its size is refused`() {
        #expect(throws: TreeError.wrongFrontier(expected: 2, found: 1)) {
            try CompactTree(size: 5, frontier: [Merkle.emptyRoot])
        }
        #expect(throws: TreeError.treeTooLarge(size: .max)) { try CompactTree(size: .max, frontier: []) }
        #expect(throws: TreeError.treeTooLarge(size: 1 << 63 + 1)) {
            try CompactTree(size: 1 << 63 + 1) { _ in Merkle.emptyRoot }
        }
        #expect(throws: ProofError.treeTooLarge(size: .max)) {
            try Merkle.root(size: .max) { _ in Merkle.emptyRoot }
        }
    }

    @Test func `a tree of the largest size has a root`() throws {
        let root = try Merkle.root(size: Merkle.maximumSize) { _ in Merkle.emptyRoot }

        #expect(root == Merkle.emptyRoot)
        #expect(Subtree.covering(size: Merkle.maximumSize - 1).count == 63)
    }

    @Test func `a subtree that no tree can have is not made`() {
        #expect(Subtree(level: 0, index: Merkle.maximumSize - 1) != nil)
        #expect(Subtree(level: 0, index: Merkle.maximumSize) == nil)
        #expect(Subtree(level: 63, index: 0)?.end == Merkle.maximumSize)
        #expect(Subtree(level: 63, index: 1) == nil)
        #expect(Subtree(level: 64, index: 0) == nil)
        #expect(Subtree(level: -1, index: 0) == nil)
    }

    @Test func `a leaf hashes alike from an array, a slice and a lazy sequence`() {
        let entry = Array("an entry".utf8)

        #expect(Merkle.leaf(entry) == Merkle.leaf(entry[...]))
        #expect(Merkle.leaf(entry) == Merkle.leaf(entry.lazy.map { $0 }))
        #expect(Merkle.leaf(entry) == entry.withUnsafeBytes { Merkle.leaf($0) })
    }

    @Test func `a leaf and a node of the same bytes hash differently`() {
        let left = Merkle.leaf([1])
        let right = Merkle.leaf([2])

        #expect(Merkle.node(left, right) != Merkle.leaf(left.bytes + right.bytes))
        #expect(Merkle.node(left, right) != Merkle.node(right, left))
    }
}
