import Domain

/// What a sentence leaves out that its reader would have to know.
extension Draft {
    private static let solved = ["解决", "化解", "办结", "整改", "消除", "销号"]
    private static let collected = ["收集", "受理", "发现", "排查", "交办", "登记", "征集", "梳理", "反映", "提出", "接到", "共", "诉求"]
    private static let periods = [
        "年", "月", "日", "季度", "本周", "上周", "今天", "昨天", "近日", "期间", "以来", "上半年", "下半年", "截至", "截止", "旬", "周",
    ]
    private static let coverage = ["全面覆盖", "全覆盖", "拉网式", "无死角", "零遗漏", "不漏一户", "应查尽查", "应访尽访"]

    func manners() -> [Finding] {
        let whole = Set(claims.filter { Self.says($0.before + $0.after, Self.collected) }.compactMap(\.unit))
        return sentences.flatMap { said($0, collected: whole) } + periodless() + words()
    }

    /// `collected`: the units of which the text says how many came in.
    private func said(_ sentence: [Claim], collected: Set<String>) -> [Finding] {
        sentence.flatMap { claim -> [Finding] in
            var found: [Finding] = []
            if case .share = claim.kind, claim.before.contains("率"), Self.says(claim.before, Self.changes),
                !Self.says(claim.before, ["到", "至", "达", "为"]), !claim.before.contains("增长率"),
                !claim.before.contains("增速")
            {
                found.append(Finding(.points, at: claim.range, ["claim": claim.text]))
            }
            guard case .count(let unit) = claim.kind else { return found }
            if Self.says(claim.before, Self.solved), Units.whole.contains(unit), !collected.contains(unit) {
                found.append(Finding(.noDenominator, at: claim.range, ["claim": claim.text]))
            }
            // What is further away belongs to another number.
            let start = max(claim.sentence.lowerBound, claim.range.lowerBound - 60)
            let before = words(start..<claim.range.lowerBound)
            if before.contains("去年以来") { found.append(Finding(.sinceLastYear, at: claim.range, ["claim": claim.text])) }
            return found
        }
    }

    /// The first count of a text that says nowhere before it of what time it speaks.
    private func periodless() -> [Finding] {
        guard let first = claims.first(where: { if case .count = $0.kind { true } else { false } }) else { return [] }
        guard !Self.says(words(0..<first.sentence.upperBound), Self.periods) else { return [] }
        return [Finding(.noPeriod, at: first.range, ["claim": first.text])]
    }

    /// Sentences that praise without a number.
    private func words() -> [Finding] {
        var found: [Finding] = []
        var start = 0
        var next = 0
        for index in characters.indices.filter({ "。！？；\n".contains(characters[$0]) }) + [characters.count] {
            defer { start = index + 1 }
            guard start < index else { continue }
            let range = start..<index
            let sentence = words(range)
            while next < claims.count, claims[next].range.lowerBound < start { next += 1 }
            let rates = claims[next...].prefix { $0.range.lowerBound < index }.filter {
                $0.kind == .share || $0.kind == .points
            }
            if rates.isEmpty, let rate = improvedRate(in: sentence) {
                found.append(Finding(.rateWithoutFigure, at: range, ["claim": rate]))
            }
            if let word = Self.coverage.first(where: { sentence.contains($0) }),
                !rates.contains(where: { $0.bounds.contains(Rational(100)) })
            {
                found.append(Finding(.coverage, at: range, ["claim": word]))
            }
        }
        return found
    }

    /// `提高了群众满意率`, `办结率明显提升`.
    private func improvedRate(in sentence: String) -> String? {
        let characters = Array(sentence)
        for (index, character) in characters.enumerated() where character == "率" {
            // 率先, 率领 and 效率 are no rates.
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            let before = index > 0 ? characters[index - 1] : nil
            if next == "先" || next == "领" || next == "队" || before == "效" || before == "表" { continue }
            let around = String(characters[max(0, index - 10)..<min(characters.count, index + 8)])
            guard Self.says(around, ["提高", "提升", "上升"]) else { continue }
            return String(characters[max(0, index - 4)...index])
        }
        return nil
    }
}
