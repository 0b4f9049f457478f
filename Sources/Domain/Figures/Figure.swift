/// One number of the office: an indicator's value for a window and a scope, with all that it has said of it so far.
///
/// A value is never changed: a later one supersedes it, and both stay.
package struct Figure: Aggregate {
    package static let kind = SubjectKind.figure

    package struct Situation: Hashable, Sendable {
        /// The index in the log of the newest value; nil before the first.
        package var newest: Int64?

        package init(newest: Int64?) { self.newest = newest }
    }

    package enum Command: Hashable, Sendable {
        case freeze(FrozenValue)
        case importTotal(ImportedTotal)
    }

    package enum Event: Hashable, Sendable {
        /// `supersedes`: the index of the entry that this one corrects.
        case frozen(FrozenValue, supersedes: Int64?)
        case imported(ImportedTotal, supersedes: Int64?)
    }

    /// Oldest first.
    package private(set) var past: [Event] = []

    package init() {}

    /// Nothing when the newest value says the same already: it stands, at the position that it was computed at.
    ///
    /// - Throws: ``Refusal/otherKindOfFigure``, ``Refusal/malformed(_:)``.
    package func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event] {
        switch (command, past.last) {
        case (.freeze, .imported?), (.importTotal, .frozen?):
            throw .otherKindOfFigure
        case (.freeze(let value), .frozen(let last, _)?) where value.says(last): return []
        case (.freeze(let value), _): return [.frozen(value, supersedes: situation.newest)]
        case (.importTotal(let total), .imported(let last, _)?) where total == last: return []
        case (.importTotal(let total), _):
            do { try total.check() } catch { throw .malformed(error) }
            return [.imported(total, supersedes: situation.newest)]
        }
    }

    package mutating func apply(_ event: Event) { past.append(event) }
}

/// A value with all that it rests on.
package struct FrozenValue: Hashable, Sendable {
    package var code: IndicatorCode
    /// The definition's hash, 64 hexadecimal digits.
    package var definition: String
    package var window: FigureWindow
    /// Conditions for every term; none for the district.
    package var scope: Conditions
    /// How many entries of the log were looked at, from the first.
    package var asOf: Int64
    /// The log's root at that size, base64.
    package var asOfRoot: String
    package var counts: Indicator.Counts
    package var status: FigureValue.Status
    /// As it is printed; nil for “—”.
    package var text: String?
    /// The Chinese measure word.
    package var unit: String

    package init(
        code: IndicatorCode,
        definition: String,
        window: FigureWindow,
        scope: Conditions,
        asOf: Int64,
        asOfRoot: String,
        counts: Indicator.Counts,
        status: FigureValue.Status,
        text: String?,
        unit: String
    ) {
        self.code = code
        self.definition = definition
        self.window = window
        self.scope = scope
        self.asOf = asOf
        self.asOfRoot = asOfRoot
        self.counts = counts
        self.status = status
        self.text = text
        self.unit = unit
    }

    /// Whether another one says the same, be it of fewer entries.
    func says(_ other: FrozenValue) -> Bool {
        var other = other
        (other.asOf, other.asOfRoot) = (asOf, asOfRoot)
        return self == other
    }
}

/// A number that another authority answers for, with where it stands (domain F.8, J.1).
package struct ImportedTotal: Hashable, Sendable {
    package enum PriceBasis: String, Hashable, Sendable, CaseIterable {
        case current
        case comparable
        case unknown
    }

    package var code: IndicatorCode
    package var name: String
    /// The measure word; 万元 for money.
    package var unit: String
    /// A decimal number; so are the others.
    package var value: String
    package var window: FigureWindow
    package var priceBasis: PriceBasis
    /// From the beginning of the year, as many official series are.
    package var isCumulative: Bool
    /// The form's number.
    package var form: String
    package var authority: String
    /// Where it can be looked up.
    package var source: String
    /// In per cent, as the authority gives it: where scope or prices differ it is no quotient of two totals.
    package var growth: String?
    /// The earlier value as it was published, and as it was revised since.
    package var basePublished: String?
    package var baseRevised: String?
    package var status: FigureValue.Status

    package init(
        code: IndicatorCode,
        name: String,
        unit: String,
        value: String,
        window: FigureWindow,
        priceBasis: PriceBasis,
        isCumulative: Bool,
        form: String,
        authority: String,
        source: String,
        growth: String? = nil,
        basePublished: String? = nil,
        baseRevised: String? = nil,
        status: FigureValue.Status = .normal
    ) {
        self.code = code
        self.name = name
        self.unit = unit
        self.value = value
        self.window = window
        self.priceBasis = priceBasis
        self.isCumulative = isCumulative
        self.form = form
        self.authority = authority
        self.source = source
        self.growth = growth
        self.basePublished = basePublished
        self.baseRevised = baseRevised
        self.status = status
    }

    /// - Throws: ``Malformed``.
    package func check() throws(Malformed) {
        for text in [name, unit, form, authority, source] where text.isEmpty || text.utf8.count > 500 {
            throw Malformed("total", expected: "name, unit, form, authority and source, at most 500 bytes each")
        }
        for number in [value, growth, basePublished, baseRevised] {
            guard let number else { continue }
            guard Rational(parsing: number) != nil else {
                throw Malformed("total", expected: "decimal numbers of at most 18 digits")
            }
        }
    }

    /// The growth that the two totals have, in per cent: a check on the authority's own, never in its place.
    package var nominalGrowth: Rational? {
        guard let now = Rational(parsing: value),
            let then = (baseRevised ?? basePublished).flatMap({ Rational(parsing: $0) }),
            then > .zero
        else { return nil }
        return now.minus(then)?.times(Rational(100))?.over(then)
    }
}
