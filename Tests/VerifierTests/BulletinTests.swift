import Foundation
import Testing
import Verifier

/// A bulletin that a log released: its page, its plain text, and the entry that ties both to figures.
@Suite struct `A bulletin` {
    private var figures = TestFigures()
    private static let plain = "一周要闻\n走访企业5家。\n"

    /// Entry 21 is the number of firms visited, 5; entry 22 released the bulletin.
    init() throws {
        figures.define(TestFigures.visited)
        figures.addVisits()
        try figures.freeze()
        try figures.release(Self.plain)
    }

    private static let shown =
        #"<data class="fig" value="5" data-fig="ent.visited" data-asof="21" data-index="21">5家</data>"#

    private static func page(_ body: String) -> String {
        "<p>走访企业\(body)。</p><p>SHA-256: \(TestFigures.digest(plain))</p>"
    }

    private func verify(_ text: String, named name: String) async throws -> Report {
        var log = try figures.log()
        log.files[name] = Array(text.utf8)
        let policy = try log.policy("quorum none")
        return try await log.inFolder { folder in
            try await PageVerification(source: "\(folder)/\(name)", log: folder, policy: policy).run()
        }
    }

    @Test func `holds with the figures that it was released with`() async throws {
        let report = try await verify(Self.page(Self.shown), named: "page.html")

        #expect(report.faults == [:])
        #expect(report.outcome(.bulletins) == .holds)
        #expect(
            report.checks.last?.english.hasPrefix("Entry 22 released it as weekly 2026-23, with 1 figures.") == true
        )
    }

    @Test func `holds as plain text, to the byte`() async throws {
        let sound = try await verify(Self.plain, named: "23.txt")
        let changed = try await verify(Self.plain.replacing("5", with: "6"), named: "23.txt")

        #expect(sound.faults == [:])
        #expect(changed.faults == [.page: "The page shows no figure that could be looked up in a log."])
    }

    @Test mutating func `fails when it shows other figures than it was released with`() async throws {
        try figures.freeze(["supersedes": 21])
        let later = Self.shown.replacing("21", with: "22").replacing(#"data-index="22""#, with: #"data-index="23""#)

        let more = try await verify(Self.page(Self.shown), named: "page.html")
        let other = try await verify(
            Self.page(Self.shown + later.replacing(#"asof="22""#, with: #"asof="23""#)),
            named: "page.html"
        )

        #expect(more.outcome(.page) == .warning)
        #expect(
            other.faults[.page]
                == "The page shows the figures of the entries 23, which entry 22, which released it, does not name."
        )
    }

    @Test mutating func `fails when it leaves a figure out`() async throws {
        try figures.freeze(["until": "2026-06-02"])
        try figures.release(Self.plain, ["figures": "21,23", "version": 2])

        let report = try await verify(Self.page(Self.shown), named: "page.html")

        #expect(
            report.faults == [
                .page: "Entry 24 released the page with the figures of the entries 23, which it does not show."
            ]
        )
    }

    @Test mutating func `has a warning when it no longer stands`() async throws {
        var corrected = self
        try corrected.figures.release("一周要闻\n更正。\n", ["version": 2])
        figures.add("bulletin.withdrawn", ["series": "weekly", "from": "2026-05-01", "until": "2026-06-01"])

        let old = try await corrected.verify(Self.page(Self.shown), named: "page.html")
        let gone = try await verify(Self.plain, named: "23.txt")

        #expect(old.holds && old.outcome(.page) == .warning)
        #expect(old.checks.last?.english.contains("Entry 23 released a newer version of it.") == true)
        #expect(gone.holds && gone.outcome(.page) == .warning)
        #expect(gone.checks.last?.english.contains("Entry 23 withdrew it.") == true)
    }

    @Test(
        arguments: [
            (["figures": "21,7"], "Entry 23 names entry 7, which is no earlier figure."),
            (["figures": "23"], "Entry 23 names entry 23, which is no earlier figure."),
            (["figures": "21,21"], #"Entry 23 has in "figures" something else than entries, each once"#),
            (["figures": "21,"], #"Entry 23 has in "figures" something else than entries, each once"#),
            (["as_of_root": "lGYwgqXQ2pQBtCCsdIZnisyrt8AOcp0EDmASFltkgSE="], "Entry 23 names the root"),
            (["as_of": 24], "Entry 23 counts the first 24 entries, but fewer stand before it."),
            (["digest": nil], #"Entry 23 lacks the field "digest""#),
        ] as [([String: TestFigures.Fact?], String)]
    )
    mutating func `whose entry was tampered with fails`(
        changes: [String: TestFigures.Fact?],
        sentence: String
    ) async throws {
        try figures.release(Self.plain, changes)

        let report = try await figures.log().verify()

        #expect(Set(report.faults.keys) == [.bulletins])
        #expect(report.faults[.bulletins]?.contains(sentence) == true, "\(report.faults)")
    }
}
