import Testing
import TransparencyLog
import Verifier

@Suite struct `A trust policy` {
    private static let twoOfThree = "group g 2 A B C\nquorum g"

    @Test(
        arguments: [
            ("quorum A", [.a], [[], [.b], [.b, .c]]), ("quorum none", [], []),
            ("group g all A B C\nquorum g", [.a, .b, .c], [[], [.a], [.a, .b]]),
            ("group g any A B\nquorum g", [.b], [[], [.c]]), (twoOfThree, [.a, .c], [[], [.a], [.b], [.c]]),
            ("group g any B\ngroup h 2 A g C\nquorum h", [.b, .c], [[.b], [.a]]),
        ] as [(String, [TestWitness], [[TestWitness]])]
    )
    func `holds with its quorum and not without`(
        rules: String,
        enough: [TestWitness],
        tooFew: [[TestWitness]]
    ) async throws {
        var log = try TestLog(size: 300)
        let policy = try log.policy(rules)

        try log.cosign(enough)
        #expect(try await log.verify(policy: policy).faults == [:])
        for witnesses in tooFew {
            try log.cosign(witnesses)
            let report = try await log.verify(policy: policy)
            #expect(!report.holds)
            #expect(Set(report.faults.keys) == [.witnesses])
        }
    }

    @Test func `says who cosigned, and who is missing`() async throws {
        var log = try TestLog(size: 3)
        let policy = try log.policy(Self.twoOfThree)

        try log.cosign([.c, .a])
        let report = try await log.verify(policy: policy)
        #expect(report.checks.contains { $0.english == "A, C cosigned it, which is the quorum g." })
        #expect(!report.checks.contains { $0.english.contains("not checked") })
        try log.cosign([.b])
        #expect(
            try await log.verify(policy: policy).faults == [
                .witnesses: "Too few witnesses cosigned the checkpoint for the quorum g: only B."
            ]
        )
        try log.cosign([])
        #expect(
            try await log.verify(policy: policy).faults == [
                .witnesses: "No witness cosigned the checkpoint, and the policy asks for the quorum g."
            ]
        )
    }

    @Test func `without a quorum holds with a warning`() async throws {
        let log = try TestLog(size: 3)

        let report = try await log.verify(policy: log.policy("quorum none"))

        #expect(report.holds)
        #expect(report.outcome(.witnesses) == .warning)
    }

    @Test func `fails for one wrong cosignature beside a full quorum`() async throws {
        var log = try TestLog(size: 3)
        let signed = try log.checkpoint(size: 3)
        let other = try log.checkpoint(size: 2)
        let good = try [TestWitness.a, .b].map { try $0.cosigner().signature(of: signed.checkpoint, at: 1) }
        let bad = try TestWitness.c.cosigner().signature(of: other.checkpoint, at: 1)
        log.files["checkpoint"] = Array(try signed.adding(good + [bad]).serialized.utf8)

        let report = try await log.verify(policy: log.policy(Self.twoOfThree))

        #expect(report.faults[.witnesses]?.hasPrefix("The signature by witness.example/C+") == true)
    }

    @Test func `does not count a stranger, or one witness twice`() async throws {
        var log = try TestLog(size: 3)
        let signed = try log.checkpoint(size: 3)
        let stranger = try Cosigner(name: KeyName("witness.example/A"), seed: [UInt8](repeating: 7, count: 32))
        let first = try TestWitness.a.cosigner()
        log.files["checkpoint"] = Array(
            try signed.adding([
                first.signature(of: signed.checkpoint, at: 1), first.signature(of: signed.checkpoint, at: 2),
                stranger.signature(of: signed.checkpoint, at: 1),
            ]).serialized.utf8
        )

        let report = try await log.verify(policy: log.policy(Self.twoOfThree))

        #expect(Set(report.faults.keys) == [.witnesses])
    }

    @Test func `is not met by the log of another name or key`() async throws {
        let log = try TestLog(size: 3)
        let sameName = try TestLog.signer(seed: 9).verifier.vkey
        let otherName = try TestLog.signer(name: "log.example/two").verifier.vkey

        let wrongKey = try await log.verify(policy: Array("log \(sameName)\nquorum none".utf8))
        let wrongName = try await log.verify(policy: Array("log \(otherName)\nquorum none".utf8))

        #expect(Set(wrongKey.faults.keys) == [.signature])
        #expect(
            wrongName.faults == [
                .key: #"The checkpoint is of the log "log.example/one", which the policy does not name."#
            ]
        )
    }

    /// The library reads policies as well; the two must agree on what is one.
    @Test(arguments: [
        "log <log> https://x/log\nwitness A <a> https://w/\n\n # none\n\tgroup g any A\nquorum g", "quorum none",
        "log", "log <log> url more", "log nonsense", "log <log>\nlog <log>", "witness A", "witness A <a> url more",
        "witness A <log>\nquorum none", "witness A <a>\nwitness B <a>\nquorum none",
        "witness A <a>\nwitness A <b>\nquorum none", "witness none <a>\nquorum none", "group g any\nquorum none",
        "group g any A\nquorum none", "witness A <a>\ngroup A any A\nquorum none",
        "witness A <a>\ngroup g any A A\nquorum none", "witness A <a>\ngroup g any A\ngroup h any A\nquorum h",
        "witness A <a>\ngroup g 0 A\nquorum g", "witness A <a>\ngroup g 2 A\nquorum g",
        "witness A <a>\ngroup g 01 A\nquorum g", "witness A <a>\ngroup g All A\nquorum g",
        "witness A <a>\ngroup g 99999999999999999999 A\nquorum g", "witness A <a>\ngroup g 1 A\nquorum g\n", "quorum",
        "quorum none none", "quorum A\nwitness A <a>", "quorum none\nquorum none", "Quorum none", "quorum none # none",
        "quorum none\r", "# \u{0}\nquorum none", "quorum\u{a0}none", "", "log <log>\n",
    ])
    func `is read as the library reads it`(template: String) throws {
        let text = try template.replacing("<log>", with: TestLog.signer().verifier.vkey)
            .replacing("<a>", with: TestWitness.a.key()).replacing("<b>", with: TestWitness.b.key())
        let isPolicy = (try? TrustPolicy(parsing: text)) != nil

        if isPolicy {
            #expect(throws: Never.self) { try Verification(source: "log", policy: Array(text.utf8)) }
        } else {
            #expect(throws: Problem.self) { try Verification(source: "log", policy: Array(text.utf8)) }
        }
    }

    @Test func `is told the line that is wrong`() {
        let text = "# mine\nquorum none\nwitness A b"

        #expect(throws: Problem.policyLine(3, .key)) { try Verification(source: "log", policy: Array(text.utf8)) }
        #expect(throws: Problem.policyWithoutQuorum) { try Verification(source: "log", policy: []) }
    }
}
