import Application
import Domain
import Hummingbird
import Store

/// How a firm asks something of a policy: from its own page, or by its steward, to whom it has given its consent.
extension WebDoor {
    // MARK: - The firm's own page

    func firmMatch(_ number: Int, _ secret: String, _ visit: Visit) async throws -> Response {
        guard lookups.allows(visit.address, at: office.now) else { throw Refusal.throttled(retryAfter: 10) }
        guard let view = try await office.firmPage(of: number, secret: secret) else { return notFound(visit) }
        let own = "/firm/\(number)/\(secret)"
        let back = (url: own, name: view.enterprise.details.name)
        return try await match(
            visit,
            MatchPlace(base: "\(own)/policies/", back: back, mayAsk: true, isPrivate: true)
        )
    }

    func firmAskForm(
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

    func firmAsk(_ number: Int, _ secret: String, _ serial: Int, _ visit: Visit) async throws -> Response {
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

    func deskMatch(_ number: Int, _ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        let staff = try servant(visit, .see).staff
        guard let view = try await office.enterprise(number, for: .staff(staff)) else { return notFound(visit) }
        let back = (url: "/desk/firms/\(number)", name: view.details.name)
        let mayAsk = office.may(.askForFirm, staff)
        let base = mayAsk ? "/desk/firms/\(number)/policies/" : "/desk/policies/"
        return try await match(visit, MatchPlace(base: base, back: back, mayAsk: mayAsk, isPrivate: true))
    }

    func deskAskForm(
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

    func deskAsk(_ number: Int, _ serial: Int, _ visit: Visit) async throws -> Response {
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
}
