extension Definition {
    /// Reads the bytes of a definition, strictly: what it does not know makes the text no definition.
    ///
    /// - Throws: ``DefinitionFault``.
    init(parsing bytes: [UInt8]) throws(DefinitionFault) {
        let value: CanonicalValue
        do throws(EntryFault) { value = try CanonicalValue(parsing: bytes) } catch { throw .notCanonical(error) }
        var fields = try DefinitionFields(value, at: "")
        _ = try fields.text("basis")
        guard ["due", "opened", "flow"].contains(try fields.text("cohort")) else { throw .wrong("cohort") }
        let code = try fields.text("code")
        guard Name.isCode(Array(code.utf8)) else { throw .wrong("code") }
        guard case .integer(let version) = try fields.required("version"), version >= 1 else { throw .wrong("version") }
        _ = try Self.words(fields.required("name"), at: "name")
        let unit = try Self.words(fields.required("unit"), at: "unit")
        let numerator = try Term.terms(fields.required("numerator"), at: "numerator")
        var denominator: [Term]?
        if let value = fields.optional("denominator") { denominator = try Term.terms(value, at: "denominator") }
        if denominator != nil, (numerator + (denominator ?? [])).contains(where: \.aggregate.isExtreme) {
            throw .notAllowed("denominator")
        }
        let growth = fields.optional("compare")
        guard growth == nil || growth?.isText("year") == true else { throw .wrong("compare") }
        guard growth == nil || denominator == nil else { throw .notAllowed("compare") }
        let scale = try fields.integer("scale", in: 1...1_000_000, absent: 1)
        guard scale == 1 || growth != nil || denominator != nil else { throw .notAllowed("scale") }
        let decimals = try fields.integer("decimals", in: 0...6, absent: 0)
        guard let rounding = Rounding(rawValue: try fields.text("rounding")) else { throw .wrong("rounding") }
        _ = try fields.integer("least", in: 0...Int64.max, absent: 0)
        var exclusions: [Exclusion] = []
        if let value = fields.optional("exclusions") { exclusions = try Self.exclusions(value) }
        guard let validFrom = try fields.day("valid_from") else { throw .lacks("valid_from") }
        let validTo = try fields.day("valid_to")
        guard validTo.map({ validFrom < $0 }) ?? true else { throw .wrong("valid_to") }
        try fields.finish()

        self.init(
            code: code,
            version: version,
            unit: unit,
            numerator: numerator,
            denominator: denominator,
            scale: scale,
            decimals: Int(decimals),
            rounding: rounding,
            isGrowth: growth != nil,
            exclusions: exclusions,
            validFrom: validFrom,
            validTo: validTo
        )
    }

    private static func words(_ value: CanonicalValue, at path: String) throws(DefinitionFault) -> Unit {
        var fields = try DefinitionFields(value, at: path)
        let words = Unit(chinese: try fields.text("zh"), english: try fields.text("en"))
        try fields.finish()
        return words
    }

    private static func exclusions(_ value: CanonicalValue) throws(DefinitionFault) -> [Exclusion] {
        guard case .object(let reasons) = value else { throw .wrong("exclusions") }
        guard !reasons.isEmpty else { throw .isDefault("exclusions") }
        var exclusions: [Exclusion] = []
        for reason in reasons {
            let path = "exclusions.\(reason.key)"
            guard Name.isFact(reason.key.utf8) else { throw .wrong(path) }
            let conditions = try Condition.conditions(reason.value, at: path)
            guard !conditions.isEmpty else { throw .wrong(path) }
            exclusions.append(Exclusion(reason: reason.key, conditions: conditions))
        }
        return exclusions
    }
}

extension Term {
    fileprivate static func terms(_ value: CanonicalValue, at path: String) throws(DefinitionFault) -> [Term] {
        guard case .array(let values) = value, !values.isEmpty else { throw .wrong(path) }
        var terms: [Term] = []
        for value in values { terms.append(try Term(value, at: path)) }
        guard terms.count == 1 && !terms[0].isNegative || !terms.contains(where: \.aggregate.isExtreme) else {
            throw .notAllowed("\(path).agg")
        }
        return terms
    }

    private init(_ value: CanonicalValue, at path: String) throws(DefinitionFault) {
        var fields = try DefinitionFields(value, at: path)
        let agg = try fields.text("agg")
        let fact = try fields.name("of")
        aggregate = try Self.aggregate(agg, fact, at: path)
        types = try Self.types(fields.required("from"), at: fields.path("from"))
        if let value = fields.optional("where") {
            conditions = try Condition.conditions(value, at: fields.path("where"))
            guard !conditions.isEmpty else { throw .isDefault(fields.path("where")) }
        } else {
            conditions = []
        }
        let named = try fields.name("day")
        guard named != "at" else { throw .isDefault(fields.path("day")) }
        day = named ?? "at"
        let span = fields.optional("span")
        guard span?.isText("window") != true else { throw .isDefault(fields.path("span")) }
        guard span == nil || span?.isText("until") == true else { throw .wrong(fields.path("span")) }
        isUntil = span != nil
        let times = try fields.integer("times", in: -1...1, absent: 1)
        guard times != 0 else { throw .wrong(fields.path("times")) }
        isNegative = times == -1
        try fields.finish()
    }

    private static func aggregate(
        _ name: String,
        _ fact: String?,
        at path: String
    ) throws(DefinitionFault) -> Aggregate {
        if name == "count" {
            guard fact == nil else { throw .notAllowed("\(path).of") }
            return .count
        }
        let make: (String) -> Aggregate
        switch name {
        case "distinct": make = Aggregate.distinct
        case "sum": make = Aggregate.sum
        case "min": make = Aggregate.least
        case "max": make = Aggregate.largest
        default: throw .wrong("\(path).agg")
        }
        guard let fact else { throw .lacks("\(path).of") }
        return make(fact)
    }

    private static func types(_ value: CanonicalValue, at path: String) throws(DefinitionFault) -> [String] {
        guard case .array(let values) = value, !values.isEmpty else { throw .wrong(path) }
        var types: [String] = []
        for value in values {
            guard case .text(let text) = value, Name.isCode(text.plain) else { throw .wrong(path) }
            // Codes are ASCII: the order of the strings is that of the bytes.
            if let last = types.last, last >= text.string { throw .wrong(path) }
            types.append(text.string)
        }
        return types
    }
}

extension Condition {
    /// Conditions on facts, from `where`, an exclusion or a scope; none from an empty object.
    ///
    /// - Throws: ``DefinitionFault``.
    static func conditions(_ value: CanonicalValue, at path: String) throws(DefinitionFault) -> [Condition] {
        guard case .object(let fields) = value else { throw .wrong(path) }
        var conditions: [Condition] = []
        for field in fields { conditions.append(try Condition(field.key, field.value, at: "\(path).\(field.key)")) }
        return conditions
    }

    private init(_ key: String, _ value: CanonicalValue, at path: String) throws(DefinitionFault) {
        let inner = key.utf8.prefix { byte in !"!^<=>?".utf8.contains(byte) }
        guard Name.isFact(inner), let fact = String(inner) else { throw .unknownKey(path) }
        self.fact = fact
        switch String(key.dropFirst(fact.count)) {
        case "": test = .isOneOf(try Self.values(value, at: path))
        case "!": test = .isNot(try Self.value(value, at: path))
        case "^":
            guard case .text = value else { throw .wrong(path) }
            test = .begins(with: try Self.value(value, at: path))
        case "?":
            guard case .integer(let number) = value, number == 0 || number == 1 else { throw .wrong(path) }
            test = .isThere(number == 1)
        case let symbol:
            guard let order = Order(rawValue: symbol) else { throw .unknownKey(path) }
            test = .isOrdered(order, try Self.value(value, at: path))
        }
    }

    private static func values(_ value: CanonicalValue, at path: String) throws(DefinitionFault) -> [Value] {
        guard case .array(let elements) = value else { return [try self.value(value, at: path)] }
        var values: [Value] = []
        for element in elements { values.append(try self.value(element, at: path)) }
        guard !values.isEmpty, Set(values).count == values.count else { throw .wrong(path) }
        return values
    }

    private static func value(_ value: CanonicalValue, at path: String) throws(DefinitionFault) -> Value {
        switch value {
        case .integer(let number): return .integer(number)
        case .text(let text):
            guard !text.plain.contains(0) else { throw .wrong(path) }
            return switch text.string {
            case "@from": .from
            case "@until": .until
            default: .text(text)
            }
        case .array, .object: throw .wrong(path)
        }
    }
}

extension CanonicalValue {
    fileprivate func isText(_ text: String) -> Bool {
        guard case .text(let own) = self else { return false }
        return own.plain.elementsEqual(text.utf8)
    }
}
