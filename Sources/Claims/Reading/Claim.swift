package import Domain

/// Something in a text that can be held against a record: a number with what it counts, or a date.
package struct Claim: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// So many of something: `448家`, `4.02亿元`; the unit is empty where only a column's heading says what is counted.
        case count(unit: String)
        /// `7.03%`, `三成`, `百分之五`: the value is the fraction times 100.
        case share
        /// `百分点`: the difference of two shares.
        case points
        /// `3倍`, `翻一番`: the value is the factor.
        case multiple
        /// `第66次`: a place in a row, of what the unit says.
        case ordinal(unit: String)
        /// A day or a longer stretch of time.
        case date(WrittenDate)
    }

    /// How exactly the value is said.
    package enum Wording: String, Hashable, Sendable {
        case plain
        /// 余, 多.
        case more
        /// 近.
        case nearly
        /// 约, 左右, 上下.
        case about
        /// 超, 逾, 突破, without the number itself; 至少, 以上 with it.
        case over
        /// 不足, 不到, without the number itself; 至多, 以下, 以内 with it.
        case under
        /// Two ends: `3至5个`, `二三十家`, `十几人`.
        case range
    }

    package var kind: Kind
    package var wording: Wording
    /// Two words of that kind at once: `约5000余`.
    package var isStacked = false
    /// What the true value may be, in the base unit: 元 for money.
    package var bounds: Bounds
    package var numeral: Numeral
    /// In characters of the text.
    package var range: Range<Int>
    /// As it stands in the text.
    package var text: String
    /// The sentence and the part between two commas that it stands in.
    package var sentence: Range<Int>
    package var clause: Range<Int>
    /// What stands in front of it in its part of the sentence, back to the claim before; in a table the heading or the label.
    package var before: String
    /// What follows, up to the next claim or punctuation.
    package var after: String
    /// Where it stands in a table.
    package var cell: Cell?

    package struct Cell: Hashable, Sendable {
        package let table: Int
        package let row: Int
        package let column: Int
    }

    package var unit: String? {
        switch kind {
        case .count(let unit), .ordinal(let unit): unit
        case .share, .points, .multiple, .date: nil
        }
    }

    package var isFigure: Bool {
        switch kind {
        case .count, .share, .points, .multiple: true
        case .ordinal, .date: false
        }
    }

    package var isCount: Bool { if case .count = kind { true } else { false } }

    package var date: WrittenDate? { if case .date(let date) = kind { date } else { nil } }

    /// The bounds, where a share without decimals is taken as rounded: who writes 98% seldom means 98.00.
    ///
    /// All and nothing are meant as such.
    package var loose: Bounds {
        guard kind == .share, wording == .plain, !numeral.hasDecimals, let value = bounds.exact, value > .zero,
            value != Rational(100)
        else { return bounds }
        return .rounding(to: value, step: .one)
    }
}

/// A date as a text gives it; what it leaves out is nil.
package struct WrittenDate: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package var year: Int?
        package var month: Int?
        package var day: Int?
        /// 星期.
        package var weekday: Weekday?
    }

    package var first = Part()
    /// The last day, month or year of a stretch: `6月5日至11日`, `1—5月`, `一季度`.
    package var last: Part?
}

extension WrittenDate.Part {
    /// `2023年6月2日`, without what is left out.
    package var text: String {
        [(year, "年"), (month, "月"), (day, "日")].compactMap { number, unit in number.map { "\($0)\(unit)" } }.joined()
    }
}
