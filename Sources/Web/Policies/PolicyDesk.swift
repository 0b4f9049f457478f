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
}
