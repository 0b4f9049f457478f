import Foundation
import Testing
import Verifier

/// A page whose figures are looked up in a log and counted again, offline: a file beside the files of the log.
@Suite struct `A page with figures` {
    private var figures = TestFigures()
    private var witnesses: [TestWitness] = [.a, .b]

    /// Entry 21 is the number of firms visited, 5.
    init() throws {
        figures.define(TestFigures.visited)
        figures.addVisits()
        try figures.freeze()
    }

    private static let sound = shown()

    private static func shown(
        _ text: String = "5家",
        value: String = "5",
        fig: String = "ent.visited",
        size: String = "21",
        index: String = "21",
        more: String = ""
    ) -> String {
        #"<data class="fig" value="\#(value)" data-fig="\#(fig)" data-asof="\#(size)" data-index="\#(index)"\#(more)>\#(text)</data>"#
    }

    private func page(_ body: String) -> String {
        #"<!doctype html><html><head><title>第12期</title><link rel="transparency-log" href="./"></head><body>\#(body)</body></html>"#
    }

    private func verify(
        _ body: String,
        page: String? = nil,
        policy: [UInt8]? = nil,
        change: (inout TestLog) -> Void = { _ in }
    ) async throws -> Report {
        var log = try figures.log()
        try log.cosign(witnesses)
        change(&log)
        log.files["page.html"] = Array((page ?? self.page(body)).utf8)
        let rules = try policy ?? log.policy("group g 2 A B C\nquorum g")
        return try await log.inFolder { folder in
            try await PageVerification(source: folder + "/page.html", policy: rules).run()
        }
    }

    @Test func `holds when each is what the log has`() async throws {
        let report = try await verify("<h1>一周要闻</h1><p>走访企业\(Self.sound)，其中 3 家新建，共 1,204.5 万元。5月3日 08:30</p>")
        let line = try #require(report.pageLines.first)

        #expect(report.faults == [:])
        #expect(line.verdict == .same)
        #expect(line.code == "ent.visited")
        #expect(report.outcome(.witnesses) == .holds)
        #expect(
            report.checks.last?.english
                == "Every figure of the page is what the log has: 1. 2 numbers of the page carry no figure."
        )
        #expect(
            try report.text(in: Words(.english)).contains(
                """
                Figures on the page:
                  =  5家  21  ent.visited  log: 5家  the recounted value
                """
            )
        )
        #expect(try report.json(in: Words(.english)).contains(#""verdict" : "same""#))
    }

    @Test(
        arguments: [
            (shown("6家", value: "6"), #"says value "6", but the log says "5""#),
            (shown("6家"), "is not the value that the log has"), (shown("五十家"), "is not the value that the log has"),
            (shown("5余家"), "is not the value that the log has"), (shown("5家/6家"), "is not the value"),
            (shown(""), "is not the value that the log has"), (shown("6<!-- 5 -->家"), "is not the value"),
            (shown("5家次"), "counts in 家次, but the log in 家"), (shown(fig: "ent.seen"), "says data-fig"),
            (shown(size: "20"), #"says data-asof "20", but the log says "21""#),
            (shown(index: "20"), "names entry 20, which files no figure"),
            (shown(index: "99"), "names entry 99, but the log has only 22 entries"),
            (shown(index: "21x"), "does not say its data-index"),
            (#"<data class="fig" value="5" data-index="21">5家</data>"#, "does not say its data-fig"),
        ]
    )
    func `fails when it was tampered with`(body: String, sentence: String) async throws {
        let report = try await verify("<p>走访企业\(body)</p>")

        let fault = try #require(report.faults[.page])
        #expect(fault.contains(sentence), "\(fault)")
        #expect(Set(report.faults.keys) == [.page])
        #expect(report.pageLines.map(\.verdict) == [.wrong])
    }

    @Test(arguments: [
        ("五家", PageLine.Verdict.same), ("５ 家企业", .same), ("<b>5</b>家", .same), ("&#53;家", .same), ("约5家", .worded),
        ("近6家", .wrong), ("4多家", .wrong), ("超4家", .worded), ("不足6家", .worded), ("5家以上", .wrong), ("若干家", .unread),
    ])
    func `may word a number`(text: String, verdict: PageLine.Verdict) async throws {
        let report = try await verify(Self.shown(text))

        #expect(report.pageLines.map(\.verdict) == [verdict])
        #expect(report.holds == (verdict != .wrong))
    }

    @Test func `of a tampered value in the log fails twice`() async throws {
        var page = self
        try page.figures.freeze(["value": "6", "supersedes": 21])

        let report = try await page.verify(Self.shown("6家", value: "6", size: "22", index: "22"))

        #expect(Set(report.faults.keys) == [.values, .page])
        #expect(report.faults[.page]?.contains("is that of entry 22, which is wrong itself") == true)
    }

    @Test(
        arguments: [
            ["def": "00"], ["as_of_root": "lGYwgqXQ2pQBtCCsdIZnisyrt8AOcp0EDmASFltkgSE="],
        ] as [[String: TestFigures.Fact?]]
    )
    func `of an unknown definition or another log's root fails`(changes: [String: TestFigures.Fact?]) async throws {
        var page = self
        try page.figures.freeze(changes)

        let report = try await page.verify(Self.shown(size: "22", index: "22"))

        #expect(Set(report.faults.keys) == [.values, .page])
    }

    @Test func `holds when the definition was replaced later`() async throws {
        var page = self
        page.figures.define(TestFigures.visited.replacing(#""version":1"#, with: #""version":2"#), version: 2)

        #expect(try await page.verify(Self.sound).faults == [:])
    }

    @Test func `with a figure that was corrected since has a warning, unless it says so`() async throws {
        var page = self
        try page.figures.freeze(["supersedes": 21])

        let silent = try await page.verify(Self.sound)
        let open = try await page.verify(Self.shown(more: #" data-superseded-by="22""#))

        #expect(silent.holds)
        #expect(silent.outcome(.page) == .warning)
        #expect(silent.checks.last?.english.contains("1 of them were corrected in the log since") == true)
        #expect(try silent.text(in: Words(.english)).contains("the recounted value, corrected by entry 22"))
        #expect(open.outcome(.page) == .holds)
    }

    @Test func `with an imported figure says that it was not recounted`() async throws {
        var page = self
        page.figures.importFigure()

        let shown = #"<data class="fig" value="402000000" data-fig="eco.added_value" data-index="22">"#
        let report = try await page.verify(
            shown + "402000000元</data>，" + shown + "4.02亿元</data>，" + shown + "5亿元</data>"
        )

        #expect(report.pageLines.map(\.verdict) == [.imported, .imported, .wrong])
    }

    @Test mutating func `without the quorum fails`() async throws {
        witnesses = [.c]

        let report = try await verify(Self.sound)

        #expect(Set(report.faults.keys) == [.witnesses])
    }

    @Test func `of a log that was damaged fails`() async throws {
        let report = try await verify(Self.sound) { $0.flip("tile/entries/000.p/22", at: 60) }

        #expect(!report.holds)
        #expect(report.faults[.page] != nil)
    }

    /// Entry 22 is the same number, a year before: none; then come shares of two weeks.
    private mutating func fileShares() throws {
        figures.define(TestFigures.share, code: "ent.share")
        let share: [String: TestFigures.Fact?] = ["unit": "%"]
        let weeks: [(String, String, [String: TestFigures.Fact?])] = [
            // Ten visits, of 城管 the 3rd, 6th, 9th and 12th; two of them a trial.
            ("2026-05-10", "2026-05-17", ["numerator": 2, "denominator": 5, "value": "40.00", "rows": 5]),
            ("2026-05-17", "2026-05-24", ["numerator": 2, "denominator": 7, "value": "28.57", "rows": 7]),
        ]
        for (from, until, facts) in weeks {
            var facts = facts.merging(share) { $1 }
            facts["from"] = .text(from)
            facts["until"] = .text(until)
            facts["excluded"] = from == "2026-05-10" ? #"{"trial":2}"# : TestFigures.Fact?.none
            try figures.freeze(facts, definition: TestFigures.share, code: "ent.share")
        }
    }

    @Test(
        arguments: [
            ("较上周下降11.43个百分点", nil), ("down 11.43 percentage points on the week before", nil), ("下降11.4个百分点", nil),
            ("由40.00%到28.57%", nil), ("from 40.00% to 28.57% on the week before", nil), ("较上周下降28.6%", nil),
            ("—", nil), ("28.57%", nil), ("28.57（n=7）", nil),
            ("较上周提高11.43个百分点", "is not the change from 40.00% to 28.57%"), ("较上周下降11.44个百分点", "is not the change"),
            ("较上周持平", "is not the change"), ("由40.00%到28.58%", "is not the change"),
            ("同比下降11.43个百分点", "is compared with entry 23, which is no earlier value"),
            ("28.57（n=8）", #"says n "8", but the log says "7""#), ("28.58（n=7）", "is not the value"),
            ("较上周下降很多，11.43", "is not the value"),
        ] as [(String, String?)]
    )
    func `may say how a value has changed, or what it is a share of`(text: String, sentence: String?) async throws {
        var page = self
        try page.fileShares()
        let shown = Self.shown(
            text,
            value: "28.57",
            fig: "ent.share",
            size: "24",
            index: "24",
            more: #" data-base="23""#
        )

        let report = try await page.verify(shown)

        if let sentence {
            #expect(Set(report.faults.keys) == [.page])
            #expect(report.faults[.page]?.contains(sentence) == true, "\(report.faults)")
        } else {
            #expect(report.faults == [:])
        }
    }

    @Test(arguments: ["99", "20", "21", "x", ""])
    func `fails when it compares with what is no such value`(base: String) async throws {
        var page = self
        try page.fileShares()
        let more = #" data-base="\#(base)""#
        let shown = Self.shown("持平", value: "28.57", fig: "ent.share", size: "24", index: "24", more: more)

        let report = try await page.verify(shown)

        #expect(report.faults[.page]?.contains("is compared with entry \(base)") == true)
    }

    @Test func `may leave a cell without a value`() async throws {
        let blank = #"<data class="fig open" value="" data-fig="ent.share" data-asof="21" data-index="">—</data>"#

        #expect(try await verify(Self.sound + blank).pageLines.count == 1)
        #expect(try await verify(blank).faults[.page] == "The page shows no figure that could be looked up in a log.")
        #expect(try await !verify(Self.sound + blank.replacing("—", with: "百分之九十")).holds)
    }

    @Test func `that is not there is neither right nor wrong`() async throws {
        let report = try await PageVerification(source: "/nowhere/page.html", policy: nil).run()

        #expect(!report.holds)
        #expect(report.isUndecided)
        #expect(report.faults == [.page: "There is nothing at /nowhere/page.html."])
        #expect(try report.text(in: Words(.chinese)).contains("未能判定"))
    }

    @Test func `without figures, or without a log, fails`() async throws {
        let none = try await verify("<p>走访企业 5 家</p>")
        let nowhere = try await verify("", page: "<body>\(Self.sound)</body>")

        #expect(none.faults == [.page: "The page shows no figure that could be looked up in a log."])
        #expect(nowhere.faults[.page]?.contains("give the log's address or folder with --log") == true)
    }

    @Test func `finds its log where the policy says`() async throws {
        var log = try figures.log()
        try log.cosign([.a])
        let copy = log

        let report = try await copy.inFolder { folder in
            log.files = ["page.html": Array("<link rel=transparency-log href=elsewhere>\(Self.sound)".utf8)]
            let policy = try log.policy("quorum A", url: "file://\(folder)")
            return try await log.inFolder {
                try await PageVerification(source: $0 + "/page.html", policy: policy).run()
            }
        }

        #expect(report.faults == [:])
    }

    @Test func `is found over HTTP, and its log beside it`() async throws {
        var log = try figures.log()
        try log.cosign([.a])
        let files = log.files
        let body = #"<link href="/log" rel="transparency-log">"# + Self.sound
        let server = try TinyServer { path, _ in
            if path == "b/12" { return TinyServer.Answer(body: Array(body.utf8)) }
            let file = path.hasPrefix("log/") ? files[String(path.dropFirst(4))] : nil
            return file.map { TinyServer.Answer(body: $0) } ?? TinyServer.Answer(status: 404)
        }
        defer { server.stop() }

        let report = try await PageVerification(source: server.address + "/b/12", policy: log.policy("quorum A")).run()

        #expect(report.faults == [:])
        #expect(report.pageLines.map(\.verdict) == [.same])
        #expect(try await Place(of: server.address + "/b/12") == .page)
        #expect(try await Place(of: server.address + "/log/") == .log(server.address + "/log"))
        // The front page of a board is no page with figures, and its log lies beside it.
        #expect(try await Place(of: server.address + "/") == .log(server.address + "/log"))
        #expect(try await Place(of: server.address + "/c/12") == .log(server.address + "/c/12"))
    }

    @Test(arguments: [
        "<data", "<data class=fig", "<data class='fig'>5", "</data></data>", "<", "<!--", "<script>var a = \"</scr",
        "&#xffffffff;",
        "<data class=fig><data>5</data>", "\u{0}", "<data class=\"fig\" data-index=99999999999999999999>5</data>",
        "<!doctype",
    ])
    func `that is broken is no more than wrong`(body: String) async throws {
        let report = try await verify("", page: body + #"<link rel="transparency-log" href="./">"#)

        #expect(!report.holds)
    }
}

@Suite struct `A written number` {
    @Test(arguments: [
        ("448家", "448", true), ("448家", "484", false), ("四百四十八家", "448", true), ("两百三十一件", "231", true),
        ("一万零二十家", "10020", true), ("71,184家", "71184", true), ("71,18家", "7118", false), ("98.58家", "98.58", true),
        ("98.6家", "98.58", false), ("5000余家", "5600", true), ("5000余家", "6000", false), ("5000余家", "5000", false),
        ("3000多万家", "39990000", true), ("百余家", "150", true), ("近200家", "181", true), ("近200家", "179", false),
        ("约500家", "524", true), ("500家左右", "526", false), ("4.02亿家", "401600000", true), ("4.02亿家", "400000000", false),
        ("5万家", "54999", true), ("下降5.2家", "-5.2", true), ("同比增长7.03家", "7.03", true), ("-3家", "-3", true),
        ("3家", "-3", false), ("逾500家", "501", true), ("逾500家", "500", false), ("十几家", "12", true), ("3至5家", "4", false),
    ])
    func `is compared with a value`(text: String, value: String, agrees: Bool) {
        let written = WrittenNumber(text)
        let isUnread = written == nil && !text.contains(/[0-9]/)

        #expect((written.map { $0.agrees(with: value) != .differs } ?? isUnread) == agrees)
    }
}
