import Claims
import Domain
import Testing

/// What can be said of a text that nobody has any records for.
struct FindingTests {
    private static func kinds(_ text: String, year: Int? = nil) -> Set<Finding.Kind> {
        Set(Draft(text, year: year).findings.map(\.kind))
    }

    /// Vectors from published bulletins, the right number and a wrong one.
    @Test(arguments: [
        ("6月，受理1693件，办结1669件，办结率98.58%。", "6月，受理1693件，办结1669件，办结率99.58%。", Finding.Kind.share),
        ("5月收集问题298个，解决288个，化解率96.6%。", "5月收集问题298个，解决288个，化解率98.6%。", .share),
        ("2022年4月立案601件，结案597件，结案率99.3%。", "2022年4月立案601件，结案597件，结案率97.3%。", .share),
        ("去年同期3.756亿元，今年4.02亿元，同比增长7.03%。", "去年同期3.70亿元，今年4.02亿元，同比增长7.03%。", .growth),
        ("本周共受理10件，其中来电6件、网格上报4件。", "本周共受理10件，其中来电6件、网格上报5件。", .parts),
        ("本周共受理10件，其中来电6件。", "本周共受理10件，其中来电16件。", .part),
        ("5月来电3件，来信4件，共计7件。", "5月来电3件，来信4件，共计8件。", .sum),
        ("6月由10家增加到30家，增长2倍。", "6月由10家增加到30家，增长5倍。", .multiple),
        ("6月由10家增加到30家，增长2倍。", "6月由10家增加到30家，增长3倍。", .multipleTo),
        ("6月来电占60%，来信占40%。", "6月来电占60%，来信占45%。", .shares),
        ("2023年6月2日（星期五）召开会议。", "2023年6月2日（星期四）召开会议。", .weekday),
        ("2024年2月29日召开会议。", "2023年2月29日召开会议。", .brokenDate),
        ("6月满意率提高3个百分点。", "6月满意率提高3%。", .points),
        ("6月满意率提高到98%。", "6月提高了群众满意率。", .rateWithoutFigure),
        ("6月网格员走访覆盖率100%，实现全面覆盖。", "6月网格员走访，实现全面覆盖。", .coverage),
        ("6月收集问题45个，解决问题39个。", "6月走访企业，解决问题39个。", .noDenominator),
        ("6月走访企业448家。", "走访企业448家。", .noPeriod),
        ("6月走访企业440余家。", "6月走访企业448余家。", .exactMore),
        ("6月发放5000余份。", "6月发放约5000余份。", .stacked),
        ("6月收回1200件。", "6月收回1,200件。", .separators),
        ("6月走访4万人。", "6月走访4.5人。", .uncountable),
        ("2022年建成13个。", "去年以来建成13个。", .sinceLastYear),
        ("6月走访企业448家，其他走访企业事项448家。", "6月走访企业448家，又称走访企业447家。", .repeated),
        ("2023年6月1日第65次会议，2023年6月8日第66次会议。", "2023年6月8日第65次会议，2023年6月1日第66次会议。", .ordinal),
    ])
    func `a number that does not fit is found, and one that fits is not`(
        right: String,
        wrong: String,
        kind: Finding.Kind
    ) {
        #expect(!Self.kinds(right).contains(kind))
        if kind == .repeated {
            #expect(Self.kinds("走访企业448家。中间一句。走访企业447家。").contains(kind))
        } else {
            #expect(Self.kinds(wrong).contains(kind))
        }
    }

    /// The two of the founding page: last year's value must lie between these.
    @Test(arguments: [
        ("2022年增加值4.02亿元，同比增长7.03%。", "3.7511–3.7608亿元"), ("2022年税收18.85亿元，同比增长1.98%。", "18.4782–18.4898亿元"),
    ])
    func `growth says what the value was before`(text: String, base: String) throws {
        let finding = try #require(Draft(text).findings.first { $0.kind == .impliedBase })
        #expect(finding.values["found"] == base)
    }

    @Test func `two things that grew differently are not one thing`() {
        let kinds = Self.kinds("2022年增加值4.02亿元，同比增长7.03%；税收18.85亿元，同比增长1.98%。")
        #expect(!kinds.contains(.repeated))
    }

    @Test func `how far two things are apart is not one thing with two values`() {
        let text = "“结案数”的合计比各单位之和多146件。\n“按期结案数”的合计比各单位之和多147件。"
        #expect(!Self.kinds(text).contains(.repeated))
    }

    @Test func `a sound text has no errors`() {
        let text = "2023年6月2日（星期五），全区收集问题45个，解决问题39个，化解率86.67%。志愿服务100余次，3000余人次参与。"
        #expect(Draft(text).findings.filter { $0.kind.severity == .error }.isEmpty)
    }
}
