import Domain

/// What a sentence leaves out that its reader would have to know.
extension Draft {
    private static let solved = ["解决", "化解", "办结", "整改", "消除", "销号"]
    private static let unsolved = ["整改通知", "责令", "限期", "正在", "方案", "未解决", "未办结", "未整改", "待"]
    private static let collected = [
        "收集", "受理", "发现", "排查", "交办", "登记", "征集", "梳理", "反映", "提出", "接到", "诉求", "接收", "转办", "应办", "摸排", "派遣", "立案",
        "上报", "检查出",
    ]
    private static let periods = [
        "年", "月", "日", "季度", "本周", "上周", "今天", "昨天", "近日", "期间", "以来", "上半年", "下半年", "截至", "截止", "旬", "周",
    ]
    private static let coverage = [
        "全面覆盖", "全覆盖", "拉网式", "地毯式", "无死角", "零遗漏", "不漏一户", "不漏一人", "不漏一处", "应查尽查", "应访尽访", "应检尽检", "全员覆盖", "百分百覆盖",
    ]
    /// What is asked for or planned is not claimed.
    private static let plans = [
        "要求", "力争", "确保", "下一步", "计划", "将于", "努力", "争取", "安排", "部署", "目标", "拟", "必须", "旨在", "要认真", "要切实", "要进一步", "要持续",
        "请各", "着力", "各单位要",
        "街道要", "要实现", "要开展", "要加强", "要提高", "要提升", "下半年打算", "预计", "以期", "为提高", "为提升", "为增强", "为了", "有待",
    ]
    private static let people = [
        "网格员", "个人", "队员", "职工", "员工", "工作人员", "网格长", "专员", "管家", "志愿者", "干部", "巡查员", "协管员", "采集员", "坐席", "话务员", "监督员",
    ]
    private static let ranks = ["排名", "排行", "排序", "名次", "末位", "倒数", "红黑榜", "龙虎榜", "第一名", "最后一名", "积分榜"]
    private static let asked = ["回访", "评价", "测评", "调查", "问卷", "受访", "参评", "走访对象", "抽样", "访问", "有效样本", "填写", "打分"]

    func manners() -> [Finding] {
        let whole = Set(claims.filter { Self.says($0.before + $0.after, Self.collected) }.compactMap(\.unit))
        return statements.indices.flatMap { said(statements[$0], number: $0, collected: whole) } + periodless()
            + sayings()
    }

    /// `collected`: the units of which the text says how many came in.
    private func said(_ statement: [Int], number: Int, collected: Set<String>) -> [Finding] {
        statement.indices.flatMap { place -> [Finding] in
            let index = statement[place]
            let claim = claims[index]
            var found: [Finding] = []
            func find(_ kind: Finding.Kind, _ values: [String: String] = [:]) {
                found.append(Finding(kind, at: claim.range, ["claim": claim.text].merging(values) { $1 }))
            }
            if claim.kind == .share {
                if isChangeOfRate(claim, after: place > 0 ? claims[statement[place - 1]] : nil) { find(.points) }
                if isPraise(claim), !isAsked(near: number) { find(.noSample) }
            }
            guard case .count(let unit) = claim.kind else { return found }
            if Self.says(claim.before, Self.solved), !Self.says(claim.before, Self.changes + Self.unsolved),
                Units.whole.contains(unit),
                !collected.contains(unit), !isRated(after: place, in: statement)
            {
                find(.noDenominator)
            }
            if let before = cameIn(before: place, in: statement) { find(.moreSolved, ["whole": before.text]) }
            // What is further away belongs to another number.
            let start = max(claim.sentence.lowerBound, claim.range.lowerBound - 60)
            if start < claim.range.lowerBound, words(start..<claim.range.lowerBound).contains("去年以来") {
                find(.sinceLastYear)
            }
            return found
        }
    }

    /// 满意率提高3%: rates differ by 百分点.
    private func isChangeOfRate(_ claim: Claim, after previous: Claim?) -> Bool {
        guard Self.says(claim.before, Self.changes), !Self.says(claim.before, ["到", "至", "达", "为", "增长率", "增速"]) else {
            return false
        }
        if claim.before.holds("率") { return !claim.before.holds("效率") }
        // 结案率97.64%，环比提高0.8%.
        guard let previous, previous.kind == .share, previous.before.holds("率"), !previous.before.holds("增长率"),
            previous.sentence.overlaps(claim.sentence), claim.range.lowerBound - previous.range.upperBound <= 12
        else { return false }
        return Self.says(claim.before, ["提高", "上升", "提升", "下降", "降低", "回落"])
            && !Self.says(claim.before, ["量", "额", "值", "数"])
    }

    /// 满意率100%.
    private func isPraise(_ claim: Claim) -> Bool {
        claim.before.holds("满意") && claim.wording == .plain && claim.bounds.exact == Rational(100)
            && !isPlanned(claim)
    }

    /// What stands before a number in its sentence asks for it instead of stating it.
    func isPlanned(_ claim: Claim) -> Bool {
        let start = max(claim.sentence.lowerBound, claim.range.lowerBound - 40)
        return start < claim.range.lowerBound && Self.says(words(start..<claim.range.lowerBound), Self.plans)
    }

    private func isAsked(near number: Int) -> Bool {
        statements[max(0, number - 1)..<min(statements.count, number + 2)].joined().contains { index in
            claims[index].isCount && Self.says(claims[index].before + claims[index].after, Self.asked)
        }
    }

    /// Whether the rate that follows says what part it is.
    private func isRated(after place: Int, in statement: [Int]) -> Bool {
        guard place + 1 < statement.count else { return false }
        let next = claims[statement[place + 1]]
        return next.kind == .share && next.before.holds("率")
    }

    /// 收集39个，解决45个: the number that came in, where it is the smaller one.
    private func cameIn(before place: Int, in statement: [Int]) -> Claim? {
        let claim = claims[statement[place]]
        guard place > 0, Self.says(claim.before, Self.solved), !Self.says(claim.before, ["累计", "其中", "率"]) else {
            return nil
        }
        let previous = claims[statement[place - 1]]
        guard previous.kind == claim.kind, previous.sentence.overlaps(claim.sentence),
            Self.says(previous.before, Self.collected), !Self.says(previous.before, ["其中"]),
            claim.bounds.liesAbove(previous.bounds)
        else { return nil }
        return previous
    }

    /// The first count of a text that says nowhere before it of what time it speaks.
    private func periodless() -> [Finding] {
        guard let first = claims.first(where: \.isCount) else { return [] }
        guard !Self.says(words(0..<first.sentence.upperBound), Self.periods) else { return [] }
        return [Finding(.noPeriod, at: first.range, ["claim": first.text])]
    }

    // MARK: Words

    /// Sentences that praise without a number.
    private func sayings() -> [Finding] {
        var found: [Finding] = []
        var start = 0
        var next = 0
        for index in characters.indices.filter({ "。！？；\n".contains(characters[$0]) }) + [characters.count] {
            defer { start = index + 1 }
            guard start < index else { continue }
            let range = start..<index
            let sentence = words(range)
            while next < claims.count, claims[next].range.lowerBound < start { next += 1 }
            let here = claims[next...].prefix { $0.range.lowerBound < index }
            let rates = here.filter { $0.kind == .share || $0.kind == .points }
            let isPlan = Self.says(sentence, Self.plans)
            if rates.isEmpty, !isPlan, let rate = improvedRate(in: range) {
                found.append(Finding(.rateWithoutFigure, at: rate, ["claim": words(rate)]))
            }
            if !isPlan, let word = Self.coverage.first(where: { sentence.holds($0) }), !isShown(here, range) {
                found.append(Finding(.coverage, at: place(of: word, in: range), ["claim": word]))
            }
            if let word = Self.ranks.first(where: { sentence.holds($0) }), Self.says(sentence, Self.people),
                !Self.says(sentence, ["不排名", "不得排名", "不再排名", "从不", "取消排名", "的社区", "的街道"])
            {
                found.append(Finding(.ranking, at: place(of: word, in: range), ["claim": word]))
            }
        }
        return found
    }

    /// All of a hundred, or how many there were and how many were missed.
    private func isShown(_ claims: some Sequence<Claim>, _ range: Range<Int>) -> Bool {
        var hasFrame = false
        for claim in claims {
            if claim.kind == .share, claim.bounds.contains(Rational(100)) { return true }
            let said = claim.before + claim.after
            if claim.isCount, Self.says(said, ["未检", "未访", "漏", "未走访", "未能", "未查"]) { return true }
            if claim.isCount, Self.says(said, ["应检", "应访", "应查", "应走访"]) { hasFrame = true }
        }
        return hasFrame
    }

    private func place(of word: String, in range: Range<Int>) -> Range<Int> {
        let letters = Array(word)
        let start = range.first {
            $0 + letters.count <= range.upperBound && characters[$0] == letters[0]
                && characters[$0..<($0 + letters.count)].elementsEqual(letters)
        }
        return start.map { $0..<($0 + letters.count) } ?? range
    }

    private static let effects = ["提高", "提升", "上升", "增强", "改善", "攀升"]
    private static let felt = ["满意度", "知晓度", "参与度", "美誉度", "认可度", "获得感", "幸福感", "安全感", "归属感"]

    /// `提高了群众满意率`, `办结率明显提升`, `安全感显著增强`.
    private func improvedRate(in range: Range<Int>) -> Range<Int>? {
        for index in range {
            let end: Int
            if characters[index] == "率" {
                // 率先, 率领 and 效率 are no rates.
                let next = index + 1 < range.upperBound ? characters[index + 1] : nil
                let before = index > range.lowerBound ? characters[index - 1] : nil
                if next == "先" || next == "领" || next == "队" || before == "效" || before == "表" { continue }
                end = index + 1
            } else {
                guard Self.felt.contains(where: { $0.first == characters[index] }) else { continue }
                let stop = min(index + 3, range.upperBound)
                guard Self.felt.contains(words(index..<stop)) else { continue }
                end = stop
            }
            let low = (max(range.lowerBound, index - 10)..<index).last { Self.clauseMarks.contains(characters[$0]) }
            let start = low.map { $0 + 1 } ?? max(range.lowerBound, index - 10)
            let rest = characters[end..<min(range.upperBound, end + 8)].prefix { !Self.clauseMarks.contains($0) }
            let said = words(start..<(end + rest.count))
            guard Self.says(said, Self.effects) else { continue }
            return start..<(end + rest.count)
        }
        return nil
    }
}
