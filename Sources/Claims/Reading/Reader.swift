import Domain

/// Finds everything in a text that can be held against a record.
package struct Reader {
    /// The text's characters as they are.
    let original: [Character]
    /// The same number of characters, full-width digits and signs made half-width.
    let text: [Character]
    private var claims: [Claim] = []
    private var index = 0

    package static func claims(in text: String) -> [Claim] {
        var reader = Reader(text)
        return reader.read()
    }

    init(_ text: String) {
        original = Array(text)
        self.text = original.map(Self.narrow)
    }

    private static func narrow(_ character: Character) -> Character {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return character }
        switch scalar.value {
        case 0xFF10...0xFF19, 0xFF05, 0xFF0E:
            return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init) ?? character
        default: return character
        }
    }

    private mutating func read() -> [Claim] {
        while index < text.count {
            if let length = idiom() ?? name() ?? clockTime() {
                index += length
            } else if let claim = date() ?? ordinal() ?? share() ?? doubling() ?? quantity() {
                claims.append(claim)
                index = claim.range.upperBound
            } else {
                // Never from the middle of a number.
                index += max(1, Numeral.read(text, at: index)?.length ?? 1)
            }
        }
        return claims.enumerated().map { place($0.element, after: $0.offset == 0 ? nil : claims[$0.offset - 1].range) }
    }

    // MARK: What is no figure

    private func idiom() -> Int? {
        Units.idioms.first { begins(with: $0, at: index) }?.count
    }

    /// Numbers that are names: telephone numbers, papers (`〔2019〕51号`), houses (`3号楼`), codes (`411002-…`, `A3`).
    private func name() -> Int? {
        if text[index] == "〔" || text[index] == "[" {
            let digits = text[(index + 1)...].prefix { $0.isASCIIDigit }
            let end = index + 1 + digits.count
            guard digits.count == 4, end < text.count, text[end] == "〕" || text[end] == "]" else { return nil }
            let number = text[(end + 1)...].prefix { $0.isASCIIDigit || $0 == "第" }
            return end + 1 + number.count - index
        }
        if text[index].isASCIILetter {
            return text[index...].prefix { $0.isASCIILetter || $0.isASCIIDigit || "-_./:@".contains($0) }.count
        }
        guard text[index].isASCIIDigit else { return nil }
        let run = text[index...].prefix { $0.isASCIIDigit || $0 == "-" }
        let parts = run.split(separator: "-")
        let next = index + run.count < text.count ? text[index + run.count] : nil
        // 0371-5551234, 411002-20261125-00001-7; 2023-06-02 is a date and 10-20 a range.
        if parts.count > 1, writtenDay(run) == nil, parts.contains(where: { $0.count >= 5 }) { return run.count }
        if parts.count == 1, run.count >= 11 { return run.count }
        if next == "号" || next == "路" && run.count <= 3 { return isDayOfMonth(run) ? nil : run.count + 1 }
        if ["12345", "12319", "110", "119", "120", "122", "315"].contains(String(run)),
            next.map({ "热线平专电便民".contains($0) || $0 == "、" || $0 == "）" }) ?? true
        {
            return run.count
        }
        return nil
    }

    private func isDayOfMonth(_ run: ArraySlice<Character>) -> Bool {
        index > 0 && text[index - 1] == "月" && (Int(String(run)).map { (1...31).contains($0) } ?? false)
    }

    /// `14时30分`, `14:30`.
    private func clockTime() -> Int? {
        guard let hour = plainNumber(at: index), hour.value <= 24 else { return nil }
        let behind = index + hour.length
        guard behind < text.count else { return nil }
        if text[behind] == ":" || text[behind] == "：", let minute = plainNumber(at: behind + 1), minute.length == 2,
            minute.value < 60
        {
            return hour.length + 1 + minute.length
        }
        guard text[behind] == "时" || text[behind] == "点", !begins(with: "时间", at: behind) else { return nil }
        guard let minute = plainNumber(at: behind + 1), minute.value < 60,
            begins(with: "分", at: behind + 1 + minute.length),
            !begins(with: "分钟", at: behind + 1 + minute.length)
        else { return hour.length + 1 }
        return hour.length + 1 + minute.length + 1
    }

    // MARK: Dates

    private func date() -> Claim? {
        var written = WrittenDate()
        var end = index
        if let iso = text[index].isASCIIDigit ? writtenDay(text[index...].prefix { $0.isASCIIDigit || $0 == "-" }) : nil
        {
            return claim(.date(iso.date), from: index, to: index + iso.length)
        }
        if let year = plainNumber(at: end), (1_900...2_199).contains(year.value),
            begins(with: "年", at: end + year.length)
        {
            written.year = year.value
            end += year.length + 1
        }
        if let month = plainNumber(at: end), (1...99).contains(month.value), begins(with: "月", at: end + month.length) {
            written.month = month.value
            end += month.length + 1
            if let day = plainNumber(at: end), day.value <= 99,
                begins(with: "日", at: end + day.length)
                    || begins(with: "号", at: end + day.length)
            {
                written.day = day.value
                end += day.length + 1
                if let weekday = weekday(at: end) {
                    written.weekday = weekday.day
                    end += weekday.length
                }
            }
        } else if written.year == nil {
            return nil
        }
        guard end > index else { return nil }
        return claim(.date(written), from: index, to: end)
    }

    private func writtenDay(_ run: ArraySlice<Character>) -> (date: WrittenDate, length: Int)? {
        let parts = run.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { Int(String($0)) }
        guard numbers.count == 3 else { return nil }
        return (WrittenDate(year: numbers[0], month: numbers[1], day: numbers[2]), run.count)
    }

    /// `（星期五）`, `(周五)`, `星期五`.
    private func weekday(at start: Int) -> (day: Weekday, length: Int)? {
        var end = start
        let isBracketed = end < text.count && (text[end] == "（" || text[end] == "(")
        if isBracketed { end += 1 }
        guard let word = ["星期", "礼拜", "周"].first(where: { begins(with: $0, at: end) }) else { return nil }
        end += word.count
        guard end < text.count, let day = Self.weekdays[text[end]] else { return nil }
        end += 1
        if isBracketed {
            guard end < text.count, text[end] == "）" || text[end] == ")" else { return nil }
            end += 1
        }
        return (day, end - start)
    }

    private static let weekdays: [Character: Weekday] = [
        "一": .monday, "二": .tuesday, "三": .wednesday, "四": .thursday, "五": .friday, "六": .saturday, "日": .sunday,
        "天": .sunday,
    ]

    // MARK: Places in a row

    /// `第66次会议`, `第三季度`; `十五届`.
    private func ordinal() -> Claim? {
        if text[index] == "第", let numeral = Numeral.read(text, at: index + 1) {
            let behind = index + 1 + numeral.length
            let unit = unit(at: behind) ?? ""
            let end = behind + unit.count
            return claim(.ordinal(unit: unit), from: index, to: end, numeral: numeral)
        }
        guard let numeral = Numeral.read(text, at: index), begins(with: "届", at: index + numeral.length) else {
            return nil
        }
        return claim(.ordinal(unit: "届"), from: index, to: index + numeral.length + 1, numeral: numeral)
    }

    // MARK: Shares and multiples

    /// `百分之七点五`, `三分之一`, `半数`, `过半`; what ends in %, ‰, 成 or 百分点 is read as a quantity.
    private func share() -> Claim? {
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
    private func spoken(at start: Int) -> Numeral? {
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
    private func doubling() -> Claim? {
        guard text[index] == "翻", let numeral = Numeral.read(text, at: index + 1),
            begins(with: "番", at: index + 1 + numeral.length),
            numeral.value <= Rational(10), let times = Int(numeral.value.text)
        else { return nil }
        var found = claim(.multiple, from: index, to: index + numeral.length + 2, numeral: numeral)
        found.bounds = .exactly(Rational(1 << times))
        return found
    }

    // MARK: Quantities

    private func quantity() -> Claim? {
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
    private func quantity(
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
            guard !isArticle(numeral, unit) else { return nil }
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
    private func isArticle(_ numeral: Numeral, _ unit: String) -> Bool {
        numeral.isChinese && numeral.length == 1 && numeral.value == .one
    }

    private func bounds(_ numeral: Numeral, _ wording: Claim.Wording, factor: Rational) -> Bounds {
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

    private static let nearly = Rational(9, 10) ?? .one
    private static let slack = Rational(1, 20) ?? .one

    private static let prefixes: [(String, Claim.Wording)] = [
        ("大约", .about), ("约", .about), ("近", .nearly), ("将近", .nearly), ("接近", .nearly), ("超过", .over), ("超", .over),
        ("逾", .over), ("突破", .over), ("多于", .over), ("高于", .over), ("不足", .under), ("不到", .under), ("未满", .under),
        ("低于", .under), ("少于", .under), ("大概", .about), ("上", .over),
    ].sorted { $0.0.count > $1.0.count }

    private static let suffixes: [(String, Claim.Wording)] = [
        ("左右", .about), ("上下", .about), ("以上", .over), ("以下", .under),
    ]

    /// An approximator that ends right before `start`, and where it begins.
    private func prefix(before start: Int) -> (Int, Claim.Wording?) {
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

    private func sign(at start: Int) -> String? {
        if let sign = ["%", "‰", "倍"].first(where: { begins(with: $0, at: start) }) { return sign }
        guard begins(with: "成", at: start) else { return nil }
        // 三成, but 三成为; 完成, 组成 never follow a number.
        let next = start + 1 < text.count ? text[start + 1] : nil
        return next.map { "为立功果员就长".contains($0) } ?? false ? nil : "成"
    }

    private func unit(at start: Int) -> String? {
        guard let unit = Units.all.first(where: { begins(with: $0, at: start) }) else { return nil }
        // 个百分点 is no 个; 人民, 人大 and 家园 are words of their own.
        if unit == "个", begins(with: "个百分点", at: start) { return nil }
        if unit == "人", begins(with: "人民", at: start) || begins(with: "人大", at: start) { return nil }
        return unit
    }

    // MARK: Small things

    private func begins(with word: String, at start: Int) -> Bool {
        guard start >= 0, start + word.count <= text.count else { return false }
        return zip(word, text[start...]).allSatisfy { $0 == $1 }
    }

    /// A number below 10,000 without decimals, in digits of either kind.
    private func plainNumber(at start: Int) -> (value: Int, length: Int)? {
        guard start < text.count else { return nil }
        if text[start].isASCIIDigit {
            let digits = text[start...].prefix { $0.isASCIIDigit }
            guard digits.count <= 4, let value = Int(String(digits)) else { return nil }
            return (value, digits.count)
        }
        guard let numeral = Numeral.read(text, at: start), numeral.last == nil, let value = Int(numeral.value.text),
            value < 10_000
        else { return nil }
        return (value, numeral.length)
    }

    private func claim(_ kind: Claim.Kind, from start: Int, to end: Int, numeral: Numeral? = nil) -> Claim {
        let numeral = numeral ?? Numeral(value: .zero, step: .one, significant: .one, length: end - start)
        return Claim(
            kind: kind,
            wording: .plain,
            bounds: .exactly(numeral.value),
            numeral: numeral,
            range: start..<end,
            text: String(original[start..<end]),
            sentence: start..<end,
            clause: start..<end,
            before: "",
            after: ""
        )
    }

    /// Fills in where the claim stands.
    private func place(_ claim: Claim, after previous: Range<Int>?) -> Claim {
        func reach(_ marks: Set<Character>) -> Range<Int> {
            var (low, high) = (claim.range.lowerBound, claim.range.upperBound)
            while low > 0, !marks.contains(text[low - 1]) { low -= 1 }
            while high < text.count, !marks.contains(text[high]) { high += 1 }
            return low..<high
        }
        var claim = claim
        claim.sentence = reach(["。", "！", "？", "；", "\n", "!", "?", ";"])
        claim.clause = reach(["。", "！", "？", "；", "\n", "!", "?", ";", "，", "、", "：", "（", "）", "“", "”"])
        let start = max(claim.clause.lowerBound, previous.map(\.upperBound) ?? 0)
        claim.before = String(original[min(start, claim.range.lowerBound)..<claim.range.lowerBound])
        var end = claim.range.upperBound
        while end < claim.clause.upperBound, Numeral.read(text, at: end) == nil { end += 1 }
        claim.after = String(original[claim.range.upperBound..<end])
        return claim
    }
}

extension Character {
    fileprivate var isASCIILetter: Bool { isASCII && isLetter }
}
