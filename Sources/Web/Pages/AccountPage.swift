import Application
import Domain
import HTTPTypes
import Hummingbird
import Store

extension WebDoor {
    /// What somebody may look after about the own account: where one is signed in, the password, the second factor.
    func account(
        _ visit: Visit,
        failed: (section: String, refusal: Refusal)? = nil
    ) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let id = signedIn.staff.account
        let factor = try await office.secondFactor(of: id)
        let sessions = try await office.sessions(of: id)
        var model: [String: Any] = [
            "csrf": signedIn.csrf, "sign_in_name": signedIn.signInName,
            "sessions": sessions.map { session -> [String: Any] in
                [
                    "id": session.id, "csrf": signedIn.csrf, "made": words.time(session.madeAt),
                    "used": words.time(session.usedAt), "agent": agent(session.agent, words),
                    "here": session.id == signedIn.session.id,
                ]
            },
            "others": sessions.contains { $0.id != signedIn.session.id },
            "second_factor": words.text(factor.isSet ? "web.factor_is_set" : "web.factor_is_not_set"),
            "roles": signedIn.staff.roles.sorted { $0.rawValue < $1.rawValue }
                .map { words.text("role.\($0.rawValue)") }.joined(separator: "、"),
        ]
        if let link = try await office.account(id)?.signOn {
            model["linked"] = words.text("web.account_linked", ["issuer": link.issuer])
        }
        if visit.query["done"] != nil { model["done"] = words.text("web.done") }
        if let failed {
            model["failed_\(failed.section)"] = office.catalogues.words(for: failed.refusal, in: visit.language)
        }
        var response = pages.page(
            "account",
            model,
            title: words.text("web.account_title"),
            visit: visit,
            status: failed.map { status(of: $0.refusal) } ?? .ok,
            isNarrow: true,
            isPrivate: true
        )
        if case .throttled(let seconds) = failed?.refusal { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    private func agent(_ coarse: String, _ words: Words) -> String {
        let parts = coarse.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return words.text("web.browser_other") }
        return "\(words.text("web.browser_\(parts[0])")) · \(words.text("web.system_\(parts[1])"))"
    }

    /// Ends one session, or all others.
    func endSessions(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        if let id = form["session"] {
            try await office.endSession(id, of: signedIn.staff.account)
        } else if form["others"] != nil {
            try await office.endSessions(of: signedIn.staff.account, but: signedIn.session.id)
        }
        return redirect("/account?done=1")
    }

    func changePassword(_ visit: Visit) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        do {
            try checkToken(form, signedIn.csrf)
            try await office.changePassword(
                from: form["password"] ?? "",
                to: form["new_password"] ?? "",
                again: form["again"] ?? "",
                for: signedIn,
                at: visit.address
            )
            return redirect("/account?done=1")
        } catch let refusal as Refusal {
            return try await account(visit, failed: ("password", refusal))
        }
    }

    // MARK: - The second factor

    /// Setting it up, or what can be done with one that is set up.
    func secondFactor(_ visit: Visit, failed: Refusal? = nil) async throws -> Response {
        guard let arrival = visit.arrival else { return redirect("/desk/sign-in") }
        if let halfway = visit.halfway, halfway.missing != .secondFactor {
            return redirect(Self.next(.halfway(halfway)))
        }
        let words = Words(office: office, language: visit.language)
        let state = try await office.secondFactor(of: arrival.account)
        var model: [String: Any] = ["csrf": visit.csrf ?? "", "must": visit.halfway != nil]
        if state.isSet {
            model["set"] = ["left": words.text("web.recovery_left", ["n": "\(state.recoveryCodes)"])]
            model["required"] = state.isRequired
        } else {
            let offer = try await office.offerSecondFactor(to: arrival.account, named: visit.signInName ?? "")
            model["offer"] = [
                "qr": QRCode.svg(offer.address, label: words.text("web.factor_qr_label")) ?? "",
                "secret": Self.inFours(offer.secret), "address": offer.address,
            ]
        }
        if let failed { model["failed"] = office.catalogues.words(for: failed, in: visit.language) }
        if visit.query["done"] != nil { model["done"] = words.text("web.done") }
        return secondFactorPage(model, visit, status: failed.map(status) ?? .ok)
    }

    func changeSecondFactor(_ visit: Visit) async throws -> Response {
        guard let arrival = visit.arrival, let csrf = visit.csrf else { return redirect("/desk/sign-in") }
        if let halfway = visit.halfway, halfway.missing != .secondFactor {
            return redirect(Self.next(.halfway(halfway)))
        }
        let form = try await form(of: visit)
        let code = form["code"] ?? ""
        do {
            try checkToken(form, csrf)
            if form["give_up"] != nil {
                guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
                try await office.giveUpSecondFactor(code: code, for: signedIn)
                return redirect("/account?done=1")
            }
            if form["renew"] != nil {
                guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
                return recovery(try await office.renewRecoveryCodes(code: code, for: signedIn), visit)
            }
            let (codes, signedIn) = try await office.confirmSecondFactor(code: code, in: arrival)
            var entered = visit
            entered.enter(.signedIn(signedIn))
            return withSession(.signedIn(signedIn), recovery(codes, entered))
        } catch let refusal as Refusal {
            return try await secondFactor(visit, failed: refusal)
        }
    }

    /// The recovery codes: shown here and never again.
    private func recovery(_ codes: [String], _ visit: Visit) -> Response {
        secondFactorPage(["recovery": ["codes": codes]], visit, status: .ok)
    }

    private func secondFactorPage(_ model: [String: Any], _ visit: Visit, status: HTTPResponse.Status) -> Response {
        pages.page(
            "secondfactor",
            model,
            title: pages.text("factor_title", visit.language),
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    /// `JBSW Y3DP …`: as people can type it.
    private static func inFours(_ text: String) -> String {
        var groups: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            groups.append(String(rest.prefix(4)))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }
}
