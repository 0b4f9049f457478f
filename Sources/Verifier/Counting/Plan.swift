/// Many questions, arranged so that an entry meets only what may count it.
///
/// By the type of an entry it finds the terms; a term's conditions are tried once for all its scopes, a scope's once for
/// all its windows, and a window costs no more than comparing days. Conditions with the window's ends are the exception.
struct Plan: Sendable {
    /// A condition on the fact of a number, with the window's ends put in.
    typealias Conditions = [PlannedCondition]

    struct PlannedTerm: Sendable {
        /// The number of the fact that is aggregated; nil for a count.
        let fact: Int?
        let isDistinct: Bool
        let day: Int
        let conditions: Conditions
        /// By reason; nil if they depend on the window.
        let exclusions: [Conditions]?
        var scopes: [PlannedScope] = []
    }

    struct PlannedScope: Sendable {
        let conditions: Conditions
        var windows: [PlannedWindow] = []
    }

    struct PlannedWindow: Sendable {
        let from: EntryDay
        let until: EntryDay
        let size: UInt64
        /// Where it is counted.
        let tally: Int
        /// The term's and the scope's that depend on the window.
        let conditions: Conditions
        /// The term's, if they depend on the window.
        let exclusions: [Conditions]
    }

    let questions: [Question]
    /// The facts that are looked at, sorted.
    let names: [String]
    /// Those of them that say on which day an entry counts.
    let days: Set<String>
    /// The number of the fact `t`.
    let type: Int
    private(set) var terms: [PlannedTerm] = []
    /// The types that any term counts, sorted, and the numbers of those terms.
    private(set) var types: [(name: [UInt8], terms: [Int])] = []
    private(set) var tallyCount = 0
    /// How many entries are looked at for any of them.
    let size: UInt64
    /// For each question the tallies of its numerator, and those of its denominator or of its earlier window.
    private var tallies: [(now: Range<Int>, other: Range<Int>)] = []

    init(_ questions: [Question]) {
        self.questions = questions
        size = questions.map(\.size).max() ?? 0
        var names: Set = ["t"]
        var days: Set<String> = []
        for question in questions {
            let definition = question.definition
            for term in definition.numerator + (definition.denominator ?? []) {
                names.formUnion([term.day] + (term.aggregate.fact.map { [$0] } ?? []))
                names.formUnion(term.conditions.map(\.fact))
                days.insert(term.day)
            }
            names.formUnion((definition.exclusions.flatMap(\.conditions) + question.scope).map(\.fact))
        }
        // Names are ASCII: the order of the strings is that of the bytes.
        self.names = names.sorted()
        self.days = days
        let numbers = Dictionary(uniqueKeysWithValues: self.names.enumerated().map { ($1, $0) })
        type = numbers["t"] ?? 0
        var builder = PlanBuilder(numbers: numbers)
        for question in questions {
            let definition = question.definition
            let now = builder.add(definition.numerator, of: question, in: question.window)
            let other =
                if let denominator = definition.denominator {
                    builder.add(denominator, of: question, in: question.window)
                } else if definition.isGrowth {
                    builder.add(definition.numerator, of: question, in: question.window.yearBefore)
                } else { now.upperBound..<now.upperBound }
            tallies.append((now, other))
        }
        terms = builder.terms
        tallyCount = builder.tallyCount
        types = builder.termsOfTypes.map { (Array($0.key.utf8), $0.value) }.sorted {
            $0.name.lexicographicallyPrecedes($1.name)
        }
    }

    /// The answers, in the order of the questions.
    func answers(_ counted: [Tally]) -> [Answer] {
        zip(questions, tallies).map { question, ranges in
            Answer(question.definition, now: Array(counted[ranges.now]), other: Array(counted[ranges.other]))
        }
    }
}

/// A condition on the fact of a number; no value in it is an end of a window any more.
struct PlannedCondition: Hashable, Sendable {
    let fact: Int
    let test: Condition.Test
}

/// Puts terms, scopes and windows that are alike together.
private struct PlanBuilder {
    private struct TermKey: Hashable {
        let term: Term
        let exclusions: [Definition.Exclusion]
    }

    private struct ScopeKey: Hashable {
        let term: Int
        let scope: [Condition]
    }

    let numbers: [String: Int]
    private(set) var terms: [Plan.PlannedTerm] = []
    private(set) var termsOfTypes: [String: [Int]] = [:]
    private(set) var tallyCount = 0
    private var termNumbers: [TermKey: Int] = [:]
    private var scopeNumbers: [ScopeKey: Int] = [:]

    init(numbers: [String: Int]) { self.numbers = numbers }

    mutating func add(_ added: [Term], of question: Question, in window: Window) -> Range<Int> {
        let first = tallyCount
        for term in added {
            let exclusions = question.definition.exclusions
            let number = self.number(of: term, exclusions)
            let scope = self.number(of: question.scope, in: number)
            let areExclusionsFixed = terms[number].exclusions != nil
            let ends = (term.conditions + question.scope).filter(\.hasEnds)
            terms[number].scopes[scope].windows.append(
                Plan.PlannedWindow(
                    from: term.isUntil ? .distantPast : window.from,
                    until: window.until,
                    size: question.size,
                    tally: tallyCount,
                    conditions: planned(ends, in: window),
                    exclusions: areExclusionsFixed ? [] : exclusions.map { planned($0.conditions, in: window) }
                )
            )
            tallyCount += 1
        }
        return first..<tallyCount
    }

    private mutating func number(of term: Term, _ exclusions: [Definition.Exclusion]) -> Int {
        let key = TermKey(term: term, exclusions: exclusions)
        if let number = termNumbers[key] { return number }
        let number = terms.count
        let haveEnds = exclusions.contains { $0.conditions.contains(where: \.hasEnds) }
        terms.append(
            Plan.PlannedTerm(
                fact: term.aggregate.fact.flatMap { numbers[$0] },
                isDistinct: term.aggregate.isDistinct,
                day: numbers[term.day] ?? 0,
                conditions: planned(term.conditions.filter { !$0.hasEnds }, in: nil),
                exclusions: haveEnds ? nil : exclusions.map { planned($0.conditions, in: nil) }
            )
        )
        for type in term.types { termsOfTypes[type, default: []].append(number) }
        termNumbers[key] = number
        return number
    }

    private mutating func number(of scope: [Condition], in term: Int) -> Int {
        let key = ScopeKey(term: term, scope: scope)
        if let number = scopeNumbers[key] { return number }
        let number = terms[term].scopes.count
        terms[term].scopes.append(
            Plan.PlannedScope(conditions: planned(scope.filter { !$0.hasEnds }, in: nil))
        )
        scopeNumbers[key] = number
        return number
    }

    private func planned(_ conditions: [Condition], in window: Window?) -> Plan.Conditions {
        conditions.map { condition in
            PlannedCondition(
                fact: numbers[condition.fact] ?? 0,
                test: (window.map { condition.resolved(in: $0) } ?? condition).test
            )
        }
    }
}
