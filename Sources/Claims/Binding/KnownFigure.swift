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
    /// The days that it is about; nil where that is not said.
    package let window: FigureWindow?
    /// What it has grown by since the same days a year earlier, in per cent, where its source says so.
    package let growth: Rational?
    package let origin: Origin
    /// Where anybody can look at it: an address, or a path of this office's own pages.
    package let link: String?

    package init(
        code: String,
        name: String,
        unit: String,
        value: Rational,
        words: [String],
        window: FigureWindow? = nil,
        growth: Rational? = nil,
        origin: Origin,
        link: String? = nil
    ) {
        self.code = code
        self.name = name
        self.unit = unit
        self.value = value
        self.words = words
        self.window = window
        self.growth = growth
        self.origin = origin
        self.link = link
    }

    /// What a name is made of: 走访 and 企业 of 走访企业数; what it is counted in says nothing more.
    package static func words(of name: String, unit: String) -> [String] {
        if name.allSatisfy(\.isASCII) { return name.split(separator: " ").map(String.init) }
        var name = Substring(name.filter(\.isLetter))
        for ending in ["率", "数", unit, "次"] where !ending.isEmpty && name.hasSuffix(ending) && name.count > 2 {
            name = name.dropLast(ending.count)
        }
        var words: [String] = []
        while name.count > 3 {
            words.append(String(name.prefix(2)))
            name = name.dropFirst(2)
        }
        return words + [String(name)]
    }
}
