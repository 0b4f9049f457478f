import Testing
import TransparencyLog

@Suite struct `Inclusion proofs` {
    let log = Log(count: 1_024, keepingRoots: true)

    /// Checks one proof against the recursive definition, and that nothing near it passes.
    private func check(_ index: Int, of size: Int, _ reference: inout Reference) throws {
        let root = log.roots[size]
        let leaf = try log.node(#require(Subtree(level: 0, index: UInt64(index))))
        let proof = try InclusionProof.build(index: UInt64(index), size: UInt64(size), node: log.node)
        func verify(_ index: Int, _ path: [Digest]) throws {
            try InclusionProof(index: UInt64(index), size: UInt64(size), path: path).verify(leaf: leaf, root: root)
        }

        #expect(proof.path.map(\.bytes) == reference.path(index, 0..<size), "\(index) of \(size)")
        try proof.verify(leaf: leaf, root: root)
        #expect(throws: ProofError.pathTooLong) { try verify(index, proof.path + [root]) }
        let wrongLeaf = try #require(leaf.flipped)
        #expect(throws: ProofError.rootMismatch) { try proof.verify(leaf: wrongLeaf, root: root) }
        for other in [index - 1, index + 1, size - 1 - index] where other != index && (0..<size).contains(other) {
            #expect(throws: ProofError.self, "\(other) for \(index) of \(size)") { try verify(other, proof.path) }
        }
        if !proof.path.isEmpty {
            #expect(throws: ProofError.pathTooShort) { try verify(index, proof.path.dropLast()) }
        }
    }

    @Test func `every leaf of every size to 130 has a proof, and only the right one passes`() throws {
        var reference = Reference(count: 130)

        for size in 1...130 {
            for index in 0..<size {
                try check(index, of: size, &reference)
            }
        }
    }

    @Test func `leaves at the edges and in between have proofs in every size to 1,024`() throws {
        var reference = Reference(count: 1_024)

        for size in 131...1_024 {
            // Both edges, the last complete subtree's, and one that walks through the tree with the size.
            let powerBelow = 1 << (Int.bitWidth - 1 - (size - 1).leadingZeroBitCount)
            for index in Set([0, powerBelow - 1, powerBelow, size - 1, size * 37 % size, size * size % 997 % size]) {
                try check(index, of: size, &reference)
            }
        }
    }

    @Test func `every leaf of the sizes round 256, 512 and 1,024 has a proof`() throws {
        for size in [255, 256, 257, 511, 512, 513, 1_023, 1_024] {
            for index in 0..<size {
                let leaf = Merkle.leaf(Reference.entry(index))
                let proof = try InclusionProof.build(index: UInt64(index), size: UInt64(size), node: log.node)
                #expect(throws: Never.self) { try proof.verify(leaf: leaf, root: log.roots[size]) }
            }
        }
    }

    @Test func `a proof with any one hash changed fails`() throws {
        let proof = try InclusionProof.build(index: 77, size: 130, node: log.node)
        let leaf = Merkle.leaf(Reference.entry(77))

        for position in proof.path.indices {
            var path = proof.path
            path[position] = try #require(path[position].flipped)
            let changed = InclusionProof(index: 77, size: 130, path: path)
            #expect(throws: ProofError.rootMismatch) { try changed.verify(leaf: leaf, root: log.roots[130]) }
        }
        #expect(proof.path.count == 8)
    }

    @Test func `a leaf outside the tree has no proof`() {
        let outside = ProofError.indexOutsideTree(index: 5, size: 5)
        let root = log.roots[5]

        #expect(throws: outside) { try InclusionProof.build(index: 5, size: 5, node: log.node) }
        #expect(throws: outside) { try InclusionProof(index: 5, size: 5, path: []).verify(leaf: root, root: root) }
        #expect(throws: ProofError.indexOutsideTree(index: 0, size: 0)) {
            try InclusionProof(index: 0, size: 0, path: []).verify(leaf: root, root: root)
        }
        #expect(throws: ProofError.treeTooLarge(size: .max)) {
            try InclusionProof.requiredSubtrees(index: 0, size: .max)
        }
    }

    @Test func `the required subtrees are those that building asks for`() throws {
        for index in 0..<UInt64(130) {
            var asked: [Subtree] = []
            _ = try InclusionProof.build(index: index, size: 130) { subtree in
                asked.append(subtree)
                return try log.node(subtree)
            }
            #expect(try InclusionProof.requiredSubtrees(index: index, size: 130) == asked)
        }
    }

    @Test func `a source that fails stops the building`() {
        #expect(throws: Log.Missing.self) {
            try InclusionProof.build(index: 2_000, size: 3_000, node: log.node)
        }
    }

    @Test func `a path of the largest size is judged, not trapped on`() throws {
        let hash = Merkle.emptyRoot
        let path = [Digest](repeating: hash, count: 63)

        let proof = try InclusionProof.build(index: Merkle.maximumSize - 1, size: Merkle.maximumSize) { _ in hash }
        let expected = path.reduce(hash) { root, sibling in Merkle.node(sibling, root) }
        // 2⁶⁴−1 has 64 one bits, so its last leaf stands to the right of 63 complete subtrees.
        let unknown = InclusionProof(index: .max - 1, size: .max, path: path)

        #expect(proof.path == path)
        #expect(try proof.root(leaf: hash) == expected)
        #expect(try unknown.root(leaf: hash) == expected)
        #expect(throws: ProofError.rootMismatch) { try unknown.verify(leaf: hash, root: hash) }
    }
}
