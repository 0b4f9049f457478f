import Application
import Domain
import HTTPTypes
import Hummingbird
import SignOn
import Store

extension WebDoor {
    /// The form; whoever is halfway goes on where something is missing.
    func signInForm(
        _ visit: Visit,
        name: String = "",
        failed: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        if failed == nil, let halfway = visit.halfway { return redirect(Self.next(.halfway(halfway))) }
        var model: [String: Any] = ["name": name]
        if let failed { model["failed"] = failed }
        if let signOn = office.settings.signOn, provider != nil {
            model["sign_on"] = office.catalogues.text(
                "web.sign_on",
                ["name": signOn.name.text(in: visit.language)],
                in: visit.language
            )
        }
        let title = pages.text("sign_in_title", visit.language)
        return pages.page(
            "signin",
            model,
            title: title,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    func signIn(_ visit: Visit) async throws -> Response {
        let form = try await form(of: visit)
        let name = form["name"] ?? ""
        do {
            let arrival = try await office.signIn(
                name: name,
                password: form["password"] ?? "",
                from: visit.address,
                agent: visit.agent
            )
            return enter(arrival)
        } catch let refusal as Refusal {
            let words = office.catalogues.words(for: refusal, in: visit.language)
            var response = signInForm(visit, name: name, failed: words, status: status(of: refusal))
            if case .throttled(let seconds) = refusal { response.headers[.retryAfter] = String(seconds) }
            return response
        }
    }

    /// Ends the session here; where the provider has a page for ending the one there, a link leads to it.
    func signOut(_ visit: Visit) async throws -> Response {
        let form = try await form(of: visit)
        if let halfway = visit.halfway {
            try checkToken(form, halfway.csrf)
            try await office.signOut(token: halfway.token)
            return withCookie("", seconds: 0, redirect("/"))
        }
        guard let signedIn = visit.signedIn else { return redirect("/") }
        try checkToken(form, signedIn.csrf)
        try await office.signOut(token: signedIn.token)
        guard signedIn.session.isSignOn, let there = await endSessionAddress() else {
            return withCookie("", seconds: 0, redirect("/"))
        }
        var outside = visit
        outside.signedIn = nil
        let model: [String: Any] = ["url": there, "name": office.settings.signOn?.name.text(in: visit.language) ?? ""]
        let page = pages.page(
            "signedout",
            model,
            title: pages.text("signed_out_title", visit.language),
            visit: outside,
            isNarrow: true,
            isPrivate: true
        )
        return withCookie("", seconds: 0, page)
    }

    /// A provider that does not answer keeps nobody from signing out here.
    private func endSessionAddress() async -> String? {
        let back = office.settings.publicURL + "/"
        return try? await provider?.endSessionAddress(returningTo: back, now: office.now.secondsSinceEpoch)
    }

    // MARK: - The code

    func codeForm(_ visit: Visit, failed: Refusal? = nil) -> Response {
        guard let halfway = visit.halfway, halfway.missing == .code else { return redirect("/desk/sign-in") }
        var model: [String: Any] = ["csrf": halfway.csrf]
        if let failed { model["failed"] = office.catalogues.words(for: failed, in: visit.language) }
        var response = pages.page(
            "code",
            model,
            title: pages.text("code_title", visit.language),
            visit: visit,
            status: failed.map(status) ?? .ok,
            isNarrow: true,
            isPrivate: true
        )
        if case .throttled(let seconds) = failed { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    func enterCode(_ visit: Visit) async throws -> Response {
        guard let halfway = visit.halfway, halfway.missing == .code else { return redirect("/desk/sign-in") }
        let form = try await form(of: visit)
        do {
            try checkToken(form, halfway.csrf)
            return enter(.signedIn(try await office.enter(code: form["code"] ?? "", in: halfway)))
        } catch let refusal as Refusal {
            return codeForm(visit, failed: refusal)
        }
    }

    // MARK: - Cookies and tokens

    /// The cookie of a session, and the page where its owner goes on.
    func enter(_ arrival: Arrival) -> Response {
        withSession(arrival, redirect(Self.next(arrival)))
    }

    func withSession(_ arrival: Arrival, _ response: Response) -> Response {
        withCookie(arrival.token, seconds: arrival.expiresAt.seconds(since: office.now), response)
    }

    static func next(_ arrival: Arrival) -> String {
        switch arrival {
        case .signedIn: "/desk"
        case .halfway(let halfway):
            switch halfway.missing {
            case .code: "/desk/sign-in/code"
            case .password: "/account/first-password"
            case .secondFactor: "/account/second-factor"
            }
        }
    }

    private func withCookie(_ token: String, seconds: Int64, _ response: Response) -> Response {
        var response = response
        let value = cookie(Visit.sessionCookie, token, path: "/", seconds: seconds)
        response.headers.append(HTTPField(name: .setCookie, value: value))
        return response
    }

    /// No script reads it, no other site's form sends it, and over HTTPS it travels by nothing else.
    func cookie(_ name: String, _ value: String, path: String, seconds: Int64) -> String {
        let secure = office.settings.publicURL.hasPrefix("https:") ? "; Secure" : ""
        return "\(name)=\(value); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(secure)"
    }

    /// - Throws: ``Refusal/formExpired`` for a form that was not made for this session.
    func checkToken(_ form: FormBody, _ csrf: String) throws {
        guard form["csrf"] == csrf else { throw Refusal.formExpired }
    }
}
