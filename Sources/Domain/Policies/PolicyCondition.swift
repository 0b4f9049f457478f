/// One thing that a policy asks of a firm, in plain words and for a program.
///
/// Integers only, and every answer leads to a result: there is nothing here that could fail or go on for ever.
package struct PolicyCondition: Hashable, Sendable {
    /// What must hold; statements and figures are asked in the condition's own words.
    package enum Test: Hashable, Sendable {
        case kind(Enterprise.Kind)
        /// Registered in the district.
        case registered
        /// One of the district's leading industries.
        case industry(CategoryCode)
        case status(Enterprise.Status.Kind)
        /// In whole years since it was founded.
        case age(Bounds)
        /// Persons employed.
        case persons(Bounds)
        /// A statement that is to be answered with yes, or with no.
        case statement(Bool)
        case figure(Bounds, unit: String)
    }

    /// From one whole number to another one, both included; at least one of them is given.
    package struct Bounds: Hashable, Sendable {
        package var least: Int?
        package var most: Int?

        package init(least: Int? = nil, most: Int? = nil) {
            self.least = least
            self.most = most
        }

        func contains(_ number: Int) -> Bool {
            (least.map { $0 <= number } ?? true) && (most.map { number <= $0 } ?? true)
        }
    }

    /// What a firm is asked; conditions of several policies that ask the same are one question.
    package enum Question: Hashable, Sendable {
        case kind, registered, industry, status, age, persons
        case statement(String)
        case figure(String, unit: String)
    }

    package var words: String
    package var test: Test

    package init(_ words: String, _ test: Test) {
        self.words = words
        self.test = test
    }

    package var question: Question {
        switch test {
        case .kind: .kind
        case .registered: .registered
        case .industry: .industry
        case .status: .status
        case .age: .age
        case .persons: .persons
        case .statement: .statement(words)
        case .figure(_, let unit): .figure(words, unit: unit)
        }
    }

    /// Numbers of at most nine digits: any browser counts with them exactly.
    package static let numbers = -999_999_999...999_999_999
    /// In code points.
    package static let wordsLimit = 200
    package static let unitLimit = 20

    /// Whether a firm's answers meet it; what was not answered, or with no number that anybody has, leaves it unknown.
    func holds(for answers: PolicyAnswers) -> Truth {
        func within(_ bounds: Bounds, _ number: Int?) -> Truth {
            guard let number, Self.numbers.contains(number) else { return .unknown }
            return Truth(bounds.contains(number))
        }
        switch test {
        case .kind(let kind): return answers.kind.map { Truth($0 == kind) } ?? .unknown
        case .registered: return answers.isRegistered.map { Truth($0) } ?? .unknown
        case .industry(let tag): return answers.industries.map { Truth($0.contains(tag)) } ?? .unknown
        case .status(let kind): return answers.statuses.map { Truth($0.contains(kind)) } ?? .unknown
        case .age(let bounds): return within(bounds, answers.age)
        case .persons(let bounds): return within(bounds, answers.persons)
        case .statement(let expected): return answers.statements[words].map { Truth($0 == expected) } ?? .unknown
        case .figure(let bounds, let unit):
            return within(bounds, answers.figures[PolicyAnswers.Figure(words: words, unit: unit)])
        }
    }
}

/// Yes, no, or cannot say; put together as Kleene does: what is missing matters only where the rest does not decide.
package enum Truth: String, Hashable, Sendable, CaseIterable {
    case yes, no, unknown

    init(_ isTrue: Bool) { self = isTrue ? .yes : .no }

    static func all(_ parts: [Truth]) -> Truth {
        if parts.contains(.no) { return .no }
        return parts.contains(.unknown) ? .unknown : .yes
    }

    static func any(_ parts: [Truth]) -> Truth {
        if parts.contains(.yes) { return .yes }
        return parts.contains(.unknown) ? .unknown : .no
    }
}

/// What a firm says of itself to find its policies: in its own browser, and nowhere else.
///
/// No command and no event carries it: it is here for what the conditions mean, which the browser's script is held to.
package struct PolicyAnswers: Hashable, Sendable {
    package struct Figure: Hashable, Sendable {
        package var words: String
        package var unit: String

        package init(words: String, unit: String) {
            self.words = words
            self.unit = unit
        }
    }

    package var kind: Enterprise.Kind?
    package var isRegistered: Bool?
    /// Empty where it has none of them, nil where that was not said.
    package var industries: Set<CategoryCode>?
    package var statuses: Set<Enterprise.Status.Kind>?
    package var age: Int?
    package var persons: Int?
    package var statements: [String: Bool] = [:]
    package var figures: [Figure: Int] = [:]

    package init() {}
}
