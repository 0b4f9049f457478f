import Domain

/// Shares, multiples, and counts with what stands around them.
extension Reader {
    /// `百分之七点五`, `三分之一`, `半数`, `一半`, `（8/87）`; what ends in %, ‰, 成 or 百分点 is read as a quantity.
    func share() -> Claim? {
        for (word, hundredths) in [("百分之", 1), ("千分之", 10), ("万分之", 100)] where begins(with: word, at: index) {
            let behind = index + word.count
            guard let factor = Rational(1, Int128(hundredths)) else { continue }
            if hundredths == 1, begins(with: "百", at: behind) {
                let all = Numeral(value: Rational(100), step: .one, significant: .one, isChinese: true, length: 4)
                return quantity(all, kind: .share, factor: .one, from: index, to: behind + 1)
            }
            guard let numeral = spoken(at: behind) else { continue }
            return quantity(numeral, kind: .share, factor: factor, from: index, to: behind + numeral.length)
        }
        return half() ?? pair() ?? fraction()
    }

    /// `半数以上`, `近一半`, `过半`.
    private func half() -> Claim? {
        guard let word = ["过半数", "超半数", "过半", "半数", "一半"].first(where: { begins(with: $0, at: index) }),
            word != "一半" || character(at: index + 2).map({ !"天年个月日夜径".contains($0) }) ?? true
        else { return nil }
        let half = Numeral(
            value: Rational(50),
            step: .one,
            significant: Rational(10),
            isChinese: true,
            length: word.count
        )
        guard word.hasPrefix("过") || word.hasPrefix("超") else {
            return quantity(half, kind: .share, factor: .one, from: index, to: index + word.count)
        }
        var found = claim(.share, from: index, to: index + word.count, numeral: half)
        (found.wording, found.bounds) = (.over, bounds(half, .over, factor: .one))
        return found
    }

    /// `（597/601）`, `占8/87`: two whole numbers of which the first is a part of the second.
    private func pair() -> Claim? {
        guard text[index].isASCIIDigit, character(at: index - 1).map({ "（(率占为约达：".contains($0) }) == true,
            let part = Numeral.read(text, at: index), part.value.isWhole, part.group == 1,
            begins(with: "/", at: index + part.length),
            let whole = Numeral.read(text, at: index + part.length + 1), whole.value.isWhole, whole.value >= part.value,
            let value = part.value.times(Rational(100))?.over(whole.value)
        else { return nil }
        let end = index + part.length + 1 + whole.length
        guard character(at: end).map({ !$0.isLetter && $0 != "/" && !$0.isASCIIDigit }) ?? true else { return nil }
        var numeral = part
        (numeral.value, numeral.length, numeral.hasDecimals) = (value, end - index, true)
        return claim(.share, from: index, to: end, numeral: numeral)
    }

    /// `三分之一`: nobody who says so means a third exactly.
    private func fraction() -> Claim? {
        guard let below = Numeral.read(text, at: index), below.isChinese, begins(with: "分之", at: index + below.length),
            let above = Numeral.read(text, at: index + below.length + 2), above.last == nil,
            let value = above.value.times(Rational(100))?.over(below.value), value <= Rational(100)
        else { return nil }
        var numeral = above
        (numeral.value, numeral.step, numeral.significant) = (value, .one, .one)
        let end = index + below.length + 2 + above.length
        guard var found = quantity(numeral, kind: .share, factor: .one, from: index, to: end) else { return nil }
        if found.wording == .plain { found.bounds = bounds(numeral, .about, factor: .one) }
        return found
    }

    /// `七点零三`.
    func spoken(at start: Int) -> Numeral? {
        guard var numeral = Numeral.read(text, at: start) else { return nil }
        let point = start + numeral.length
        guard numeral.isChinese, begins(with: "点", at: point) else { return numeral }
        let decimals = text[(point + 1)...].prefix(6).prefix { Numeral.chineseDigits[$0] != nil }
        let digits = decimals.compactMap { Numeral.chineseDigits[$0] }
        guard !digits.isEmpty, let step = Rational(1, Rational.power(of: 10, digits.count)),
            let part = Int(digits.map(String.init).joined()), let tail = Rational(part).times(step),
            let value = numeral.value.plus(tail)
        else { return numeral }
        (numeral.value, numeral.step, numeral.significant) = (value, step, step)
        (numeral.isRounded, numeral.hasDecimals) = (true, true)
        numeral.length += 1 + decimals.count
        // 一点五万.
        if let sign = character(at: start + numeral.length), let unit = ["万": 10_000, "亿": 100_000_000][sign],
            let value = numeral.value.times(Rational(unit)), let step = numeral.step.times(Rational(unit))
        {
            (numeral.value, numeral.step, numeral.significant, numeral.group) = (value, step, step, unit)
            numeral.length += 1
        }
        return numeral
    }

    /// A number with its sign: `-3.2`, `负3.2`.
    func signed(at start: Int) -> Numeral? {
        guard let sign = character(at: start) else { return nil }
        guard "-+负".contains(sign) else { return spoken(at: start) }
        guard let before = Optional(character(at: start - 1)),
            before.map({ !$0.isASCIIWord && !"%‰）)".contains($0) }) ?? true,
            character(at: start + 1)?.isASCIIDigit == true, var numeral = spoken(at: start + 1)
        else { return nil }
        if sign != "+" { numeral.value = numeral.value.negated }
        numeral.length += 1
        return numeral
    }

    /// `翻番` and `翻一番` are twice as much, `翻两番` four times.
    func doubling() -> Claim? {
        guard text[index] == "翻" else { return nil }
        let start = index + (begins(with: "翻了", at: index) ? 2 : 1)
        var found: Claim
        if begins(with: "番", at: start) || begins(with: "倍", at: start) {
            found = claim(.multiple, from: index, to: start + 1)
            found.bounds = .exactly(Rational(2))
        } else {
            guard let numeral = Numeral.read(text, at: start), begins(with: "番", at: start + numeral.length),
                numeral.value <= Rational(10), let times = Int(numeral.value.text)
            else { return nil }
            found = claim(.multiple, from: index, to: start + numeral.length + 1, numeral: numeral)
            found.bounds = .exactly(Rational(1 << times))
        }
        return found
    }

    func quantity() -> Claim? {
        guard let numeral = signed(at: index) else { return nil }
        if numeral.isDigitByDigit {
            // 二〇三户 counts, 一一〇 does not.
            let zeros = text[(index + 1)..<(index + numeral.length)].contains { Numeral.chineseDigits[$0] == 0 }
            guard zeros, numeral.length >= 3 else { return nil }
        }
        // 3个100%.
        if character(at: index - 1) == "个", character(at: index - 2)?.isASCIIDigit == true { return nil }
        // 几个问题, 数家企业.
        if numeral.isVague, numeral.length == 1 { return nil }
        return quantity(numeral, kind: nil, factor: .one, from: index, to: index + numeral.length)
    }

    /// A number with all that belongs to it: what stands before it, a second end, 余, and the unit.
    ///
    /// `kind`: nil when the unit decides.
    private func quantity(
        _ first: Numeral,
        kind: Claim.Kind?,
        factor: Rational,
        from start: Int,
        to end: Int
    ) -> Claim? {
        var end = end
        var numeral = first
        var wording: Claim.Wording? = numeral.last == nil ? nil : .range
        if numeral.hasMore { wording = .more }
        let isNegative = numeral.value < .zero
        var upper: Numeral?
        if wording == nil, !isNegative, let second = secondEnd(of: numeral, at: end, hasKind: kind != nil) {
            (upper, end, wording) = (second.numeral, second.end, .range)
            numeral = second.first
        }
        if let more = more(at: end) {
            guard wording == nil || wording == .range else { return nil }
            if wording == nil { wording = more }
            end += 1
        }
        guard let measured = measured(numeral, kind: kind, at: end) else { return nil }
        numeral = measured.numeral
        end = measured.end
        if isNegative, case .count = measured.kind { return nil }
        guard let factor = factor.times(measured.factor) else { return nil }
        if let unit = measured.unit {
            if isArticle(numeral) { return nil }
            if Units.spans.contains(unit), !isMeasured(from: start, to: end, unit: unit, isRange: upper != nil) {
                return nil
            }
        }
        // 三倍多, 三成多.
        if wording == nil, measured.unit == nil, begins(with: "多", at: end), !begins(with: "多种", at: end) {
            wording = .more
            end += 1
        }
        return worded(
            claim(measured.kind, from: start, to: end, numeral: numeral),
            wording: wording,
            upper: upper,
            factor: factor
        )
    }

    /// `3至5个`, `10%～20%`, `3—5万`: the second number, the first as it is meant with it, and where it ends.
    private func secondEnd(
        of first: Numeral,
        at end: Int,
        hasKind: Bool
    ) -> (numeral: Numeral, first: Numeral, end: Int)? {
        let unit = hasKind ? nil : unit(at: end) ?? sign(at: end)
        let joint = end + (unit?.count ?? 0)
        guard let mark = ["至", "到", "——", "—", "–", "～", "~", "-"].first(where: { begins(with: $0, at: joint) }) else {
            return nil
        }
        // 由3家到5家 says two numbers.
        let before = text[max(0, index - 8)..<index]
        if mark == "到" || mark == "至", before.contains(where: { "由从".contains($0) }), unit != nil { return nil }
        guard let second = spoken(at: joint + mark.count), second.last == nil else { return nil }
        var first = first
        if first.group == 1, second.group > 1, unit == nil, first.value < Rational(10_000),
            let value = first.value.times(Rational(second.group))
        {
            // 3—5万: the unit is the second number's.
            first.value = value
        }
        guard second.value > first.value else { return nil }
        return (second, first, joint + mark.count + second.length)
    }

    /// 余 and 多; 来 means about so many.
    private func more(at end: Int) -> Claim.Wording? {
        if begins(with: "余", at: end) || begins(with: "多", at: end) { return .more }
        guard begins(with: "来", at: end), unit(at: end + 1) != nil else { return nil }
        return .about
    }

    private struct Measured {
        let kind: Claim.Kind
        var unit: String?
        var factor = Rational.one
        let numeral: Numeral
        let end: Int
    }

    /// What stands behind the number and makes a figure of it.
    private func measured(_ numeral: Numeral, kind: Claim.Kind?, at end: Int) -> Measured? {
        if let kind { return Measured(kind: kind, numeral: numeral, end: end) }
        if begins(with: "个百分点", at: end) { return Measured(kind: .points, numeral: numeral, end: end + 4) }
        if begins(with: "百分点", at: end) { return Measured(kind: .points, numeral: numeral, end: end + 3) }
        if let sign = sign(at: end) { return signed(numeral, by: sign, to: end + sign.count) }
        if let unit = unit(at: end) {
            if unit == "个", isListOfPoints(behind: end + 1) {
                return Measured(kind: .points, numeral: numeral, end: end + 1)
            }
            if Units.arabicOnly.contains(unit), numeral.isChinese { return nil }
            // 1小时30分.
            if unit == "分", begins(with: "小时", at: index - 2) || begins(with: "时", at: index - 1) { return nil }
            return counted(numeral, in: unit, to: end + unit.count)
        }
        return listed(numeral, at: end) ?? bare(numeral, at: end)
    }

    private func signed(_ numeral: Numeral, by sign: String, to end: Int) -> Measured? {
        var (numeral, end) = (numeral, end)
        if sign == "倍" { return Measured(kind: .multiple, numeral: numeral, end: end) }
        guard sign == "成" else {
            return Measured(
                kind: .share,
                factor: sign == "‰" ? Rational(1, 10) ?? .one : .one,
                numeral: numeral,
                end: end
            )
        }
        // 七成半, 九成五; not 九成5家.
        var tenths: Int?
        if begins(with: "半", at: end) {
            tenths = 5
        } else if let digit = character(at: end).flatMap({ Numeral.chineseDigits[$0] }), digit > 0,
            unit(at: end + 1) == nil, numeral.last == nil
        {
            tenths = digit
        }
        if let tenths, let part = Rational(Int128(tenths), 10), let value = numeral.value.plus(part) {
            numeral.value = value
            end += 1
        }
        return Measured(kind: .share, factor: Rational(10), numeral: numeral, end: end)
    }

    /// `0.5个和1.2个百分点`.
    private func isListOfPoints(behind start: Int) -> Bool {
        var position = start
        for _ in 0..<10 {
            guard let mark = character(at: position), "、和及与".contains(mark),
                let next = Numeral.read(text, at: position + 1)
            else { return false }
            position += 1 + next.length
            if begins(with: "个百分点", at: position) { return true }
            if begins(with: "个", at: position) { position += 1 }
        }
        return false
    }

    private func counted(_ numeral: Numeral, in unit: String, to end: Int) -> Measured? {
        var (numeral, end, unit) = (numeral, end, unit)
        // 两年半, 一个半小时.
        if begins(with: "半", at: end), let half = Rational(1, 2), let value = numeral.value.plus(half) {
            numeral.value = value
            end += 1
            if unit == "个", let inner = self.unit(at: end) {
                unit = inner
                end += inner.count
            }
        }
        // 三百多元 has 多 before the unit, 三个多月 behind it.
        if begins(with: "多", at: end), Units.spans.contains(unit) { end += 1 }
        // 前三位, 前5名 say of whom, not how many; 二期工程 and 村里的五组 are names.
        if let before = character(at: index - 1), before == "前" || before == "第" || before == "每" { return nil }
        if numeral.isChinese, unit == "期",
            ["工程", "项目", "建设", "改造", "厂房"].contains(where: { begins(with: $0, at: end) })
        {
            return nil
        }
        if numeral.isChinese, unit == "组", character(at: index - 1).map({ "村庄屯区".contains($0) }) == true { return nil }
        return Measured(kind: .count(unit: unit), unit: unit, numeral: numeral, end: end)
    }

    /// `分别为120、98和75件`: the first numbers of a list have the last one's unit.
    private func listed(_ numeral: Numeral, at end: Int) -> Measured? {
        guard !numeral.isChinese, index > 0, text[index - 1] != "\n" else { return nil }
        var position = end
        for _ in 0..<30 {
            guard let mark = character(at: position), "、和及与".contains(mark),
                let next = Numeral.read(text, at: position + 1), !next.isChinese
            else { return nil }
            position += 1 + next.length
            if let sign = sign(at: position), sign != "成" {
                return Measured(kind: sign == "倍" ? .multiple : .share, numeral: numeral, end: end)
            }
            if begins(with: "个百分点", at: position) { return Measured(kind: .points, numeral: numeral, end: end) }
            if let unit = unit(at: position) {
                guard !Units.spans.contains(unit) else { return nil }
                return Measured(kind: .count(unit: unit), unit: unit, numeral: numeral, end: end)
            }
        }
        return nil
    }

    private static let money = [
        "资", "税", "收入", "产值", "增加值", "营收", "额", "款", "金", "费", "债", "补", "授信", "利润", "成本", "销售", "投入", "融资",
    ]
    private static let amounts = [
        "数", "量", "数量", "总数", "总量", "总计", "合计", "指数", "得分", "分值", "数为", "量为", "数达", "量达", "指数为", "得分为",
    ]

    private static let people = [
        "群众", "市民", "居民", "人口", "党员", "职工", "学生", "农民", "村民", "干部", "志愿者", "网民", "游客", "老人", "群众代表", "青年", "农户",
    ]

    /// `投资3.5亿`, `30万群众`, and `受理量1693，`: what counts nothing by a measure word, but says what it is.
    private func bare(_ numeral: Numeral, at end: Int) -> Measured? {
        let isLarge =
            numeral.group >= 10_000 || numeral.isChinese && numeral.length > 1 && numeral.step >= Rational(10_000)
        if isLarge, Self.people.contains(where: { begins(with: $0, at: end) }) {
            return Measured(kind: .count(unit: begins(with: "农户", at: end) ? "户" : "人"), numeral: numeral, end: end)
        }
        if isLarge, begins(with: "大关", at: end) { return Measured(kind: .count(unit: ""), numeral: numeral, end: end) }
        guard character(at: end).map({ !$0.isLetter && !$0.isASCIIDigit && !"/:：.-—～~+×".contains($0) }) ?? true else {
            return nil
        }
        let before = String(
            text[max(0, index - 12)..<index].reversed().prefix { !Draft.clauseMarks.contains($0) }.reversed()
        )
        if isLarge {
            let unit = Self.money.contains { before.contains($0) } ? "元" : ""
            return Measured(kind: .count(unit: unit), numeral: numeral, end: end)
        }
        guard !numeral.isChinese, Self.amounts.contains(where: { before.hasSuffix($0) }) else { return nil }
        return Measured(kind: .count(unit: ""), numeral: numeral, end: end)
    }

    private static let measures = [
        "平均", "时长", "用时", "耗时", "缩短", "压缩", "压减", "历时", "为期", "延长", "降至", "减至", "累计", "合计", "共计", "人均", "户均", "场均",
        "超期",
        "超时", "逾期", "提速", "节省", "节约", "减少", "日均", "周期", "工期", "天数",
    ]

    /// Whether a span of time is measured here: limits, terms and 24小时 on the door are not.
    private func isMeasured(from start: Int, to end: Int, unit: String, isRange: Bool) -> Bool {
        if begins(with: "内", at: end) || begins(with: "以内", at: end) || begins(with: "之内", at: end) { return false }
        let before = text[max(0, start - 14)..<start].reversed().prefix { !"，。；\n、：".contains($0) }.reversed()
        let said = String(before)
        if ["不超过", "不少于", "不得超过", "不低于", "最多", "至少"].contains(where: { said.hasSuffix($0) }) { return false }
        if Self.measures.contains(where: { said.contains($0) }) { return true }
        let after = String(text[end..<min(text.count, end + 4)])
        return said.contains(where: { "由从".contains($0) })
            && ["压缩", "缩短", "减少", "压减", "降", "减", "提", "延"].contains { after.contains($0) }
    }

    /// Puts the words around the number to it.
    private func worded(_ found: Claim, wording: Claim.Wording?, upper: Numeral?, factor: Rational) -> Claim {
        var found = found
        var wording = wording
        var isIn = false
        let start = found.range.lowerBound
        var end = found.range.upperBound
        var begin = start
        if let before = prefix(before: start) {
            // 约5000余: two of them; the text has to choose.
            begin = before.start
            if wording == nil {
                (wording, isIn) = (before.wording, before.isIn)
            } else {
                found.isStacked = wording != .range
            }
        }
        if let behind = Self.suffixes.first(where: { begins(with: $0.word, at: end) }),
            behind.word != "以上" || !begins(with: "以上述", at: end)
        {
            end += behind.word.count
            if wording == nil {
                (wording, isIn) = (behind.wording, true)
            } else if wording != .range || behind.wording == .about {
                found.isStacked = true
            }
        }
        found.range = begin..<end
        found.wording = wording ?? .plain
        if let upper, let low = found.numeral.value.times(factor), let high = upper.value.times(factor) {
            found.bounds = .from(low, upTo: high)
        } else {
            found.bounds = bounds(found.numeral, wording ?? .plain, isIn: isIn, factor: factor)
        }
        return found
    }

    /// 一个问题 and 一家企业 count nothing.
    private func isArticle(_ numeral: Numeral) -> Bool {
        numeral.isChinese && numeral.length == 1 && numeral.value == .one
    }

    /// `isIn`: whether the number itself is one of the values of 以上 and 以下, which 民法典 article 1259 says it is, and 超过 not.
    func bounds(_ numeral: Numeral, _ wording: Claim.Wording, isIn: Bool = false, factor: Rational) -> Bounds {
        let value = numeral.value
        let plain: Bounds
        switch wording {
        case .plain: plain = numeral.isRounded ? .rounding(to: value, step: numeral.step) : .exactly(value)
        case .more:
            plain = .from(value, upTo: value.plus(numeral.significant) ?? value, isIn: false)
        case .nearly:
            plain = Bounds(
                lower: value.times(Self.nearly).map { .init(value: $0, isIn: true) },
                upper: .init(value: value, isIn: false)
            )
        case .about:
            let slack = value.times(Self.slack) ?? .zero
            plain = .from(value.minus(slack) ?? value, upTo: value.plus(slack) ?? value)
        case .over: plain = Bounds(lower: .init(value: value, isIn: isIn), upper: nil)
        case .under: plain = Bounds(lower: nil, upper: .init(value: value, isIn: isIn))
        case .range:
            let last = numeral.last ?? value
            plain = Bounds(
                lower: .init(value: value, isIn: !numeral.isOpen),
                upper: .init(value: last, isIn: !numeral.isVague)
            )
        }
        return plain.scaled(by: factor) ?? plain
    }

    static let nearly = Rational(9, 10) ?? .one
    static let slack = Rational(1, 20) ?? .one

    private struct Word {
        let word: String
        let wording: Claim.Wording
        let isIn: Bool
    }

    private static func all(_ words: String, _ wording: Claim.Wording, isIn: Bool = false) -> [Word] {
        words.split(separator: " ").map { Word(word: String($0), wording: wording, isIn: isIn) }
    }

    private static let prefixes: [Word] =
        (all("大约 约 大概 约莫 大致", .about) + all("近 将近 接近 近乎", .nearly)
        + all("超过 超 逾 突破 破 多于 高于 大于 超出 上 过 > ＞", .over)
        + all("至少 最少 不少于 不低于 不下于 不下 起码 ≥ ≧", .over, isIn: true)
        + all("不足 不到 未满 未达 低于 少于 小于 < ＜", .under)
        + all("不超过 不多于 不高于 最多 至多 ≤ ≦", .under, isIn: true)).sorted { $0.word.count > $1.word.count }

    private static let suffixes: [Word] =
        all("左右 上下", .about, isIn: true) + all("以上 开外", .over, isIn: true)
        + all("以下 以内 之内", .under, isIn: true)

    /// An approximator that ends right before `start`, and where it begins; `约占` and `约为` have one word between.
    private func prefix(before start: Int) -> (start: Int, wording: Claim.Wording, isIn: Bool)? {
        let floor = claims.last?.range.upperBound ?? 0
        for gap in [0, 1] {
            let end = start - gap
            if gap == 1, character(at: end).map({ "占为有是达".contains($0) }) != true { continue }
            for word in Self.prefixes where end >= word.word.count && begins(with: word.word, at: end - word.word.count)
            {
                let begin = end - word.word.count
                if gap == 1, word.wording != .about { continue }
                // 最近, 附近, 条约, 预约: the word is part of another one.
                if let before = character(at: begin - 1) {
                    if word.word == "近", "最附远邻亲就临".contains(before) { continue }
                    if word.word == "约", "条预节公合签制集履".contains(before) { continue }
                    if word.word == "超", "赶反".contains(before) { continue }
                    if word.word == "过", "通经超不".contains(before) { continue }
                }
                // 上百家, 过千人, 破亿元, but not 以上5家, 通过5项.
                if ["上", "过", "破"].contains(word.word), character(at: start).map({ "百千万亿".contains($0) }) != true {
                    continue
                }
                guard begin >= floor else { continue }
                return (begin, word.wording, word.isIn)
            }
        }
        return nil
    }

    func sign(at start: Int) -> String? {
        guard let first = character(at: start) else { return nil }
        switch first {
        case "%", "‰", "倍": return String(first)
        case "成":
            // 三成, but 三成为; 完成, 组成 never follow a number.
            let next = character(at: start + 1)
            return next.map { "为立功果员就长本品绩效交都套".contains($0) } ?? false ? nil : "成"
        default: return nil
        }
    }

    func unit(at start: Int) -> String? {
        guard let first = character(at: start), let units = Units.byFirst[first] else { return nil }
        if first.isASCIILetter { return asciiUnit(at: start) }
        guard let unit = units.first(where: { begins(with: $0, at: start) }).map({ String($0) }) else { return nil }
        // 个百分点 is no 个; 3个100% is a slogan.
        if unit == "个" {
            if begins(with: "个百分点", at: start) || begins(with: "个百分之", at: start) { return nil }
            if character(at: start + 1)?.isASCIIDigit == true { return nil }
        }
        let behind = start + unit.count
        if Units.followers[unit]?.contains(where: { begins(with: $0, at: behind) }) == true { return nil }
        return unit
    }

    /// `20km`: a unit in letters that no other letter follows.
    func asciiUnit(at start: Int) -> String? {
        guard let first = character(at: start), let units = Units.byFirst[first] else { return nil }
        return units.first { begins(with: $0, at: start) && character(at: start + $0.count)?.isASCIIWord != true }
            .map { String($0) }
    }
}
