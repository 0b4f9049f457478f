package import Domain

/// A figure that somebody answers for: of the office's own journal, or taken over from a named source.
package struct KnownFigure: Hashable, Sendable {
    package enum Origin: Hashable, Sendable {
        /// An entry of the log, by its position.
        case log(position: Int64)
        /// A paper or a page that says so.
        case imported(source: String)
    }

    package let code: String
    /// What it is called, for people.
    package let name: String
    /// `%`, `百分点` or a measure word; 元 for money.
    package let unit: String
    /// In the unit; for shares the fraction times 100.
    package let value: Rational
    /// Words of which a sentence about it has some: `走访`, `企业`.
    package let words: [String]
    package let origin: Origin
    /// Where anybody can look at it: an address, or a path of this office's own pages.
    package let link: String?

    package init(
        code: String,
        name: String,
        unit: String,
        value: Rational,
        words: [String],
        origin: Origin,
        link: String? = nil
    ) {
        self.code = code
        self.name = name
        self.unit = unit
        self.value = value
        self.words = words
        self.origin = origin
        self.link = link
    }
}
