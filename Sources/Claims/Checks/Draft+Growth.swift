import Domain

/// Growth and its base, differences, multiples.
extension Draft {
    static let down = ["下降", "减少", "降低", "回落", "下滑", "缩短", "压缩", "压减", "降幅"]
    static let changes = [
        "提高", "上升", "提升", "下降", "降低", "增加", "增长", "回落", "下滑", "减少", "净增", "缩短", "压缩", "压减", "扩大", "收窄", "增至", "降至",
    ]
    static let comparisons = ["同比", "环比", "较上", "比上", "较去年", "比去年", "较年初", "比年初", "较前"]
    private static let lastYear = ["去年同期", "上年同期", "去年", "上年"]
    private static let lastPeriod = ["上月", "上周", "上季度", "上期", "上旬"]
    static let earlier = lastYear + lastPeriod
    private static let arrivals = ["到", "至", "达", "为"]
    private static let starts = ["由", "从", "自"]

    /// What may stand between an amount and what it has grown by.
    private static let between = [
        "与", "上年同期", "去年同期", "同期", "上年", "去年", "上周", "上月", "上季度", "上期", "年初", "相比", "同比", "环比", "较", "比", "分别", "名义",
        "实际", "增长", "下降", "上升",
        "减少", "增加", "提高", "提升", "降低", "回落", "下滑", "增幅", "降幅", "增速", "缩短", "压缩", "压减", "净增", "幅度", "均", "了", "为", "达",
        "约", "也", "则", "又", "略", "的",
        "仍", "且", "再", "上", "年", "期", "份", "底", "共", "一步", "进", "是", "到", "至", "原来", "扩大", "收窄", "又", "累计", "翻", "发展",
    ]

    /// Whether a change has no subject of its own, so that it is of the amount before it.
    private func isOfTheAmountBefore(_ change: Claim) -> Bool {
        change.before.filter(\.isLetter).without(Self.between).isEmpty
    }

    /// What a number says of the amount before it.
    struct Change {
        enum Since { case yearBefore, periodBefore, unsaid }

        let since: Since
        let isDown: Bool
    }

    /// `，同比增长7.03%`, `，较上周下降1.25个百分点`: nil for what is no change, or has a subject of its own.
    func change(at index: Int) -> Change? {
        let claim = claims[index]
        guard claim.kind == .share || claim.kind == .points, claim.cell == nil,
            Self.says(claim.before, Self.comparisons + Self.changes), !Self.says(claim.before, Self.arrivals),
            isOfTheAmountBefore(claim)
        else { return nil }
        let isYear = Self.says(claim.before, ["同比"] + Self.lastYear)
        let isPeriod = Self.says(claim.before, ["环比", "较前"] + Self.lastPeriod)
        return Change(
            since: isYear ? .yearBefore : isPeriod ? .periodBefore : .unsaid,
            isDown: Self.says(claim.before, Self.down)
        )
    }

    /// The value of an earlier time: `去年同期3.7亿元`, `较上月的95.33%`; not `较上周增加36家`.
    func isEarlier(_ claim: Claim, among words: [String] = Draft.earlier) -> Bool {
        guard Self.says(claim.before, words), !Self.says(claim.before, Self.changes) else { return false }
        let compares = Self.says(claim.before, ["同比", "环比", "较", "比"])
        return !compares || claim.before.hasSuffix("的")
    }

    // MARK: Growth

    /// `4.02亿元，同比增长7.03%`, perhaps with last year's value somewhere.
    func growth() -> [Finding] {
        statements.enumerated().flatMap { number, statement in
            statement.indices.flatMap { index -> [Finding] in
                let rate = claims[statement[index]]
                guard rate.kind == .share, Self.says(rate.before, Self.comparisons + Self.changes),
                    !Self.says(rate.before, ["率", "占", "比重", "到", "至"]), isOfTheAmountBefore(rate)
                else { return [] }
                let rates = [index] + chain(after: index, in: statement)
                let amounts = statement[..<index].filter { isAmount($0) && !isAside(claims[$0], before: rate) }
                guard amounts.count >= rates.count, rates.count == 1 || Self.says(rate.before, ["分别"]) else {
                    return []
                }
                return zip(amounts.suffix(rates.count), rates).flatMap { amount, at in
                    compare(amount, with: claims[statement[at]], said: rate.before, in: statement, number: number)
                }
            }
        }
    }

    private func isAmount(_ index: Int) -> Bool {
        let claim = claims[index]
        let said = claim.before.without(["增加值"])
        if Self.says(said, Self.changes), !Self.says(said, ["到", "至", "达"]) { return false }
        return claim.isCount && !isEarlier(claim) && !Self.says(claim.before, ["日均", "较上", "比上", "比去年", "较去年"])
    }

    /// Whether a claim stands in brackets that are closed before the other: `342件（其中热线287件），同比减少15.6%`.
    private func isAside(_ claim: Claim, before other: Claim) -> Bool {
        guard claim.range.upperBound < other.range.lowerBound else { return false }
        var depth = 0
        for character in characters[claim.range.upperBound..<other.range.lowerBound] {
            if "（(".contains(character) { depth += 1 }
            if "）)".contains(character) { depth -= 1 }
            if depth < 0 { return true }
        }
        return false
    }

    /// `12.5%、8.7%`: the shares that follow without words.
    private func chain(after index: Int, in statement: [Int]) -> [Int] {
        var next = index + 1
        while next < statement.count, claims[statement[next]].kind == .share,
            ["", "和", "及", "与"].contains(claims[statement[next]].before.filter(\.isLetter))
        {
            next += 1
        }
        return Array((index + 1)..<next)
    }

    private func compare(_ index: Int, with rate: Claim, said: String, in statement: [Int], number: Int) -> [Finding] {
        let amount = claims[index]
        // At comparable prices the two values of the text do not give the growth.
        if amount.range.upperBound < rate.range.lowerBound,
            Self.says(words(amount.range.upperBound..<rate.range.lowerBound), ["可比", "不变价"])
        {
            return []
        }
        let isDown = Self.says(said, Self.down)
        let hundred = Rational(100)
        let change = isDown ? rate.loose.turned : rate.loose
        if let base = base(of: index, said: said, in: statement, number: number).map({ claims[$0] }) {
            guard let found = amount.bounds.over(base.bounds)?.scaled(by: hundred)?.shifted(by: hundred.negated) else {
                return []
            }
            if found.meets(change) { return [] }
            let values = [
                "claim": rate.text, "amount": amount.text, "base": base.text,
                "found": found.text(places: 2),
            ]
            return [Finding(.growth, at: rate.range, values)]
        }
        let exact = isDown ? rate.bounds.turned : rate.bounds
        guard Self.says(said, Self.comparisons + ["增长", "下降", "上升"]), let factor = exact.shifted(by: hundred),
            let base = amount.bounds.scaled(by: hundred)?.over(factor)
        else { return [] }
        let values = ["claim": rate.text, "amount": amount.text, "found": base.text(unit: amount.unit ?? "")]
        return [Finding(.impliedBase, at: rate.range, values)]
    }

    /// The earlier value of an amount: the one that it came from, the one beside it, or one elsewhere in the text.
    private func base(of index: Int, said: String, in statement: [Int], number: Int) -> Int? {
        let amount = claims[index]
        if index > 0, isArrival(index) { return index - 1 }
        let words =
            Self.says(said, ["环比", "上周", "上月", "上季度"])
            ? Self.lastPeriod : Self.says(said, ["同比", "去年", "上年"]) ? Self.lastYear : Self.earlier
        if let here = statement.first(where: { claims[$0].kind == amount.kind && isEarlier(claims[$0], among: words) })
        {
            return here
        }
        for (other, indices) in statements.enumerated() where other != number {
            for candidate in indices where claims[candidate].kind == amount.kind {
                guard isEarlier(claims[candidate], among: words) else { continue }
                let subject = subjects[candidate]
                let isNear = abs(other - number) == 1 && subject.isEmpty
                if isNear
                    || subject.count >= 2 && (subjects[index].hasSuffix(subject) || subjects[index].contains(subject))
                {
                    return candidate
                }
            }
        }
        return nil
    }

    /// `由10家增加到30家`: the second of them.
    func isArrival(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        let (from, to) = (claims[index - 1], claims[index])
        guard from.kind == to.kind, to.sentence == from.sentence || from.sentence.overlaps(to.sentence) else {
            return false
        }
        let path = to.before.filter(\.isLetter)
        return Self.arrivals.contains { path.hasSuffix($0) } && path.count <= 8
            && (Self.says(from.before, Self.starts + ["年初", "最初", "原来"])
                || Self.says(path, Self.changes + ["发展", "压缩", "缩短"]))
    }

    // MARK: Differences

    /// `由45个增加到63个，增加18个`; `96.83%，较上月的95.33%提高1.5个百分点`.
    func differences() -> [Finding] {
        statements.flatMap { statement in
            statement.indices.compactMap { place -> Finding? in
                let claim = claims[statement[place]]
                let isPoints = claim.kind == .points
                guard isPoints || claim.isCount, place >= 2, Self.says(claim.before, Self.changes),
                    isOfTheAmountBefore(claim)
                else { return nil }
                let last = statement[place - 1]
                let (second, first) = (claims[last], claims[statement[place - 2]])
                guard second.kind == first.kind, isPoints ? second.kind == .share : second.kind == claim.kind else {
                    return nil
                }
                let from: Claim
                let to: Claim
                if isArrival(last) {
                    (from, to) = (first, second)
                } else if isEarlier(second) {
                    (from, to) = (second, first)
                } else {
                    return nil
                }
                guard let by = to.bounds.plus(from.bounds.turned) else { return nil }
                if (Self.says(claim.before, Self.down) ? by.turned : by).meets(claim.bounds) { return nil }
                let found = isPoints ? by.text(places: 2) : by.text(unit: claim.unit ?? "")
                let values = ["claim": claim.text, "from": from.text, "to": to.text, "found": found]
                return Finding(.difference, at: claim.range, values)
            }
        }
    }

    // MARK: Multiples

    /// `由10家增加到30家，增长2倍`: by twice as much, to three times as much.
    func multiples() -> [Finding] {
        statements.flatMap { statement in
            statement.indices.compactMap { place -> Finding? in
                let multiple = claims[statement[place]]
                guard multiple.kind == .multiple, place >= 1, isOfTheAmountBefore(multiple) else { return nil }
                let counts = statement[..<place].filter { claims[$0].isCount }.suffix(2)
                guard let first = counts.first.map({ claims[$0] }), let last = counts.last, counts.count == 2,
                    first.kind == claims[last].kind
                else { return nil }
                let isTurned = isEarlier(claims[last])
                guard isTurned || isEarlier(first) || isArrival(last) else { return nil }
                let (from, to) = isTurned ? (claims[last], first) : (first, claims[last])
                guard let times = to.bounds.over(from.bounds), let by = times.shifted(by: Rational(-1)) else {
                    return nil
                }
                let isTotal =
                    Self.says(multiple.before, ["到", "至", "达", "为", "是"]) || multiple.text.contains("翻")
                guard isTotal || Self.says(multiple.before, Self.changes) else { return nil }
                if (isTotal ? times : by).meets(multiple.bounds) { return nil }
                let other = (isTotal ? by : times).meets(multiple.bounds)
                let values = [
                    "claim": multiple.text, "from": from.text, "to": to.text, "times": times.text(places: 2),
                    "by": by.text(places: 2),
                ]
                return Finding(other ? .multipleTo : .multiple, at: multiple.range, values)
            }
        }
    }
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
    package func text(unit: String) -> String {
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
