import Testing
import TransparencyLog

@Suite struct `Trust policies` {
    /// The verifier keys that a policy in these tests may name.
    private static func text(_ template: String) throws -> String {
        var text = template.replacing("<log>", with: try People.log().verifier.vkey)
            .replacing("<log2>", with: try People.log("log.example/two", seed: 2).verifier.vkey)
        for number in UInt8(1)...6 {
            text = text.replacing("<w\(number)>", with: try People.witness(number).verifier.vkey)
        }
        return text
    }

    private static let twoGroups = """
        # Two kinds of witnesses.
        log <log>

        witness X1 <w1>
        witness X2 <w2>
        \twitness  X3\t<w3>  https://x3.example/\t
        group X-witnesses 2 X1 X2 X3
          # others
        witness Y1 <w4>
        witness Y2 <w5>
        witness Y3 <w6>
        group Y-witnesses any Y1 Y2 Y3
        group X-and-Y all X-witnesses Y-witnesses
        quorum X-and-Y

        """

    @Test func `a policy is read with its logs, witnesses, groups and quorum`() throws {
        let policy = try TrustPolicy(parsing: Self.text("log <log2> https://log.example/two\n" + Self.twoGroups))

        #expect(policy.logs.map(\.verifier.name.text) == ["log.example/two", "log.example/one"])
        #expect(policy.logs.map(\.url) == ["https://log.example/two", nil])
        #expect(policy.witnesses.map(\.name.description) == ["X1", "X2", "X3", "Y1", "Y2", "Y3"])
        #expect(policy.witnesses.map(\.url) == [nil, nil, "https://x3.example/", nil, nil, nil])
        #expect(policy.groups.map(\.name.description) == ["X-witnesses", "Y-witnesses", "X-and-Y"])
        #expect(policy.groups.map(\.threshold) == [2, 1, 2])
        #expect(policy.groups.map(\.members.count) == [3, 3, 2])
        #expect(policy.quorum == .member(try #require(policy.groups.last).name))
        #expect(try TrustPolicy(parsing: policy.serialized) == policy)
    }

    @Test func `the quorum of groups holds for exactly the right sets of witnesses`() throws {
        let policy = try TrustPolicy(parsing: Self.text(Self.twoGroups))
        let keys = policy.witnesses.map(\.verifier)

        for set in 0..<64 {
            let cosigners = Set(keys.indices.filter { set >> $0 & 1 == 1 }.map { keys[$0] })
            let expected = (set & 7).nonzeroBitCount >= 2 && set & 56 != 0
            #expect(policy.isSatisfied(by: cosigners) == expected, "\(set)")
        }
    }

    @Test(
        arguments: [
            ("quorum A", [[1]], [[], [2], [2, 3]]),
            ("quorum none", [[], [1]], []),
            ("group g all A B C\nquorum g", [[1, 2, 3]], [[], [1], [1, 2], [2, 3]]),
            ("group g any A B C\nquorum g", [[1], [2], [3], [1, 3]], [[]]),
            ("group g 2 A B C\nquorum g", [[1, 2], [1, 3], [2, 3], [1, 2, 3]], [[], [1], [2], [3]]),
            ("group g any B\ngroup h 2 A g C\nquorum h", [[1, 2], [2, 3], [1, 3]], [[2], [1]]),
        ] as [(String, [[UInt8]], [[UInt8]])]
    )
    func `a checkpoint passes with a quorum and not without`(
        rule: String,
        enough: [[UInt8]],
        tooFew: [[UInt8]]
    ) throws {
        let policy = try TrustPolicy(
            parsing: Self.text("log <log>\nwitness A <w1>\nwitness B <w2>\nwitness C <w3>\n\(rule)\n")
        )

        for witnesses in enough {
            let verified = try policy.verify(People.checkpoint(size: 5, witnesses: witnesses))
            #expect(verified.cosignatures.count == witnesses.count)
            #expect(verified.log == (try People.log().verifier))
        }
        for witnesses in tooFew {
            let signed = try People.checkpoint(size: 5, witnesses: witnesses)
            #expect(throws: PolicyError.noQuorum) { try policy.verify(signed) }
        }
    }

    @Test func `one witness that cosigns twice is one witness`() throws {
        let policy = try TrustPolicy(
            parsing: Self.text("log <log>\nwitness A <w1>\nwitness B <w2>\ngroup g 2 A B\nquorum g\n")
        )
        let signed = try People.checkpoint(size: 5, witnesses: [1])
        let again = try People.witness(1).signature(of: signed.checkpoint, at: 77)

        #expect(throws: PolicyError.noQuorum) { try policy.verify(signed.adding([again])) }
    }

    @Test func `a wrong cosignature by a known witness rejects even a full quorum`() throws {
        let policy = try TrustPolicy(parsing: Self.text("log <log>\nwitness A <w1>\nwitness B <w2>\nquorum A\n"))
        let signed = try People.checkpoint(size: 5, witnesses: [1])
        let witness = try People.witness(2)
        let wrong = try witness.signature(of: People.checkpoint(size: 6).checkpoint, at: 1)

        #expect(throws: PolicyError.checkpoint(.note(.badSignature(witness.name)))) {
            try policy.verify(signed.adding([wrong]))
        }
    }

    @Test func `a listed log vouches for its own origin only`() throws {
        let policy = try TrustPolicy(parsing: Self.text("log <log>\nlog <log2>\nquorum none\n"))
        let second = try People.log("log.example/two", seed: 2)
        let stranger = try People.log("log.example/three", seed: 3)
        let checkpoint = try People.checkpoint(size: 5).checkpoint
        let borrowed = try checkpoint.signed(by: second)
        let foreign = try Checkpoint(origin: Origin(stranger.name), size: 0, root: Merkle.emptyRoot)

        #expect(try policy.verify(People.checkpoint(size: 5, log: second)).log == second.verifier)
        #expect(throws: PolicyError.checkpoint(.notSignedByLog)) { try policy.verify(borrowed) }
        #expect(throws: PolicyError.checkpoint(.wrongOrigin(foreign.origin))) {
            try policy.verify(foreign.signed(by: second))
        }
        #expect(throws: PolicyError.checkpoint(.note(.noKnownSignature))) {
            try policy.verify(foreign.signed(by: stranger))
        }
    }

    @Test func `a policy without logs needs one from the caller`() throws {
        let policy = try TrustPolicy(parsing: Self.text("witness A <w1>\nquorum A\n"))
        let signed = try People.checkpoint(size: 5, witnesses: [1])

        #expect(throws: PolicyError.noLog) { try policy.verify(signed) }
        #expect(try policy.verify(signed, extraLogs: [People.log().verifier]).cosignatures.count == 1)
    }

    @Test func `trusting one log is the policy with that log and no quorum`() throws {
        let policy = TrustPolicy(trusting: try People.log().verifier)

        #expect(try TrustPolicy(parsing: policy.serialized) == policy)
        #expect(String(decoding: policy.serialized, as: UTF8.self) == (try Self.text("log <log>\nquorum none\n")))
        #expect(try policy.verify(People.checkpoint(size: 1)).checkpoint.size == 1)
    }

    @Test(
        arguments: [
            ("log", 1, PolicyError.LineError.wrongNumberOfWords),
            ("log <log> url more", 1, .wrongNumberOfWords),
            ("log nonsense", 1, .key(.malformedKey)),
            ("log example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", 1, .key(.unsupportedType(6))),
            ("log <log>\nlog <log>", 2, .duplicateKey),
            ("witness A", 1, .wrongNumberOfWords),
            ("witness A <w1> url more", 1, .wrongNumberOfWords),
            ("witness A <log>", 1, .notAWitnessKey),
            ("witness A <w1>\nwitness B <w1>", 2, .duplicateKey),
            ("witness A <w1>\n# A again\nwitness A <w2>", 3, .nameTaken(PolicyNames.a)),
            ("witness none <w1>", 1, .nameTaken(PolicyNames.none)),
            ("group g any", 1, .wrongNumberOfWords),
            ("group g any A", 1, .unknownName(PolicyNames.a)),
            ("witness A <w1>\ngroup A any A", 2, .nameTaken(PolicyNames.a)),
            ("witness A <w1>\ngroup g any A A", 2, .repeatedMember(PolicyNames.a)),
            ("witness A <w1>\ngroup g any A\ngroup h any A", 3, .repeatedMember(PolicyNames.a)),
            ("group g any none", 1, .unknownName(PolicyNames.none)),
            ("witness A <w1>\ngroup g 0 A", 2, .wrongThreshold),
            ("witness A <w1>\ngroup g 2 A", 2, .wrongThreshold),
            ("witness A <w1>\ngroup g 01 A", 2, .wrongThreshold),
            ("witness A <w1>\ngroup g All A", 2, .wrongThreshold),
            ("witness A <w1>\ngroup g 99999999999999999999 A", 2, .wrongThreshold),
            ("quorum", 1, .wrongNumberOfWords),
            ("quorum none none", 1, .wrongNumberOfWords),
            ("quorum A\nwitness A <w1>", 1, .unknownName(PolicyNames.a)),
            ("quorum none\nquorum none", 2, .secondQuorum),
            ("Quorum none", 1, .unknownKeyword),
            ("threshold 1", 1, .unknownKeyword),
            ("quorum none # none", 1, .wrongNumberOfWords),
            ("quorum none\r", 1, .controlCharacter),
            ("# a comment with \u{0}", 1, .controlCharacter),
            ("quorum\u{a0}none", 1, .unknownKeyword),
        ] as [(String, Int, PolicyError.LineError)]
    )
    func `a line that is wrong is named with its number`(
        template: String,
        line: Int,
        error: PolicyError.LineError
    ) throws {
        let text = try Self.text(template)

        #expect(throws: PolicyError.malformed(line: line, error)) { try TrustPolicy(parsing: text) }
    }

    @Test func `a policy says which quorum it asks for`() throws {
        #expect(throws: PolicyError.missingQuorum) { try TrustPolicy(parsing: "") }
        #expect(throws: PolicyError.missingQuorum) { try TrustPolicy(parsing: Self.text("log <log>\n")) }
        #expect(try TrustPolicy(parsing: "quorum none").quorum == .none)
    }

    @Test func `names are bytes: not even UTF-8, and a Kelvin sign is no K`() throws {
        let keys = try (UInt8(1)...3).map { Array(try People.witness($0).verifier.vkey.utf8) }
        let names: [[UInt8]] = [[0x4b], [0xe2, 0x84, 0xaa], [0xff, 0xfe]]
        var lines: [UInt8] = []
        for (name, key) in zip(names, keys) {
            lines += Array("witness ".utf8)
            lines += name
            lines += [0x20]
            lines += key
            lines += [0x0a]
        }

        let policy = try TrustPolicy(parsing: lines + Array("quorum ".utf8) + names[2])

        #expect(policy.witnesses.map(\.name.bytes) == names)
        #expect(try policy.isSatisfied(by: [People.witness(3).verifier]))
        #expect(try !policy.isSatisfied(by: [People.witness(1).verifier, People.witness(2).verifier]))
        #expect(try TrustPolicy(parsing: policy.serialized) == policy)
    }

    @Test func `as many logs, witnesses and groups as the specification recommends are read`() throws {
        var text = ""
        for number in UInt8(0)..<40 {
            text += "log \(try People.log("log.example/\(number)", seed: number).verifier)\n"
            text += "witness w\(number) \(try People.witness(number).verifier)\n"
            text += "group g\(number) all w\(number)\(number == 0 ? "" : " g\(number - 1)")\n"
        }

        let policy = try TrustPolicy(parsing: text + "quorum g39\n")

        let all = Set(policy.witnesses.map(\.verifier))
        let last = try #require(policy.witnesses.first).verifier
        #expect(policy.logs.count == 40)
        #expect(policy.isSatisfied(by: all))
        #expect(!policy.isSatisfied(by: all.subtracting([last])))
    }

    @Test func `a policy of more than a thousand parts is refused`() throws {
        let witness = try People.witness(1).verifier
        var text = "witness w \(witness)\ngroup g0 any w\n"
        for number in 1...1_000 { text += "group g\(number) any g\(number - 1)\n" }

        #expect(throws: PolicyError.malformed(line: 1_001, .tooMany)) { try TrustPolicy(parsing: text) }
    }
}

/// Names that errors carry.
private enum PolicyNames {
    static let a = PolicyName(Array("A".utf8))
    static let none = PolicyName(Array("none".utf8))
}
