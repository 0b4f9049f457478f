import Testing
import TransparencyLog

@Suite struct `A request to a witness` {
    /// The example of C2SP tlog-witness.
    private let example = """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

        """

    @Test func `is read and written as the specification shows it`() throws {
        let request = try AddCheckpoint(parsing: Array(example.utf8))

        #expect(request.oldSize == 20_852_014 && request.path.count == 4)
        #expect(request.checkpoint.checkpoint.size == 20_852_163)
        #expect(request.checkpoint.note.signatures.count == 2)
        #expect(request.serialized == example)
    }

    @Test func `carries no more hashes than may be sent`() throws {
        let checkpoint = try AddCheckpoint(parsing: Array(example.utf8)).checkpoint
        let hash = checkpoint.checkpoint.root
        #expect(throws: AddCheckpointError.tooManyHashes) {
            try AddCheckpoint(oldSize: 0, path: Array(repeating: hash, count: 64), checkpoint: checkpoint)
        }
    }

    @Test func `is answered by lines, a size, or a status`() throws {
        let signature =
            "CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw=="
        let line = "\u{2014} witness.example/w1 \(signature)\n"
        func answer(_ status: Int, _ body: String) -> WitnessAnswer {
            WitnessAnswer(status: status, body: Array(body.utf8))
        }
        guard case .cosigned(let signatures) = answer(200, line + line) else {
            Issue.record("signature lines are read")
            return
        }
        #expect(signatures.map(\.line) == [line, line])
        #expect(answer(409, "20852014\n") == .stands(at: 20_852_014))
        #expect(answer(422, "no\n") == .refused(status: 422))
        for (status, body) in [
            (200, ""), (200, "\n"), (200, String(line.dropLast())), (200, line + "\n"), (200, "<html>\n"),
            (409, ""), (409, "7"), (409, "07\n"), (409, "-7\n"), (409, "7\n7\n"), (409, "no\n"),
            (200, String(repeating: line, count: 101)),
        ] {
            #expect(answer(status, body) == .unreadable, "\(status) \(body)")
        }
    }

    @Test func `gets the one cosignature that is the witness's own`() throws {
        let signer = try NoteSigner(name: KeyName("log.example/one"), seed: [UInt8](repeating: 1, count: 32))
        let witness = try Cosigner(name: KeyName("w.example/1"), seed: [UInt8](repeating: 2, count: 32))
        let other = try Cosigner(name: KeyName("w.example/2"), seed: [UInt8](repeating: 3, count: 32))
        let checkpoint = try Checkpoint(origin: Origin(signer.name), size: 0, root: Merkle.emptyRoot)
        let signed = try checkpoint.signed(by: signer)
        let right = try witness.signature(of: checkpoint, at: 20)
        let lines = try [other.signature(of: checkpoint, at: 90), right, witness.signature(of: checkpoint, at: 10)]

        let found = try signed.cosignature(by: witness.verifier, among: lines)

        #expect(found.signature == right && found.time == 20)
        #expect(throws: CheckpointError.note(.noKnownSignature)) {
            try signed.cosignature(by: witness.verifier, among: [lines[0]])
        }
        var bytes = right.bytes
        bytes[20] ^= 1
        let wrong = NoteSignature(name: right.name, keyID: right.keyID, bytes: bytes)
        #expect(throws: CheckpointError.note(.badSignature(witness.name))) {
            try signed.cosignature(by: witness.verifier, among: [right, wrong])
        }
    }
}
