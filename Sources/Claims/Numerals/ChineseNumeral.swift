import Domain

/// Reads numbers written in Chinese characters, those that say two or ten numbers at once included.
struct ChineseNumeral {
    private var total = 0
    private var section = 0
    /// How much more the largest of several values is.
    private var totalSpread = 0
    private var sectionSpread = 0
    private var digit: Int?
    private var pair: Int?
    private var isUnknown = false
    private var lastPlace = 10_000
    private var lastGroup = Int.max
    private var lastUnit = 1
    /// What the last digit counts that was written before a 万 or 亿, times that.
    private var significant = 1
    private var zeroSince = false
    private var hasUnit = false
    private var isVague = false
    private var hasMore = false

    /// - Returns: nil when the characters are no number from the first to the last.
    static func read(
        _ characters: some Collection<Character>,
        before follower: Character?,
        isApproximate: Bool
    ) -> Numeral? {
        let characters = Array(characters)
        if let short = bare(
            characters,
            isApproximate: isApproximate || follower == "余" || follower == "多",
            isMoney: follower == "元"
        ) {
            return short
        }
        if let digits = digitsOnly(characters) { return digits }
        var state = ChineseNumeral()
        for (index, character) in characters.enumerated() {
            guard state.take(character, isFirst: index == 0) else { return nil }
        }
        return state.end(length: characters.count)
    }

    private mutating func take(_ character: Character, isFirst: Bool) -> Bool {
        if hasMore, character != "万", character != "亿" { return false }
        switch character {
        case "余", "多":
            guard digit == nil, section > 0 else { return false }
            hasMore = true
            return true
        case "几", "数":
            guard digit == nil, character == "几" || isFirst else { return false }
            (digit, isUnknown, isVague) = (1, true, true)
            return true
        case "十": return place(10)
        case "百": return place(100)
        case "千": return place(1_000)
        case "万": return group(10_000)
        case "亿": return group(100_000_000)
        default: return take(digit: Numeral.chineseDigits[character])
        }
    }

    private mutating func take(digit next: Int?) -> Bool {
        guard let next else { return false }
        if next == 0 {
            guard digit == nil, hasUnit else { return false }
            zeroSince = true
            return true
        }
        guard let first = digit else {
            digit = next
            return true
        }
        // 二三十, 三五百: two digits of which the second is larger stand for both.
        guard pair == nil, !isUnknown, next > first else { return false }
        pair = next
        return true
    }

    private mutating func place(_ unit: Int) -> Bool {
        guard unit < lastPlace else { return false }
        if digit == nil {
            guard unit == 10, section == 0, !hasUnit || zeroSince else { return false }
            digit = 1
        }
        put(unit)
        lastPlace = unit
        return true
    }

    private mutating func group(_ unit: Int) -> Bool {
        guard unit < lastGroup || section > 0 || digit != nil else { return false }
        if digit != nil { put(1) }
        if section == 0, total > 0, unit > lastGroup {
            // 万亿.
            total *= unit / lastGroup
        } else {
            guard section > 0, unit < lastGroup else { return false }
            total += section * unit
            totalSpread += sectionSpread * unit
        }
        significant = lastUnit * unit
        (section, sectionSpread, lastPlace, lastGroup, lastUnit) = (0, 0, 10_000, unit, unit)
        (hasUnit, zeroSince) = (true, false)
        return true
    }

    /// Adds the digit in hand, or the two of them, at a place.
    private mutating func put(_ unit: Int) {
        section += (digit ?? 0) * unit
        if let pair, let digit { sectionSpread += (pair - digit) * unit }
        if isUnknown { sectionSpread += 9 * unit }
        (digit, pair, isUnknown, zeroSince) = (nil, nil, false, false)
        (lastUnit, significant, hasUnit) = (unit, unit, true)
    }

    private mutating func end(length: Int) -> Numeral? {
        guard !hasMore || (section == 0 && total > 0) else { return nil }
        var vagueTail = false
        if digit != nil {
            // 两百三 is 230, 一万五 is 15,000; 两百零三 is 203.
            let unit = !hasUnit || zeroSince || lastUnit == 10 ? 1 : max(1, lastUnit / 10)
            if isUnknown, hasUnit {
                // 十几: more than ten.
                (digit, isUnknown) = (nil, false)
                sectionSpread += 10 * unit
                vagueTail = true
            } else {
                put(unit)
            }
            (lastUnit, significant) = (unit, unit)
        }
        let value = total + section
        let spread = totalSpread + sectionSpread
        guard value > 0, value <= 1_000_000_000_000_000 else { return nil }
        let step = max(1, lastUnit)
        return Numeral(
            value: Rational(value),
            last: spread > 0 ? Rational(value + spread) : nil,
            step: Rational(step),
            significant: Rational(max(1, significant)),
            isRounded: step >= 10_000,
            hasMore: hasMore,
            isVague: isVague,
            isOpen: vagueTail,
            isChinese: true,
            length: length
        )
    }

    /// `百余`, `近千` and `万多`, `近百万`; `百万元`, `亿元`; `万五`.
    private static func bare(_ characters: [Character], isApproximate: Bool, isMoney: Bool) -> Numeral? {
        let units: [Character: Int] = ["百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000]
        guard let first = characters.first, let unit = units[first] else { return nil }
        if characters.count == 2, isApproximate || isMoney, let group = units[characters[1]], group > unit,
            group >= 10_000
        {
            let value = Rational(unit * group)
            return Numeral(value: value, step: value, significant: value, isChinese: true, length: 2, isBare: true)
        }
        if characters.count == 1, isApproximate {
            return Numeral(
                value: Rational(unit),
                step: Rational(unit),
                significant: Rational(unit),
                isChinese: true,
                length: 1,
                isBare: true
            )
        }
        guard characters.count == 2, first == "万", let digit = Numeral.chineseDigits[characters[1]], digit > 0 else {
            return nil
        }
        return Numeral(
            value: Rational(10_000 + digit * 1_000),
            step: Rational(1_000),
            significant: Rational(1_000),
            isChinese: true,
            isAmbiguous: true,
            length: 2
        )
    }

    /// Digit by digit: `二〇二三`; never two that stand for two numbers.
    private static func digitsOnly(_ characters: [Character]) -> Numeral? {
        let digits = characters.map { Numeral.chineseDigits[$0] }
        guard digits.count > 1, digits.count <= 15, digits.allSatisfy({ $0 != nil }) else { return nil }
        let known = digits.compactMap { $0 }
        if known.count == 2, known[0] > 0, known[0] < known[1] { return nil }
        guard let value = Int(known.map(String.init).joined()) else { return nil }
        return Numeral(
            value: Rational(value),
            step: .one,
            significant: .one,
            isChinese: true,
            isDigitByDigit: true,
            length: characters.count
        )
    }
}
