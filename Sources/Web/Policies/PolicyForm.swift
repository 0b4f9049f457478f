import Application
import Domain
import FoundationEssentials
import Hummingbird
import Store

/// The form in which a policy is written: a row for each of its conditions, or all of them as a text.
extension WebDoor {
    /// Rows that the form has at least, and at most: a form has 200 fields, six of a row.
    private static var rowsShown: Int { 6 }
    private static var mostRows: Int { 28 }

    /// `raw`: the serial of the policy that is changed; nil for a new one.
    func policyForm(
        _ raw: String?,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        _ = try servant(visit, .publishPolicies)
        let words = try await firmWords(visit)
        var content: FirmPolicy.Content?
        if let raw {
            guard let view = try await office.policy(try serial(raw, .policy)) else { return notFound(visit) }
            content = view.content
        }
        func value(_ name: String, _ stored: String?) -> String { typed.map { $0[name] ?? "" } ?? stored ?? "" }
        // More conditions than there can be rows came in as a text, and stay one.
        let isLong = content.map { $0.conditions.clauses.joined().count > Self.mostRows } ?? false
        let rules = value("rules", isLong ? content?.conditions.text : nil)
        let units = office.directory.handlingUnits.values.sorted { $0.code < $1.code }
        let title = words.text(raw == nil ? "web.policy_new" : "web.policy_change")
        let model: [String: Any] = [
            "target": raw.map { "/desk/policies/\($0)/change" } ?? "/desk/policies/new",
            "back": raw.map { "/desk/policies/\($0)" } ?? "/desk/policies", "heading": title,
            "is_change": raw != nil, "title": value("policy_title", content?.title),
            "summary": value("summary", content?.summary), "authority": value("authority", content?.authority),
            "document": value("document", content?.document),
            "units": words.options(
                units.map { ($0.code.rawValue, $0.name.text(in: visit.language)) },
                chosen: value("unit", content?.lead.rawValue)
            ),
            "from": value("from", (content?.from ?? office.today).description),
            "until": value("until", content?.until?.advanced(by: -1).description),
            "gives": value("gives", content?.gives), "how": value("how", content?.how),
            "days": value("days", content.map { "\($0.days)" }), "changed": value("changed", nil),
            "rules": rules, "has_rules": !rules.isEmpty, "rows": rows(typed, isLong ? nil : content?.conditions, words),
        ]
        return servicePage("policyform", model, title: title, visit, failed: failed)
    }

    /// A row of the form: what is asked, in which words, between which bounds.
    private struct ConditionRow {
        var asks = ""
        var words = ""
        var least = ""
        var most = ""
        var measure = ""
        /// One of this and of the row before is enough.
        var isAlternative = false
    }

    private func rows(_ typed: FormBody?, _ stored: PolicyConditions?, _ words: FirmWords) -> [[String: Any]] {
        var rows: [ConditionRow] = []
        if let typed {
            rows = (1...Self.mostRows).map { n in
                ConditionRow(
                    asks: typed["asks[\(n)]"] ?? "",
                    words: typed["words[\(n)]"] ?? "",
                    least: typed["least[\(n)]"] ?? "",
                    most: typed["most[\(n)]"] ?? "",
                    measure: typed["measure[\(n)]"] ?? "",
                    isAlternative: typed["or[\(n)]"] != nil
                )
            }
            let used = rows.lastIndex { !$0.asks.isEmpty || !$0.words.isEmpty } ?? -1
            rows = Array(rows.prefix(used + 1))
        } else if let stored {
            rows = stored.clauses.flatMap { clause in
                clause.enumerated().map { index, condition in Self.row(condition, isAlternative: index > 0) }
            }
        }
        let count = min(Self.mostRows, max(Self.rowsShown, rows.count + 3))
        rows += Array(repeating: ConditionRow(), count: max(0, count - rows.count))
        return rows.enumerated().map { index, row -> [String: Any] in
            [
                "n": index + 1, "first": index == 0, "words": row.words, "least": row.least, "most": row.most,
                "measure": row.measure, "or": row.isAlternative,
                "bounded": !(row.least + row.most + row.measure).isEmpty, "groups": choices(row.asks, words),
            ]
        }
    }

    private static func row(_ condition: PolicyCondition, isAlternative: Bool) -> ConditionRow {
        var row = ConditionRow(asks: condition.ask, words: condition.words, isAlternative: isAlternative)
        func put(_ bounds: PolicyCondition.Bounds) {
            row.least = bounds.least.map(String.init) ?? ""
            row.most = bounds.most.map(String.init) ?? ""
        }
        switch condition.test {
        case .kind(let kind): row.asks += ":\(kind.rawValue)"
        case .registered: break
        case .industry(let tag): row.asks += ":\(tag.rawValue)"
        case .status(let kind): row.asks += ":\(kind.rawValue)"
        case .age(let bounds), .persons(let bounds): put(bounds)
        case .statement(let expected): row.asks += expected ? ":yes" : ":no"
        case .figure(let bounds, let unit):
            put(bounds)
            row.measure = unit
        }
        return row
    }

    /// What a row may ask, under headings.
    private func choices(_ chosen: String, _ words: FirmWords) -> [[String: Any]] {
        func group(_ key: String, _ options: [(String, String)]) -> [String: Any] {
            [
                "heading": words.text(key),
                "options": options.map { ["value": $0.0, "text": $0.1, "chosen": $0.0 == chosen] as [String: Any] },
            ]
        }
        return [
            group(
                "web.policy_group_kind",
                Enterprise.Kind.allCases.map { ("kind:\($0.rawValue)", words.kind($0)) }
                    + [("registered", words.text("web.policy_check_registered"))]
            ),
            group(
                "web.policy_group_number",
                ["age", "persons", "figure"].map { ($0, words.text("web.policy_row_\($0)")) }
            ),
            group(
                "web.policy_group_statement",
                [
                    ("statement:yes", words.text("web.policy_check_yes")),
                    ("statement:no", words.text("web.policy_check_no")),
                ]
            ),
            group(
                "web.policy_group_status",
                Enterprise.Status.Kind.allCases.map { ("status:\($0.rawValue)", words.status($0)) }
            ),
            group(
                "web.policy_group_industry",
                words.lists.tags.keys.sorted().map { ("industry:\($0.rawValue)", words.industry($0)) }
            ),
        ].filter { ($0["options"] as? [Any])?.isEmpty == false }
    }

    func keepPolicy(_ raw: String?, _ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            // More rows: nothing is kept yet.
            if form["act"] == "more" { return try await policyForm(raw, visit, typed: form) }
            let content = try content(in: form)
            let actor = Actor.staff(signedIn.staff)
            guard let raw else {
                return redirect("/desk/policies/\(try await office.publish(content, by: actor))?done=1")
            }
            let serial = try serial(raw, .policy)
            try await office.changePolicy(serial, to: content, note: form["changed"] ?? "", by: actor)
            return redirect("/desk/policies/\(serial)?done=1")
        } catch let refusal as Refusal {
            guard refusal != .unknown(.policy) else { return notFound(visit) }
            return try await policyForm(raw, visit, typed: form, failed: refusal)
        }
    }

    private func content(in form: FormBody) throws -> FirmPolicy.Content {
        let unit = try parse { () throws(Malformed) in try UnitCode(parsing: form["unit"] ?? "") }
        return FirmPolicy.Content(
            title: form["policy_title"] ?? "",
            summary: form["summary"] ?? "",
            authority: form["authority"] ?? "",
            document: form["document"] ?? "",
            lead: unit,
            from: try form.day("from"),
            // The page asks for the last day on which it holds.
            until: try day("until", in: form)?.advanced(by: 1),
            gives: form["gives"] ?? "",
            how: form["how"] ?? "",
            days: try form.whole("days", .count),
            conditions: try form["rules"].map { try PolicyConditions(json: $0) } ?? conditions(in: form)
        )
    }

    private func conditions(in form: FormBody) throws -> PolicyConditions {
        var clauses: [[PolicyCondition]] = []
        for n in 1...Self.mostRows {
            guard let asks = form["asks[\(n)]"] else {
                // Words without a kind would be lost.
                if form["words[\(n)]"] != nil { throw Refusal.missing(.conditions) }
                continue
            }
            let condition = PolicyCondition(form["words[\(n)]"] ?? "", try test(asks, row: n, in: form))
            if form["or[\(n)]"] != nil, !clauses.isEmpty {
                clauses[clauses.count - 1].append(condition)
            } else {
                clauses.append([condition])
            }
        }
        return PolicyConditions(clauses)
    }

    private func test(_ asks: String, row n: Int, in form: FormBody) throws -> PolicyCondition.Test {
        let parts = asks.split(separator: ":", maxSplits: 1).map(String.init)
        let of = parts.count > 1 ? parts[1] : ""
        func bounds() throws(Refusal) -> PolicyCondition.Bounds {
            PolicyCondition.Bounds(least: try number("least[\(n)]", in: form), most: try number("most[\(n)]", in: form))
        }
        switch parts.first {
        case "kind":
            guard let kind = Enterprise.Kind(rawValue: of) else { throw Refusal.missing(.conditions) }
            return .kind(kind)
        case "registered": return .registered
        case "industry": return .industry(try parse { () throws(Malformed) in try CategoryCode(parsing: of) })
        case "status":
            guard let kind = Enterprise.Status.Kind(rawValue: of) else { throw Refusal.missing(.conditions) }
            return .status(kind)
        case "age": return .age(try bounds())
        case "persons": return .persons(try bounds())
        case "statement": return .statement(of == "yes")
        case "figure": return .figure(try bounds(), unit: form["measure[\(n)]"] ?? "")
        default: throw Refusal.missing(.conditions)
        }
    }

    /// A whole number, below zero too.
    private func number(_ name: String, in form: FormBody) throws(Refusal) -> Int? {
        guard let text = form[name] else { return nil }
        guard let number = Int(text), PolicyCondition.numbers.contains(number) else {
            throw .malformed(Malformed("whole_number", expected: "a whole number of at most nine digits"))
        }
        return number
    }
}
