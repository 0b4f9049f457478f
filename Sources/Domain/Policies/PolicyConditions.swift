/// What a policy asks of a firm: every clause must hold, and of a clause's conditions one is enough.
package struct PolicyConditions: Hashable, Sendable {
    package var clauses: [[PolicyCondition]]

    package init(_ clauses: [[PolicyCondition]]) { self.clauses = clauses }

    /// How a firm's answers stand to a policy, with how they stand to each condition, in the same order.
    package struct Judgement: Hashable, Sendable {
        package let result: Truth
        package let conditions: [[Truth]]

        /// What each clause comes to.
        package var clauses: [Truth] { conditions.map(Truth.any) }
    }

    package static let mostClauses = 20
    /// In a clause.
    package static let mostAlternatives = 8

    /// - Complexity: one look at every condition, at most 160.
    package func judge(_ answers: PolicyAnswers) -> Judgement {
        let conditions = clauses.map { $0.map { $0.holds(for: answers) } }
        return Judgement(result: .all(conditions.map(Truth.any)), conditions: conditions)
    }

    /// The same with its words trimmed, where every part is within its bounds.
    ///
    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooMany(_:limit:)``, ``Refusal/tooLong(_:limit:)`` or
    ///   ``Refusal/malformed(_:)``.
    package func checked() throws(Refusal) -> PolicyConditions {
        guard !clauses.isEmpty, clauses.allSatisfy({ !$0.isEmpty }) else { throw .missing(.conditions) }
        guard clauses.count <= Self.mostClauses else { throw .tooMany(.conditions, limit: Self.mostClauses) }
        var checked: [[PolicyCondition]] = []
        for clause in clauses {
            guard clause.count <= Self.mostAlternatives else {
                throw .tooMany(.conditions, limit: Self.mostAlternatives)
            }
            var conditions: [PolicyCondition] = []
            for condition in clause { conditions.append(try condition.checked()) }
            checked.append(conditions)
        }
        return PolicyConditions(checked)
    }
}

extension PolicyCondition {
    fileprivate func checked() throws(Refusal) -> PolicyCondition {
        let words = try words.checked(.conditions, limit: Self.wordsLimit)
        switch test {
        case .kind, .registered, .industry, .status, .statement: return PolicyCondition(words, test)
        case .age(let bounds), .persons(let bounds):
            try bounds.check(within: 0...Self.numbers.upperBound)
            return PolicyCondition(words, test)
        case .figure(let bounds, let unit):
            try bounds.check(within: Self.numbers)
            let unit = try unit.checked(.conditions, limit: Self.unitLimit)
            return PolicyCondition(words, .figure(bounds, unit: unit))
        }
    }
}

extension PolicyCondition.Bounds {
    fileprivate func check(within numbers: ClosedRange<Int>) throws(Refusal) {
        let given = [least, most].compactMap { $0 }
        let isOrdered = given.count < 2 || given[0] <= given[1]
        guard !given.isEmpty, given.allSatisfy(numbers.contains), isOrdered else {
            throw .malformed(
                Malformed("policy_bounds", expected: "a least or a most number of at most nine digits, in this order")
            )
        }
    }
}
