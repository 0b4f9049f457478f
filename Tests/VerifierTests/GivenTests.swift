import Testing
import TransparencyLog
import Verifier

/// What a verification is given, and the shared vectors of the standard.
@Suite struct `What is given` {
    private let vkey = "ledger.example.org/weidu+04852f80+AQs9866E08pW/CagQm7ierqgcqIIuYnIG9CblhpgnFHD"

    @Test(arguments: ["", "ftp://example.org/log", "http://", "https://example.org/log?x=1", "https://example.org/#a"])
    func `must be a folder or an address`(source: String) {
        #expect(throws: Problem.malformedSource(source)) { try Verification(source: source) }
    }

    @Test(arguments: ["\(" ")", "\n"]) func `may have blanks around its key`(blank: String) throws {
        #expect(throws: Never.self) { try Verification(source: "log", key: blank + vkey + blank) }
    }

    @Test(arguments: [
        "", "ledger.example.org/weidu", "a+b", "a+b+c",
        "+04852f80+AQs9866E08pW/CagQm7ierqgcqIIuYnIG9CblhpgnFHD",
        "ledger example+04852f80+AQs9866E08pW/CagQm7ierqgcqIIuYnIG9CblhpgnFHD",
        "ledger.example.org/weidu+04852f80+AQs9866E08pW/CagQm7ierqgcqIIuYnIG9CblhpgnFH=",
        "ledger.example.org/weidu+04852f80+AQs9866E08pW",
    ])
    func `must not have a malformed key`(key: String) {
        #expect(throws: Problem.malformedKey) { try Verification(source: "log", key: key) }
    }

    @Test func `must not have a key with another identifier`() {
        let key = vkey.replacing("04852f80", with: "04852f81")

        #expect(throws: Problem.wrongKeyIdentifier) { try Verification(source: "log", key: key) }
    }

    @Test func `must not have the key of a witness`() {
        let key = "witness.audit.example/w1+741d7342+BPQsHZQGerPs1QKMAWuRvZ0ds8a0mxwt5xR1+efMdFXZ"

        #expect(throws: Problem.otherKindOfKey(4)) { try Verification(source: "log", key: key) }
    }

    // The checkpoint of the standard's vectors, over the eight leaves of RFC 6962's tests: signature and root are
    // those of others; that these leaves are no entries of a board is the one thing that fails.
    @Test func `may be the log of the standard's vectors`() async throws {
        let leaves: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
            Array(0x50...0x57), Array(0x60...0x6f),
        ]
        var log = try TestLog(leaves)
        log.files["checkpoint"] = Array(
            """
            ledger.example.org/weidu
            8
            XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

            \u{2014} ledger.example.org/weidu BIUvgLifIW32dQrbCFg4V0I49upfrdnR9Su4nE6pFtl0M2ixxaT4BYls4Le322UrGeIutGij/MUZMB+t54fQ2jqWTww=
            \u{2014} witness.audit.example/w1 dB1zQgAAAABqHTwA5BxdFM7fSPeCjEwPPDrsbvzR2kBm5s71il4mHmXVWA9Eewztwa0oc/NmSgKJaro8iYLJkW6yZ0EW0kYtr3csDw==

            """.utf8
        )

        let report = try await log.verify(key: vkey)

        #expect(report.outcome(.signature) == .holds)
        #expect(report.outcome(.tiles) == .holds)
        #expect(report.outcome(.root) == .holds)
        #expect(Set(report.faults.keys) == [.facts])
    }
}
