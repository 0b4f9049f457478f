import TransparencyLog
import Verifier

/// Witnesses with fixed seeds: A, B and C.
enum TestWitness: UInt8, CaseIterable {
    case a = 101
    case b
    case c

    var name: String { String(Character(Unicode.Scalar(rawValue - 101 + UInt8(ascii: "A")))) }

    func cosigner() throws -> Cosigner {
        try Cosigner(name: KeyName("witness.example/\(name)"), seed: [UInt8](repeating: rawValue, count: 32))
    }

    func key() throws -> String { try cosigner().verifier.vkey }
}

extension TestLog {
    /// Lets witnesses cosign the log's checkpoint.
    mutating func cosign(_ witnesses: [TestWitness]) throws {
        let signed = try checkpoint(size: entries.count)
        let signatures = try witnesses.map { try $0.cosigner().signature(of: signed.checkpoint, at: 1_780_300_800) }
        files["checkpoint"] = Array(try signed.adding(signatures).serialized.utf8)
    }

    /// A policy that trusts the log, with A, B and C as witnesses.
    func policy(_ rest: String, url: String = "") throws -> [UInt8] {
        var text = "log \(key)\(url.isEmpty ? "" : " " + url)\n"
        for witness in TestWitness.allCases { text += "witness \(witness.name) \(try witness.key())\n" }
        return Array((text + rest + "\n").utf8)
    }

    /// Verifies the files under a policy.
    func verify(policy: [UInt8]) async throws -> Report {
        try await inFolder { try await Verification(source: $0, policy: policy).run() }
    }
}
