package import Domain

/// Something in a text that can be held against a record: a number with what it counts, or a date.
package struct Claim: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// So many of something: `448家`, `4.02亿元`.
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
    package enum Wording: Hashable, Sendable {
        case plain
        /// 余, 多.
        case more
        /// 近.
        case nearly
        /// 约, 左右, 上下.
        case about
        /// 超, 逾, 突破, 以上.
        case over
        /// 不足, 不到, 以下.
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
    /// What stands in front of it in its part of the sentence, back to the claim before.
    package var before: String
    /// What follows, up to the next claim or punctuation.
    package var after: String

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
}

/// A date as a text gives it; what it leaves out is nil.
package struct WrittenDate: Hashable, Sendable {
    package var year: Int?
    package var month: Int?
    package var day: Int?
    /// 星期.
    package var weekday: Weekday?
}
