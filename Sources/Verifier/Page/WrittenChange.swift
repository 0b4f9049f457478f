/// A change between two values of the log, as a page words it: `同比增长7.0%`, `较上周下降1.25个百分点`, `持平`, `由3件到5件`,
/// `up 7.0% on a year earlier`.
struct WrittenChange: Hashable, Sendable {
    /// The window that the earlier value must be of.
    enum Basis: Hashable, Sendable {
        /// 同比: the same days a year before.
        case year
        /// 较上周, 环比: the days just before.
        case previous
        /// The page does not say.
        case open
    }

    private enum Kind: Hashable, Sendable {
        case level
        case nearlyLevel
        case both(WrittenNumber, WrittenNumber)
        /// In a hundred of the earlier value.
        case percent(Fraction, decimals: Int)
        /// Between two shares.
        case points(Fraction, decimals: Int)
    }

    let basis: Basis
    private let kind: Kind

    private static let rising = ["增长", "增加", "上升", "提高", "up "]
    private static let falling = ["下降", "减少", "降低", "down "]
    /// 基本持平 and nearly unchanged: what one decimal does not show.
    private static let hardly: (above: Int128, below: Int128) = (1, 20)

    /// Reads a text; nil if it words no change.
    init?(_ text: String) {
        let text = WrittenNumber.normal(text)
        func has(_ words: [String]) -> Bool { words.contains(where: text.contains) }

        basis =
            has(["同比", "去年同期", "a year earlier"])
            ? .year : has(["较上", "环比", " before"]) ? .previous : .open
        // Swift's own \d takes 十 for a digit.
        let numbers = text.matches(of: /\d[\d,]*(?:\.\d+)?/.asciiOnlyDigits()).map { String($0.output) }
        if numbers.isEmpty, has(["持平", "unchanged"]) {
            kind = has(["基本", "nearly"]) ? .nearlyLevel : .level
        } else if numbers.count == 2, let both = Self.both(text) {
            kind = .both(both.0, both.1)
        } else if numbers.count == 1, has(Self.rising) != has(Self.falling),
            let number = Fraction(decimal: numbers[0].filter { $0 != "," }),
            let signed = has(Self.falling) ? number.times(-1) : number
        {
            let decimals = numbers[0].split(separator: ".").dropFirst().first?.count ?? 0
            if has(["百分点", "percentage point"]) {
                kind = .points(signed, decimals: decimals)
            } else if text.contains("%") {
                kind = .percent(signed, decimals: decimals)
            } else {
                return nil
            }
        } else {
            return nil
        }
    }

    /// `由3件到5件`, `from 3 cases to 5 cases on a year earlier`.
    private static func both(_ text: String) -> (WrittenNumber, WrittenNumber)? {
        for (first, second, end) in [("由", "到", nil), ("from ", " to ", " on ")] as [(String, String, String?)] {
            guard let start = text.firstRange(of: first)?.upperBound,
                let middle = text[start...].firstRange(of: second)
            else { continue }
            let rest = text[middle.upperBound...]
            let now = end.flatMap { rest.firstRange(of: $0) }.map { rest[..<$0.lowerBound] } ?? rest
            if let then = WrittenNumber(String(text[start..<middle.lowerBound])), let now = WrittenNumber(String(now)) {
                return (then, now)
            }
        }
        return nil
    }

    /// Whether it is the change from one value of the log to another.
    func fits(from then: FigureLine, to now: FigureLine) -> Bool {
        guard let old = then.exact, let new = now.exact, let difference = new.minus(old) else { return false }
        let percent = old.above > 0 ? difference.over(old)?.times(100) : nil
        switch kind {
        case .level: return difference.above == 0
        case .nearlyLevel:
            let change = now.isShare ? difference : percent
            return change?.magnitude?.times(Self.hardly.below).map { $0.above <= Self.hardly.above * $0.below } ?? false
        case .both(let old, let new):
            guard let oldValue = then.value, let newValue = now.value else { return false }
            return old.agrees(with: oldValue) == .same && new.agrees(with: newValue) == .same
        case .percent(let number, let decimals): return percent?.isRounded(to: number, decimals: decimals) ?? false
        case .points(let number, let decimals):
            return now.isShare && difference.isRounded(to: number, decimals: decimals)
        }
    }

    /// Whether the earlier value is of the days that the words name.
    func isBased(on then: Window, for now: Window) -> Bool {
        switch basis {
        case .year: then == now.yearBefore
        case .previous: then.until == now.from
        case .open: then.until <= now.until
        }
    }
}
