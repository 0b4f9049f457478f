import Domain

/// Shares, multiples, and counts with what stands around them.
extension Reader {
    /// `百分之七点五`, `三分之一`, `半数`, `过半`; what ends in %, ‰, 成 or 百分点 is read as a quantity.
    func share() -> Claim? {
        for (word, hundredths) in [("百分之", 1), ("千分之", 10), ("万分之", 100)] where begins(with: word, at: index) {
            guard let numeral = spoken(at: index + word.count), let factor = Rational(1, Int128(hundredths)) else {
                continue
            }
            let end = index + word.count + numeral.length
            return quantity(numeral, kind: .share, factor: factor, from: index, numeralAt: index + word.count, to: end)
        }
        for (word, wording) in [("过半数", Claim.Wording.over), ("过半", .over), ("超半数", .over), ("半数", .plain)]
        where begins(with: word, at: index) {
            let half = Rational(50)
            let bounds = wording == .over ? Bounds(lower: .init(value: half, isIn: false), upper: nil) : .exactly(half)
            let numeral = Numeral(
                value: half,
                step: .one,
                significant: Rational(10),
                isChinese: true,
                length: word.count
            )
            var found = claim(.share, from: index, to: index + word.count, numeral: numeral)
            (found.bounds, found.wording) = (bounds, wording)
            return found
        }
        // 三分之一.
        guard let below = Numeral.read(text, at: index), below.isChinese, begins(with: "分之", at: index + below.length),
            let above = Numeral.read(text, at: index + below.length + 2), above.last == nil,
            let value = above.value.times(Rational(100))?.over(below.value)
        else { return nil }
        var numeral = above
        (numeral.value, numeral.step, numeral.significant) = (value, .one, .one)
        let end = index + below.length + 2 + above.length
        let (start, wording) = prefix(before: index)
        var found = claim(.share, from: start, to: end, numeral: numeral)
        found.wording = wording ?? .plain
        // Nobody who says a third means a third exactly.
        guard let slack = value.over(Rational(20)), let low = value.minus(slack), let high = value.plus(slack) else {
            return found
        }
        found.bounds = wording.map { bounds(numeral, $0, factor: .one) } ?? .from(low, upTo: high)
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
        return numeral
    }

    /// `翻一番` is twice as much, `翻两番` four times.
    func doubling() -> Claim? {
        guard text[index] == "翻", let numeral = Numeral.read(text, at: index + 1),
            begins(with: "番", at: index + 1 + numeral.length),
            numeral.value <= Rational(10), let times = Int(numeral.value.text)
        else { return nil }
        var found = claim(.multiple, from: index, to: index + numeral.length + 2, numeral: numeral)
        found.bounds = .exactly(Rational(1 << times))
        return found
    }

    func quantity() -> Claim? {
        guard let numeral = spoken(at: index) else { return nil }
        if numeral.isDigitByDigit {
            // 二〇三户 counts, 一一〇 does not.
            let zeros = text[(index + 1)..<(index + numeral.length)].contains { Numeral.chineseDigits[$0] == 0 }
            guard zeros, numeral.length >= 3 else { return nil }
        }
        return quantity(numeral, kind: nil, factor: .one, from: index, numeralAt: index, to: index + numeral.length)
    }

    /// A number with all that belongs to it: what stands before it, a second end, 余, and the unit.
    ///
    /// `kind`: nil when the unit decides.
    func quantity(
        _ first: Numeral,
        kind: Claim.Kind?,
        factor: Rational,
        from start: Int,
        numeralAt: Int,
        to end: Int
    ) -> Claim? {
        var end = end
        var numeral = first
        var wording: Claim.Wording? = numeral.last == nil ? nil : .range
        if numeral.hasMore { wording = .more }
        var upper: Numeral?
        // 3至5个, 10%～20%.
        var firstUnit: String?
        if wording == nil {
            firstUnit = kind == nil ? unit(at: end) ?? sign(at: end) : nil
            let joint = end + (firstUnit?.count ?? 0)
            if let mark = ["至", "到", "—", "–", "～", "~", "-"].first(where: { begins(with: $0, at: joint) }),
                let second = spoken(at: joint + mark.count), second.last == nil, second.value > numeral.value
            {
                upper = second
                end = joint + mark.count + second.length
                wording = .range
            }
        }
        if begins(with: "余", at: end) || begins(with: "多", at: end) && !begins(with: "多种", at: end) {
            guard wording == nil else { return nil }
            wording = .more
            end += 1
        }
        var found: Claim.Kind
        var factor = factor
        if let kind {
            found = kind
        } else if begins(with: "个百分点", at: end) || begins(with: "百分点", at: end) {
            found = .points
            end += begins(with: "个", at: end) ? 4 : 3
        } else if let sign = sign(at: end) {
            found = sign == "倍" ? .multiple : .share
            end += sign.count
            if sign == "‰" { factor = Rational(1, 10) ?? .one }
            if sign == "成" {
                factor = Rational(10)
                if begins(with: "半", at: end), let half = Rational(1, 2), let value = numeral.value.plus(half) {
                    numeral.value = value
                    end += 1
                }
            }
        } else if let unit = unit(at: end) {
            end += unit.count
            found = .count(unit: unit)
            // 两年半, 一个半小时.
            if begins(with: "半", at: end), let half = Rational(1, 2), let value = numeral.value.plus(half) {
                numeral.value = value
                end += 1
                if unit == "个", let inner = self.unit(at: end) {
                    found = .count(unit: inner)
                    end += inner.count
                }
            }
            // 三百多元 has 多 before the unit, 三个多月 behind it.
            if begins(with: "多", at: end), Units.spans.contains(unit) { end += 1 }
            guard !isArticle(numeral) else { return nil }
            if Units.spans.contains(unit) { return nil }
        } else {
            return nil
        }
        var begin = start
        var isStacked = false
        if wording == nil {
            let (from, said) = prefix(before: start)
            if let said { (begin, wording) = (from, said) }
        } else if prefix(before: start).1 != nil {
            // 约5000余: two of them; the text has to choose.
            begin = prefix(before: start).0
            isStacked = true
        }
        if wording == nil, let (word, said) = Self.suffixes.first(where: { begins(with: $0.0, at: end) }) {
            wording = said
            end += word.count
        }
        var result = claim(found, from: begin, to: end, numeral: numeral)
        result.wording = wording ?? .plain
        result.isStacked = isStacked
        if let upper, let low = numeral.value.times(factor), let high = upper.value.times(factor) {
            // 3—5万: the unit is the second number's.
            result.bounds = .from(low, upTo: high)
        } else {
            result.bounds = bounds(numeral, wording ?? .plain, factor: factor)
        }
        return result
    }

    /// 一个问题 and 一家企业 count nothing.
    func isArticle(_ numeral: Numeral) -> Bool {
        numeral.isChinese && numeral.length == 1 && numeral.value == .one
    }

    func bounds(_ numeral: Numeral, _ wording: Claim.Wording, factor: Rational) -> Bounds {
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
        case .over: plain = Bounds(lower: .init(value: value, isIn: false), upper: nil)
        case .under: plain = Bounds(lower: nil, upper: .init(value: value, isIn: false))
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

    static let prefixes: [(String, Claim.Wording)] = [
        ("大约", .about), ("约", .about), ("近", .nearly), ("将近", .nearly), ("接近", .nearly), ("超过", .over), ("超", .over),
        ("逾", .over), ("突破", .over), ("多于", .over), ("高于", .over), ("不足", .under), ("不到", .under), ("未满", .under),
        ("低于", .under), ("少于", .under), ("大概", .about), ("上", .over),
    ].sorted { $0.0.count > $1.0.count }

    static let suffixes: [(String, Claim.Wording)] = [
        ("左右", .about), ("上下", .about), ("以上", .over), ("以下", .under),
    ]

    /// An approximator that ends right before `start`, and where it begins.
    func prefix(before start: Int) -> (Int, Claim.Wording?) {
        for (word, wording) in Self.prefixes where start >= word.count && begins(with: word, at: start - word.count) {
            // 最近, 附近, 条约, 预约: the word is part of another one.
            let before = start - word.count - 1
            if before >= 0, word == "近", "最附远邻亲".contains(text[before]) { continue }
            if before >= 0, word == "约", "条预节公合签制".contains(text[before]) { continue }
            // 上百家, but not 以上5家.
            if word == "上", !"百千万亿".contains(text[start]) { continue }
            let floor = claims.last?.range.upperBound ?? 0
            guard start - word.count >= floor else { continue }
            return (start - word.count, wording)
        }
        return (start, nil)
    }

    func sign(at start: Int) -> String? {
        if let sign = ["%", "‰", "倍"].first(where: { begins(with: $0, at: start) }) { return sign }
        guard begins(with: "成", at: start) else { return nil }
        // 三成, but 三成为; 完成, 组成 never follow a number.
        let next = start + 1 < text.count ? text[start + 1] : nil
        return next.map { "为立功果员就长".contains($0) } ?? false ? nil : "成"
    }

    func unit(at start: Int) -> String? {
        guard let unit = Units.all.first(where: { begins(with: $0, at: start) }) else { return nil }
        // 个百分点 is no 个; 人民, 人大 and 家园 are words of their own.
        if unit == "个", begins(with: "个百分点", at: start) { return nil }
        if unit == "人", begins(with: "人民", at: start) || begins(with: "人大", at: start) { return nil }
        return unit
    }
}
