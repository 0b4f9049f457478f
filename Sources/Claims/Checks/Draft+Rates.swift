import Domain

/// Shares and the counts that they are made from.
extension Draft {
    func rates() -> [Finding] {
        statements.enumerated().flatMap { number, statement in
            statement.indices.compactMap { rate(at: $0, in: statement, number: number) } + wholes(of: statement)
        }
    }

    private func rate(at place: Int, in statement: [Int], number: Int) -> Finding? {
        let share = claims[statement[place]]
        guard share.kind == .share, !isEarlier(share) else { return nil }
        let says = share.before
        if let finding = overWhole(share) { return finding }
        let isChange = Self.says(says, Self.comparisons + Self.changes)
        if isChange, !Self.says(says, ["到", "至", "达", "为"]) { return nil }
        if says.holds("率") { return namedRate(at: place, in: statement, number: number) }
        return proportion(at: place, in: statement)
    }

    /// 办结率102%: no part is more than its whole; a plan may be over-fulfilled.
    private func overWhole(_ share: Claim) -> Finding? {
        guard Self.says(share.before, ["率", "占"]), !Self.says(share.before, Self.comparisons + Self.changes),
            !Self.says(share.before, ["增长率", "完成率", "增速", "增幅", "入库率", "周转率", "补偿率", "覆盖率达"]),
            share.bounds.isAbove(Rational(100))
        else { return nil }
        return Finding(.overWhole, at: share.range, ["claim": share.text])
    }

    // MARK: 率

    private static let kin: [[String]] = [
        ["化解", "解决", "办结", "处置", "调处", "调解"], ["整改", "整治", "销号", "消除"], ["结案", "办结", "处置"], ["覆盖", "走访", "检查", "排查"],
        ["入户", "实检", "入户"], ["达标", "达到", "合格"],
    ]
    private static let qualifiers = [
        "按期", "按时", "及时", "准时", "一次", "当日", "当周", "当月", "限时", "按量", "满意", "知晓", "响应", "联系", "不满意", "返工", "差评",
    ]

    /// `受理1693件，办结1669件，办结率98.58%`.
    private func namedRate(at place: Int, in statement: [Int], number: Int) -> Finding? {
        let share = claims[statement[place]]
        let name = String(share.before.filter(\.isLetter).prefix { $0 != "率" }.suffix(6))
        if isPlanned(share) { return nil }
        let inSentence = statement.filter { claims[$0].isCount && isNear(claims[$0], share) }
        let stem = String(name.suffix(2))
        let words = Self.kin.first { $0.contains(stem) } ?? [stem]
        var counts = inSentence
        if Self.pairs(of: counts.map { claims[$0] }).isEmpty, let finding = unlike(share, among: counts, named: words) {
            return finding
        }
        if Self.pairs(of: counts.map { claims[$0] }).isEmpty { counts = statement.filter { claims[$0].isCount } }
        if Self.pairs(of: counts.map { claims[$0] }).isEmpty, number > 0 {
            counts = statements[number - 1].filter { claims[$0].isCount } + counts
        }
        let usable = counts.filter {
            claims[$0].bounds.lower != nil && claims[$0].bounds.upper != nil && !isMean(claims[$0])
        }
        let pairs = Self.pairs(of: usable.map { claims[$0] })
        if pairs.contains(where: { fits($0.part, $0.whole, share) }) { return nil }
        let asked = Self.qualifiers.filter { name.contains($0) }
        let parts = usable.filter { index in
            let said = lead(of: index) + claims[index].after
            return Self.says(said, words) && asked.allSatisfy { said.contains($0) }
        }
        // Two numbers of one kind and what they make, or one that is named like the rate.
        if let part = parts.last
            ?? (asked.isEmpty && pairs.count == 1 && !usable.contains(where: isArrival) ? usable.last : nil)
        {
            let wholes = usable.filter { $0 != part && claims[$0].kind == claims[part].kind }
            // The whole may stand far above.
            let above = claims[max(0, part - 60)..<part].filter { $0.isCount && $0.cell == nil }
            let isMeant = usable.contains { part in
                above.contains { $0.kind == claims[part].kind && fits(claims[part], $0, share) }
            }
            if isMeant { return nil }
            let larger = wholes.filter { !claims[part].bounds.liesAbove(claims[$0].bounds) }
            if let whole = (larger.isEmpty ? wholes : larger).first,
                let quotient = claims[part].bounds.over(claims[whole].bounds)?.scaled(by: Rational(100))
            {
                let values = [
                    "claim": share.text, "part": claims[part].text, "whole": claims[whole].text,
                    "found": quotient.text(places: 2),
                ]
                return Finding(.share, at: share.range, values)
            }
        }
        return unlike(share, among: usable, named: words)
    }

    /// 走访448家、解决39个，解决率8.7%: two things of which neither is a part of the other.
    private func unlike(_ share: Claim, among counts: [Int], named words: [String]) -> Finding? {
        guard counts.count <= 4 else { return nil }
        for part in counts where Self.says(lead(of: part) + claims[part].after, words) {
            for whole in counts where claims[whole].kind != claims[part].kind {
                guard fits(claims[part], claims[whole], share) else { continue }
                let values = ["claim": share.text, "part": claims[part].text, "whole": claims[whole].text]
                return Finding(.unlike, at: share.range, values)
            }
        }
        return nil
    }

    private func isNear(_ claim: Claim, _ other: Claim) -> Bool {
        claim.cell?.table == other.cell?.table && (claim.cell != nil || claim.sentence.overlaps(other.sentence))
    }

    func isMean(_ claim: Claim) -> Bool { Self.says(claim.before, ["均"]) && !claim.before.holds("均为") }

    private static func pairs(of counts: [Claim]) -> [(part: Claim, whole: Claim)] {
        guard counts.count <= 24 else { return [] }
        return counts.indices.flatMap { part in
            counts.indices.filter {
                $0 != part && counts[$0].kind == counts[part].kind && !counts[part].bounds.liesAbove(counts[$0].bounds)
                    && (counts[$0].bounds != counts[part].bounds || $0 < part)
            }
            .map { (counts[part], counts[$0]) }
        }
    }

    private func fits(_ part: Claim, _ whole: Claim, _ share: Claim) -> Bool {
        part.bounds.over(whole.bounds)?.scaled(by: Rational(100))?.meets(share.loose) ?? false
    }

    // MARK: 占

    /// What stands between a count and its share: `占`, `占总数的`, `（`.
    private func isOfTheCountBefore(_ share: Claim) -> Bool {
        share.before.filter(\.isLetter).without(Self.proportions).isEmpty
    }

    private static let proportions = [
        "占总数", "占总量", "占总", "占全部", "占比", "占", "约", "达", "为", "的", "比重", "数", "量", "比例", "总", "件", "工单", "受理",
    ]

    /// `咨询类987件，占45.6%`, `咨询类987件（45.6%）`.
    private func proportion(at place: Int, in statement: [Int]) -> Finding? {
        let index = statement[place]
        let share = claims[index]
        guard place > 0, isOfTheCountBefore(share) else { return nil }
        let part = claims[index - 1]
        guard part.isCount, isNear(part, share) else { return nil }
        let isSaid = share.before.holds("占")
        guard isSaid || "（(".contains(characters[max(0, share.range.lowerBound - 1)]) else { return nil }
        let known = claims[max(0, index - 60)..<min(claims.count, index + 4)].filter {
            $0.kind == part.kind && $0.range != part.range && !part.bounds.liesAbove($0.bounds)
        }
        if known.contains(where: { fits(part, $0, share) }) { return nil }
        let totals = known.filter { $0.range.lowerBound < share.range.lowerBound }
        guard
            let whole = totals.last(where: { Self.says($0.before, ["共", "总", "合计", "累计", "全部"]) })
                ?? (isSaid
                    ? totals.max(by: { ($0.bounds.lower?.value ?? .zero) < ($1.bounds.lower?.value ?? .zero) }) : nil),
            let quotient = part.bounds.over(whole.bounds)?.scaled(by: Rational(100))
        else { return nil }
        let values = ["claim": share.text, "part": part.text, "whole": whole.text, "found": quotient.text(places: 2)]
        return Finding(.share, at: share.range, values)
    }

    // MARK: Shares of one whole

    /// Shares in a row are not more than the whole, and all of it where nothing is left out.
    private func wholes(of statement: [Int]) -> [Finding] {
        var parts: [Int] = []
        var isList = false
        for index in statement where claims[index].kind == .share {
            let says = claims[index].before
            if says.holds("占"), !Self.says(says, Self.comparisons + Self.changes), !isEarlier(claims[index]) {
                isList = says.holds("分别占") || says.holds("各占")
                parts.append(index)
            } else if isList, ["", "和", "及"].contains(says.filter(\.isLetter)) {
                parts.append(index)
            } else {
                isList = false
            }
        }
        guard parts.count >= 2, let last = parts.last else { return [] }
        let rounded = parts.map { claims[$0].loose }
        guard let sum = rounded.dropFirst().reduce(Optional(rounded[0]), { $0?.plus($1) }) else { return [] }
        let isRest = parts.contains { index in
            let count = index > 0 && claims[index - 1].isCount ? claims[index - 1].before : ""
            return Self.says(count + claims[index].before, ["其他", "其它", "其余", "其次其他"])
        }
        let isWhole = isRest || parts.contains { claims[$0].before.holds("分别占") } && parts.count >= 3
        // Far more than all of it are shares of different kinds: 党员占62%，女性占55%.
        let isOver = sum.isAbove(Rational(100)) && (isWhole || sum.lower.map { $0.value <= Rational(112) } ?? false)
        guard isOver || isWhole && sum.isBelow(Rational(100)) else { return [] }
        return [Finding(.shares, at: claims[last].range, ["found": sum.text(places: 2)])]
    }
}
