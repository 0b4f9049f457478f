import Domain

/// Why an order went to whom it went, as the order's payload keeps it.
extension Facts {
    mutating func set(routing: Routing) {
        let answer = routing.answer
        self["answer"] = .text(answer.unit.rawValue)
        set("post", answer.post?.rawValue)
        set("catalogue", answer.rule?.catalogue.rawValue)
        set("rule", answer.rule?.rule.rawValue)
        set("departure", routing.departure)
    }

    /// Nil in an order from before that was kept.
    ///
    /// - Throws: ``Fault/corrupt(_:)``.
    func routing() throws -> Routing? {
        guard let unit = try optionalUnit("answer") else { return nil }
        do {
            var rule: Assignment.Reference?
            if let catalogue = optionalText("catalogue") {
                rule = Assignment.Reference(
                    catalogue: try EditionVersion(parsing: catalogue),
                    rule: try RuleCode(parsing: try text("rule"))
                )
            }
            return Routing(
                answer: Assignment(rule: rule, unit: unit, post: try optionalUnit("post")),
                departure: optionalText("departure")
            )
        } catch is Malformed {
            throw Fault.corrupt("an order holds no valid rule of a catalogue")
        }
    }
}
