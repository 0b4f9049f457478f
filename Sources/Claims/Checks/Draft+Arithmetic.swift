import Domain

/// Numbers of one text that must fit each other.
extension Draft {
    func arithmetic() -> [Finding] {
        sentences.flatMap { sentence in
            growth(in: sentence) + shares(in: sentence) + parts(in: sentence) + multiples(in: sentence)
        } + repeated()
    }

    // MARK: Growth

    private static let down = ["下降", "减少", "降低", "回落", "下滑"]
    private static let comparisons = ["同比", "环比", "较上", "比上", "较去年", "比去年", "较上年"]
    private static let earlier = ["去年同期", "上年同期", "上月", "上周", "上年", "去年", "上季度"]

    /// `4.02亿元，同比增长7.03%`, perhaps with last year's value.
    private func growth(in sentence: [Claim]) -> [Finding] {
        sentence.indices.flatMap { index -> [Finding] in
            let rate = sentence[index]
            guard rate.kind == .share, Self.says(rate.before, Self.comparisons) else { return [] }
            guard !rate.before.contains("率"),
                let amount = sentence[..<index].last(where: { isAmount($0) && !isEarlier($0) })
            else { return [] }
            let isDown = Self.says(rate.before, Self.down)
            let hundred = Rational(100)
            if let base = sentence.first(where: { $0.kind == amount.kind && isEarlier($0) }) {
                guard let quotient = amount.bounds.over(base.bounds)?.scaled(by: hundred) else { return [] }
                let change = quotient.shifted(by: hundred.negated)
                let said = isDown ? rate.bounds.turned : rate.bounds
                guard let change, !change.meets(said) else { return [] }
                let values = [
                    "claim": rate.text, "amount": amount.text, "base": base.text, "found": change.text(places: 2),
                ]
                return [Finding(.growth, at: rate.range, values)]
            }
            guard let factor = (isDown ? rate.bounds.turned : rate.bounds).shifted(by: hundred),
                let base = amount.bounds.scaled(by: hundred)?.over(factor)
            else { return [] }
            let unit = amount.unit ?? ""
            let values = ["claim": rate.text, "amount": amount.text, "found": base.text(unit: unit)]
            return [Finding(.impliedBase, at: rate.range, values)]
        }
    }

    private func isAmount(_ claim: Claim) -> Bool { if case .count = claim.kind { true } else { false } }

    private func isEarlier(_ claim: Claim) -> Bool {
        Self.says(claim.before, Self.earlier) && !Self.says(claim.before, ["同比", "环比", "较", "比"])
    }

    // MARK: Shares

    /// `受理1693件，办结1669件，办结率98.58%`; and shares that make up a whole.
    private func shares(in sentence: [Claim]) -> [Finding] {
        var found: [Finding] = []
        var parts: [Claim] = []
        for (index, share) in sentence.enumerated() where share.kind == .share {
            let says = share.before
            if says.hasSuffix("占") || says.contains("占比") { parts.append(share) }
            guard says.contains("率") || says.contains("占"), !Self.says(says, Self.comparisons + Self.changes) else {
                continue
            }
            let counts = sentence[..<index].filter { isAmount($0) && $0.bounds.upper != nil && $0.bounds.lower != nil }
            // Two numbers of one kind, and what they make: with more of them nobody knows which are meant.
            guard let last = counts.last else { continue }
            let same = counts.filter { $0.kind == last.kind }
            guard (2...3).contains(same.count) else { continue }
            let pairs = same.indices.flatMap { whole in
                same.indices.filter { $0 != whole }.map { (same[$0], same[whole]) }
            }
            let fits = pairs.contains { part, whole in
                part.bounds.over(whole.bounds)?.scaled(by: Rational(100))?.meets(share.bounds) ?? true
            }
            guard !fits else { continue }
            let (whole, part) = (same[0], same[same.count - 1])
            guard let quotient = part.bounds.over(whole.bounds)?.scaled(by: Rational(100)) else { continue }
            let values = [
                "claim": share.text, "part": part.text, "whole": whole.text, "found": quotient.text(places: 2),
            ]
            found.append(Finding(.share, at: share.range, values))
        }
        if parts.count >= 2 {
            let sum = parts.dropFirst().reduce(Optional(parts[0].bounds)) { sum, part in sum?.plus(part.bounds) }
            if let sum, sum.isAbove(Rational(100)), let last = parts.last {
                found.append(Finding(.shares, at: last.range, ["found": sum.text(places: 2)]))
            }
        }
        return found
    }

    static let changes = ["提高", "上升", "提升", "下降", "降低", "增加", "增长", "回落", "下滑", "减少"]

    // MARK: Parts and wholes

    /// `共受理10件，其中网格上报8件、来电3件`, and `甲3件、乙4件，共计8件`.
    private func parts(in sentence: [Claim]) -> [Finding] {
        var found: [Finding] = []
        for (index, claim) in sentence.enumerated() where isAmount(claim) {
            let opening = claim.clause.lowerBound..<min(claim.clause.lowerBound + 2, claim.range.lowerBound)
            if claim.before.contains("其中") || words(opening) == "其中" {
                guard let whole = sentence[..<index].last(where: { $0.kind == claim.kind }) else { continue }
                let list = sentence[index...].prefix { $0.kind == claim.kind || !isAmount($0) }.filter(isAmount)
                if let large = list.first(where: { $0.bounds.liesAbove(whole.bounds) }) {
                    found.append(Finding(.part, at: large.range, ["claim": large.text, "whole": whole.text]))
                } else if let sum = sum(of: list), sum.liesAbove(whole.bounds), list.count > 1 {
                    let values = ["found": sum.text(unit: claim.unit ?? ""), "whole": whole.text]
                    found.append(Finding(.parts, at: list[list.count - 1].range, values))
                }
            }
            if Self.says(claim.before, ["共计", "合计", "总计", "累计共", "一共"]) {
                let list = sentence[..<index].filter { $0.kind == claim.kind }
                guard list.count >= 2, let sum = sum(of: list), !sum.meets(claim.bounds) else { continue }
                let values = ["claim": claim.text, "found": sum.text(unit: claim.unit ?? "")]
                found.append(Finding(.sum, at: claim.range, values))
            }
        }
        return found
    }

    private func sum(of claims: some Collection<Claim>) -> Bounds? {
        guard let first = claims.first else { return nil }
        return claims.dropFirst().reduce(Optional(first.bounds)) { sum, claim in sum?.plus(claim.bounds) }
    }

    // MARK: Multiples

    /// `由10家增加到30家，增长2倍`: by twice as much, to three times as much.
    private func multiples(in sentence: [Claim]) -> [Finding] {
        sentence.indices.flatMap { index -> [Finding] in
            let multiple = sentence[index]
            guard multiple.kind == .multiple, multiple.numeral.length > 0, index >= 2 else { return [] }
            let counts = sentence[..<index].filter(isAmount).suffix(2)
            guard let from = counts.first, let to = counts.last, counts.count == 2, from.kind == to.kind,
                let times = to.bounds.over(from.bounds), let by = times.shifted(by: Rational(-1))
            else { return [] }
            let isTotal = Self.says(multiple.before, ["到", "至", "达", "为", "是"]) || multiple.text.hasPrefix("翻")
            guard isTotal || Self.says(multiple.before, Self.changes) else { return [] }
            if (isTotal ? times : by).meets(multiple.bounds) { return [] }
            let other = (isTotal ? by : times).meets(multiple.bounds)
            let values = [
                "claim": multiple.text, "from": from.text, "to": to.text, "times": times.text(places: 2),
                "by": by.text(places: 2),
            ]
            return [Finding(other ? .multipleTo : .multiple, at: multiple.range, values)]
        }
    }

    // MARK: Said twice

    /// The same thing with two values.
    private func repeated() -> [Finding] {
        var first: [String: Claim] = [:]
        return sentences.flatMap { sentence in
            sentence.compactMap { repetition(of: &first, by: $0, in: sentence) }
        }
    }

    private func repetition(of first: inout [String: Claim], by claim: Claim, in sentence: [Claim]) -> Finding? {
        // 同比增长 says nothing of what has grown.
        guard isAmount(claim) || claim.kind == .share && !Self.says(claim.before, Self.comparisons + Self.changes),
            let key = subject(of: claim, in: sentence)
        else { return nil }
        guard let before = first[key] else {
            first[key] = claim
            return nil
        }
        guard !before.bounds.meets(claim.bounds) else { return nil }
        return Finding(.repeated, at: claim.range, ["claim": claim.text, "other": before.text])
    }

    /// What is counted, in the text's own words, with the time that it is counted for; nil when too little is said.
    private func subject(of claim: Claim, in sentence: [Claim]) -> String? {
        let said = claim.before.filter { $0.isLetter && !"了共已总计约近超逾达为累的".contains($0) }
        let noun = claim.after.prefix { $0.isLetter }.prefix(6)
        guard said.count + noun.count >= 4, said.count >= 2 else { return nil }
        let dates = sentence.filter {
            if case .date = $0.kind { $0.range.lowerBound < claim.range.lowerBound } else { false }
        }
        return dates.map(\.text).joined() + "|" + said + "|" + (claim.unit ?? "%") + "|" + noun
    }

    static func says(_ text: String, _ words: [String]) -> Bool { words.contains { text.contains($0) } }
}

extension Bounds {
    /// Every value and `change`; nil when that is too large.
    func shifted(by change: Rational) -> Bounds? { plus(.exactly(change)) }

    /// Every value with the other sign.
    var turned: Bounds {
        Bounds(
            lower: upper.map { End(value: $0.value.negated, isIn: $0.isIn) },
            upper: lower.map { End(value: $0.value.negated, isIn: $0.isIn) }
        )
    }

    /// `96.64`, or `3.75–3.76` where that differs.
    func text(places: Int) -> String {
        let ends = [lower?.value.text(places: places) ?? "…", upper?.value.text(places: places) ?? "…"]
        return ends[0] == ends[1] ? ends[0] : ends.joined(separator: "–")
    }

    /// With the unit, and in 万 or 亿 where people say it so.
    func text(unit: String) -> String {
        let size = upper?.value ?? lower?.value ?? .zero
        let (scale, name) =
            size >= Rational(100_000_000)
            ? (Rational(100_000_000), "亿")
            : size >= Rational(100_000) ? (Rational(10_000), "万") : (Rational.one, "")
        func end(_ end: End?) -> String {
            guard let value = end?.value.over(scale) else { return "…" }
            return value.isWhole ? value.text(places: 0) : value.text(places: 4)
        }
        let ends = [end(lower), end(upper)]
        return (ends[0] == ends[1] ? ends[0] : ends.joined(separator: "–")) + name + unit
    }
}
