/// The value that a question has, and what it is made of.
package struct Answer: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case normal = "A"
        /// Cannot exist: nothing to divide by.
        case impossible = "M"
        /// Missing: the least or largest of nothing.
        case missing = "O"
    }

    /// Nil if it is the least or largest of nothing.
    package let numerator: Int128?
    /// The earlier window's value in a comparison; nil if there is none.
    package let denominator: Int128?
    /// How many entries the denominator's terms counted, or the numerator's where there is none.
    package let rows: Int
    /// The same terms' excluded entries by reason.
    package let excluded: [String: Int]
    package let status: Status
    /// Nil for “—”, and where it does not fit.
    let exact: Fraction?
    /// As it is printed; nil for “—”.
    package let value: String?

    /// - Parameters:
    ///   - definition: What was counted.
    ///   - now: What the numerator's terms counted in the window.
    ///   - other: What the denominator's terms counted, or in a comparison the numerator's in the earlier window.
    init(_ definition: Definition, now: [Tally], other: [Tally]) {
        let numerator = Self.total(definition.numerator, now)
        let isRatio = definition.denominator != nil
        let denominator: Int128? =
            isRatio || definition.isGrowth ? Self.total(definition.denominator ?? definition.numerator, other) : nil
        self.numerator = numerator
        self.denominator = denominator
        let told = isRatio ? other : now
        rows = told.reduce(0) { $0 + $1.rows }
        var excluded: [String: Int] = [:]
        for tally in told {
            for (exclusion, count) in zip(definition.exclusions, tally.excluded) where count > 0 {
                excluded[exclusion.reason, default: 0] += count
            }
        }
        self.excluded = excluded

        let fraction: (above: Int128, below: Int128)?
        switch (numerator, denominator) {
        case (nil, _):
            status = .missing
            fraction = nil
        case (let number?, nil):
            // In a comparison nothing was the least or largest of the earlier window.
            status = definition.isGrowth ? .missing : .normal
            fraction = definition.isGrowth ? nil : (number, 1)
        case (let above?, let below?):
            let isPossible = definition.isGrowth ? below > 0 : below != 0
            status = isPossible ? .normal : .impossible
            let difference = definition.isGrowth ? above - below : above
            fraction = isPossible ? (difference * Int128(definition.scale), below) : nil
        }
        exact = fraction.flatMap { Fraction($0.above, over: $0.below) }
        value = fraction.map { Self.printed($0.above, over: $0.below, definition.decimals, definition.rounding) }
    }

    private static func total(_ terms: [Term], _ tallies: [Tally]) -> Int128? {
        var total: Int128 = 0
        for (term, tally) in zip(terms, tallies) {
            guard let value = tally.value(of: term.aggregate) else { return nil }
            total += term.isNegative ? -value : value
        }
        return total
    }

    /// An exact fraction with so many decimals; what rounds to nothing has no sign.
    ///
    /// Nothing overflows: 10¹¹ entries of 10¹² each, × 10⁶ for the scale and × 10⁶ for the decimals, are 10³⁵ of 1.7 · 10³⁸.
    static func printed(
        _ numerator: Int128,
        over denominator: Int128,
        _ decimals: Int,
        _ rounding: Definition.Rounding
    ) -> String {
        let power = (0..<decimals).reduce(Int128(1)) { power, _ in power * 10 }
        var (whole, rest) = (numerator.magnitude * power.magnitude).quotientAndRemainder(
            dividingBy: denominator.magnitude
        )
        rest *= 2
        let isTie = rest == denominator.magnitude
        if rest > denominator.magnitude || isTie && (rounding == .halfUp || !whole.isMultiple(of: 2)) { whole += 1 }
        var digits = String(whole)
        if decimals > 0 {
            digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
        }
        let isNegative = (numerator < 0) != (denominator < 0) && whole > 0
        return isNegative ? "-" + digits : digits
    }
}

extension Answer {
    /// What a definition yields on a few entries, for whoever wants to try it.
    ///
    /// - Parameters:
    ///   - definition: Its canonical bytes.
    ///   - entries: The public facts of the first entries of a log, each canonical.
    ///   - from: The first day of the window.
    ///   - until: The first day after it.
    ///   - scope: One more set of conditions, canonical; `{}` for none.
    /// - Throws: ``DefinitionFault``, also for the scope and the days, or ``EntryFault``.
    package init(
        definition: [UInt8],
        entries: [[UInt8]],
        from: String,
        until: String,
        scope: [UInt8]
    ) throws {
        guard let first = EntryDay(Array(from.utf8)[...]), let end = EntryDay(Array(until.utf8)[...]), first < end
        else {
            throw DefinitionFault.wrong("window")
        }
        let question = Question(
            definition: try Definition(parsing: definition),
            window: Window(from: first, until: end),
            scope: try Condition.conditions(CanonicalValue(parsing: scope), at: "scope"),
            size: UInt64(entries.count)
        )
        let plan = Plan([question])
        var counter = Counter(plan)
        for (index, entry) in entries.enumerated() { try counter.count(UInt64(index), entry, in: entry.indices) }
        self = plan.answers(counter.tallies)[0]
    }
}
