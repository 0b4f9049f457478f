/// How a definition is written and read; the bytes of ``text`` are what its hash is of.
extension Indicator {
    package var text: String { canonical.text }

    /// Reads a definition, strictly: what is not known is refused, not passed over.
    ///
    /// - Throws: ``Malformed``, whose `what` names the part.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let canonical = try Canonical(parsing: text)
        guard case .object(let object) = canonical else { throw Malformed("definition", expected: "an object") }
        var fields = Fields(object)
        code = try IndicatorCode(parsing: try fields.text("code"))
        version = try fields.number("version", in: 1...1_000_000)
        name = try fields.wording("name")
        unit = try fields.wording("unit")
        basis = try fields.text("basis")
        cohort = try fields.choice("cohort")
        numerator = try fields.terms("numerator")
        denominator = try fields.has("denominator") ? fields.terms("denominator") : nil
        scale = try fields.number("scale", in: 1...1_000_000, absent: 1)
        decimals = try fields.number("decimals", in: 0...6, absent: 0)
        rounding = try fields.choice("rounding")
        comparesYears = try fields.flag("compare", "year")
        exclusions = try fields.exclusions()
        least = try fields.number("least", in: 0...1_000_000, absent: 0)
        validFrom = try Day(parsing: try fields.text("valid_from"))
        validTo = try fields.has("valid_to") ? Day(parsing: fields.text("valid_to")) : nil
        try fields.end()
        try check()
        // Written again it must be the same: then no default was written out.
        guard self.text.utf8.elementsEqual(text.utf8) else {
            throw Malformed("definition", expected: "no key whose value is what its absence means")
        }
    }

    /// What no single part can know.
    ///
    /// - Throws: ``Malformed``.
    package func check() throws(Malformed) {
        guard !basis.isEmpty, basis.utf8.count <= 1_000 else {
            throw Malformed("definition", expected: "basis: the rule that asks for it, at most 1,000 bytes")
        }
        for text in [name.chinese, name.english, unit.chinese, unit.english] where text.isEmpty || text.utf8.count > 200
        {
            throw Malformed("definition", expected: "name: name and unit in both languages, at most 200 bytes each")
        }
        for terms in [numerator, denominator ?? numerator] {
            guard (1...20).contains(terms.count), terms.allSatisfy({ (1...20).contains($0.types.count) }) else {
                throw Malformed(
                    "definition",
                    expected: "terms: one to twenty terms, each of one to twenty types of entries"
                )
            }
            let isExtreme = terms.contains { $0.function.isExtreme }
            guard !isExtreme || (terms.count == 1 && !terms[0].isSubtracted && denominator == nil) else {
                throw Malformed("definition", expected: "terms: min or max alone")
            }
        }
        guard scale == 1 || denominator != nil || comparesYears else {
            throw Malformed("definition", expected: "scale: only where something is divided")
        }
        guard exclusions.values.allSatisfy({ !$0.isEmpty }) else {
            throw Malformed("definition", expected: "exclusions: conditions for every reason")
        }
        guard !comparesYears || denominator == nil else {
            throw Malformed("definition", expected: "compare: a comparison of counts, not of rates")
        }
        if let validTo, validTo <= validFrom {
            throw Malformed("definition", expected: "valid_to: a day after the first one")
        }
    }

    private var canonical: Canonical {
        var fields: [String: Canonical] = [
            "basis": .text(basis), "code": .text(code.rawValue), "cohort": .text(cohort.rawValue),
            "name": name.canonical, "numerator": .array(numerator.map(\.canonical)),
            "rounding": .text(rounding.rawValue), "unit": unit.canonical,
            "valid_from": .text(validFrom.description), "version": .integer(Int64(version)),
        ]
        if let denominator { fields["denominator"] = .array(denominator.map(\.canonical)) }
        if scale != 1 { fields["scale"] = .integer(Int64(scale)) }
        if decimals != 0 { fields["decimals"] = .integer(Int64(decimals)) }
        if comparesYears { fields["compare"] = .text("year") }
        if !exclusions.isEmpty { fields["exclusions"] = .object(exclusions.mapValues(\.canonical)) }
        if least != 0 { fields["least"] = .integer(Int64(least)) }
        if let validTo { fields["valid_to"] = .text(validTo.description) }
        return .object(fields)
    }
}

extension Indicator.Term.Function {
    package var isExtreme: Bool {
        switch self {
        case .min, .max: true
        case .count, .distinct, .sum: false
        }
    }

    /// The fact that it looks at.
    package var fact: FactName? {
        switch self {
        case .count: nil
        case .distinct(let fact), .sum(let fact), .min(let fact), .max(let fact): fact
        }
    }

    fileprivate var name: String {
        switch self {
        case .count: "count"
        case .distinct: "distinct"
        case .sum: "sum"
        case .min: "min"
        case .max: "max"
        }
    }

    fileprivate init(_ name: String, of fact: FactName?) throws(Malformed) {
        switch (name, fact) {
        case ("count", nil): self = .count
        case ("distinct", let fact?): self = .distinct(fact)
        case ("sum", let fact?): self = .sum(fact)
        case ("min", let fact?): self = .min(fact)
        case ("max", let fact?): self = .max(fact)
        default: throw Malformed("definition", expected: "agg: count, or distinct, sum, min or max with of")
        }
    }
}

extension Indicator.Term {
    fileprivate init(_ canonical: Canonical) throws(Malformed) {
        guard case .object(let object) = canonical else { throw Malformed("definition", expected: "terms: objects") }
        var fields = Fields(object)
        let of: FactName? = try fields.has("of") ? FactName(parsing: fields.text("of")) : nil
        let function = try Function(try fields.text("agg"), of: of)
        var types: [EntryType] = []
        for type in try fields.texts("from") { types.append(try EntryType(parsing: type)) }
        self.init(
            function,
            of: types,
            where: try fields.has("where") ? Conditions(fields.take("where")) : Conditions(),
            day: try fields.has("day") ? FactName(parsing: fields.text("day")) : .recorded,
            span: try fields.has("span") ? fields.choice("span") : .window,
            isSubtracted: try fields.number("times", in: -1...1, absent: 1) == -1
        )
        try fields.end()
    }

    fileprivate var canonical: Canonical {
        var fields: [String: Canonical] = [
            "agg": .text(function.name), "from": .array(types.map { .text($0.rawValue) }),
        ]
        if let fact = function.fact { fields["of"] = .text(fact.rawValue) }
        if !conditions.isEmpty { fields["where"] = conditions.canonical }
        if day != .recorded { fields["day"] = .text(day.rawValue) }
        if span != .window { fields["span"] = .text(span.rawValue) }
        if isSubtracted { fields["times"] = .integer(-1) }
        return .object(fields)
    }
}

extension Wording {
    fileprivate var canonical: Canonical { .object(["en": .text(english), "zh": .text(chinese)]) }
}

/// The fields of an object, taken one by one, so that what is left over shows.
private struct Fields {
    private var left: [String: Canonical]

    init(_ fields: [String: Canonical]) { left = fields }

    func has(_ key: String) -> Bool { left[key] != nil }

    mutating func take(_ key: String) throws(Malformed) -> Canonical {
        guard let value = left.removeValue(forKey: key) else {
            throw Malformed("definition", expected: "\(key): that it is there")
        }
        return value
    }

    mutating func text(_ key: String) throws(Malformed) -> String {
        guard case .text(let text) = try take(key) else { throw Malformed("definition", expected: "\(key): a text") }
        return text
    }

    mutating func texts(_ key: String) throws(Malformed) -> [String] {
        guard case .array(let values) = try take(key) else { throw Malformed("definition", expected: "\(key): texts") }
        var texts: [String] = []
        for value in values {
            guard case .text(let text) = value else { throw Malformed("definition", expected: "\(key): texts") }
            texts.append(text)
        }
        return texts
    }

    mutating func number(_ key: String, in range: ClosedRange<Int>, absent: Int? = nil) throws(Malformed) -> Int {
        if let absent, !has(key) { return absent }
        guard case .integer(let number) = try take(key), let number = Int(exactly: number), range.contains(number)
        else {
            throw Malformed(
                "definition",
                expected: "\(key): an integer from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    mutating func choice<Choice: RawRepresentable<String>>(_ key: String) throws(Malformed) -> Choice {
        guard let choice = Choice(rawValue: try text(key)) else {
            throw Malformed("definition", expected: "\(key): one of the words that docs/figures.md lists")
        }
        return choice
    }

    /// Whether the only value that a key may have is there.
    mutating func flag(_ key: String, _ value: String) throws(Malformed) -> Bool {
        guard has(key) else { return false }
        guard try text(key) == value else { throw Malformed("definition", expected: "\(key): \(value)") }
        return true
    }

    mutating func wording(_ key: String) throws(Malformed) -> Wording {
        guard case .object(let object) = try take(key) else {
            throw Malformed("definition", expected: "\(key): en and zh")
        }
        var fields = Fields(object)
        let wording = Wording(try fields.text("zh"), english: try fields.text("en"))
        try fields.end()
        return wording
    }

    mutating func terms(_ key: String) throws(Malformed) -> [Indicator.Term] {
        guard case .array(let values) = try take(key) else { throw Malformed("definition", expected: "\(key): terms") }
        var terms: [Indicator.Term] = []
        for value in values { terms.append(try Indicator.Term(value)) }
        return terms
    }

    mutating func exclusions() throws(Malformed) -> [String: Conditions] {
        guard has("exclusions") else { return [:] }
        guard case .object(let object) = try take("exclusions") else {
            throw Malformed("definition", expected: "exclusions: reasons with conditions")
        }
        var exclusions: [String: Conditions] = [:]
        for (reason, conditions) in object {
            exclusions[try FactName(parsing: reason).rawValue] = try Conditions(conditions)
        }
        return exclusions
    }

    /// - Throws: ``Malformed`` when something is left that nobody has asked for.
    func end() throws(Malformed) {
        if let key = left.keys.min() { throw Malformed("definition", expected: "\(key): that it is not there") }
    }
}
