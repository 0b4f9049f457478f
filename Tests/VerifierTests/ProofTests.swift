import Testing
import TransparencyLog
import Verifier

@Suite struct `A proof of one entry` {
    let log: TestLog
    let file: String

    init() throws {
        log = try TestLog(size: 13)
        file = String(decoding: try log.proof(5, extra: log.entries[5]), as: UTF8.self)
    }

    private func faults(_ file: String, entry: [UInt8]? = nil) throws -> [Report.Subject: String] {
        let report = try Verification.proof(Array(file.utf8), entry: entry, key: log.key)
        #expect(!report.holds)
        #expect(report.entry == nil)
        return report.faults
    }

    @Test(arguments: 1...40) func `holds for every entry of every size`(size: Int) throws {
        let log = try TestLog(size: size)
        for index in 0..<size {
            let report = try Verification.proof(log.proof(index, extra: log.entries[index]), key: log.key)

            #expect(report.holds)
            #expect(report.entry == String(decoding: log.entries[index], as: UTF8.self))
        }
    }

    @Test(
        arguments: [
            ("quorum A", nil),
            ("group g 2 A B C\nquorum g", "Too few witnesses cosigned the checkpoint for the quorum g: only A."),
        ] as [(String, String?)]
    )
    func `is asked for its witnesses by a policy`(rules: String, fault: String?) throws {
        var log = log
        try log.cosign([.a])

        let proof = String(decoding: try log.proof(5, extra: log.entries[5]), as: UTF8.self)
        let path = proof.prefix(upTo: try #require(proof.firstRange(of: "\n\n")).upperBound)
        let cosigned = Array(path.utf8) + (log.files["checkpoint"] ?? [])

        let report = try Verification.proof(cosigned, policy: log.policy(rules))

        #expect(report.faults == (fault.map { [.witnesses: $0] } ?? [:]))
    }

    @Test func `of a log that the policy does not name fails`() throws {
        let other = try TestLog(TestLog(size: 3).entries, seed: 2)

        let report = try Verification.proof(Array(file.utf8), policy: other.policy("quorum none"))

        #expect(!report.holds)
        #expect(report.entry == nil)
    }

    @Test func `holds with an entry that is given beside it`() throws {
        let report = try Verification.proof(log.proof(5, extra: nil), entry: log.entries[5], key: log.key)

        #expect(report.holds)
        #expect(report.origin == "log.example/one")
        #expect(report.size == 13)
    }

    @Test func `believes the entry that is given and not the one in the file`() throws {
        let report = try Verification.proof(Array(file.utf8), entry: log.entries[4], key: log.key)

        #expect(!report.holds)
        #expect(report.faults[.inclusion]?.hasPrefix("The entry is not number 5 of this log: ") == true)
    }

    @Test func `fails with another entry`() throws {
        let other = String(decoding: try log.proof(5, extra: log.entries[8]), as: UTF8.self)

        #expect(try faults(other)[.inclusion]?.hasPrefix("The entry is not number 5 of this log: ") == true)
    }

    @Test func `fails with another index`() throws {
        let other = file.replacing("index 5\n", with: "index 4\n")

        #expect(try faults(other)[.inclusion]?.hasPrefix("The entry is not number 4 of this log: ") == true)
    }

    @Test func `fails with an index beyond the log`() throws {
        let other = file.replacing("index 5\n", with: "index 13\n")

        #expect(
            try faults(other) == [.inclusion: "The proof is for entry 13, but its checkpoint has only 13 entries."]
        )
    }

    @Test func `fails with a hash too few`() throws {
        var lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        lines.remove(at: 3)

        #expect(try faults(lines.joined(separator: "\n")) == [.inclusion: "The proof has 3 hashes and must have 4."])
    }

    @Test func `fails with a hash too many`() throws {
        var lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        lines.insert(lines[3], at: 3)

        #expect(try faults(lines.joined(separator: "\n")) == [.inclusion: "The proof has 5 hashes and must have 4."])
    }

    @Test func `fails with two hashes swapped`() throws {
        var lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        lines.swapAt(3, 4)

        #expect(try faults(lines.joined(separator: "\n"))[.inclusion] != nil)
    }

    @Test func `fails under another key`() throws {
        let report = try Verification.proof(Array(file.utf8), key: TestLog.signer(seed: 2).verifier.vkey)

        #expect(!report.holds)
        #expect(report.faults[.signature]?.hasPrefix("The checkpoint in the proof is not signed by ") == true)
    }

    @Test func `fails with a checkpoint that was changed`() throws {
        let other = file.replacing("\n13\n", with: "\n14\n")

        #expect(try faults(other)[.signature]?.hasPrefix("The signature by log.example/one+") == true)
    }

    @Test func `fails without an entry`() throws {
        let bare = String(decoding: try log.proof(5, extra: nil), as: UTF8.self)

        #expect(
            try faults(bare) == [
                .proof: "The file is no proof: it carries no entry, and none was given with it."
            ]
        )
    }

    @Test func `fails for an entry that cannot be counted`() throws {
        let log = try TestLog([Array("hello".utf8)])
        let report = try Verification.proof(log.proof(0, extra: log.entries[0]), key: log.key)

        #expect(report.outcome(.inclusion) == .holds)
        #expect(report.faults[.facts]?.hasPrefix("The entry has a byte at offset 0") == true)
    }

    @Test(arguments: [
        ("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v2\n", "its first line is not c2sp.org/tlog-proof@v1"),
        ("extra ", "extra !", "its line \"extra\" is not base64"),
        ("index 5\n", "", "its line \"index\" is missing or is no number"),
        ("index 5\n", "index 05\n", "its line \"index\" is missing or is no number"),
        ("index 5\n", "index 5\nx", "its hash 1 is not 32 bytes in base64"),
        ("\n\n", "\n", "no blank line and checkpoint follow its hashes"),
    ])
    func `fails in another form`(old: String, new: String, reason: String) throws {
        let first = file.firstRange(of: old).map { file.replacingCharacters(in: $0, with: new) } ?? file
        let other = old == "\n\n" ? String(first.prefix { $0 != "\u{2014}" }).replacing("\n\n", with: "\n") : first

        #expect(try faults(other) == [.proof: "The file is no proof: \(reason)."])
    }

    @Test func `that is empty fails`() throws {
        #expect(try faults("")[.proof] == "The file is no proof: no blank line and checkpoint follow its hashes.")
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + self[range.upperBound...]
    }
}
