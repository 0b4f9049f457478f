import Application
import AsyncHTTPClient
import Domain
import Foundation
import HTTPTypes
import SignOn
import TestKit
import Testing
import Web

/// Signing in through a real provider.
@Suite(.enabled(if: Glewlwyd.isThere))
struct SignOnTests {
    private static let redirect = "http://127.0.0.1:8311/desk/sign-on/return"

    /// A board beside a provider, with the provider's clock.
    private func withProvider(
        _ body: @escaping @Sendable (Site, Glewlwyd, HTTPClient) async throws -> Void
    ) async throws {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let glewlwyd = try await Glewlwyd.start(redirect: Self.redirect, using: http)
        let client = SignOnClient(
            issuer: glewlwyd.issuer,
            id: "qipan",
            secret: Glewlwyd.secret,
            redirect: Self.redirect
        )
        let provider = SignOnProvider(client)
        let board = try await TestBoard.make(world: .real, signOn: glewlwyd.issuer)
        do {
            try await Site.open(board, live: LiveFeed(), provider: provider) { try await body($0, glewlwyd, http) }
        } catch {
            try glewlwyd.end()
            throw error
        }
        try await provider.close()
        try await http.shutdown()
        try glewlwyd.end()
    }

    /// The address of the return without scheme and host: what the browser asks this office for.
    private static func path(_ address: String) throws -> String {
        try #require(address.hasPrefix(redirect))
        return String(address.dropFirst("http://127.0.0.1:8311".count))
    }

    @Test func `a person of the provider signs in once the account is linked, and out again`() async throws {
        try await withProvider { site, glewlwyd, http in
            // given
            let form = try await site.get("/desk/sign-in")
            #expect(form.text.contains("href=\"/desk/sign-on\"") && form.text.contains("用统一认证登录"))

            // when: the browser goes there and comes back
            func comeBack() async throws -> (page: Site.Page, path: String, ticket: String) {
                let begun = try await site.get("/desk/sign-on")
                #expect(begun.status == 303 && begun.location.hasPrefix(glewlwyd.issuer + "/auth?"))
                #expect(begun.location.contains("code_challenge_method=S256"))
                let ticket = try Site.cookie("qipan_sign_on", in: begun)
                #expect(
                    begun.headers[.setCookie]?.contains("Path=/desk/sign-on; Max-Age=600; HttpOnly; SameSite=Lax")
                        == true
                )
                let path = try Self.path(try await glewlwyd.authorize(begun.location, using: http))
                return (try await site.get(path, cookie: ticket), path, ticket)
            }
            let stranger = try await comeBack()

            // then: the provider's word is right, but nobody is linked, and the address of mail links nobody
            #expect(stranger.page.status == 403 && stranger.page.text.contains("没有账号和您关联"))

            // given: the administrator links the subject, which the provider's own client can tell
            let subject = try await Self.subject(glewlwyd, http)
            let link = Account.SignOn(issuer: glewlwyd.issuer, subject: subject)
            try await site.board.office.link(link, to: site.board.staff(.intake).account, by: .system)

            // when
            let known = try await comeBack()

            // then
            #expect(known.page.status == 303 && known.page.location == "/desk")
            let cookie = try Site.cookie("qipan_session", in: known.page)
            let desk = try await site.get("/desk", cookie: cookie)
            #expect(desk.status == 200 && desk.text.contains("职员 intake"))
            #expect(try await site.get("/account", cookie: cookie).text.contains("可以从 \(glewlwyd.issuer) 统一认证登录"))

            // a return works once, with its own ticket only
            let again = try await site.get(known.path, cookie: known.ticket)
            #expect(
                again.status == 401 && again.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("qipan_session") }
            )
            let fresh = try await site.get("/desk/sign-on")
            let path = try Self.path(try await glewlwyd.authorize(fresh.location, using: http))
            #expect(try await site.get(path).status == 401)
            #expect(try await site.get(path, cookie: known.ticket).status == 401)
            #expect(
                try await site.get(
                    path + "&iss=https%3A%2F%2Fother.example",
                    cookie: try Site.cookie("qipan_sign_on", in: fresh)
                ).status == 401
            )
            let declined = try await site.get("/desk/sign-on")
            let state = try #require(declined.location.firstMatch(of: /[?&]state=([^&]+)/)?.output.1)
            let told = try await site.get(
                "/desk/sign-on/return?error=access_denied&state=\(state)",
                cookie: try Site.cookie("qipan_sign_on", in: declined)
            )
            #expect(told.status == 401 && told.text.contains("统一认证没有成功"))

            // and out: here at once, there by a link
            let csrf = try desk.hidden("csrf")
            let out = try await site.post("/desk/sign-out", [("csrf", csrf)], cookie: cookie)
            #expect(
                out.text.contains("href=\"\(glewlwyd.issuer)/end_session?client_id=qipan&amp;post_logout_redirect_uri=")
            )
            #expect(try await site.get("/desk", cookie: cookie).location == "/desk/sign-in")
        }
    }

    @Test func `a second factor that is asked for is asked for behind the provider, too`() async throws {
        try await withProvider { site, glewlwyd, http in
            let link = Account.SignOn(issuer: glewlwyd.issuer, subject: try await Self.subject(glewlwyd, http))
            try await site.board.office.link(link, to: site.board.staff(.dutyChief).account, by: .system)
            try await site.board.office.change(
                .requireSecondFactor(.dutyChief, true),
                on: ID<SignInRules>.board,
                by: .system
            )
            let begun = try await site.get("/desk/sign-on")
            let path = try Self.path(try await glewlwyd.authorize(begun.location, using: http))
            let back = try await site.get(path, cookie: try Site.cookie("qipan_sign_on", in: begun))
            #expect(back.location == "/account/second-factor")
            let half = try Site.cookie("qipan_session", in: back)
            #expect(try await site.get("/desk", cookie: half).location == "/desk/sign-in")
        }
    }

    /// Whom the provider calls so, asked by the client alone.
    private static func subject(_ glewlwyd: Glewlwyd, _ http: HTTPClient) async throws -> String {
        let client = SignOnClient(issuer: glewlwyd.issuer, id: "qipan", secret: Glewlwyd.secret, redirect: redirect)
        let provider = SignOnProvider(client)
        let world = OutsideWorld.real
        let now = world.now().secondsSinceEpoch
        let ticket = Ticket(now: now, random: world.randomBytes)
        let back = try await glewlwyd.authorize(try await provider.begin(ticket, now: now), using: http)
        let query = try #require(URLComponents(string: back)?.queryItems)
        let person = try await provider.finish(ticket, now: now) { name in query.first { $0.name == name }?.value }
        #expect(person.issuer == glewlwyd.issuer && person.subject.count > 8)
        // A code is worth nothing without the verifier that its challenge was made of.
        let other = Ticket(now: now, random: world.randomBytes)
        let stolen = try await glewlwyd.authorize(try await provider.begin(other, now: now), using: http)
        let code = try #require(URLComponents(string: stolen)?.queryItems?.first { $0.name == "code" }?.value)
        await #expect(throws: SignOnFault.exchange) {
            try await provider.finish(ticket, now: now) { $0 == "code" ? code : $0 == "state" ? ticket.state : nil }
        }
        try await provider.close()
        return person.subject
    }
}
