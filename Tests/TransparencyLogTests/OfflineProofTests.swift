import Testing
import TransparencyLog

@Suite struct `Offline proofs` {
    /// The proof for one entry of a log of five, with one witness.
    private func proof(index: UInt64 = 3, size: Int = 5, extra: [UInt8]? = nil) throws -> OfflineProof {
        let log = Log(count: size)
        let inclusion = try InclusionProof.build(index: index, size: UInt64(size), node: log.node)
        let checkpoint = try People.checkpoint(size: size, witnesses: [1])
        return OfflineProof(extra: extra, index: index, path: inclusion.path, checkpoint: checkpoint)
    }

    private func policy() throws -> TrustPolicy {
        let lines = [
            "log \(try People.log().verifier)", "witness w \(try People.witness(1).verifier)", "quorum w",
        ]
        return try TrustPolicy(parsing: lines.joined(separator: "\n"))
    }

    @Test func `a proof is the lines that the specification names`() throws {
        let proof = try proof(extra: [1, 2, 3, 4])
        let checkpoint = try People.checkpoint(size: 5, witnesses: [1])

        let lines = proof.serialized.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }

        #expect(Array(lines.prefix(3)) == ["c2sp.org/tlog-proof@v1", "extra AQIDBA==", "index 3"])
        #expect(Array(lines[3..<7]) == proof.inclusion.path.map(\.base64) + [""])
        #expect(proof.serialized.hasSuffix("=\n\n" + checkpoint.serialized))
    }

    @Test func `a proof of every leaf is read as it was written, and verifies`() throws {
        for index in 0..<UInt64(5) {
            for extra in [nil, [], [0], [1, 2, 3]] as [[UInt8]?] {
                let proof = try proof(index: index, extra: extra)

                let read = try OfflineProof(parsing: proof.serialized)
                let verified = try read.verify(entry: Reference.entry(Int(index)), policy: policy())

                #expect(read == proof)
                #expect(verified.checkpoint.size == 5)
                #expect(verified.cosignatures.count == 1)
            }
        }
    }

    @Test func `the only entry of a log has a proof without hashes`() throws {
        let proof = try OfflineProof(parsing: proof(index: 0, size: 1).serialized)

        #expect(proof.inclusion.path.isEmpty)
        #expect(try proof.verify(entry: Reference.entry(0), log: People.log().verifier).checkpoint.size == 1)
    }

    @Test func `another entry or another index does not verify`() throws {
        let proof = try proof()
        let entry = Reference.entry(3)

        #expect(throws: OfflineProofError.inclusion(.rootMismatch)) {
            try proof.verify(entry: Reference.entry(2), policy: policy())
        }
        #expect(throws: OfflineProofError.inclusion(.rootMismatch)) {
            try proof.verify(entry: entry + [0], policy: policy())
        }
        for index in [0, 1, 2, 4] as [UInt64] {
            let moved = OfflineProof(index: index, path: proof.inclusion.path, checkpoint: proof.checkpoint)
            #expect(throws: OfflineProofError.self) { try moved.verify(entry: entry, policy: policy()) }
        }
        let outside = OfflineProof(index: 5, path: proof.inclusion.path, checkpoint: proof.checkpoint)
        #expect(throws: OfflineProofError.inclusion(.indexOutsideTree(index: 5, size: 5))) {
            try outside.verify(entry: entry, policy: policy())
        }
    }

    @Test func `a checkpoint that the policy does not believe is refused first`() throws {
        let proof = try proof()
        let stranger = try People.log("log.example/two", seed: 2)
        let strict = try TrustPolicy(
            parsing: "log \(People.log().verifier)\nwitness w \(People.witness(2).verifier)\nquorum w\n"
        )

        #expect(throws: OfflineProofError.policy(.noQuorum)) {
            try proof.verify(entry: Reference.entry(3), policy: strict)
        }
        #expect(throws: OfflineProofError.policy(.checkpoint(.note(.noKnownSignature)))) {
            try proof.verify(entry: Reference.entry(3), log: stranger.verifier)
        }
    }

    @Test func `the extra data may change without anybody noticing, as the specification warns`() throws {
        let text = try proof(extra: [1]).serialized.replacing("extra AQ==", with: "extra Ag==")

        let read = try OfflineProof(parsing: text)

        #expect(read.extra == [2])
        #expect(try read.verify(entry: Reference.entry(3), policy: policy()).checkpoint.size == 5)
    }

    @Test(
        arguments: [
            ("", "", OfflineProofError.unknownVersion),
            ("tlog-proof@v1", "tlog-proof@v2", .unknownVersion),
            ("c2sp.org", " c2sp.org", .unknownVersion),
            ("extra AQ==", "extra AQ=", .malformedExtra),
            ("extra AQ==", "extra AR==", .malformedExtra),
            ("extra AQ==", "extra  AQ==", .malformedExtra),
            ("extra AQ==", "extra", .malformedIndex),
            ("extra AQ==", "Extra AQ==", .malformedIndex),
            ("extra AQ==", "extra AQ==\nextra AQ==", .malformedIndex),
            ("index 3", "index 03", .malformedIndex),
            ("index 3", "index -3", .malformedIndex),
            ("index 3", "index  3", .malformedIndex),
            ("index 3", "index 3 ", .malformedIndex),
            ("index 3", "index", .malformedIndex),
            ("index 3", "Index 3", .malformedIndex),
            ("index 3", "index 18446744073709551616", .malformedIndex),
            ("index 3\n", "", .malformedIndex),
            ("index 3\n", "index 3\nindex 3\n", .malformedHash),
            ("index 3\n", "index 3\nAQ==\n", .malformedHash),
            ("index 3\n", "index 3\r\n", .malformedIndex),
            ("index 3\n", "index 3\n\n", .checkpoint(.malformedSize)),
            ("log.example/one\n5", "log.example/one\n05", .checkpoint(.malformedSize)),
        ] as [(String, String, OfflineProofError)]
    )
    func `a proof in any other form is refused`(old: String, new: String, error: OfflineProofError) throws {
        let text = try proof(extra: [1]).serialized
        let changed = old.isEmpty ? "\n\n" + text : text.replacing(old, with: new, maxReplacements: 1)

        #expect(changed != text)
        #expect(throws: error) { try OfflineProof(parsing: changed) }
    }

    @Test func `a path of more than 64 hashes is refused`() throws {
        let proof = try proof()
        let hash = Merkle.emptyRoot
        func text(_ count: Int) -> String {
            OfflineProof(index: 3, path: [Digest](repeating: hash, count: count), checkpoint: proof.checkpoint)
                .serialized
        }

        #expect(try OfflineProof(parsing: text(64)).inclusion.path.count == 64)
        #expect(throws: OfflineProofError.inclusion(.pathTooLong)) { try OfflineProof(parsing: text(65)) }
    }

    @Test func `a file without end is refused by its length`() throws {
        let text = try proof(extra: [UInt8](repeating: 0, count: OfflineProof.maximumLength)).serialized

        #expect(throws: OfflineProofError.tooLong) { try OfflineProof(parsing: text) }
        #expect(throws: OfflineProofError.noCheckpoint) { try OfflineProof(parsing: "") }
        #expect(throws: OfflineProofError.noCheckpoint) {
            try OfflineProof(parsing: "c2sp.org/tlog-proof@v1\nindex 0\n")
        }
    }

    @Test func `a proof cut off anywhere is refused`() throws {
        let bytes = Array(try proof().serialized.utf8)

        for end in bytes.indices {
            // Cut exactly after the log's own line it is whole again, only without the witness.
            let read = try? OfflineProof(parsing: Array(bytes[..<end])).verify(
                entry: Reference.entry(3),
                policy: policy()
            )
            #expect(read == nil, "\(end)")
        }
    }

    @Test func `no byte of a proof can be changed without its being noticed`() throws {
        let proof = try proof()
        let log = try People.log().verifier
        let bytes = Array(proof.serialized.utf8)
        let expected = try proof.verify(entry: Reference.entry(3), log: log)

        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 0x01
            let verified = try? OfflineProof(parsing: changed).verify(entry: Reference.entry(3), log: log)
            // The witness is unknown to whoever trusts the log alone, so its line may be anything of the right form.
            #expect(verified == nil || verified == expected, "\(position)")
        }
    }
}
