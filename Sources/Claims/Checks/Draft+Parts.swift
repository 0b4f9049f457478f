import Domain

/// Parts and wholes, lists and their sums.
extension Draft {
    private static let outcomes = [
        "办结", "整改", "解决", "化解", "结案", "处置", "销号", "消除", "满意", "完成", "已", "累计", "尚", "剩余", "现场",
    ]
    private static let verbs = [
        "发现", "整改", "检查", "受理", "办结", "办理", "解决", "化解", "收集", "走访", "开展", "排查", "立案", "结案", "派遣", "处置", "服务", "参加",
        "查处", "发放", "回访", "满意",
        "转派", "答复", "接收", "登记", "出动", "投入", "收获", "组织",
    ]
    private static let rest = ["其他", "其它", "其余", "剩余", "余下", "另有"]

    // MARK: 其中

    /// `共受理10件，其中网格上报8件、来电2件`.
    func parts() -> [Finding] {
        statements.indices.flatMap { number -> [Finding] in
            let statement = statements[number]
            guard let first = statement.firstIndex(where: opens) else {
                return distributed(statement)
            }
            let list = statement[first...].filter { claims[$0].isCount && !isMean(claims[$0]) }
            return Dictionary(grouping: list) { claims[$0].kind }.sorted { $0.value[0] < $1.value[0] }.flatMap {
                kind,
                list in
                let near = wholes(of: kind, before: first, in: statement, number: number)
                return near.isEmpty ? [] : held(list, against: near)
            }
        }
    }

    /// Whether 其中 stands in front of a number, after the number before it.
    func opens(_ index: Int) -> Bool {
        if claims[index].before.holds("其中") { return true }
        let start = index > 0 ? max(claims[index - 1].range.upperBound, claims[index].range.lowerBound - 24) : 0
        guard start < claims[index].range.lowerBound, claims[index].cell == nil else { return false }
        return words(max(start, claims[index].range.lowerBound - 24)..<claims[index].range.lowerBound).contains("其中")
    }

    /// The counts that the parts may be of: of the same statement, or of one of the three before.
    private func wholes(of kind: Claim.Kind, before place: Int, in statement: [Int], number: Int) -> [Int] {
        let here = statement[..<place].filter {
            claims[$0].kind == kind && !isMean(claims[$0]) && !isEarlier(claims[$0])
        }
        if !here.isEmpty || place > 0 && statement[..<place].contains(where: { claims[$0].isCount }) {
            return Array(here)
        }
        return statements[max(0, number - 3)..<number].joined().filter {
            claims[$0].kind == kind && !isMean(claims[$0]) && !isEarlier(claims[$0])
        }
    }

    private func held(_ list: [Int], against wholes: [Int]) -> [Finding] {
        var named: [String: [Int]] = [:]
        var plain: [Int] = []
        for index in list {
            let said = lead(of: index)
            if let verb = Self.verbs.first(where: { verb in
                said.holds(verb) && wholes.contains { lead(of: $0).holds(verb) }
            }) {
                named[verb, default: []].append(index)
            } else if Self.says(said, Self.outcomes), !Self.says(said, Self.rest) || plain.isEmpty {
                // What came of them is no part of the list.
                if !plain.isEmpty { break }
            } else if !Self.says(said, Self.changes) {
                plain.append(index)
            }
        }
        func of(_ verb: String) -> [Int] { wholes.filter { lead(of: $0).holds(verb) } }
        if named.count == 1, let verb = named.keys.first, of(verb).count == 1 {
            return held(((named[verb] ?? []) + plain).sorted(), within: of(verb))
        }
        let groups = named.sorted { $0.value[0] < $1.value[0] }.flatMap { verb, list in held(list, within: of(verb)) }
        // What names nothing is of the nearest sentence that counts such things.
        let nearest = wholes.last.map { last in wholes.filter { claims[$0].sentence == claims[last].sentence } } ?? []
        return groups + held(plain, within: nearest)
    }

    /// One whole that the parts fit is enough.
    private func held(_ list: [Int], within wholes: [Int]) -> [Finding] {
        guard let last = list.last, let whole = wholes.last else { return [] }
        for index in list where wholes.allSatisfy({ claims[index].bounds.liesAbove(claims[$0].bounds) }) {
            return [
                Finding(.part, at: claims[index].range, ["claim": claims[index].text, "whole": claims[whole].text])
            ]
        }
        guard list.count > 1, let sum = sum(of: list) else { return [] }
        func values(_ whole: Int) -> [String: String] {
            ["found": sum.text(unit: claims[last].unit ?? ""), "whole": claims[whole].text]
        }
        if wholes.allSatisfy({ sum.liesAbove(claims[$0].bounds) }) {
            let nearest = wholes.max {
                (claims[$0].bounds.lower?.value ?? .zero) < (claims[$1].bounds.lower?.value ?? .zero)
            }
            return [Finding(.parts, at: claims[last].range, values(nearest ?? whole))]
        }
        // A list may leave something out; nearly the whole of it, or with 其他, seldom does.
        let isWhole = list.contains { Self.says(claims[$0].before, Self.rest) }
        let said = characters[claims[last].range.upperBound..<min(characters.count, claims[last].range.upperBound + 2)]
        if said.contains("等") || wholes.contains(where: { sum.meets(claims[$0].bounds) }) { return [] }
        let short = wholes.filter { claims[$0].bounds.liesAbove(sum) }
        guard let near = short.first(where: { isWhole || isNearly(sum, claims[$0].bounds) }) else { return [] }
        return [Finding(.parts, at: claims[last].range, values(near), severity: isWhole ? .error : .warning)]
    }

    private func isNearly(_ sum: Bounds, _ whole: Bounds) -> Bool {
        guard let most = sum.upper?.value.times(Rational(10)), let all = whole.lower?.value.times(Rational(9)) else {
            return false
        }
        return most >= all
    }

    /// `共35件，甲、乙、丙分别为9件、9件、18件`.
    private func distributed(_ statement: [Int]) -> [Finding] {
        guard let first = statement.firstIndex(where: { claims[$0].isCount && claims[$0].before.holds("分别") }) else {
            return []
        }
        let kind = claims[statement[first]].kind
        let list = statement[first...].prefix { index in
            claims[index].kind == kind
                && (index == statement[first] || claims[index].before.filter(\.isLetter).count <= 1)
        }
        let totals = statement[..<first].filter {
            claims[$0].kind == kind && Self.says(claims[$0].before, ["共", "总", "合计"])
        }
        guard let whole = totals.last, list.count > 1, let sum = sum(of: list), sum.liesAbove(claims[whole].bounds),
            let last = list.last
        else { return [] }
        let values = ["found": sum.text(unit: claims[last].unit ?? ""), "whole": claims[whole].text]
        return [Finding(.parts, at: claims[last].range, values)]
    }

    // MARK: 共计

    /// `甲3件、乙4件，共计8件`.
    func sums() -> [Finding] {
        statements.flatMap { statement in
            statement.indices.compactMap { place -> Finding? in
                let total = claims[statement[place]]
                guard total.isCount, place >= 2, total.cell == nil else { return nil }
                let said = total.before.filter(\.isLetter)
                let isTotal = Self.says(said, ["共计", "合计", "总计", "一共"]) || said == "共"
                let isYear = Self.says(said, ["上半年", "下半年", "全年", "半年", "季度"]) && said.holds("共")
                guard isTotal || isYear else { return nil }
                var list: [Int] = []
                for index in statement[..<place].reversed() {
                    let claim = claims[index]
                    if !claim.isCount { continue }
                    guard isSameMeasure(claim, total), !Self.says(claim.before, ["共", "合计", "总计"]) else { break }
                    // 一季度100件，二季度120件，上半年共230件: times that make up the whole.
                    if !isTotal, !isOfMonths(index) { break }
                    list.append(index)
                }
                guard list.count >= 2, let sum = sum(of: list), !sum.meets(total.bounds) else { return nil }
                return Finding(
                    .sum,
                    at: total.range,
                    ["claim": total.text, "found": sum.text(unit: total.unit ?? "")]
                )
            }
        }
    }

    private func isOfMonths(_ index: Int) -> Bool {
        if Self.says(claims[index].before, ["上半年", "下半年"]) { return true }
        guard index > 0, let date = claims[index - 1].date else { return false }
        return date.first.month != nil && date.first.day == nil
    }

    private func isSameMeasure(_ claim: Claim, _ other: Claim) -> Bool {
        let people: Set<String> = ["人", "名", "位"]
        guard let unit = claim.unit, let same = other.unit else { return false }
        return unit == same || people.contains(unit) && people.contains(same)
    }

    func sum(of indices: some Collection<Int>) -> Bounds? {
        guard let first = indices.first else { return nil }
        return indices.dropFirst().reduce(Optional(claims[first].bounds)) { sum, index in
            sum?.plus(claims[index].bounds)
        }
    }
}
