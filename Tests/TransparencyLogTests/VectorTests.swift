import Testing
import TransparencyLog

@Suite struct `The shared vectors` {
    let vectors: Vectors
    let log: Log

    init() throws {
        vectors = try Vectors.load()
        log = Log(entries: try vectors.leavesHex.map(bytes(hex:)))
    }

    @Test func `every leaf hash is as given`() throws {
        let hashes = try vectors.leavesHex.map { Merkle.leaf(try bytes(hex: $0)).hex }

        #expect(hashes == vectors.leafHashHex)
    }

    @Test func `every root from size 0 to 8 is as given`() throws {
        var tree = CompactTree()
        var roots = [tree.root.hex]
        for leaf in vectors.leafHashHex {
            tree.append(try #require(Digest(hex: leaf)))
            roots.append(tree.root.hex)
        }

        #expect(roots == vectors.rootHex)
        #expect(try (0...8).map { try Merkle.root(size: $0, node: log.node).hex } == vectors.rootHex)
    }

    @Test func `every inclusion proof is made as given and verifies`() throws {
        for vector in vectors.inclusion {
            let proof = try InclusionProof.build(index: vector.index, size: vector.size, node: log.node)
            let leaf = try #require(Digest(hex: vectors.leafHashHex[Int(vector.index)]))
            let root = try #require(Digest(hex: vectors.rootHex[Int(vector.size)]))

            #expect(proof.path.map(\.base64) == vector.proofB64)
            try proof.verify(leaf: leaf, root: root)
        }
        #expect(vectors.inclusion.count == 7)
    }

    @Test func `every consistency proof is made as given and verifies`() throws {
        for vector in vectors.consistency {
            let proof = try ConsistencyProof.build(oldSize: vector.old, newSize: vector.new, node: log.node)
            let oldRoot = try #require(Digest(hex: vectors.rootHex[Int(vector.old)]))
            let newRoot = try #require(Digest(hex: vectors.rootHex[Int(vector.new)]))

            #expect(proof.path.map(\.base64) == vector.proofB64)
            try proof.verify(oldRoot: oldRoot, newRoot: newRoot)
        }
        #expect(vectors.consistency.count == 8)
    }

    @Test func `the seeds give the keys and the given lines verify`() throws {
        let given = vectors.noteSigning
        let log = try NoteVerifier(vkey: given.logVkey)
        let witness = try NoteVerifier(vkey: given.witnessVkey)
        let signer = try NoteSigner(name: log.name, seed: bytes(hex: given.logSeedHex))
        let cosigner = try Cosigner(name: witness.name, seed: bytes(hex: given.witnessSeedHex))

        let signed = try SignedCheckpoint(parsing: given.body + "\n" + given.logLine + given.witnessLine)
        let verified = try signed.verify(log: log, witnesses: [witness])

        #expect(signer.verifier.vkey == given.logVkey)
        #expect(cosigner.verifier.vkey == given.witnessVkey)
        #expect(verified.checkpoint.size == 8)
        #expect(verified.checkpoint.root.hex == vectors.rootHex[8])
        #expect(verified.cosignatures.map(\.verifier) == [witness])
        #expect(verified.cosignatures.map(\.time) == [given.time])
        #expect(signed.note.signatures.map(\.line) == [given.logLine, given.witnessLine])
    }

    @Test func `a cosigner signs the given message`() throws {
        let given = vectors.noteSigning

        let message = Cosignature.message(time: given.time, text: Array(given.body.utf8))

        #expect(String(decoding: message, as: UTF8.self) == given.witnessMessage)
    }

    @Test func `our own signatures with the given seeds verify with the given keys`() throws {
        // Not compared with the given bytes: CryptoKit on Apple's systems randomises Ed25519.
        let given = vectors.noteSigning
        let log = try NoteVerifier(vkey: given.logVkey)
        let witness = try NoteVerifier(vkey: given.witnessVkey)
        let checkpoint = try Checkpoint(parsing: given.body)

        let cosigner = try Cosigner(name: witness.name, seed: bytes(hex: given.witnessSeedHex))
        let signed = try checkpoint.signed(by: NoteSigner(name: log.name, seed: bytes(hex: given.logSeedHex)))
            .adding([cosigner.signature(of: checkpoint, at: given.time)])
        let read = try SignedCheckpoint(parsing: signed.serialized)

        #expect(signed.serialized.hasPrefix(given.body + "\n\u{2014} "))
        #expect(try read.verify(log: log, witnesses: [witness]).cosignatures.map(\.time) == [given.time])
    }

    @Test func `every note of another implementation verifies, and signing its text again does`() throws {
        for vector in vectors.thirdParty {
            let verifier = try NoteVerifier(vkey: vector.vkey)
            let note = try SignedNote(parsing: vector.note)

            #expect(try note.verify([verifier]).map(\.verifier) == [verifier], "\(vector.src)")
            #expect(note.serialized == vector.note, "\(vector.src)")
            #expect(verifier.vkey == vector.vkey, "\(vector.src)")
            if let privateKey = vector.skey {
                let signer = try NoteSigner(privateKey: privateKey)
                #expect(signer.privateKey == privateKey)
                #expect(signer.verifier == verifier)
                #expect(try signer.sign(note.text).verify([verifier]).count == 1)
            }
        }
        #expect(vectors.thirdParty.count == 4)
    }

    @Test func `fifteen entries of Tessera's test log give the root that its checkpoint names`() throws {
        let vector = try #require(vectors.thirdParty.first { $0.src.hasPrefix("tessera") })
        let words = try #require(vector.src.split(separator: ": ").last).dropLast().split(separator: " ")

        let log = Log(entries: words.map { Array($0.utf8) })
        let checkpoint = try Checkpoint(parsing: SignedNote(parsing: vector.note).text)

        #expect(checkpoint.size == UInt64(words.count))
        #expect(checkpoint.root == log.tree.root)
    }

    @Test func `the checkpoint of a log that is not called as its key is read by its origin`() throws {
        let vector = try #require(vectors.thirdParty.first { $0.src.hasPrefix("torchwood") })
        let key = try NoteVerifier(vkey: vector.vkey)
        let signed = try SignedCheckpoint(parsing: vector.note)

        let verified = try signed.verify(log: key, origin: Origin("go.sum database tree"))

        #expect(verified.checkpoint.size == 35_225_469)
        #expect(throws: CheckpointError.wrongOrigin(signed.checkpoint.origin)) { try signed.verify(log: key) }
    }
}
