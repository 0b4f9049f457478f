/// What a number counts, in the text's own words: `走访企业` of `已走访企业448家` and of `走访了448家企业`.
enum Subject {
    private static let empty: [String] = [
        "截至目前", "截止目前", "今年以来", "去年以来", "以来", "目前", "全区", "我区", "全市", "全年", "共计", "总计", "合计", "累计", "一共", "其中", "分别",
        "达到", "约占", "约有",
        "近日", "本周", "本月", "当月", "当周", "月份", "已经", "总共", "我街道", "先后", "召开", "举行", "主持", "公司", "上半年", "下半年", "上年同期",
        "去年同期", "同期", "上月", "上周", "去年",
        "上年", "实现", "完成了", "已", "共", "了", "达", "为", "有", "约", "近", "超", "逾", "的", "是", "在", "由", "从", "将", "均", "各",
        "底", "日", "月", "年",
    ]

    static func of(_ claim: Claim) -> String {
        let after = claim.cell == nil ? claim.after.prefix { $0.isLetter }.prefix(6) : ""
        let said = String(claim.before.filter(\.isLetter).suffix(20) + after)
        return said.without(empty)
    }

    /// Words for places and offices that a count may be of.
    private static let owners = ["街道", "社区", "镇", "乡", "村", "区", "市", "县", "局", "办", "园区", "公司", "大队", "支部"]

    /// The place or office that a subject begins with, and the rest.
    static func split(_ subject: String) -> (owner: String, rest: String) {
        var best: String?
        for word in owners where subject.holds(word) {
            guard let range = subject.firstRange(of: word),
                subject.distance(from: subject.startIndex, to: range.lowerBound) <= 6
            else { continue }
            let owner = String(subject[..<range.upperBound])
            if owner.count > (best?.count ?? 0) { best = owner }
        }
        guard let best else { return ("", subject) }
        return (best, String(subject.dropFirst(best.count)))
    }
}
