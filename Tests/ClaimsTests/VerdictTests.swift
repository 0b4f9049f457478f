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
