import Testing
import Verifier

/// Figures that a log files: every one is counted again, and whatever is wrong with one is said.
@Suite struct `A filed figure` {
    var figures = TestFigures()

    /// The definition first, then the visits; the figure itself is each test's.
    init() {
        figures.define(TestFigures.visited)
        figures.addVisits()
    }

    private func report() async throws -> Report { try await figures.log().verify() }

    private func fault() async throws -> String? {
        let report = try await report()
        #expect(!report.holds)
        #expect(report.figures.allSatisfy { $0.verdict == .wrong })
        return report.faults[.values]
    }

    @Test mutating func `is what its definition yields`() async throws {
        try figures.freeze()

        let report = try await report()
        let line = try #require(report.figures.first)

        #expect(report.faults == [:])
        #expect(report.outcome(.definitions) == .holds)
        #expect(line.verdict == .recounted)
        #expect(line.isBeforehand == true)
        #expect(line.index == 21)
        #expect(line.size == 21)
        #expect(line.value == "5")
    }

    @Test mutating func `is a line of the report`() async throws {
        figures.define(TestFigures.share, at: "2026-05-20", code: "ent.share")
        try figures.freeze()
        let share: [String: TestFigures.Fact?] = [
            "numerator": 6, "denominator": 18, "value": "33.33", "unit": "%", "rows": 18,
        ]
        try figures.freeze(share, definition: TestFigures.share, code: "ent.share")
        figures.importFigure()

        let report = try await report()

        #expect(report.faults == [:])
        #expect(
            try report.text(in: Words(.english)).contains(
                """
                Figures that the log files:
                  =  22  ent.visited      2026-05-01 – 2026-05-31  5 firms      recounted, defined beforehand
                  =  23  ent.share        2026-05-01 – 2026-05-31  33.33%       recounted, defined afterwards
                  →  24  eco.added_value  2026-01-01 – 2026-03-31  402000000元  imported, not recounted
                """
            )
        )
        #expect(
            try report.text(in: Words(.chinese)).contains(
                "  =  22  ent.visited      2026-05-01 – 2026-05-31  5家          重算一致，口径事先定好\n"
            )
        )
        #expect(try report.json(in: Words(.english)).contains(#""defined_beforehand" : false"#))
        #expect(report.checks.contains { $0.english.contains("1 of them were defined only after") })
    }

    @Test(
        arguments: [
            (["value": "6"], "says value 6, but the recount gives 5"),
            (["numerator": 6], "says numerator 6, but the recount gives 5"),
            (["denominator": 9], "says denominator 9, but the recount gives —"),
            (["rows": 20], "says rows 20, but the recount gives 18"),
            (["excluded": nil], #"says excluded {}, but the recount gives {"trial":2}"#),
            (["status": "M"], "says status M, but the recount gives A"),
            (["status": "Q"], "says value 5, but the recount gives —"),
            (["unit": "家次"], "says unit 家次, but the recount gives 家"),
            (["value": nil], "says value —, but the recount gives 5"),
            (["as_of": 20], "Entry 21 names the root"), (["as_of": 22], "counts the first 22 entries, but fewer"),
            (["as_of_root": "lGYwgqXQ2pQBtCCsdIZnisyrt8AOcp0EDmASFltkgSE="], "for the first 21 entries, which have"),
            (["def": "00"], "counts by the definition 00, which no earlier entry holds"),
            (["fig": "ent.share"], "says fig ent.share, but the recount gives ent.visited"),
            (["from": "2026-05-11"], #"says excluded {"trial":2}, but the recount gives {"trial":1}"#),
            (["from": "2025-05-01", "until": "2026-06-01"], "outside the days that this definition is valid for"),
            (["until": "2026-05-01"], #"has in "until" something else than a day after "from""#),
            (["until": "2026-06-31"], #"has in "until" something else than a day such as"#),
            (["scope": #"{"unit":"城管"}"#], "says rows 18, but the recount gives 6"),
            (["scope": "{}"], #"has in "scope" something else than conditions as canonical JSON"#),
            (["scope": #"{"unit~":1}"#], #"has in "scope" something else than conditions as canonical JSON"#),
            (["excluded": #"{"trial":0}"#], #"has in "excluded" something else than numbers of entries"#),
            (["status": "X"], #"has in "status" something else than one of A, P, E, M, O and Q"#),
            (["as_of_root": "AAAA"], #"has in "as_of_root" something else than a root"#),
            (["as_of": -1], #"has in "as_of" something else than a number"#),
            (["rows": nil], #"lacks the field "rows""#),
            (["supersedes": 3], "corrects entry 3, which is no earlier value"),
        ] as [([String: TestFigures.Fact?], String)]
    )
    mutating func `that was tampered with fails`(changes: [String: TestFigures.Fact?], sentence: String) async throws {
        try figures.freeze(changes)

        let fault = try #require(try await fault())
        #expect(fault.contains(sentence), "\(fault)")
    }

    @Test(arguments: ["P", "E"]) mutating func `may be provisional or estimated`(status: String) async throws {
        try figures.freeze(["status": .text(status)])

        #expect(try await report().faults == [:])
    }

    @Test mutating func `may be suppressed`() async throws {
        try figures.freeze(["status": "Q", "value": nil])

        #expect(try await report().faults == [:])
    }

    @Test mutating func `may be of one department`() async throws {
        try figures.freeze(
            ["scope": #"{"unit":"城管"}"#, "numerator": 5, "rows": 6, "excluded": #"{"trial":1}"#]
        )

        #expect(try await report().faults == [:])
    }

    @Test mutating func `stays right when its definition is replaced later`() async throws {
        try figures.freeze()
        let second = TestFigures.definition(
            code: "ent.visited",
            numerator: #"{"agg":"count","from":["visit.made"]}"#,
            version: 2
        )
        figures.define(second, at: "2026-06-03", version: 2)
        try figures.freeze(["numerator": 18, "value": "18", "supersedes": 21], definition: second)

        let report = try await report()

        #expect(report.faults == [:])
        #expect(report.figures.map(\.supersededBy) == [23, nil])
        #expect(report.figures.map(\.isBeforehand) == [true, false])
    }

    @Test mutating func `does not change when its definition does`() async throws {
        let other = TestFigures.visited.replacing("distinct", with: "count").replacing(#","of":"s""#, with: "")
        try figures.freeze(definition: other)

        #expect(try await fault()?.contains("which no earlier entry holds") == true)
    }

    @Test mutating func `corrects only the same figure`() async throws {
        try figures.freeze()
        try figures.freeze(["until": "2026-06-02", "supersedes": 21])

        let report = try await report()

        #expect(report.faults[.values] == "Entry 22 corrects entry 21, which is no earlier value of the same figure.")
        #expect(report.figures.map(\.supersededBy) == [nil, nil])
    }

    @Test mutating func `of a past size is counted up to there`() async throws {
        let root = try figures.root(size: 11)
        try figures.freeze(["as_of": 11, "as_of_root": .text(root), "rows": 8])

        #expect(try await report().faults == [:])
    }

    @Test(arguments: [255, 256, 257, 600]) mutating func `is found wherever tiles begin`(size: Int) async throws {
        for number in 0..<size { figures.add("case.noted", ["i": .integer(number)]) }
        try figures.freeze()
        try figures.freeze(["supersedes": .integer(figures.next - 1)])

        let report = try await report()

        #expect(report.faults == [:])
        #expect(report.figures.map(\.verdict) == [.recounted, .recounted])
    }

    @Test(
        arguments: [
            (["def": "00"], "names the SHA-256 00, which is not that of its definition"),
            (["fig": "ent.seen"], "says fig ent.seen, but the recount gives ent.visited"),
            (["version": 2], "says version 2, but the recount gives 1"), (["version": "1"], #"has in "version""#),
            (["definition": 7], #"has in "definition" something else than a text"#),
        ] as [([String: TestFigures.Fact], String)]
    )
    mutating func `needs a definition that is what its entry says`(
        changes: [String: TestFigures.Fact],
        sentence: String
    ) async throws {
        figures = TestFigures()
        figures.define(TestFigures.visited, changes)

        let fault = try #require(try await report().faults[.definitions])
        #expect(fault.contains(sentence), "\(fault)")
    }

    @Test mutating func `needs a definition that is one`() async throws {
        figures.define(#"{"code":"a"}"#, code: "a")

        #expect(
            try await report().faults == [
                .definitions: #"Entry 21 holds a text that is no definition: "basis" is missing."#
            ]
        )
    }

    @Test mutating func `needs versions that follow each other`() async throws {
        figures.define(TestFigures.definition(code: "ent.visited", numerator: "{}", version: 3), version: 3)
        let third = TestFigures.visited.replacing(#""version":1"#, with: #""version":3"#)
        figures.define(third, version: 3)
        figures.define(TestFigures.visited)

        let fault = try #require(try await report().faults[.definitions])

        #expect(fault.contains(#"Entry 21 holds a text that is no definition: "numerator.agg" is missing"#))
        #expect(fault.contains("Entry 22 is version 3 of its definition and must be 2."))
        #expect(fault.contains("Entry 23 is version 1 of its definition and must be 2."))
    }

    @Test mutating func `that is imported is listed, and has its days and a status`() async throws {
        figures.importFigure()
        figures.importFigure(["value": "403000000", "supersedes": 21])
        figures.importFigure(["status": "X"])

        let report = try await report()

        #expect(report.figures.map(\.verdict) == [.imported, .imported])
        #expect(report.figures.map(\.supersededBy) == [22, nil])
        #expect(report.faults.keys.map(\.rawValue) == ["values"])
    }
}
