/// What a definition yields: counts, and the exact value that they make.
package struct FigureValue: Hashable, Sendable {
    /// SDMX's OBS_STATUS, as far as it is used here.
    package enum Status: String, Hashable, Sendable, CaseIterable {
        case normal = "A"
        case provisional = "P"
        case estimated = "E"
        /// Cannot exist: the denominator is zero.
        case impossible = "M"
        case missing = "O"
        case suppressed = "Q"
    }

    /// What the terms add up to; nil for the least or greatest of nothing.
    package var numerator: Int64?
    /// What it is divided by; nil where nothing is, and for the least or greatest of nothing.
    package var denominator: Int64?
    /// How many entries were counted, by the denominator's terms where there are any.
    package var rows: Int64
    /// How many of the same terms' entries were not, by reason.
    package var excluded: [String: Int64]
    package var status: Status
    /// As it is printed; nil for “—”.
    package var text: String?
    /// Nil when there is none.
    package var exact: Rational?
}

extension Indicator {
    /// What the terms of a definition yield.
    package struct Counts: Hashable, Sendable {
        package var numerator: Int64?
        package var denominator: Int64?
        package var rows: Int64
        package var excluded: [String: Int64]

        package init(numerator: Int64?, denominator: Int64?, rows: Int64, excluded: [String: Int64]) {
            self.numerator = numerator
            self.denominator = denominator
            self.rows = rows
            self.excluded = excluded
        }
    }

    /// The value that counts make.
    ///
    /// `earlier`: for a comparison, the numerator of a year before.
    package func value(of counts: Counts, earlier: Int64? = nil) -> FigureValue {
        let divisor = comparesYears ? earlier : counts.denominator
        var value = FigureValue(
            numerator: counts.numerator,
            denominator: divisor,
            rows: counts.rows,
            excluded: counts.excluded,
            status: .normal
        )
        guard let numerator = counts.numerator else {
            value.status = .missing
            return value
        }
        switch (comparesYears, denominator) {
        case (false, nil): value.exact = Rational(Int128(numerator), 1)
        case (false, _):
            guard let divisor else {
                value.status = .missing
                return value
            }
            value.exact = Rational(Int128(numerator) * Int128(scale), Int128(divisor))
        case (true, _):
            guard let divisor else {
                value.status = .missing
                return value
            }
            value.exact =
                divisor > 0 ? Rational((Int128(numerator) - Int128(divisor)) * Int128(scale), Int128(divisor)) : nil
        }
        value.text = value.exact?.text(places: decimals, rounding: rounding)
        if value.exact == nil { value.status = .impossible }
        return value
    }
}

extension Rational {
    /// Rounded to `places` decimals.
    package func text(places: Int, rounding: Rounding) -> String {
        switch rounding {
        case .halfUp: return text(places: places)
        case .halfEven:
            let scaled = times(Rational(Self.power(of: 10, places), 1) ?? .one)
            guard let scaled, scaled.denominator == 2 else { return text(places: places) }
            // An exact half, of an odd numerator: of its two neighbours the even one.
            let below = (scaled.numerator - 1) / 2
            let even = below % 2 == 0 ? below : below + 1
            return (Rational(even, Self.power(of: 10, places)) ?? self).text(places: places)
        }
    }
}
