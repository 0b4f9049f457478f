import Application
import Domain
import Store

/// What the pages say about policies, their conditions, and what firms ask of them.
extension FirmWords {
    /// From the first day to the last one.
    func period(_ content: FirmPolicy.Content) -> String {
        guard let until = content.until else {
            return text("web.policy_from", ["from": content.from.description])
        }
        return text(
            "web.policy_period",
            ["from": content.from.description, "until": until.advanced(by: -1).description]
        )
    }

    /// One line for every clause.
    func clauses(_ conditions: PolicyConditions) -> [String] {
        conditions.clauses.map { $0.map(condition).joined(separator: text("web.policy_or")) }
    }

    /// In the policy's own words, and in brackets what a program looks at.
    func condition(_ condition: PolicyCondition) -> String {
        // There is nothing to say beside it.
        if condition.test == .registered { return condition.words }
        return text("web.policy_condition", ["words": condition.words, "check": check(condition.test)])
    }

    private func check(_ test: PolicyCondition.Test) -> String {
        switch test {
        case .kind(let kind): text("web.policy_check_kind", ["what": self.kind(kind)])
        case .registered: text("web.policy_check_registered")
        case .industry(let tag): text("web.policy_check_industry", ["what": industry(tag)])
        case .status(let kind): text("web.policy_check_status", ["what": status(kind)])
        case .age(let bounds): text("web.policy_check_age", ["range": range(bounds, text("web.policy_years"))])
        case .persons(let bounds):
            text("web.policy_check_persons", ["range": range(bounds, text("web.policy_persons"))])
        case .statement(true): text("web.policy_check_yes")
        case .statement(false): text("web.policy_check_no")
        case .figure(let bounds, let unit): range(bounds, unit)
        }
    }

    func industry(_ tag: CategoryCode) -> String { lists.tags[tag]?.text(in: words.language) ?? tag.rawValue }

    private func range(_ bounds: PolicyCondition.Bounds, _ unit: String) -> String {
        let values = [
            "least": bounds.least.map(String.init) ?? "", "most": bounds.most.map(String.init) ?? "", "unit": unit,
        ]
        if bounds.most == nil { return text("web.policy_range_least", values) }
        return text(bounds.least == nil ? "web.policy_range_most" : "web.policy_range_both", values)
    }

    func unit(_ code: UnitCode) -> String { body(code.rawValue) }

    func request(_ kind: PolicyRequest.Kind) -> String { text("web.policy_request_\(kind.rawValue)") }
    func stands(_ state: PolicyRequest.State.Name) -> String { text("web.policy_stands_\(state.rawValue)") }

    /// Where a request is, and by when it is answered.
    func stands(_ row: PolicyRequestSummary, on today: Day) -> String {
        guard row.state == .open else { return stands(row.state) }
        let key = row.due < today ? "web.policy_request_late" : "web.policy_request_due"
        return text(key, ["day": row.due.description])
    }

    /// What was explained on a visit: policies by their titles, and what else was.
    func explained(_ record: Domain.Visit.Record, _ titles: [Int: String]) -> String {
        (record.explained.map { titles[$0] ?? "\($0)" } + record.policies).joined(separator: "\n")
    }
}
