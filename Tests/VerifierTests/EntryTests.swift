import Testing
import Verifier

/// What an entry must be so that it can be counted, each time as a log of that one entry with all hashes right.
@Suite struct `An entry` {
    private static let commitment = TestLog.commitment

    private func report(_ entry: some Sequence<UInt8>) async throws -> Report {
        try await TestLog([Array(entry)]).verify()
    }

    @Test(arguments: [
        #"{"at":"2026-02-28","c":"C","t":"x","v":1}"#,
        #"{"at":"2024-02-29","c":"C","t":"x","v":1}"#,
        #"{"at":"2000-02-29","c":"C","t":"x","v":1}"#,
        #"{"a":"","at":"2026-12-31","c":"C","t":"x.y_z","v":1,"z":-9007199254740991}"#,
        #"{"at":"2026-12-31","c":"C","n":0,"t":"x","text":"网格 \" \\ \b\t\n\f\r\u0000\u001f / é","v":1}"#,
        #"{"at":"2026-12-31","at<":1,"c":"C","t":"x","v":1}"#,
        #"{"at":"2026-12-31","c":"C","on_time":1,"t":"case.closed","v":1,"waiting_days":1000000}"#,
    ])
    func `that is canonical is counted`(text: String) async throws {
        let report = try await report(text.replacing("\"C\"", with: "\"\(Self.commitment)\"").utf8)

        #expect(report.faults == [:])
        #expect(report.recount?.entries == 1)
    }

    @Test(arguments: [
        ("", "ends in the middle"),
        ("{", "ends in the middle"),
        ("[]", "has a byte at offset 0"),
        ("{}", #"lacks the field "c""#),
        (#"{"at":"2026-05-01","c":"C","t":"x","v":1}x"#, "has 1 bytes after its end"),
        (#"{"at":"2026-05-01","c":"C","t":"x","v":1"#, "ends in the middle"),
        (#"{"at":"2026-05-01","c":"C","t":"x","v":1,}"#, "has a byte at offset 104"),
        (#"{"t":"x","at":"2026-05-01","c":"C","v":1}"#, #"is not canonical JSON: the key "at" stands after "t""#),
        (#"{"at":"2026-05-01","c":"C","t":"x","t":"y","v":1}"#, #"the key "t" stands there twice"#),
        (#"{"at": "2026-05-01","c":"C","t":"x","v":1}"#, "has a byte at offset 6"),
        (#"{"at":"2026-05-01","c":"C","t":"x","v":1.0}"#, "has a byte at offset"),
        (#"{"at":"2026-05-01","c":"C","n":007,"t":"x","v":1}"#, "is not the one form of an integer"),
        (#"{"at":"2026-05-01","c":"C","n":-0,"t":"x","v":1}"#, "is not the one form of an integer"),
        (#"{"at":"2026-05-01","c":"C","n":9007199254740992,"t":"x","v":1}"#, "is not the one form of an integer"),
        (#"{"at":"2026-05-01","c":"C","n":1e3,"t":"x","v":1}"#, "has a byte at offset"),
        (#"{"at":"2026-05-01","c":"C","n":true,"t":"x","v":1}"#, "has a byte at offset"),
        (#"{"at":"2026-05-01","c":"C","n":null,"t":"x","v":1}"#, "has a byte at offset"),
        (#"{"at":"2026-05-01","c":"C","n":[],"t":"x","v":1}"#, "has a byte at offset"),
        (#"{"at":"2026-05-01","c":"C","n":{},"t":"x","v":1}"#, "has a byte at offset"),
        (#"{"at":"2026-05-01","c":"C","n":-,"t":"x","v":1}"#, "has a byte at offset"),
        (#"{"at":"2026-05-01","c":"C","n":"\u0041","t":"x","v":1}"#, "is not the one form of its text"),
        (#"{"at":"2026-05-01","c":"C","n":"\u000a","t":"x","v":1}"#, "is not the one form of its text"),
        (#"{"at":"2026-05-01","c":"C","n":"\u001F","t":"x","v":1}"#, "is not the one form of its text"),
        (#"{"at":"2026-05-01","c":"C","n":"\/","t":"x","v":1}"#, "is not the one form of its text"),
        (#"{"at":"2026-05-01","c":"C","n":"\u+001","t":"x","v":1}"#, "is not the one form of its text"),
        ("{\"at\":\"2026-05-01\",\"c\":\"C\",\"n\":\"a\nb\",\"t\":\"x\",\"v\":1}", "has a byte at offset"),
        (#"{"at":"2026-05-01","c":"C","é":1,"t":"x","v":1}"#, "has a byte at offset"),
        (#"{"c":"C","t":"x","v":1}"#, #"lacks the field "at""#),
        (#"{"at":"2026-05-01","t":"x","v":1}"#, #"lacks the field "c""#),
        (#"{"at":"2026-05-01","c":"C","v":1}"#, #"lacks the field "t""#),
        (#"{"at":"2026-05-01","c":"C","t":"x"}"#, #"lacks the field "v""#),
        (#"{"at":"2026-05-01","c":"C","t":"x","v":2}"#, #"has in "v" something else than the version 1"#),
        (#"{"at":"2026-05-01","c":"C","t":"x","v":"1"}"#, #"has in "v" something else"#),
        (#"{"at":"2026-05-01","c":"5A","t":"x","v":1}"#, #"has in "c" something else than 64 lower-case"#),
        (#"{"at":"2026-05-01","c":7,"t":"x","v":1}"#, #"has in "c" something else"#),
        (#"{"at":"2026-02-29","c":"C","t":"x","v":1}"#, #"has in "at" something else than a day"#),
        (#"{"at":"1900-02-29","c":"C","t":"x","v":1}"#, #"has in "at" something else than a day"#),
        (#"{"at":"2026-04-31","c":"C","t":"x","v":1}"#, #"has in "at" something else than a day"#),
        (#"{"at":"2026-13-01","c":"C","t":"x","v":1}"#, #"has in "at" something else than a day"#),
        (#"{"at":"2026-05-00","c":"C","t":"x","v":1}"#, #"has in "at" something else than a day"#),
        (#"{"at":"2026-5-01","c":"C","t":"x","v":1}"#, #"has in "at" something else than a day"#),
        (#"{"at":"2026/05/01","c":"C","t":"x","v":1}"#, #"has in "at" something else than a day"#),
        (#"{"at":"2026-05-01","c":"C","t":7,"v":1}"#, #"has in "t" something else than the name of a type"#),
        (#"{"at":"2026-05-01","c":"C","t":"","v":1}"#, #"has in "t" something else than the name of a type"#),
        (#"{"at":"2026-05-01","c":"C","t":"é","v":1}"#, #"has in "t" something else than the name of a type"#),
        (#"{"at":"2026-05-01","c":"C","t":"\n","v":1}"#, #"has in "t" something else than the name of a type"#),
        (#"{"at":"2026-05-01","c":"C","grid":1,"t":"x","v":1}"#, #"has in "grid" something else"#),
        (#"{"at":"2026-05-01","c":"C","t":"case.closed","v":1,"waiting_days":1}"#, #"lacks the field "on_time""#),
        (#"{"at":"2026-05-01","c":"C","on_time":1,"t":"case.closed","v":1}"#, #"lacks the field "waiting_days""#),
        (
            #"{"at":"2026-05-01","c":"C","on_time":2,"t":"case.closed","v":1,"waiting_days":1}"#,
            #"has in "on_time" something else than 0 or 1"#
        ),
        (
            #"{"at":"2026-05-01","c":"C","on_time":1,"t":"case.closed","v":1,"waiting_days":-1}"#,
            #"has in "waiting_days" something else"#
        ),
        (
            #"{"at":"2026-05-01","c":"C","on_time":1,"t":"case.closed","v":1,"waiting_days":9007199254740991}"#,
            #"has in "waiting_days" something else"#
        ),
    ])
    func `that is not canonical, or lacks what is counted, fails`(text: String, reason: String) async throws {
        let report = try await report(text.replacing("\"C\"", with: "\"\(Self.commitment)\"").utf8)

        #expect(!report.holds)
        #expect(report.outcome(.root) == .holds)
        let words = try #require(report.faults[.facts])
        #expect(words.hasPrefix("Entry 0 in tile/entries/000.p/1 "))
        #expect(words.contains(reason))
        #expect(report.recount == nil)
    }

    @Test func `that is not UTF-8 fails`() async throws {
        let text = #"{"at":"2026-05-01","c":"\#(Self.commitment)","n":"~","t":"x","v":1}"#
        let report = try await report(text.utf8.map { $0 == UInt8(ascii: "~") ? 0xff : $0 })

        #expect(report.faults[.facts] == "Entry 0 in tile/entries/000.p/1 is not UTF-8 text.")
    }

    @Test func `with a name too long to be one fails`() async throws {
        let name = String(repeating: "x", count: 101)
        let report = try await report(#"{"at":"2026-05-01","c":"\#(Self.commitment)","t":"\#(name)","v":1}"#.utf8)

        #expect(report.faults[.facts]?.contains(#"has in "t" something else"#) == true)
    }

    @Test func `of the largest length is read`() async throws {
        let filler = String(repeating: "x", count: 65_535 - 114)
        let text = #"{"a":"\#(filler)","at":"2026-05-01","c":"\#(Self.commitment)","t":"x","v":1}"#
        let report = try await report(text.utf8)

        #expect(text.utf8.count > 65_000)
        #expect(report.faults == [:])
    }
}
