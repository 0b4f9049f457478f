import Application
import Domain
import FoundationEssentials
import Hummingbird
import Store

/// Policies at the desk: who keeps them publishes, changes and withdraws; everybody who serves firms looks.
extension WebDoor {
    func addPolicyDeskRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/policies") { request, context in
            await respond(request, context) { try await deskPolicies($0) }
        }
        router.get("/desk/policies/new") { request, context in
            await respond(request, context) { try await policyForm(nil, $0) }
        }
        router.post("/desk/policies/new") { request, context in
            await respond(request, context) { try await keepPolicy(nil, $0) }
        }
        router.get("/desk/policies/{serial}") { request, context in
            await respond(request, context) { try await deskPolicy(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/desk/policies/{serial}") { request, context in
            await respond(request, context) { try await withdrawPolicy(context.parameters.get("serial") ?? "", $0) }
        }
        router.get("/desk/policies/{serial}/change") { request, context in
            await respond(request, context) { try await policyForm(context.parameters.get("serial") ?? "", $0) }
        }
        router.post("/desk/policies/{serial}/change") { request, context in
            await respond(request, context) { try await keepPolicy(context.parameters.get("serial") ?? "", $0) }
        }
    }

    private static var deskShown: Int { 50 }

    private func deskPolicies(_ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let words = try await firmWords(visit)
        var filter = PolicyFilter()
        filter.status = visit.query["status"].flatMap(PolicyFilter.Status.init(rawValue:)) ?? .inForce
        filter.before = visit.query["before"].flatMap(Int.init)
        filter.limit = Self.deskShown + 1
        let rows = try await office.policies(filter)
        let waiting = try await office.waitingRequests(of: staff)
        var page = WorkPage(words.text("web.policies_desk"), back: ("/desk/firms", words.text("web.firms_title")))
        if office.may(.publishPolicies, staff) {
            page.links([("/desk/policies/new", words.text("web.policy_new"))], isMain: true)
        }
        if office.may(.answerRequests, staff) {
            table(of: waiting, caption: "web.policy_waiting", on: &page, words)
        }
        page.links([("/desk/policies/requests", words.text("web.policy_requests"))])
        page.table(
            words.text("web.policies_\(filter.status.rawValue)"),
            [words.text("web.policy"), words.text("web.policy_in_force"), words.text("web.policy_lead")],
            rows.prefix(Self.deskShown).map { row in
                [
                    .link("/desk/policies/\(row.serial)", row.content.title, small: row.content.document),
                    .text(words.period(row.content)), .text(words.unit(row.content.lead)),
                ]
            },
            empty: words.text("web.policies_none")
        )
        if rows.count > Self.deskShown {
            let address = "/desk/policies?status=\(filter.status.rawValue)&before=\(rows[Self.deskShown - 1].serial)"
            page.links([(address, words.text("web.policies_further"))])
        }
        page.links(
            PolicyFilter.Status.allCases.filter { $0 != filter.status }.map {
                ("/desk/policies?status=\($0.rawValue)", words.text("web.policies_\($0.rawValue)"))
            } + [("/policies", words.text("web.policies_title"))]
        )
        return show(page, visit, isNarrow: false)
    }

    /// Applications and questions, each a link to its page.
    func table(
        of rows: some Sequence<PolicyRequestSummary>,
        caption: String,
        on page: inout WorkPage,
        _ words: FirmWords
    ) {
        page.table(
            words.text(caption),
            ["web.policy_request", "web.policy_request_kind", "web.policy_request_stands", "web.policy_lead"]
                .map { words.text($0) },
            rows.map { row in
                [
                    .link("/desk/policies/requests/\(row.number)", "\(row.number) \(row.firmName)", small: row.title),
                    .text(words.request(row.kind)),
                    .text(words.stands(row, on: office.today), small: row.askedOn.description),
                    .text(words.unit(row.unit)),
                ]
            },
            empty: words.text("web.policy_requests_none")
        )
    }

    private func deskPolicy(
        _ raw: String,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws
        -> Response
    {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let serial = try serial(raw, .policy)
        guard let view = try await office.policy(serial) else { return notFound(visit) }
        let words = try await firmWords(visit)
        var page = WorkPage(view.content.title, back: ("/desk/policies", words.text("web.policies_desk")))
        page.links([("/policies/\(serial)", words.text("web.policy_as_public"))])
        show(view, on: &page, words)
        if office.may(.publishPolicies, staff), view.policy.withdrawal == nil {
            page.links([("/desk/policies/\(serial)/change", words.text("web.policy_change"))], isMain: true)
            let form = WorkForm(act: "withdraw", title: words.text("web.policy_withdraw"), fields: [.line("reason")])
            page.forms([form], target: "/desk/policies/\(serial)", visit: visit, typed: typed, words: words.words)
        }
        return show(page, visit, failed: failed)
    }

    private func withdrawPolicy(_ raw: String, _ visit: Visit) async throws -> Response {
        let again = { (form: FormBody, refusal: Refusal) async throws in
            try await deskPolicy(raw, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, actor in
            let serial = try serial(raw, .policy)
            try await office.withdrawPolicy(serial, reason: form["reason"] ?? "", by: actor)
            return "/desk/policies/\(serial)?done=1"
        }
    }

    // MARK: - Writing one

    /// Rows that the form has at least, and at most: a form has 200 fields, six of a row.
    private static var rowsShown: Int { 6 }
    private static var mostRows: Int { 28 }

    /// `raw`: the serial of the policy that is changed; nil for a new one.
    private func policyForm(
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
            "rules": value("rules", nil), "has_rules": !value("rules", nil).isEmpty,
            "rows": rows(typed, content?.conditions, words),
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

    private func keepPolicy(_ raw: String?, _ visit: Visit) async throws -> Response {
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
