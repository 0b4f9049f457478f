/// What a figure counts, as data: a total function from the first entries of a log to an exact number.
///
/// `docs/figures.md` says what each part means; integers and fractions only, no code of anybody's.
package struct Indicator: Hashable, Sendable {
    /// Which cases of a window are meant (domain C.1 rule 5).
    package enum Cohort: String, Hashable, Sendable, CaseIterable {
        /// What became due in the window: leaving cases open does not help.
        case due
        /// What began in it.
        case opened
        /// What happened in it: a rate of two flows may exceed 100 %.
        case flow
    }

    package var code: IndicatorCode
    /// From 1; each version one more.
    package var version: Int
    package var name: Wording
    /// The measure word: 家, 件, 人 and 人次 are different units.
    package var unit: Wording
    /// The rule, paper or decision that asks for it.
    package var basis: String
    package var cohort: Cohort
    package var numerator: [Term]
    /// Nil for a count; otherwise the value is numerator × scale ÷ denominator.
    package var denominator: [Term]?
    package var scale: Int
    /// How many decimals are printed.
    package var decimals: Int
    package var rounding: Rounding
    /// Growth against the same window a year earlier.
    package var comparesYears: Bool
    /// What is not counted, by reason.
    package var exclusions: [String: Conditions]
    /// In tables of units, fewer cases than that show no rate.
    package var least: Int
    package var validFrom: Day
    /// The first day that no longer belongs to it.
    package var validTo: Day?

    package init(
        code: IndicatorCode,
        version: Int = 1,
        name: Wording,
        unit: Wording,
        basis: String,
        cohort: Cohort,
        numerator: [Term],
        denominator: [Term]? = nil,
        scale: Int = 1,
        decimals: Int = 0,
        rounding: Rounding = .halfUp,
        comparesYears: Bool = false,
        exclusions: [String: Conditions] = [:],
        least: Int = 0,
        validFrom: Day,
        validTo: Day? = nil
    ) {
        self.code = code
        self.version = version
        self.name = name
        self.unit = unit
        self.basis = basis
        self.cohort = cohort
        self.numerator = numerator
        self.denominator = denominator
        self.scale = scale
        self.decimals = decimals
        self.rounding = rounding
        self.comparesYears = comparesYears
        self.exclusions = exclusions
        self.least = least
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// A number that is made from the entries that match.
    package struct Term: Hashable, Sendable {
        package enum Function: Hashable, Sendable {
            case count
            /// Different texts.
            case distinct(FactName)
            case sum(FactName)
            case min(FactName)
            case max(FactName)
        }

        package enum Span: String, Hashable, Sendable, CaseIterable {
            case window
            /// All that was before the window's end.
            case until
        }

        package var function: Function
        /// Types of entries; sorted, at least one.
        package var types: [EntryType]
        package var conditions: Conditions
        /// The fact that says on which day an entry counts.
        package var day: FactName
        package var span: Span
        package var isSubtracted: Bool

        package init(
            _ function: Function,
            of types: [EntryType],
            where conditions: Conditions = Conditions(),
            day: FactName = .recorded,
            span: Span = .window,
            isSubtracted: Bool = false
        ) {
            self.function = function
            self.types = Set(types).sorted()
            self.conditions = conditions
            self.day = day
            self.span = span
            self.isSubtracted = isSubtracted
        }
    }
}

/// How a fraction is printed.
package enum Rounding: String, Hashable, Sendable, CaseIterable {
    /// 四舍五入, halves away from zero.
    case halfUp = "half_up"
    /// 四舍六入五成双 (GB/T 8170): halves to the even digit.
    case halfEven = "half_even"
}

/// The window of a value: whole days, half open.
package struct FigureWindow: Hashable, Sendable {
    package let from: Day
    /// The first day after it.
    package let until: Day

    /// - Throws: ``Refusal/datesReversed``.
    package init(from: Day, until: Day) throws(Refusal) {
        guard from < until else { throw .datesReversed }
        self.init(unchecked: from, until)
    }

    private init(unchecked from: Day, _ until: Day) {
        self.from = from
        self.until = until
    }

    /// The same days a year earlier, 29 February as the 28th.
    package var yearEarlier: FigureWindow {
        FigureWindow(unchecked: from.adding(months: -12), until.adding(months: -12))
    }

    /// The window of the same kind just before: whole months for whole months, as many days otherwise.
    package var before: FigureWindow {
        let months = (until.year - from.year) * 12 + until.month - from.month
        if from.day == 1, until.day == 1 { return FigureWindow(unchecked: from.adding(months: -months), from) }
        return FigureWindow(unchecked: from.advanced(by: -from.distance(to: until)), from)
    }
}
