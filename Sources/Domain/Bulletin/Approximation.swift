/// A round number for a value, with the word that makes it true (domain J.3).
package struct Approximation: Hashable, Sendable {
    /// ``Token/Phrase/exact`` where the rule leaves nothing but the value itself.
    package let phrase: Token.Phrase
    package let number: Int64

    /// The round number that a word may stand beside, by its rule.
    ///
    /// - N余, 超N: below the value and, for 余, by less than one of its last digit that is not a zero.
    /// - 近N: above the value, which is at least 0.95 N.
    /// - 约N: not more than 5 % away.
    ///
    /// One digit where it says enough, two otherwise; a value that is round itself is told as it is: 100 is never 100余.
    package init(_ value: Int64, said phrase: Token.Phrase) {
        guard value > 0,
            let number = Self.rounds(for: value).lazy.compactMap({ Self.round(value, to: $0, phrase) }).first
        else {
            (self.phrase, number) = (.exact, value)
            return
        }
        (self.phrase, self.number) = (phrase, number)
    }

    /// What one of the last kept digit is worth, coarsest first: 1000 and 100 for a value of four digits.
    private static func rounds(for value: Int64) -> [Int64] {
        var step: Int64 = 1
        while value / step >= 10 { step *= 10 }
        return step >= 100 ? [step, step / 10] : [step]
    }

    private static func round(_ value: Int64, to step: Int64, _ phrase: Token.Phrase) -> Int64? {
        let (below, rest) = (value - value % step, value % step)
        guard step > 1, rest > 0 else { return nil }
        switch phrase {
        // 2999 may be called 2000余 by the letter of the rule, and nobody would read it so.
        case .more, .over: return rest * 2 < step ? below : nil
        case .nearly:
            let above = below + step
            return value * 100 >= above * 95 ? above : nil
        case .about:
            let nearest = rest * 2 >= step ? below + step : below
            return abs(value - nearest) * 100 <= nearest * 5 ? nearest : nil
        case .exact, .onYear, .onPrevious: return nil
        }
    }
}

/// How a value stands to an earlier one (domain J.1).
package enum Growth: Hashable, Sendable {
    /// By so many in a hundred of the earlier value; below zero for less.
    case percent(Rational)
    /// By so many percentage points: both are shares.
    case points(Rational)
    case level
    /// There is nothing to grow from: zero, or less.
    case fromNothing
    /// One of the two has no value.
    case unknown

    package init(from earlier: FigureReading, to now: FigureReading) {
        guard let old = earlier.exact, let new = now.exact else {
            self = .unknown
            return
        }
        guard old != new else {
            self = .level
            return
        }
        guard let difference = new.minus(old) else {
            self = .unknown
            return
        }
        if now.isShare {
            self = .points(difference)
        } else if old > .zero, let share = difference.over(old)?.times(Rational(100)) {
            self = .percent(share)
        } else {
            self = .fromNothing
        }
    }
}

/// What somebody found out for a request: the value and what stands behind it.
package struct FigureReading: Hashable, Sendable {
    package var name: Wording
    package var unit: Wording
    /// As it is printed; nil for “—”.
    package var text: String?
    package var exact: Rational?
    package var decimals: Int
    /// Something of something: a rate.
    package var isShare: Bool
    /// A number of entries or a sum: parts of it add up, which those of rates, averages and different firms do not.
    package var isSum: Bool
    /// What the share is of; entries that were counted where it is none.
    package var base: Int64
    /// How many entries of the log it was computed from.
    package var asOf: Int64
    /// Its own entry in the log; nil while it is not frozen.
    package var index: Int64?

    package init(
        name: Wording,
        unit: Wording,
        text: String?,
        exact: Rational?,
        decimals: Int,
        isShare: Bool,
        isSum: Bool,
        base: Int64,
        asOf: Int64,
        index: Int64? = nil
    ) {
        self.name = name
        self.unit = unit
        self.text = text
        self.exact = exact
        self.decimals = decimals
        self.isShare = isShare
        self.isSum = isSum
        self.base = base
        self.asOf = asOf
        self.index = index
    }
}
