import Testing
import TransparencyLog

@Suite struct `Consistency proofs` {
    let log = Log(count: 1_024, keepingRoots: true)

    /// Checks one proof against the recursive definition, and that nothing near it passes.
    private func check(_ old: Int, _ new: Int, _ reference: inout Reference) throws {
        let oldRoot = log.roots[old]
        let newRoot = log.roots[new]
        let proof = try ConsistencyProof.build(oldSize: UInt64(old), newSize: UInt64(new), node: log.node)
        func verify(_ path: [Digest]) throws {
            try ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), path: path)
                .verify(oldRoot: oldRoot, newRoot: newRoot)
        }

        let expected = old == 0 ? [] : reference.consistency(old, 0..<new)
        #expect(proof.path.map(\.bytes) == expected, "\(old) to \(new)")
        try proof.verify(oldRoot: oldRoot, newRoot: newRoot)
        #expect(throws: ProofError.pathTooLong, "\(old) to \(new)") { try verify(proof.path + [newRoot]) }
        if !proof.path.isEmpty {
            #expect(throws: ProofError.pathTooShort, "\(old) to \(new)") { try verify(proof.path.dropLast()) }
            #expect(throws: ProofError.self) { try proof.verify(oldRoot: log.roots[old - 1], newRoot: newRoot) }
            #expect(throws: ProofError.self) { try proof.verify(oldRoot: oldRoot, newRoot: log.roots[new - 1]) }
        }
    }

    @Test func `all pairs of sizes to 130 have a proof, and only the right one passes`() throws {
        var reference = Reference(count: 130)

        for new in 0...130 {
            for old in 0...new {
                try check(old, new, &reference)
            }
        }
    }

    @Test func `a sample of pairs to 1,024 has a proof`() throws {
        var reference = Reference(count: 1_024)

        for new in 131...1_024 {
            let powerBelow = 1 << (Int.bitWidth - 1 - (new - 1).leadingZeroBitCount)
            for old in Set([1, powerBelow, powerBelow - 1, new / 2, new - 1, new * new % 991 % new + 1]) {
                try check(old, new, &reference)
            }
        }
    }

    @Test func `a proof with any one hash changed fails`() throws {
        let proof = try ConsistencyProof.build(oldSize: 77, newSize: 130, node: log.node)

        for position in proof.path.indices {
            var path = proof.path
            path[position] = try #require(path[position].flipped)
            let changed = ConsistencyProof(oldSize: 77, newSize: 130, path: path)
            #expect(throws: ProofError.self) { try changed.verify(oldRoot: log.roots[77], newRoot: log.roots[130]) }
        }
        #expect(!proof.path.isEmpty)
    }

    @Test func `a log that changed an old entry cannot show consistency`() throws {
        var entries = (0..<130).map { Reference.entry($0) }
        entries[40] = Array("another entry".utf8)
        let forked = Log(entries: entries)

        for old in 41..<130 {
            let proof = try ConsistencyProof.build(oldSize: UInt64(old), newSize: 130, node: forked.node)
            #expect(throws: ProofError.self, "\(old)") {
                try proof.verify(oldRoot: log.roots[old], newRoot: forked.tree.root)
            }
        }
    }

    @Test func `from the empty tree the proof is empty and the old root the empty one`() throws {
        let empty = ConsistencyProof(oldSize: 0, newSize: 5, path: [])

        try empty.verify(oldRoot: Merkle.emptyRoot, newRoot: log.roots[5])

        #expect(throws: ProofError.oldRootMismatch) { try empty.verify(oldRoot: log.roots[1], newRoot: log.roots[5]) }
        #expect(throws: ProofError.rootMismatch) {
            try ConsistencyProof(oldSize: 0, newSize: 0, path: [])
                .verify(oldRoot: Merkle.emptyRoot, newRoot: log.roots[5])
        }
    }

    @Test func `equal sizes need equal roots`() {
        let proof = ConsistencyProof(oldSize: 5, newSize: 5, path: [])

        #expect(throws: Never.self) { try proof.verify(oldRoot: log.roots[5], newRoot: log.roots[5]) }
        #expect(throws: ProofError.rootMismatch) { try proof.verify(oldRoot: log.roots[5], newRoot: log.roots[6]) }
    }

    @Test func `an empty path between different sizes is too short`() {
        for old in [1, 2, 3, 4] as [UInt64] {
            #expect(throws: ProofError.pathTooShort) {
                try ConsistencyProof(oldSize: old, newSize: 8, path: [])
                    .verify(oldRoot: log.roots[Int(old)], newRoot: log.roots[8])
            }
        }
    }

    @Test func `the required subtrees are those that building asks for`() throws {
        for old in 0...UInt64(130) {
            var asked: [Subtree] = []
            _ = try ConsistencyProof.build(oldSize: old, newSize: 130) { subtree in
                asked.append(subtree)
                return try log.node(subtree)
            }
            #expect(try ConsistencyProof.requiredSubtrees(oldSize: old, newSize: 130) == asked)
        }
    }

    @Test func `the largest sizes are judged, not trapped on`() throws {
        let hash = Merkle.emptyRoot
        let size = Merkle.maximumSize

        let proof = try ConsistencyProof.build(oldSize: size - 1, newSize: size) { _ in hash }
        let unknown = ConsistencyProof(oldSize: .max - 1, newSize: .max, path: proof.path)

        #expect(proof.path.count == 64)
        #expect(throws: ProofError.self) { try proof.verify(oldRoot: hash, newRoot: hash) }
        #expect(throws: ProofError.self) { try unknown.verify(oldRoot: hash, newRoot: hash) }
        #expect(throws: ProofError.treeTooLarge(size: .max)) {
            try ConsistencyProof.requiredSubtrees(oldSize: 1, newSize: .max)
        }
    }
}
