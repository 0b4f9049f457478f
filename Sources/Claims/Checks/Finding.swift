/// Something about a text that its author should look at, found without any record.
package struct Finding: Hashable, Sendable {
    package enum Severity: Int, Comparable, Sendable {
        /// Worth knowing.
        case note
        /// Better said in another way, or with more.
        case warning
        /// Cannot be true as it stands.
        case error

        package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    package enum Kind: String, CaseIterable, Sendable {
        case ambiguous
        case brokenDate = "broken_date"
        case coverage
        case decimalMore = "decimal_more"
        case exactMore = "exact_more"
        case growth
        case impliedBase = "implied_base"
        case multiple
        case multipleTo = "multiple_to"
        case noDenominator = "no_denominator"
        case noPeriod = "no_period"
        case ordinal
        case part
        case parts
        case points
        case rateWithoutFigure = "rate_without_figure"
        case repeated
        case separators
        case share
        case shares
        case sinceLastYear = "since_last_year"
        case stacked
        case sum
        case uncountable
        case weekday

        package var severity: Severity {
            switch self {
            case .brokenDate, .growth, .multiple, .part, .parts, .repeated, .share, .shares, .sum, .weekday,
                .uncountable:
                .error
            case .ambiguous, .coverage, .exactMore, .multipleTo, .ordinal, .points, .rateWithoutFigure, .sinceLastYear,
                .stacked:
                .warning
            case .decimalMore, .impliedBase, .noDenominator, .noPeriod, .separators: .note
            }
        }
    }

    package let kind: Kind
    /// In characters of the text.
    package let range: Range<Int>
    /// What the words about it name.
    package let values: [String: String]

    init(_ kind: Kind, at range: Range<Int>, _ values: [String: String] = [:]) {
        self.kind = kind
        self.range = range
        self.values = values
    }
}
