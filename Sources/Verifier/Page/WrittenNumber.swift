/// A number as a page words it: `448家`, `4.02亿元`, `5000余份`, `近200家`, `四百四十八家`.
///
/// What a wording leaves open is what docs/claim-check.md says; this is the outsider's own reading of it.
package struct WrittenNumber: Hashable, Sendable {
    package enum Wording: Hashable, Sendable {
        case plain
        /// 余, 多
        case andSome
        /// 近
        case nearly
        /// 约, 左右
        case about
        /// 超, 逾, 以上
        case above
        /// 不足, 不到, 以下
        case below
    }

    package enum Agreement: Hashable, Sendable {
        case same
        /// The value lies within what the words leave open.
        case worded
        case differs
    }

    /// In parts of 10⁻⁹, as all numbers here.
    private let number: Int128
    /// What the last written digit counts, and the last one that is no zero.
    private let lastDigit: Int128
    private let lastNonZero: Int128
    private let isMultiplied: Bool
    private let wording: Wording
    /// What follows the number and its wording: the measure word.
    package let unit: String

    private static let one: Int128 = 1_000_000_000
    private static let mostFraction = 9
    private static let multipliers: [Character: Int128] = [
        "十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000,
    ]
    private static let figures: [Character: Int128] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let prefixes: [(String, Wording)] = [
        ("大约", .about), ("约", .about), ("将近", .nearly), ("近", .nearly), ("超过", .above), ("超", .above),
        ("逾", .above), ("突破", .above), ("不足", .below), ("不到", .below), ("about ", .about), ("nearly ", .nearly),
        ("more than ", .above), ("over ", .above), ("under ", .below),
    ]
    private static let suffixes: [(String, Wording)] = [
        ("左右", .about), ("上下", .about), ("以上", .above), ("以下", .below),
    ]
    private static let falling = ["下降", "减少", "降低", "负", "-", "−", "－"]
    private static let passedOver = ["同比", "增长", "增加", "上升", "提高", "达到", "达", "共", "累计", "+"]

    /// Reads a text; nil if it is not one number with its words.
    package init?(_ text: String) {
        var rest = Self.normal(text)[...]
        var wording = Wording.plain
        var sign: Int128 = 1
        func drop(_ prefix: String) -> Bool {
            guard rest.hasPrefix(prefix) else { return false }
            rest = rest.dropFirst(prefix.count).drop { $0 == " " }
            return true
        }
        var isMoving = true
        while isMoving {
            isMoving = false
            if Self.passedOver.contains(where: drop) { isMoving = true }
            if let prefix = Self.prefixes.first(where: { drop($0.0) }) { (wording, isMoving) = (prefix.1, true) }
            if Self.falling.contains(where: drop) { (sign, isMoving) = (-sign, true) }
        }
        guard let parsed = Self.arabic(&rest) ?? Self.chinese(&rest) else { return nil }
        var multiplier: Int128 = 1
        while let next = rest.first, next == "余" || next == "多" || Self.multipliers[next] != nil {
            if let factor = Self.multipliers[next] {
                // 万亿 is the largest.
                guard multiplier * factor <= 1_000_000_000_000 else { return nil }
                multiplier *= factor
            } else {
                wording = .andSome
            }
            rest = rest.dropFirst()
        }
        for (suffix, meaning) in Self.suffixes where rest.hasSuffix(suffix) {
            wording = meaning
            rest = rest.dropLast(suffix.count)
        }
        guard !rest.contains(where: { $0.isNumber && Self.figures[$0] == nil }) else { return nil }
        number = sign * parsed.number * multiplier
        lastDigit = parsed.lastDigit * multiplier
        lastNonZero = parsed.lastNonZero * multiplier
        isMultiplied = multiplier > 1
        self.wording = wording
        unit = String(rest.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Whether it can be said of a value, given in decimal digits.
    package func agrees(with value: String) -> Agreement {
        var rest = Substring(value)
        let isNegative = rest.first == "-"
        if isNegative { rest.removeFirst() }
        guard let parsed = Self.arabic(&rest), rest.isEmpty else { return .differs }
        // Of falling figures too, more is further from zero.
        let sign: Int128 = number < 0 ? -1 : 1
        let exact = (isNegative ? -parsed.number : parsed.number) * sign
        let written = number * sign
        switch wording {
        case .plain where exact == written: return .same
        case .plain: return isMultiplied && abs(exact - written) * 2 <= lastDigit ? .worded : .differs
        case .andSome: return exact > written && exact < written + lastNonZero ? .worded : .differs
        case .nearly: return exact < written && exact * 10 >= written * 9 ? .worded : .differs
        case .about: return abs(exact - written) * 20 <= written ? .worded : .differs
        case .above: return exact > written ? .worded : .differs
        case .below: return exact < written ? .worded : .differs
        }
    }

    /// Full-width characters as narrow ones; blanks at the ends are gone, others one.
    static func normal(_ text: String) -> String {
        var normal = ""
        for scalar in text.unicodeScalars {
            let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) : scalar
            let isBlank = scalar.properties.isWhitespace
            if let narrow, !isBlank { normal.unicodeScalars.append(narrow) }
            if isBlank, !normal.isEmpty, !normal.hasSuffix(" ") { normal += " " }
        }
        return normal.hasSuffix(" ") ? String(normal.dropLast()) : normal
    }

    private typealias Parsed = (number: Int128, lastDigit: Int128, lastNonZero: Int128)

    /// `71,184` and `98.58`.
    private static func arabic(_ rest: inout Substring) -> Parsed? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "," || $0 == "." }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, parts.count <= 2, isGrouped(whole) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts.count == 1 || !fraction.isEmpty, fraction.count <= mostFraction, !fraction.contains(","),
            whole.count <= 20
        else { return nil }
        let all = whole.filter { $0 != "," } + fraction
        guard let number = Int128(all) else { return nil }
        var unit = one
        for _ in fraction { unit /= 10 }
        var nonZero = unit
        for _ in all.reversed().prefix(while: { $0 == "0" }) where number != 0 { nonZero *= 10 }
        rest = rest.dropFirst(digits.count)
        if rest.first == " ", rest.dropFirst().first.map({ multipliers[$0] != nil }) == true { rest.removeFirst() }
        return (number * unit, unit, nonZero)
    }

    /// Without commas, or with one before every three digits.
    private static func isGrouped(_ whole: Substring) -> Bool {
        let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.count > 1, let first = groups.first else { return true }
        return (1...3).contains(first.count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    }

    /// `四百四十八`, `两万三千`; nil for anything loose such as 十几 and 三五.
    private static func chinese(_ rest: inout Substring) -> Parsed? {
        let word = rest.prefix { figures[$0] != nil || multipliers[$0] != nil }
        guard !word.isEmpty else { return nil }
        var (total, section, digit): (Int128, Int128, Int128?) = (0, 0, nil)
        var last: Int128 = 1
        for character in word {
            if let figure = figures[character] {
                guard digit == nil || digit == 0 else { return nil }
                digit = figure
                last = 1
            } else if let factor = multipliers[character] {
                if factor >= 10_000 {
                    total = (total + section + (digit ?? 0)) * factor
                    section = 0
                } else {
                    section += (digit ?? (section == 0 ? 1 : 0)) * factor
                }
                digit = nil
                last = factor
            }
        }
        let number = total + section + (digit ?? 0)
        guard number <= 1_000_000_000_000, rest.dropFirst(word.count).first != "几" else { return nil }
        rest = rest.dropFirst(word.count)
        return (number * one, last * one, last * one)
    }
}

private func abs(_ number: Int128) -> Int128 { number < 0 ? -number : number }
