import Claims
import Domain
import Testing

/// A draft held against figures.
struct VerdictTests {
    private static func figure(
        _ code: String,
        _ unit: String,
        _ value: String,
        _ words: [String],
        source: String? = nil
    ) throws
        -> KnownFigure
    {
        KnownFigure(
            code: code,
            name: code,
            unit: unit,
            value: try #require(Rational(parsing: value)),
            words: words,
            origin: source.map { .imported(source: $0) } ?? .log(position: 603)
        )
    }

    private static func figures() throws -> [KnownFigure] {
        [
            try figure("ent.visited", "家", "448", ["走访", "企业"]), try figure("problem.solved", "个", "39", ["解决", "问题"]),
            try figure("problem.collected", "个", "45", ["收集", "问题"]),
            try figure("leaflets", "份", "5003", ["发放", "宣传"]), try figure("attendances", "人次", "2999", ["参与", "志愿"]),
            try figure("added_value", "元", "402000000", ["增加值"], source: "统计局"),
        ]
    }

    @Test(arguments: [
        ("走访企业448家", Verdict.Name.proved), ("走访企业447家", .contradicted), ("走访企业440余家", .agrees),
        ("走访企业近500家", .contradicted), ("走访企业近450家", .agrees), ("走访企业超400家", .agrees), ("走访企业超448家", .contradicted),
        ("发放宣传页5000余份", .agrees), ("发放宣传页5003份", .proved), ("参与志愿服务3000余人次", .contradicted),
        ("参与志愿服务近3000人次", .agrees), ("工业增加值4.02亿元", .imported), ("工业增加值4.12亿元", .contradicted),
        ("拆除违建448家", .unsupported), ("高新技术企业21家", .unsupported), ("高新技术企业448家", .unsure), ("走访企业448户", .unsupported),
        ("反映的问题39个", .unsure),
    ])
    func `a claim is judged by the figure that its words mean`(text: String, verdict: Verdict.Name) throws {
        let check = ClaimCheck(Draft("6月，" + text + "。"), against: try Self.figures())
        #expect(check.judged.map(\.verdict.name) == [verdict])
    }

    private static func figure(
        _ code: String,
        _ name: String,
        _ unit: String,
        _ value: String,
        _ from: String,
        _ until: String
    ) throws
        -> KnownFigure
    {
        KnownFigure(
            code: code,
            name: name,
            unit: unit,
            value: try #require(Rational(parsing: value)),
            words: KnownFigure.words(of: name, unit: unit),
            window: try FigureWindow(from: Day(parsing: from), until: Day(parsing: until)),
            origin: .log(position: 1)
        )
    }

    @Test(arguments: [
        ("本周走访企业12家。", Verdict.Name.proved), ("本周走访企业448家。", .contradicted), ("本周走访企业9家。", .contradicted),
        ("今年以来走访企业448家。", .proved), ("今年以来走访企业12家。", .contradicted), ("走访企业9家。", .proved), ("走访企业13家。", .contradicted),
        ("5月走访企业31家。", .proved), ("4月走访企业31家。", .unsupported), ("5月走访企业30家。", .contradicted),
        ("一季度走访企业31家。", .unsupported),
        ("今年以来走访企业448家、500家次。", .contradicted), ("今年以来走访企业448家、517家次。", .proved),
        ("今年以来，较上周有所增加，走访企业达448家。", .proved), ("今年以来开展活动100余次，服务居民3000余人次，共走访。", .agrees),
        ("本周办结61件。", .proved), ("本周结案率103.39%。", .agrees), ("按期结案率90%，本周结案率103.39%。", .agrees),
        ("本周按期结案率103.39%。", .contradicted), ("本周应结案59件。", .proved), ("本周应结案61件。", .contradicted),
    ])
    func `a claim is held against the figure of its own time`(text: String, last: Verdict.Name) throws {
        let (week, before) = (("2026-06-01", "2026-06-08"), ("2026-05-25", "2026-06-01"))
        let figures = [
            try Self.figure("visited", "走访企业数", "家", "12", week.0, week.1),
            try Self.figure("visited", "走访企业数", "家", "9", before.0, before.1),
            try Self.figure("visited", "走访企业数", "家", "31", "2026-05-01", "2026-06-01"),
            try Self.figure("visited", "走访企业数", "家", "448", "2026-01-01", "2026-06-08"),
            try Self.figure("visits", "走访次数", "家次", "517", "2026-01-01", "2026-06-08"),
            try Self.figure("held", "开展活动次数", "次", "104", "2026-01-01", "2026-06-08"),
            try Self.figure("attendances", "活动服务人次", "人次", "3411", "2026-01-01", "2026-06-08"),
            try Self.figure("due", "应结案数", "件", "59", week.0, week.1),
            try Self.figure("closed", "结案数", "件", "61", week.0, week.1),
            try Self.figure("elsewhere", "外部办结数", "件", "3", week.0, week.1),
            try Self.figure("rate", "结案率", "%", "103.39", week.0, week.1),
            try Self.figure("on_time", "按期结案率", "%", "67.8", week.0, week.1),
        ]
        let check = ClaimCheck(Draft(text, year: 2026), against: figures)
        #expect(check.judged.last?.verdict.name == last, "\(check.judged.map(\.verdict))")
    }

    @Test func `a number is not what a later clause speaks of`() throws {
        let (from, until) = ("2026-01-01", "2026-06-08")
        let figures = [try Self.figure("solved", "解决问题数", "个", "39", from, until)]
        let judged = ClaimCheck(Draft("今年以来收集问题64个，经回访确认解决39个。", year: 2026), against: figures).judged

        #expect(judged.map(\.verdict.name) == [.unsupported, .proved])
    }

    @Test(arguments: [
        ("5月受理65件，较上月下降5.8%。", Verdict.Name.agrees), ("5月受理65件，较上月下降6.8%。", .contradicted),
        ("5月受理65件，环比增长5.8%。", .contradicted),
        ("5月受理65件，同比增长30%。", .agrees), ("5月受理65件，同比增长31%。", .contradicted), ("5月受理60件，同比增长20%。", .contradicted),
        ("5月按期结案率67.8%，较上月提高2.3个百分点。", .agrees), ("5月按期结案率67.8%，较上月提高3个百分点。", .contradicted),
        ("5月按期结案率67.8%，较上月提高2.29个百分点。", .agrees), ("5月按期结案率67.8%，较上月提高2.28个百分点。", .contradicted),
        ("5月办结12件，同比增长3%。", .unsupported),
        ("一季度工业增加值4.02亿元，同比增长7.03%。", .imported), ("一季度工业增加值4.02亿元，同比增长7.3%。", .contradicted),
        ("一季度工业增加值4.02亿元，同比下降7.03%。", .contradicted),
    ])
    func `a change is held against the figure of the earlier time, or what its source says`(
        text: String,
        last: Verdict.Name
    )
        throws
    {
        let (may, april) = (("2026-05-01", "2026-06-01"), ("2026-04-01", "2026-05-01"))
        let total = KnownFigure(
            code: "added_value",
            name: "工业增加值",
            unit: "元",
            value: Rational(402_000_000),
            words: ["工业", "增加值"],
            window: try FigureWindow(from: Day(parsing: "2026-01-01"), until: Day(parsing: "2026-04-01")),
            growth: Rational(parsing: "7.03"),
            origin: .imported(source: "统计局")
        )
        let figures = [
            try Self.figure("reported", "受理数", "件", "65", may.0, may.1),
            try Self.figure("reported", "受理数", "件", "69", april.0, april.1),
            try Self.figure("reported", "受理数", "件", "50", "2025-05-01", "2025-06-01"),
            try Self.figure("on_time", "按期结案率", "%", "67.8", may.0, may.1),
            try Self.figure("on_time", "按期结案率", "%", "65.5", april.0, april.1),
            try Self.figure("closed", "结案数", "件", "12", may.0, may.1), total,
        ]
        let check = ClaimCheck(Draft(text, year: 2026), against: figures)
        #expect(check.judged.last?.verdict.name == last, "\(check.judged.map(\.verdict))")
    }

    @Test func `what the record confirms is no fault of the draft`() throws {
        let rate = try Self.figure("rate", "结案率", "%", "103.39", "2026-06-01", "2026-06-08")
        let draft = Draft("本周结案率103.39%。")
        #expect(draft.findings.contains { $0.kind == .overWhole })
        #expect(ClaimCheck(draft, against: [rate]).holds)
        #expect(!ClaimCheck(draft, against: []).holds)
        #expect(!ClaimCheck(Draft("本周结案率104%。"), against: [rate]).holds)
    }

    @Test(arguments: [
        ("走访企业数", "家", ["走访", "企业"]), ("走访次数", "家次", ["走访"]), ("活动服务人次", "人次", ["活动", "服务"]), ("结案率", "%", ["结案"]),
        ("平均等待天数", "天", ["平均", "等待"]), ("发放宣传页份数", "份", ["发放", "宣传页"]), ("规上工业增加值", "万元", ["规上", "工业", "增加值"]),
        ("Firms visited", "firms", ["Firms", "visited"]),
    ])
    func `a name is taken apart into words, without what it is counted in`(name: String, unit: String, words: [String])
    {
        #expect(KnownFigure.words(of: name, unit: unit) == words)
    }

    @Test func `an answer is remembered for the same words with another number`() throws {
        let figures = try Self.figures()
        let asked = ClaimCheck(Draft("6月反映的问题39个。"), against: figures)
        let question = try #require(asked.judged.first?.question)
        let answers = [question: "problem.solved"]
        #expect(ClaimCheck(Draft("6月反映的问题39个。"), against: figures, answers: answers).judged[0].verdict.name == .proved)
        #expect(
            ClaimCheck(Draft("6月反映的问题38个。"), against: figures, answers: answers).judged[0].verdict.name == .contradicted
        )
        let none = [question: ""]
        #expect(
            ClaimCheck(Draft("6月反映的问题39个。"), against: figures, answers: none).judged[0].verdict.name == .unsupported
        )
    }

    @Test func `a text holds until something in it is known to be wrong`() throws {
        let figures = try Self.figures()
        #expect(ClaimCheck(Draft("6月走访企业448家。"), against: figures).holds)
        #expect(ClaimCheck(Draft("6月拆除违建12处。"), against: figures).holds)
        #expect(!ClaimCheck(Draft("6月走访企业449家。"), against: figures).holds)
        #expect(!ClaimCheck(Draft("2023年2月30日走访企业448家。"), against: figures).holds)
    }
}
