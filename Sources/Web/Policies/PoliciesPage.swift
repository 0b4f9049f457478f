import Application
import Domain
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Policies for firms as everybody sees them: a list, each with its conditions and versions, and all of them as one JSON.
extension WebDoor {
    func addPolicyRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/policies") { request, context in await respond(request, context) { try await policies($0) } }
        router.get("/policies.json") { request, context in
            await respond(request, context) { try await policyRules($0) }
        }
        router.get("/policies/match") { request, context in
            await respond(request, context) { try await match($0, MatchPlace(base: "/policies/")) }
        }
        router.get("/policies/{serial}") { request, context in
            await respond(request, context) { try await policy(context.parameters.get("serial") ?? "", $0) }
        }
        addPolicyDeskRoutes(to: router)
        addPolicyRequestRoutes(to: router)
    }

    private static var policiesShown: Int { 50 }

    private func policies(_ visit: Visit) async throws -> Response {
        let words = try await firmWords(visit)
        let query = visit.query
        let units = office.directory.handlingUnits.values.sorted { $0.code < $1.code }
        var filter = PolicyFilter()
        filter.status = query["status"].flatMap(PolicyFilter.Status.init(rawValue:)) ?? .inForce
        filter.lead = units.first { $0.code.rawValue == query["unit"] }?.code
        filter.text = query["q"]
        filter.before = query["before"].flatMap(Int.init)
        filter.limit = Self.policiesShown + 1
        let found = try await office.policies(filter)
        var model: [String: Any] = [
            "q": query["q"] ?? "", "has_policies": !found.isEmpty,
            "policies": found.prefix(Self.policiesShown).map { row -> [String: Any] in
                [
                    "url": "/policies/\(row.serial)", "title": row.content.title, "summary": row.content.summary,
                    "authority": row.content.authority, "document": row.content.document,
                    "period": words.period(row.content), "lead": words.unit(row.content.lead),
                    "withdrawn": row.withdrawnOn != nil,
                ]
            },
            "units": words.options(
                units.map { ($0.code.rawValue, $0.name.text(in: visit.language)) },
                chosen: query["unit"]
            ),
            "statuses": words.options(PolicyFilter.Status.allCases, chosen: filter.status.rawValue) {
                words.text("web.policies_\($0.rawValue)")
            },
            "staff": visit.signedIn.map { office.may(.see, $0.staff) } ?? false,
        ]
        if found.count > Self.policiesShown {
            let last = found[Self.policiesShown - 1].serial
            let kept = query.fields.filter { !["before", "lang"].contains($0.name) && !$0.value.isEmpty }
                .map { "\(Pages.escape($0.name))=\(Pages.escape($0.value))" }
            model["further"] = "/policies?" + (kept + ["before=\(last)"]).joined(separator: "&")
        }
        return pages.page("policies", model, title: words.text("web.policies_title"), visit: visit)
    }

    private func policy(_ raw: String, _ visit: Visit) async throws -> Response {
        let serial = try serial(raw, .policy)
        guard let view = try await office.policy(serial) else { return notFound(visit) }
        let words = try await firmWords(visit)
        var page = WorkPage(view.content.title, back: ("/policies", words.text("web.policies_title")))
        show(view, on: &page, words)
        page.heading(words.text("web.policy_apply_title"))
        page.paragraph(words.text("web.policy_apply_lead"))
        page.links([("/policies/match", words.text("web.policy_match_title"))], isMain: view.isInForce)
        if let staff = visit.signedIn?.staff, office.may(.see, staff) {
            page.links([("/desk/policies/\(serial)", words.text("web.policies_desk"))])
        }
        return show(page, visit)
    }

    /// All that is published of a policy.
    func show(_ view: PolicyView, on page: inout WorkPage, _ words: FirmWords) {
        let content = view.content
        if let withdrawal = view.policy.withdrawal {
            let values = ["day": withdrawal.on.description, "reason": withdrawal.reason]
            page.warning(words.text("web.policy_withdrawn", values))
        } else if !view.isInForce {
            page.warning(
                words.text(content.from > office.today ? "web.policy_not_yet" : "web.policy_over")
            )
        }
        page.paragraph(content.summary)
        page.facts([
            (words.text("web.policy_authority"), content.authority),
            (words.text("web.policy_document"), content.document),
            (words.text("web.policy_in_force"), words.period(content)),
            (words.text("web.policy_lead"), words.unit(content.lead)),
            (words.text("web.policy_days"), words.text("web.policy_days_of", ["n": "\(content.days)"])),
        ])
        page.heading(words.text("web.policy_gives"))
        page.paragraph(content.gives)
        page.heading(words.text("web.policy_conditions"))
        page.paragraph(words.text("web.policy_conditions_lead"))
        page.list(words.clauses(content.conditions))
        page.heading(words.text("web.policy_how"))
        page.paragraph(content.how)
        page.table(
            words.text("web.policy_year", ["year": "\(office.today.year)"]),
            [words.text("web.policy_what"), words.text("web.policy_count")],
            [
                ("web.policy_applications", view.counts.applications), ("web.policy_granted", view.counts.granted),
                ("web.policy_not_granted", view.counts.notGranted), ("web.policy_questions", view.counts.questions),
                ("web.policy_open", view.counts.open),
            ].map { [.text(words.text($0.0)), .number($0.1)] },
            numbers: [1],
            empty: ""
        )
        page.table(
            words.text("web.policy_versions"),
            [words.text("web.policy_version"), words.text("web.policy_from_day"), words.text("web.policy_changed")],
            view.policy.versions.enumerated().reversed().map { index, version in
                [
                    .number(index + 1), .text(version.on.description),
                    .text(version.note.isEmpty ? words.text("web.policy_first") : version.note),
                ]
            },
            empty: ""
        )
    }

    // MARK: - For programs

    /// The rules of every policy that is in force, as the matching in the browser reads them.
    private func policyRules(_ visit: Visit) async throws -> Response {
        let rows = try await office.policiesInForce()
        let units = office.directory.handlingUnits
        let policies = rows.map { row -> Canonical in
            let content = row.content
            var fields: [String: Canonical] = [
                "serial": .integer(Int64(row.serial)), "version": .integer(Int64(row.version)),
                "title": .text(content.title), "summary": .text(content.summary),
                "authority": .text(content.authority), "document": .text(content.document),
                "lead": .text(content.lead.rawValue), "from": .text(content.from.description),
                "gives": .text(content.gives), "how": .text(content.how), "days": .integer(Int64(content.days)),
                "conditions": content.conditions.canonical,
            ]
            fields["lead_name"] = units[content.lead].map { .text($0.name.text(in: visit.language)) }
            fields["until"] = content.until.map { .text($0.description) }
            return .object(fields)
        }
        let whole = Canonical.object(["on": .text(office.today.description), "policies": .array(policies)])
        var headers = Pages.securityHeaders
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Language, Cookie, Accept-Encoding"
        return Pages.compressed(Array(whole.text.utf8), status: .ok, headers: headers, for: visit.request)
    }
}
