/// Something about a text that its author should look at, found without any record.
package struct Finding: Hashable, Sendable {
    package enum Severity: Int, CaseIterable, Comparable, Sendable {
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
        case difference
        case exactMore = "exact_more"
        case fullWidth = "full_width"
        case growth
        case impliedBase = "implied_base"
        case mean
        case moreSolved = "more_solved"
        case multiple
        case multipleTo = "multiple_to"
        case noDenominator = "no_denominator"
        case noPeriod = "no_period"
        case noSample = "no_sample"
        case ordinal
        case overWhole = "over_whole"
        case part
        case parts
        case points
        case rangePercent = "range_percent"
        case ranking
        case rateWithoutFigure = "rate_without_figure"
        case repeated
        case separators
        case share
        case shares
        case sinceLastYear = "since_last_year"
        case stacked
        case sum
        case titlePeriod = "title_period"
        case uncountable
        case unlike
        case weekday

        package var severity: Severity {
            switch self {
            case .brokenDate, .difference, .growth, .mean, .multiple, .overWhole, .part, .parts, .repeated, .share,
                .shares,
                .sum, .uncountable, .weekday:
                .error
            case .ambiguous, .coverage, .exactMore, .moreSolved, .multipleTo, .noSample, .ordinal, .points, .ranking,
                .rateWithoutFigure, .sinceLastYear, .stacked, .titlePeriod, .unlike:
                .warning
            case .decimalMore, .fullWidth, .impliedBase, .noDenominator, .noPeriod, .rangePercent, .separators: .note
            }
        }
    }

    package let kind: Kind
    /// The kind's, or less where the text leaves a way out.
    package let severity: Severity
    /// In characters of the text.
    package let range: Range<Int>
    /// What the words about it name.
    package let values: [String: String]

    init(_ kind: Kind, at range: Range<Int>, _ values: [String: String] = [:], severity: Severity? = nil) {
        self.kind = kind
        self.range = range
        self.values = values
        self.severity = severity ?? kind.severity
    }
}
