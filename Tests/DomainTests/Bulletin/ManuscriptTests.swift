import Domain
import Testing

/// The little markup that bulletins are written in.
struct ManuscriptTests {
    private static let text = """
        # 区网格中心通报上周办理情况
        ~ 区网格化服务中心
        全区受理{{case.reported|件}}，
        按时办结率 {{ case.on_time_rate | % }}。

        ## 各单位情况
        | 序号 | 单位 | 派遣 |
        |* {{no}} | {{name}} | {{case.dispatched|件}} |
        |= 合计 | | {{case.dispatched|件}} |
        - 第一条
        - 第二条

        - 另一条

        # 第二篇
        内容 {{坏的}} 和 {{case.reported|件
        """

    @Test func `articles, bylines, headings, lists, tables and tokens are read`() throws {
        let manuscript = Manuscript(Self.text)

        #expect(manuscript.articles.count == 2)
        let first = try #require(manuscript.articles.first)
        #expect(first.headline == [.words("区网格中心通报上周办理情况")] && first.byline == "区网格化服务中心")
        #expect(first.blocks.count == 6)
        let reported = try Token(parsing: "case.reported|件")
        #expect(first.blocks[0] == .paragraph([.words("全区受理"), .token(reported), .words("，")]))
        guard case .table(let table) = first.blocks[3] else {
            Issue.record("assumed a table: \(first.blocks[3])")
            return
        }
        #expect(table.header.count == 3 && table.rows.map(\.kind) == [.eachUnit, .total])
        #expect(
            table.rows[0].cells[0] == [.number] && table.rows[0].cells[1] == [.name] && table.rows[1].cells[1] == []
        )
        #expect(first.blocks[4] == .list([[.words("第一条")], [.words("第二条")]]))
        #expect(first.blocks[5] == .list([[.words("另一条")]]))
        #expect(manuscript.faults == [.init(line: 16, kind: .openBraces)])
        let second = try #require(manuscript.articles.last)
        #expect(
            second.blocks == [
                .paragraph([
                    .words("内容 "), .unreadable("坏的", .code), .words(" 和 "), .words("{{case.reported|件"),
                ])
            ]
        )
    }

    @Test(
        arguments: [
            ("", Manuscript.FaultKind.empty, 1), ("没有标题", .noHeadline, 1), ("#", .emptyHeadline, 1),
            ("# 题\n| 甲 | 乙 |\n| 一 |", .raggedRow, 3), ("# 题\n{{name}}", .notInRow, 2),
        ]
    )
    func `what is wrong is told with its line`(text: String, kind: Manuscript.FaultKind, line: Int) {
        #expect(Manuscript(text).faults.contains(.init(line: line, kind: kind)))
    }

    @Test func `every figure is asked for once, in the order of the text, and once for each unit of a table`() throws {
        let units = [try UnitCode(parsing: "CG"), try UnitCode(parsing: "HW")]
        let week = try FigureWindow(from: Day(parsing: "2026-06-01"), until: Day(parsing: "2026-06-08"))

        let requests = Manuscript(Self.text).requests(in: week, units: units)

        let told = requests.map { "\($0.code.rawValue)\($0.scope.text)" }
        #expect(
            told == [
                "case.reported{}", "case.on_time_rate{}", #"case.dispatched{"unit":"CG"}"#,
                #"case.dispatched{"unit":"HW"}"#, "case.dispatched{}",
            ]
        )
    }
}

/// The calendar of releases.
struct BulletinSeriesTests {
    private func slots(_ series: BulletinSeries, _ from: String, _ until: String) throws -> [String] {
        try series.slots(from: Day(parsing: from), until: Day(parsing: until)).map {
            "\($0.window.from)..\($0.window.until) \($0.day) \($0.secondsOfDay / 60)"
        }
    }

    @Test func `every series comes out on its day and at its hour, with the window that has ended`() throws {
        #expect(
            try slots(.weekly, "2026-06-01", "2026-06-15")
                == ["2026-05-25..2026-06-01 2026-06-01 570", "2026-06-01..2026-06-08 2026-06-08 570"]
        )
        #expect(try slots(.news, "2026-06-01", "2026-06-02") == ["2026-05-25..2026-06-01 2026-06-01 900"])
        #expect(try slots(.hotline, "2026-06-01", "2026-06-08") == ["2026-05-25..2026-06-01 2026-06-02 570"])
        #expect(try slots(.enterprise, "2026-06-03", "2026-06-04") == ["2026-05-25..2026-06-01 2026-06-03 570"])
        #expect(try slots(.monthly, "2026-03-01", "2026-04-01") == ["2026-02-01..2026-03-01 2026-03-05 570"])
        #expect(try slots(.monthly, "2026-03-06", "2026-04-01") == [])
        #expect(try slots(.weekly, "2026-06-02", "2026-06-02") == [])
    }

    @Test func `an issue has a window of its series, and comes out when the calendar says so`() throws {
        let until = try Day(parsing: "2026-06-08")
        let issue = try BulletinIssue(.weekly, until: until, language: .chinese, zone: .china)
        #expect(issue.release.description == "2026-06-08T01:30:00Z")
        #expect(throws: Refusal.unknown(.bulletin)) {
            try BulletinIssue(.monthly, until: until, language: .chinese, zone: .china)
        }
        #expect(throws: Refusal.unknown(.bulletin)) {
            try BulletinIssue(.weekly, until: until.advanced(by: 1), language: .chinese, zone: .china)
        }
    }
}
