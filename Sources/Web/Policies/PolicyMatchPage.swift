import Application
import Domain
import Hummingbird
import Store

/// Where policies are matched: for everybody, for a firm behind its link, for a firm's steward; the page is the same.
struct MatchPlace {
    /// What a policy's serial is put behind.
    var base: String
    var back: (url: String, name: String)?
    /// Whether a request can be sent from there.
    var mayAsk = false
    var isPrivate = false
}

/// Which policies suit a firm, answered in its own browser.
///
/// No form of this page is sent: no field has a name and no form has an address. With JavaScript the browser works out what fits
/// from `/policies.json`; without it every policy is a list to tick.
extension WebDoor {
    func match(_ visit: Visit, _ place: MatchPlace) async throws -> Response {
        let words = try await firmWords(visit)
        let rows = try await office.policiesInForce()
        let model: [String: Any] = [
            "script": pages.assets.policies, "base": place.base, "may_ask": place.mayAsk,
            "back": place.back.map { ["url": $0.url, "name": $0.name] as Any } ?? false,
            "questions": questions(of: rows, words), "has_policies": !rows.isEmpty,
            "policies": rows.map { row -> [String: Any] in
                [
                    "url": "\(place.base)\(row.serial)", "title": row.content.title,
                    "gives": row.content.gives,
                    "clauses": words.clauses(row.content.conditions),
                ]
            },
        ]
        return pages.page(
            "policymatch",
            model,
            title: words.text("web.policy_match_title"),
            visit: visit,
            isNarrow: true,
            isPrivate: place.isPrivate
        )
    }

    /// What all of them ask, each question once.
    private func questions(of rows: [FirmPolicy.Row], _ words: FirmWords) -> [[String: Any]] {
        var tags: Set<CategoryCode> = []
        var statuses: Set<Enterprise.Status.Kind> = []
        var own: [PolicyCondition.Question] = []
        var asked: Set<PolicyCondition.Question> = []
        for condition in rows.flatMap({ $0.content.conditions.clauses.joined() }) {
            if case .industry(let tag) = condition.test { tags.insert(tag) }
            if case .status(let kind) = condition.test { statuses.insert(kind) }
            let question = condition.question
            guard asked.insert(question).inserted else { continue }
            switch question {
            case .kind, .registered, .industry, .status, .age, .persons: break
            case .statement, .figure: own.append(question)
            }
        }
        let yesOrNo = [("yes", words.text("web.policy_yes")), ("no", words.text("web.policy_no"))]
        let common: [PolicyCondition.Question] = [.kind, .registered, .industry, .status, .age, .persons]
        let all = common.filter(asked.contains) + own
        return all.enumerated().map { index, question -> [String: Any] in
            var model: [String: Any] = [
                "id": "q\(index)", "select": false, "checks": false, "number": false, "unit": false,
            ]
            func select(_ options: [(String, String)]) {
                model["select"] = ["options": options.map { ["value": $0.0, "text": $0.1] }]
            }
            func checks(_ options: [(String, String)]) {
                model["checks"] = ["boxes": options.map { ["value": $0.0, "text": $0.1] }]
            }
            func number(_ key: String, _ label: String, _ unit: String) {
                (model["key"], model["label"], model["number"], model["unit"]) = (key, label, true, unit)
            }
            func ask(_ key: String) { (model["key"], model["label"]) = (key, words.text("web.policy_ask_\(key)")) }
            switch question {
            case .kind:
                ask("kind")
                select(Enterprise.Kind.allCases.map { ($0.rawValue, words.kind($0)) })
            case .registered:
                ask("registered")
                select(yesOrNo)
            case .industry:
                ask("industry")
                checks(tags.sorted().map { ($0.rawValue, words.industry($0)) })
            case .status:
                ask("status")
                checks(
                    Enterprise.Status.Kind.allCases.filter(statuses.contains).map { ($0.rawValue, words.status($0)) }
                )
            case .age: number("age", words.text("web.policy_ask_age"), words.text("web.policy_years"))
            case .persons: number("persons", words.text("web.policy_ask_persons"), words.text("web.policy_persons"))
            case .statement(let said):
                (model["key"], model["label"]) = ("statement:\(said)", said)
                select(yesOrNo)
            case .figure(let said, let unit): number("figure:\(unit):\(said)", said, unit)
            }
            return model
        }
    }
}
