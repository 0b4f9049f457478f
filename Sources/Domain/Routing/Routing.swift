/// Who leads for a place, a matter and an hour, and which rule says so.
package struct Assignment: Hashable, Sendable {
    /// The catalogue's version and the rule in it that matched; nil where the list of matters spoke for want of one.
    package var rule: Reference?
    package var unit: UnitCode
    /// The post that answers; the list of matters names none.
    package var post: UnitCode?

    package struct Reference: Hashable, Sendable {
        package var catalogue: EditionVersion
        package var rule: RuleCode

        package init(catalogue: EditionVersion, rule: RuleCode) {
            self.catalogue = catalogue
            self.rule = rule
        }
    }

    package init(rule: Reference?, unit: UnitCode, post: UnitCode?) {
        self.rule = rule
        self.unit = unit
        self.post = post
    }
}

/// Why an order went to whom it went: what the catalogue answered then, and why the dispatcher chose otherwise.
package struct Routing: Hashable, Sendable {
    package var answer: Assignment
    /// Nil where the order follows the answer.
    package var departure: String?

    package init(answer: Assignment, departure: String? = nil) {
        self.answer = answer
        self.departure = departure
    }

    /// The post that the order is for: the catalogue's, unless the dispatcher chose another unit.
    package var post: UnitCode? { departure == nil ? answer.post : nil }
}

extension Case {
    /// Why an order to `unit` is as it is; nil when nothing answered.
    ///
    /// A published catalogue binds as far as that who departs from it says why; where the list of matters speaks for want
    /// of one, or where the answer is a unit that the report is about, nobody has to.
    ///
    /// - Throws: ``Refusal/missing(_:)`` without a reason where one is needed.
    func routing(to unit: UnitCode, because reason: String, in situation: Situation) throws(Refusal) -> Routing? {
        guard let answer = situation.routing else { return nil }
        guard answer.unit != unit else { return Routing(answer: answer) }
        let isRecused = file?.report.recusal?.units.contains(answer.unit) == true
        let binds = answer.rule != nil && !isRecused
        return Routing(
            answer: answer,
            departure: binds ? try words(reason, .reason) : try optionalWords(reason, .reason)
        )
    }
}
