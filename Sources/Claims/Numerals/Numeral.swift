package import Domain

/// A number as it is written: `3000`, `1亿2000万`, `两百三`, `二三十`, `十几`, `4.02亿`, `3000余万`.
package struct Numeral: Hashable, Sendable {
    /// The one value, or the first of several (`二三十`).
    package var value: Rational
    /// The last of several values.
    package var last: Rational?
    /// What the last written digit counts: 1,000 in `3千`, 100 in `1.02万`.
    package var step: Rational
    /// What the last digit that is not a zero counts: 1,000 in `3000`.
    package var significant: Rational
    /// Written as rounded: with decimals, or in ten thousands or more.
    package var isRounded = false
    package var hasDecimals = false
    /// `余` or `多` stands inside, in front of the unit: `3000余万`.
    package var hasMore = false
    /// `几` or `数` stands for a digit.
    package var isVague = false
    /// Larger than the first value and smaller than the last: `十几`.
    package var isOpen = false
    package var isChinese = false
    package var hasSeparators = false
    /// `万五` without a digit in front may be 15,000 and may be five in ten thousand.
    package var isAmbiguous = false
    /// Read out digit by digit, as years are: `二〇二三`.
    package var isDigitByDigit = false
    /// What stands behind the digits multiplies them by: 10,000 in `5万`.
    package var group = 1
    /// In characters.
    package var length: Int
    /// `百`, `千万`: a unit without a digit in front.
    package var isBare = false
}

extension Numeral {
    static let chineseDigits: [Character: Int] = [
        "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let starters = Set("零〇○一二两三四五六七八九十百千万亿几数".map(\.code))
    private static let places: [Character: Int] = ["十": 10, "百": 100, "千": 1_000]
    private static let groups: [Character: Int] = ["万": 10_000, "亿": 100_000_000]

    /// Reads the longest numeral that `text` begins with at `start`; full-width digits are half-width ones by then.
    static func read(_ text: [Character], at start: Int) -> Numeral? {
        guard start < text.count else { return nil }
        let code = text[start].code
        if (0x30...0x39).contains(code) { return arabic(text, at: start) }
        guard starters.contains(code) else { return nil }
        return chinese(text, at: start)
    }

    // MARK: Arabic

    /// Digits and the units behind them: `1.2万`, `1亿2000万`, `3千`.
    private static func arabic(_ text: [Character], at start: Int) -> Numeral? {
        var all: Numeral?
        var smallest = Int.max
        var index = start
        while all?.hasMore != true, smallest > 1, let number = plain(text, at: index) {
            let (unit, length, hasMore) = unit(text, at: index + number.length) ?? (1, 0, false)
            guard var part = number.scaled(by: unit) else { break }
            part.length += length
            part.hasMore = hasMore
            part.group = unit
            part.isRounded = part.isRounded || unit >= 10_000
            guard let before = all else {
                (all, smallest, index) = (part, unit, index + part.length)
                continue
            }
            // The next part of a compound fits below the last unit: 2000万 below 亿.
            guard unit < smallest, !number.hasDecimals, !before.hasDecimals, part.value < Rational(smallest),
                unit > 1 || number.length >= 3, let value = before.value.plus(part.value)
            else { break }
            part.value = value
            part.length += before.length
            part.isRounded = part.isRounded && unit >= 10_000
            (all, smallest, index) = (part, unit, start + part.length)
        }
        return all
    }

    private static func unit(_ text: [Character], at start: Int) -> (unit: Int, length: Int, hasMore: Bool)? {
        var index = start
        var hasMore = false
        if index < text.count, text[index] == "余" || text[index] == "多" {
            hasMore = true
            index += 1
        }
        guard index < text.count, let first = places[text[index]] ?? groups[text[index]] else { return nil }
        // 5千瓦, 3千米, 2千克 are measured in what is a thousand of something.
        if text[index] == "千", index + 1 < text.count, "瓦米克伏卡".contains(text[index + 1]) { return nil }
        var unit = first
        // 百万, 千万, 万亿.
        if index + 1 < text.count, let group = groups[text[index + 1]], group > first {
            unit *= group
            index += 1
        }
        return (unit, index + 1 - start, hasMore)
    }

    private static func plain(_ text: [Character], at start: Int) -> Numeral? {
        var digits = ""
        var decimals: Int?
        var hasSeparators = false
        var index = start
        while index < text.count {
            let next = text[index]
            if next.isASCIIDigit {
                digits.append(next)
                if decimals != nil { decimals? += 1 }
            } else if next == ".", decimals == nil, index + 1 < text.count, text[index + 1].isASCIIDigit {
                decimals = 0
            } else if ", ，".contains(next), decimals == nil, isGroup(text, behind: index),
                hasSeparators || digits.count <= 3,
                digits.first != "0"
            {
                hasSeparators = true
            } else {
                break
            }
            index += 1
        }
        // What is longer names something instead of counting it.
        guard !digits.isEmpty, digits.count <= 15, let number = Int128(digits),
            let step = Rational(1, Rational.power(of: 10, decimals ?? 0)),
            let value = Rational(number, Rational.power(of: 10, decimals ?? 0))
        else { return nil }
        let zeros = decimals == nil ? digits.reversed().prefix { $0 == "0" }.count : 0
        let significant = number == 0 ? step : Rational(Rational.power(of: 10, zeros), 1).flatMap { $0.times(step) }
        return Numeral(
            value: value,
            step: step,
            significant: significant ?? step,
            isRounded: decimals != nil,
            hasDecimals: decimals != nil,
            hasSeparators: hasSeparators,
            length: index - start
        )
    }

    /// Three digits and no fourth; a blank or a full-width comma parts the digits of one number only where it counts something.
    private static func isGroup(_ text: [Character], behind mark: Int) -> Bool {
        let group = text.dropFirst(mark + 1).prefix(4)
        guard group.count >= 3, group.prefix(3).allSatisfy(\.isASCIIDigit) else { return false }
        let next = group.count == 4 ? group.last : nil
        if text[mark] == "," { return next?.isASCIIDigit != true }
        guard let next, !next.isASCIIDigit else { return false }
        if next == text[mark] { return isGroup(text, behind: mark + 4) }
        return next.isLetter && next != "年" && next != "月" && next != "号" && next != "路"
    }

    private func scaled(by unit: Int) -> Numeral? {
        guard let value = value.times(Rational(unit)), let step = step.times(Rational(unit)),
            let significant = significant.times(Rational(unit)), value <= Rational(1_000_000_000_000_000_000)
        else { return nil }
        var scaled = self
        (scaled.value, scaled.step, scaled.significant) = (value, step, significant)
        return scaled
    }

    // MARK: Chinese

    private static func chinese(_ text: [Character], at start: Int) -> Numeral? {
        // 人数千余, 户数: the word before is 数.
        if text[start] == "数", start > 0, "人户件总次家起基指分参无少多个项点字".contains(text[start - 1]) { return nil }
        // No number that anybody writes out is longer.
        let run = text.dropFirst(start).prefix(24).prefix { character in
            chineseDigits[character] != nil || places[character] != nil || groups[character] != nil
                || "几数余多".contains(character)
        }
        // 余 and 多 only where a unit follows: 三千余万, not 三千余.
        var characters = Array(run)
        while let last = characters.last, last == "余" || last == "多" { characters.removeLast() }
        for length in stride(from: characters.count, to: 0, by: -1) {
            let follower = start + length < text.count ? text[start + length] : nil
            let isApproximate = start > 0 && "近约超逾过上破达".contains(text[start - 1])
            if let numeral = ChineseNumeral.read(
                characters.prefix(length),
                before: follower,
                isApproximate: isApproximate
            ) {
                return numeral
            }
        }
        return nil
    }
}

extension Character {
    var isASCIIDigit: Bool { (0x30...0x39).contains(code) }
}
