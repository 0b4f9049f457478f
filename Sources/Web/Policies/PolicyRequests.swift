import Application
import Domain
import Hummingbird
import Store

/// What firms ask of policies: sent from the firm's own page or by its steward, and answered by the unit.
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

    // MARK: - The firm's own page

    private func firmMatch(_ number: Int, _ secret: String, _ visit: Visit) async throws -> Response {
        guard lookups.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        guard let view = try await office.firmPage(of: number, secret: secret) else { return notFound(visit) }
        let own = "/firm/\(number)/\(secret)"
        let back = (url: own, name: view.enterprise.details.name)
        return try await match(
            visit,
            MatchPlace(base: "\(own)/policies/", back: back, mayAsk: true, isPrivate: true)
        )
    }

    private func firmAskForm(
        _ number: Int,
        _ secret: String,
        _ serial: Int,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard lookups.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        guard let firm = try await office.firmPage(of: number, secret: secret),
            let policy = try await office.policy(serial)
        else { return notFound(visit) }
        let own = "/firm/\(number)/\(secret)"
        return try await askForm(
            policy,
            firm: firm.enterprise.details.name,
            target: "\(own)/policies/\(serial)",
            back: "\(own)/policies",
            visit,
            typed: typed,
            failed: failed
        )
    }

    private func firmAsk(_ number: Int, _ secret: String, _ serial: Int, _ visit: Visit) async throws -> Response {
        guard lookups.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        let form = try await form(of: visit)
        do {
            let draft = try draft(in: form, of: serial)
            guard try await office.ask(draft, ofFirm: number, secret: secret) != nil else { return notFound(visit) }
            return redirect("/firm/\(number)/\(secret)?done=1#policies")
        } catch let refusal as Refusal {
            return try await firmAskForm(number, secret, serial, visit, typed: form, failed: refusal)
        }
    }

    private func draft(in form: FormBody, of serial: Int) throws(Refusal) -> PolicyRequestDraft {
        PolicyRequestDraft(policy: serial, kind: try form.choice("kind", .kind), words: form["text"] ?? "")
    }

    /// What the firm's own page shows of what it has asked.
    func ownRequests(_ rows: [PolicyRequestView], _ words: FirmWords) -> [String: Any] {
        [
            "rows": rows.map { row -> [String: Any] in
                [
                    "number": row.summary.number, "title": row.summary.title,
                    "url": "/policies/\(row.summary.policy)", "kind": words.request(row.summary.kind),
                    "stands": words.stands(row.summary, on: office.today), "unit": words.unit(row.summary.unit),
                    "words": row.intake.words, "said": said(row.state).map { $0 as Any } ?? false,
                    "open": row.summary.state == .open,
                ]
            },
            "has_rows": !rows.isEmpty,
        ]
    }

    private func said(_ request: PolicyRequest) -> String? {
        switch request.state {
        case .none, .open, .takenBack: nil
        case .answered(_, let words, _): words.isEmpty ? nil : words
        }
    }

    // MARK: - The steward, with the firm's consent

    private func deskMatch(_ number: Int, _ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        guard let view = try await office.enterprise(number, for: .staff(staff)) else { return notFound(visit) }
        let back = (url: "/desk/firms/\(number)", name: view.details.name)
        let mayAsk = office.may(.askForFirm, staff)
        let base = mayAsk ? "/desk/firms/\(number)/policies/" : "/desk/policies/"
        return try await match(visit, MatchPlace(base: base, back: back, mayAsk: mayAsk, isPrivate: true))
    }

    private func deskAskForm(
        _ number: Int,
        _ serial: Int,
        _ visit: Visit,
        typed: FormBody? = nil,
        failed: Refusal? = nil
    ) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .askForFirm).staff
        guard let firm = try await office.enterprise(number, for: .staff(staff)),
            let policy = try await office.policy(serial)
        else { return notFound(visit) }
        return try await askForm(
            policy,
            firm: firm.details.name,
            target: "/desk/firms/\(number)/policies/\(serial)",
            back: "/desk/firms/\(number)/policies",
            visit,
            typed: typed,
            failed: failed
        )
    }

    private func deskAsk(_ number: Int, _ serial: Int, _ visit: Visit) async throws -> Response {
        let signedIn = try servant(visit, .askForFirm)
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            let request = try await office.ask(
                try draft(in: form, of: serial),
                forFirm: number,
                hasConsent: form["consent"] != nil,
                by: signedIn.staff
            )
            return redirect("/desk/policies/requests/\(request)?done=1")
        } catch let refusal as Refusal {
            guard refusal != .unknown(.firm) else { return notFound(visit) }
            return try await deskAskForm(number, serial, visit, typed: form, failed: refusal)
        }
    }

    /// Whoever is signed in states the firm's consent; a firm that sends it itself has given it.
    private func askForm(
        _ policy: PolicyView,
        firm: String,
        target: String,
        back: String,
        _ visit: Visit,
        typed: FormBody?,
        failed: Refusal?
    ) async throws -> Response {
        let words = try await firmWords(visit)
        let isStaff = target.hasPrefix("/desk/")
        let model: [String: Any] = [
            "back": back, "target": target, "firm": firm, "policy": policy.content.title, "gives": policy.content.gives,
            "how": policy.content.how, "period": words.period(policy.content),
            "clauses": words.clauses(policy.content.conditions), "in_force": policy.isInForce,
            "days": words.text(
                "web.policy_ask_days",
                [
                    "days": "\(policy.content.days)", "questions": "\(PolicyRequest.questionDays)",
                    "unit": words.unit(policy.content.lead),
                ]
            ),
            "kinds": words.options(PolicyRequest.Kind.allCases, chosen: typed?["kind"], words.request),
            "text": typed?["text"] ?? "", "staff_token": isStaff ? visit.csrf.map { $0 as Any } ?? false : false,
            "consent": typed?["consent"] != nil, "done": false,
            "failed": failed.map { office.catalogues.words(for: $0, in: visit.language) as Any } ?? false,
        ]
        return pages.page(
            "policyask",
            model,
            title: policy.content.title,
            visit: visit,
            status: failed.map(status) ?? .ok,
            isNarrow: true,
            isPrivate: true
        )
    }

    // MARK: - Answering

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
