/// What the facts of an entry must be: all of it.
package struct Conditions: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int64)
    }

    package enum Test: Hashable, Sendable {
        case equals(Value)
        case isOneOf([Value])
        /// Not there, or something else.
        case differs(Value)
        /// A text that begins so.
        case begins(String)
        case isBelow(Value)
        case isAtMost(Value)
        case isAbove(Value)
        case isAtLeast(Value)
        case isThere(Bool)
    }

    package struct Condition: Hashable, Sendable {
        package var fact: FactName
        package var test: Test

        package init(_ fact: FactName, _ test: Test) {
            self.fact = fact
            self.test = test
        }
    }

    /// Sorted as they are written; at most one for each fact and kind of test.
    package private(set) var all: [Condition]

    package init(_ all: [Condition] = []) {
        self.all = all.sorted { $0.key < $1.key }
    }

    package var isEmpty: Bool { all.isEmpty }

    /// Both together.
    package func and(_ other: Conditions) -> Conditions { Conditions(all + other.all) }

    /// The ends of a window put where they are named.
    package func filled(for window: FigureWindow) -> Conditions {
        Conditions(all.map { Condition($0.fact, $0.test.filled(for: window)) })
    }
}

extension Conditions.Value {
    fileprivate func filled(for window: FigureWindow) -> Self {
        switch self {
        case .text("@from"): .text(window.from.description)
        case .text("@until"): .text(window.until.description)
        case .text, .integer: self
        }
    }
}

extension Conditions.Test {
    fileprivate func filled(for window: FigureWindow) -> Self {
        switch self {
        case .equals(let value): .equals(value.filled(for: window))
        case .isOneOf(let values): .isOneOf(values.map { $0.filled(for: window) })
        case .differs(let value): .differs(value.filled(for: window))
        case .isBelow(let value): .isBelow(value.filled(for: window))
        case .isAtMost(let value): .isAtMost(value.filled(for: window))
        case .isAbove(let value): .isAbove(value.filled(for: window))
        case .isAtLeast(let value): .isAtLeast(value.filled(for: window))
        case .begins("@from"): .begins(window.from.description)
        case .begins("@until"): .begins(window.until.description)
        case .begins, .isThere: self
        }
    }

    /// What follows the fact's name in a key.
    fileprivate var sign: String {
        switch self {
        case .equals, .isOneOf: ""
        case .differs: "!"
        case .begins: "^"
        case .isBelow: "<"
        case .isAtMost: "<="
        case .isAbove: ">"
        case .isAtLeast: ">="
        case .isThere: "?"
        }
    }
}

extension Conditions.Condition {
    /// The key in canonical JSON.
    package var key: String { fact.rawValue + test.sign }
}

// MARK: Canonical JSON

extension Conditions.Value {
    fileprivate init?(_ canonical: Canonical) {
        switch canonical {
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .object, .array: return nil
        }
    }

    fileprivate var canonical: Canonical {
        switch self {
        case .text(let text): .text(text)
        case .integer(let number): .integer(number)
        }
    }
}

extension Conditions {
    /// Reads an object of conditions.
    ///
    /// - Throws: ``Malformed``.
    package init(_ canonical: Canonical) throws(Malformed) {
        guard case .object(let fields) = canonical else { throw Self.malformed("{…}") }
        var all: [Condition] = []
        for (key, value) in fields { all.append(try Condition(key: key, value: value)) }
        self.init(all)
    }

    /// Reads what ``text`` writes: the scope of a value.
    ///
    /// - Throws: ``Malformed``.
    package init(parsing text: some StringProtocol) throws(Malformed) { try self.init(Canonical(parsing: text)) }

    package var canonical: Canonical {
        .object(Dictionary(all.map { ($0.key, $0.test.canonical) }) { first, _ in first })
    }

    package var text: String { canonical.text }

    fileprivate static func malformed(_ key: String) -> Malformed {
        Malformed(
            "definition",
            expected: "condition: a fact's name with none or one of ! ^ < <= > >= ? and a fitting value, not \(key)"
        )
    }
}

extension Conditions.Condition {
    fileprivate init(key: String, value: Canonical) throws(Malformed) {
        let name = key.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let fact = try FactName(parsing: name)
        let single = Conditions.Value(value)
        let test: Conditions.Test? =
            switch (key.dropFirst(name.count), value, single) {
            case ("", .array(let values), _):
                values.isEmpty || Canonical.haveEqual(values) || values.contains { Conditions.Value($0) == nil }
                    ? nil : .isOneOf(values.compactMap(Conditions.Value.init))
            case ("", _, let single?): .equals(single)
            case ("!", _, let single?): .differs(single)
            case ("^", .text(let text), _): .begins(text)
            case ("<", _, let single?): .isBelow(single)
            case ("<=", _, let single?): .isAtMost(single)
            case (">", _, let single?): .isAbove(single)
            case (">=", _, let single?): .isAtLeast(single)
            case ("?", .integer(0), _): .isThere(false)
            case ("?", .integer(1), _): .isThere(true)
            default: nil
            }
        guard let test else { throw Conditions.malformed(key) }
        self.init(fact, test)
    }
}

extension Conditions.Test {
    fileprivate var canonical: Canonical {
        switch self {
        case .equals(let value), .differs(let value), .isBelow(let value), .isAtMost(let value), .isAbove(let value),
            .isAtLeast(let value):
            value.canonical
        case .isOneOf(let values): .array(values.map(\.canonical))
        case .begins(let text): .text(text)
        case .isThere(let isThere): .integer(isThere ? 1 : 0)
        }
    }
}
