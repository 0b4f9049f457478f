/// How conditions are written and read: in the journal, in `/policies.json`, and where somebody brings them in as a text.
///
/// `[{"any":[{"ask":"age","least":3,"words":"成立满三年"}]}]`: every object of the list must hold, one of its `any` is enough.
extension PolicyConditions {
    package var canonical: Canonical {
        .array(clauses.map { .object(["any": .array($0.map(\.canonical))]) })
    }

    package var text: String { canonical.text }

    /// Strictly: what is not known is refused, not passed over.
    ///
    /// - Throws: ``Malformed``.
    package init(_ canonical: Canonical) throws(Malformed) {
        guard case .array(let parts) = canonical else { throw Self.malformed }
        var clauses: [[PolicyCondition]] = []
        for part in parts {
            guard case .object(let fields) = part, fields.count == 1, case .array(let any)? = fields["any"] else {
                throw Self.malformed
            }
            var clause: [PolicyCondition] = []
            for condition in any { clause.append(try PolicyCondition(condition)) }
            clauses.append(clause)
        }
        self.init(clauses)
    }

    fileprivate static var malformed: Malformed {
        Malformed(
            "policy_conditions",
            expected: "a list of {\"any\": [{\"ask\", \"words\", and \"is\", or \"least\" and \"most\"}]}"
        )
    }
}

extension PolicyCondition {
    var canonical: Canonical {
        var fields: [String: Canonical] = ["ask": .text(ask), "words": .text(words)]
        func put(_ bounds: Bounds) {
            if let least = bounds.least { fields["least"] = .integer(Int64(least)) }
            if let most = bounds.most { fields["most"] = .integer(Int64(most)) }
        }
        switch test {
        case .kind(let kind): fields["is"] = .text(kind.rawValue)
        case .registered: break
        case .industry(let tag): fields["is"] = .text(tag.rawValue)
        case .status(let kind): fields["is"] = .text(kind.rawValue)
        case .age(let bounds), .persons(let bounds): put(bounds)
        case .statement(let expected): fields["is"] = .text(expected ? "yes" : "no")
        case .figure(let bounds, let unit):
            put(bounds)
            fields["unit"] = .text(unit)
        }
        return .object(fields)
    }

    /// What is asked, as it is written.
    package var ask: String {
        switch test {
        case .kind: "kind"
        case .registered: "registered"
        case .industry: "industry"
        case .status: "status"
        case .age: "age"
        case .persons: "persons"
        case .statement: "statement"
        case .figure: "figure"
        }
    }

    init(_ canonical: Canonical) throws(Malformed) {
        guard case .object(var left) = canonical else { throw PolicyConditions.malformed }
        func text(_ key: String) throws(Malformed) -> String {
            guard case .text(let text)? = left.removeValue(forKey: key) else { throw PolicyConditions.malformed }
            return text
        }
        func number(_ key: String) throws(Malformed) -> Int? {
            guard let value = left.removeValue(forKey: key) else { return nil }
            guard case .integer(let number) = value, let number = Int(exactly: number) else {
                throw PolicyConditions.malformed
            }
            return number
        }
        func bounds() throws(Malformed) -> Bounds { Bounds(least: try number("least"), most: try number("most")) }
        func choice<Choice: RawRepresentable<String>>() throws(Malformed) -> Choice {
            guard let choice = Choice(rawValue: try text("is")) else { throw PolicyConditions.malformed }
            return choice
        }
        let (ask, words) = (try text("ask"), try text("words"))
        let test: Test
        switch ask {
        case "kind": test = .kind(try choice())
        case "registered": test = .registered
        case "industry": test = .industry(try CategoryCode(parsing: try text("is")))
        case "status": test = .status(try choice())
        case "age": test = .age(try bounds())
        case "persons": test = .persons(try bounds())
        case "statement":
            switch try text("is") {
            case "yes": test = .statement(true)
            case "no": test = .statement(false)
            default: throw PolicyConditions.malformed
            }
        case "figure": test = .figure(try bounds(), unit: try text("unit"))
        default: throw PolicyConditions.malformed
        }
        guard left.isEmpty else { throw PolicyConditions.malformed }
        self.init(words, test)
    }
}
