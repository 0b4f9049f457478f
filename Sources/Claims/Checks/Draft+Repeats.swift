/// The same thing with two values, anywhere in the text.
extension Draft {
    func repeated() -> [Finding] {
        var groups: [String: [Int]] = [:]
        var found: [Finding] = []
        let headline = headline
        let times = times
        let listed = listed
        for index in claims.indices {
            guard let key = key(of: index) else { continue }
            // What a text says of one thing more often than this is a table.
            let others = groups[key, default: []].prefix(12)
            if listed.contains(index) { continue }
            for other in others where isSame(index, other, headline: headline, times: times) {
                guard !claims[other].bounds.meets(claims[index].bounds) else { break }
                let values = ["claim": claims[index].text, "other": claims[other].text]
                found.append(Finding(.repeated, at: claims[index].range, values))
                break
            }
            groups[key, default: []].append(index)
        }
        return found + headlined(headline, besides: Set(found.map(\.range)))
    }

    /// What stands in a list behind 其中, or in one sentence with the other: parts, and what different places have.
    private var listed: Set<Int> {
        var listed: Set<Int> = []
        for statement in statements {
            guard let first = statement.first(where: opens) else { continue }
            listed.formUnion(statement.drop { $0 != first })
        }
        return listed
    }

    /// A headline says shortly what the text says with more words before it: `走访企业446家` and `网格员走访企业448家`.
    private func headlined(_ headline: Range<Int>, besides found: Set<Range<Int>>) -> [Finding] {
        let titles = claims.indices.filter { headline.contains(claims[$0].range.lowerBound) && claims[$0].isCount }
        return titles.flatMap { title -> [Finding] in
            let rest = Subject.split(subjects[title]).rest
            guard rest.count >= 4 else { return [] }
            let same = claims.indices.filter { index in
                !headline.contains(claims[index].range.lowerBound) && claims[index].kind == claims[title].kind
                    && subjects[index].hasSuffix(rest)
            }
            guard let first = same.first, !same.contains(where: { claims[$0].bounds.meets(claims[title].bounds) }),
                !found.contains(claims[first].range)
            else { return [] }
            let values = ["claim": claims[first].text, "other": claims[title].text]
            return [Finding(.repeated, at: claims[first].range, values)]
        }
    }

    /// The first line, where it is one.
    private var headline: Range<Int> {
        let end = characters.firstIndex(of: "\n") ?? 0
        return characters[..<end].contains("。") || end > 60 ? 0..<0 : 0..<end
    }

    /// Numbers with one of these may be the same thing; nil when too little is said.
    private func key(of index: Int) -> String? {
        let claim = claims[index]
        // 同比增长 says nothing of what has grown.
        guard claim.isCount || claim.kind == .share, !Self.says(claim.before, Self.comparisons + Self.changes),
            !isEarlier(claim), claim.cell.map({ tables[$0.table].isPairs }) ?? true, !claim.before.holds("其中")
        else { return nil }
        let rest = Subject.split(subjects[index]).rest
        // 合计比各单位之和多 says how far two things are apart, and not which.
        if rest.holds("比"), rest.hasSuffix("多") || rest.hasSuffix("少") { return nil }
        guard rest.count >= (claim.kind == .share ? 3 : 4), rest.count <= 16 else { return nil }
        if claim.kind == .share, !rest.hasSuffix("率"), !rest.hasSuffix("度") { return nil }
        return (claim.unit ?? "%") + "|" + rest
    }

    private func isSame(_ index: Int, _ other: Int, headline: Range<Int>, times: [String]) -> Bool {
        let owners = [index, other].map { Subject.split(subjects[$0]).owner }
        let isHeadline = headline.contains(claims[other].range.lowerBound)
        guard owners[0] == owners[1] || isHeadline && owners.contains("") else { return false }
        if claims[index].sentence == claims[other].sentence { return false }
        return times[index] == times[other] || isHeadline
    }

    /// The time that each claim is of, as far as the words before it in its statement say.
    private var times: [String] {
        let words = [
            "累计", "本周", "上周", "去年", "今年", "当月", "当日", "同期", "全年", "上半年", "下半年", "截至", "以来", "当周", "上年", "年底", "年初",
        ]
        var times = Array(repeating: "", count: claims.count)
        for statement in statements {
            var time = ""
            var start = claims[statement[0]].sentence.lowerBound
            for index in statement {
                let claim = claims[index]
                if start < claim.range.lowerBound {
                    let said = self.words(max(start, claim.range.lowerBound - 200)..<claim.range.lowerBound)
                    for word in words where said.holds(word) { time += word }
                }
                start = claim.range.upperBound
                if claim.date != nil { time += claim.text }
                times[index] = time
            }
        }
        return times
    }
}
