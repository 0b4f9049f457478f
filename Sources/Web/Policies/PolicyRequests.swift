import Application
import Domain
import Hummingbird
import Store

/// What firms have asked of policies, and the unit's answers; how they ask stands in `FirmPolicies.swift`.
extension WebDoor {
    func addPolicyRequestRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/policies/requests") { request, context in
            await respond(request, context) { try await policyRequests($0) }
        }
        router.get("/desk/policies/requests/{number}") { request, context in
            await respond(request, context) { try await policyRequest(context.whole("number"), $0) }
        }
        router.post("/desk/policies/requests/{number}") { request, context in
            await respond(request, context) { try await answerRequest(context.whole("number"), $0) }
        }
        router.get("/desk/firms/{number}/policies") { request, context in
            await respond(request, context) { try await deskMatch(context.whole("number"), $0) }
        }
        router.get("/desk/firms/{number}/policies/{serial}") { request, context in
            await respond(request, context) {
                try await deskAskForm(context.whole("number"), context.whole("serial"), $0)
            }
        }
        router.post("/desk/firms/{number}/policies/{serial}") { request, context in
            await respond(request, context) { try await deskAsk(context.whole("number"), context.whole("serial"), $0) }
        }
        router.get("/firm/{number}/{secret}/policies") { request, context in
            await respond(request, context) {
                try await firmMatch(context.whole("number"), context.parameters.get("secret") ?? "", $0)
            }
        }
        router.get("/firm/{number}/{secret}/policies/{serial}") { request, context in
            await respond(request, context) { visit in
                let (number, secret) = (context.whole("number"), context.parameters.get("secret") ?? "")
                return try await firmAskForm(number, secret, context.whole("serial"), visit)
            }
        }
        router.post("/firm/{number}/{secret}/policies/{serial}") { request, context in
            await respond(request, context) { visit in
                let (number, secret) = (context.whole("number"), context.parameters.get("secret") ?? "")
                return try await firmAsk(number, secret, context.whole("serial"), visit)
            }
        }
    }

    private static var requestsShown: Int { 50 }

    private func policyRequests(_ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        let words = try await firmWords(visit)
        var filter = PolicyRequestFilter()
        filter.status = visit.query["status"].flatMap(PolicyRequestFilter.Status.init(rawValue:)) ?? .open
        filter.before = visit.query["before"].flatMap(Int.init)
        filter.limit = Self.requestsShown + 1
        let rows = try await office.policyRequests(filter, for: staff)
        let title = "web.policy_requests_\(filter.status.rawValue)"
        var page = WorkPage(words.text(title), back: ("/desk/policies", words.text("web.policies_desk")))
        page.links(
            PolicyRequestFilter.Status.allCases.filter { $0 != filter.status }.map {
                ("/desk/policies/requests?status=\($0.rawValue)", words.text("web.policy_requests_\($0.rawValue)"))
            }
        )
        table(of: rows.prefix(Self.requestsShown), caption: title, on: &page, words)
        if rows.count > Self.requestsShown {
            let last = rows[Self.requestsShown - 1].number
            let address = "/desk/policies/requests?status=\(filter.status.rawValue)&before=\(last)"
            page.links([(address, words.text("web.policies_further"))])
        }
        return show(page, visit, isNarrow: false)
    }

    private func policyRequest(
        _ number: Int,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        guard let view = try await office.policyRequest(number, for: staff) else { return notFound(visit) }
        let words = try await firmWords(visit)
        let row = view.summary
        var page = WorkPage(
            "\(words.request(row.kind)) \(number)",
            back: ("/desk/policies/requests", words.text("web.policy_requests"))
        )
        page.facts([
            (words.text("web.policy_request_stands"), words.stands(row, on: office.today)),
            (words.text("web.policy_request_firm"), row.firmName), (words.text("web.policy"), row.title),
            (words.text("web.policy_version"), "\(view.intake.version)"),
            (words.text("web.policy_lead"), words.unit(row.unit)),
            (words.text("web.policy_asked_on"), row.askedOn.description),
            (words.text("web.policy_channel"), words.text("web.policy_channel_\(row.channel.rawValue)")),
        ])
        page.heading(words.text("web.policy_words"))
        page.paragraph(view.intake.words)
        for passing in view.state.passings {
            let values = ["day": passing.on.description, "unit": words.unit(passing.to), "words": passing.words]
            page.paragraph(words.text("web.policy_passed_on", values))
        }
        if case .answered(_, let said, let days) = view.state.state {
            page.heading(words.text("web.policy_answer"))
            if !said.isEmpty { page.paragraph(said) }
            let values = ["days": "\(days)", "limit": "\(view.intake.days)"]
            page.paragraph(words.text("web.policy_took", values))
        }
        page.links([
            ("/desk/firms/\(row.firm)", row.firmName), ("/desk/policies/\(row.policy)", row.title),
        ])
        if view.mayAnswer {
            page.forms(
                answerForms(view, words),
                target: "/desk/policies/requests/\(number)",
                visit: visit,
                typed: typed,
                words: words.words
            )
        }
        return show(page, visit, failed: failed)
    }

    private func answerForms(_ view: PolicyRequestView, _ words: FirmWords) -> [WorkForm] {
        let units = office.directory.handlingUnits.values.filter { $0.code != view.state.unit }
            .sorted { $0.code < $1.code }
            .map { WorkForm.Field.Option(value: $0.code.rawValue, text: $0.name.text(in: words.words.language)) }
        let answers = PolicyRequest.Result.allCases.filter { $0.kind == view.intake.kind }.map { result in
            WorkForm(
                act: result.rawValue,
                title: words.text("web.policy_act_\(result.rawValue)"),
                // Whoever grants owes no words.
                fields: [result == .granted ? .area("answer_words").optional : .area("answer_ground")],
                // Neither answer to an application is the form's own.
                isMain: result == .explained
            )
        }
        let passing = WorkForm(
            act: "pass_on",
            title: words.text("web.policy_act_pass_on"),
            fields: [.select("pass_to", units), .line("reason")]
        )
        return answers + [passing]
    }

    private func answerRequest(_ number: Int, _ visit: Visit) async throws -> Response {
        guard let staff = visit.signedIn?.staff else { return redirect("/desk/sign-in") }
        let again = { (form: FormBody, refusal: Refusal) async throws in
            // Whoever has passed it on does not see it any more.
            try await policyRequest(number, visit, typed: form, failed: refusal)
        }
        return try await act(visit, again: again) { form, _ in
            let step: PolicyRequestStep
            if form["act"] == "pass_on" {
                let unit = try parse { () throws(Malformed) in try UnitCode(parsing: form["pass_to"] ?? "") }
                step = .passOn(unit, words: form["reason"] ?? "")
            } else {
                let result: PolicyRequest.Result = try form.choice("act", .kind)
                step = .answer(result, words: form["answer_words"] ?? form["answer_ground"] ?? "")
            }
            try await office.take(step, atRequest: number, by: staff)
            if case .passOn = step { return "/desk/policies/requests?done=1" }
            return "/desk/policies/requests/\(number)?done=1"
        }
    }
}

extension RequestContext {
    /// A number in the address; zero, which nothing has, where there is none.
    fileprivate func whole(_ name: String) -> Int { parameters.get(name).flatMap(Int.init) ?? 0 }
}
