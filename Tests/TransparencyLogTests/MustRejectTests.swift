import Testing
import TransparencyLog

/// The list `must_reject` of the shared vectors, one test for each item and named after it.
@Suite struct `Must reject` {
    let vectors: Vectors
    let log: NoteVerifier
    let witness: NoteVerifier
    let body: String
    let logLine: String
    let witnessLine: String

    init() throws {
        vectors = try Vectors.load()
        let given = vectors.noteSigning
        log = try NoteVerifier(vkey: given.logVkey)
        witness = try NoteVerifier(vkey: given.witnessVkey)
        body = given.body
        logLine = given.logLine
        witnessLine = given.witnessLine
    }

    /// What the checkpoint says when read with both keys.
    @discardableResult
    private func read(_ text: String) throws -> VerifiedCheckpoint {
        try SignedCheckpoint(parsing: text).verify(log: log, witnesses: [witness])
    }

    @Test func `the list has the items that are tested here`() {
        #expect(
            vectors.mustReject == [
                "flip size 8->9", "drop final newline", "hyphen instead of em dash", "tab in body", "no blank line",
                "leading zero size", "bad utf8", "known key, bad signature -> whole note rejected",
                "unknown key only -> rejected", "duplicate/unknown extra lines -> ignored",
                "inclusion proof with one hash missing or extra", "consistency proof old>new",
                "witness key id computed with 0x01 instead of 0x04", "timestamp little-endian",
            ]
        )
    }

    @Test func `flip size 8 to 9`() {
        let flipped = body.replacing("\n8\n", with: "\n9\n")

        #expect(throws: CheckpointError.note(.badSignature(log.name))) {
            try read(flipped + "\n" + logLine + witnessLine)
        }
    }

    @Test func `drop final newline`() {
        #expect(throws: CheckpointError.note(.noFinalNewline)) {
            try read(body + "\n" + logLine + witnessLine.dropLast())
        }
    }

    @Test func `hyphen instead of em dash`() {
        #expect(throws: CheckpointError.note(.malformedSignatureLine)) {
            try read(body + "\n" + logLine.replacing("\u{2014}", with: "-"))
        }
    }

    @Test func `tab in body`() {
        #expect(throws: CheckpointError.note(.controlCharacter)) {
            try read(body.replacing("\n8\n", with: "\n8\t\n") + "\n" + logLine)
        }
    }

    @Test func `no blank line`() {
        #expect(throws: CheckpointError.note(.noSignatureBlock)) {
            try read(body + logLine + witnessLine)
        }
    }

    @Test func `leading zero size`() throws {
        // Signed by the log itself, so that it is the form that is refused and not the signature.
        let signer = try NoteSigner(name: log.name, seed: bytes(hex: vectors.noteSigning.logSeedHex))
        let note = try signer.sign(body.replacing("\n8\n", with: "\n08\n"))

        #expect(throws: CheckpointError.malformedSize) { try read(note.serialized) }
    }

    @Test func `bad UTF-8`() {
        var bytes = Array((body + "\n" + logLine).utf8)
        bytes[3] = 0xff

        #expect(throws: CheckpointError.note(.notUTF8)) { try SignedCheckpoint(parsing: bytes) }
    }

    @Test func `known key with bad signature rejects the whole note`() throws {
        let cosigner = try Cosigner(name: witness.name, seed: bytes(hex: vectors.noteSigning.witnessSeedHex))
        let other = try Checkpoint(origin: Origin(log.name), size: 0, root: Merkle.emptyRoot)
        let wrong = try cosigner.signature(of: other, at: vectors.noteSigning.time).line

        #expect(throws: CheckpointError.note(.badSignature(witness.name))) { try read(body + "\n" + logLine + wrong) }
        #expect(try SignedCheckpoint(parsing: body + "\n" + logLine + wrong).verify(log: log).cosignatures.isEmpty)
    }

    @Test func `unknown key only`() throws {
        let stranger = try NoteSigner(name: KeyName("stranger.example"), seed: [UInt8](repeating: 7, count: 32))
        let note = try stranger.sign(body)

        #expect(throws: CheckpointError.note(.noKnownSignature)) { try read(note.serialized) }
    }

    @Test func `duplicate and unknown extra signature lines are ignored`() throws {
        let stranger = try NoteSigner(name: KeyName("stranger.example"), seed: [UInt8](repeating: 7, count: 32))
        let unknown = try stranger.signature(of: body).line

        let verified = try read(body + "\n" + unknown + logLine + logLine + unknown + witnessLine + witnessLine)

        #expect(verified.log == log)
        #expect(verified.cosignatures.map(\.verifier) == [witness])
        #expect(verified.cosignatures.map(\.time) == [vectors.noteSigning.time])
    }

    @Test func `inclusion proof with one hash missing or extra`() throws {
        for vector in vectors.inclusion {
            let path = try vector.proofB64.map { try #require(Digest(base64: $0)) }
            let leaf = try #require(Digest(hex: vectors.leafHashHex[Int(vector.index)]))
            let root = try #require(Digest(hex: vectors.rootHex[Int(vector.size)]))
            func verify(_ path: [Digest]) throws {
                try InclusionProof(index: vector.index, size: vector.size, path: path).verify(leaf: leaf, root: root)
            }

            if !path.isEmpty {
                #expect(throws: ProofError.pathTooShort) { try verify(path.dropLast()) }
                #expect(throws: ProofError.self) { try verify(Array(path.dropFirst())) }
            }
            #expect(throws: ProofError.pathTooLong) { try verify(path + [root]) }
            #expect(throws: ProofError.pathTooLong) { try verify([leaf] + path) }
        }
    }

    @Test func `consistency proof with old above new`() throws {
        let root = try #require(Digest(hex: vectors.rootHex[8]))
        let old = try #require(Digest(hex: vectors.rootHex[7]))
        let proof = ConsistencyProof(oldSize: 8, newSize: 7, path: [root])

        #expect(throws: ProofError.treeShrank(oldSize: 8, newSize: 7)) { try proof.verify(oldRoot: root, newRoot: old) }
        #expect(throws: ProofError.treeShrank(oldSize: 8, newSize: 7)) {
            try ConsistencyProof.build(oldSize: 8, newSize: 7) { _ in root }
        }
    }

    @Test func `witness key identifier computed with 0x01 instead of 0x04`() throws {
        // The identifier that the witness would have as a plain key, on its vkey and on its signature line.
        let plain = try NoteVerifier(name: witness.name, type: .ed25519, publicKey: witness.publicKey)
        let parts = witness.vkey.split(separator: "+", maxSplits: 2)
        let plainID = try #require(plain.vkey.split(separator: "+", maxSplits: 2).dropFirst().first)
        let signed = try SignedCheckpoint(parsing: body + "\n" + witnessLine)
        let given = try #require(signed.note.signatures.first)
        let line = NoteSignature(name: given.name, keyID: plain.keyID, bytes: given.bytes).line

        #expect(throws: NoteError.wrongKeyID) { try NoteVerifier(vkey: "\(parts[0])+\(plainID)+\(parts[2])") }
        #expect(try read(body + "\n" + logLine + line).cosignatures.isEmpty)
    }

    @Test func `timestamp little-endian`() throws {
        let signed = try SignedCheckpoint(parsing: body + "\n" + witnessLine)
        let given = try #require(signed.note.signatures.first)
        let turned = Array(given.bytes.prefix(8).reversed() + given.bytes.dropFirst(8))
        let line = NoteSignature(name: given.name, keyID: given.keyID, bytes: turned).line

        #expect(throws: CheckpointError.note(.badSignature(witness.name))) { try read(body + "\n" + logLine + line) }
    }
}
