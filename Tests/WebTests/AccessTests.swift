import Application
import Domain
import Foundation
import HTTPTypes
import Store
import TestKit
import Testing
import Web

/// The pages of signing in and of one's own account, in both languages.
struct AccessTests {
    private static func app(_ page: Site.Page) throws -> @Sendable (Instant, Int64) -> String {
        let secret = try #require(page.text.firstMatch(of: /secret=([A-Z2-7]+)&/)?.output.1)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bytes, buffer, bits) = ([UInt8](), 0, 0)
        for sign in secret {
            buffer = (buffer << 5 | (try #require(alphabet.firstIndex(of: sign)))) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        let key = bytes
        return { OneTimeCode.code(secret: key, step: OneTimeCode.step(atSecond: $0.secondsSinceEpoch) + $1) }
    }

    @Test func `a second factor is set up with a QR code, and then asked for after the password`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            let cookie = try await site.signIn(.intake)
            let offer = try await site.get("/account/second-factor", cookie: cookie)
            #expect(
                offer.text.contains("<svg") && offer.text.contains("扫这个码") && offer.headers[.cacheControl] == "no-store"
            )
            let code = try Self.app(offer)
            let csrf = try offer.hidden("csrf")

            // when: a wrong code, then the right one
            let wrong = try await site.post("/account/second-factor", [("csrf", csrf), ("code", "1")], cookie: cookie)
            #expect(wrong.status == 401 && wrong.text.contains("验证码不对") && wrong.text.contains("<svg"))
            let right = [("csrf", csrf), ("code", code(site.board.office.now, 0))]
            let done = try await site.post("/account/second-factor", right, cookie: cookie)

            // then: ten recovery codes, another session, and the old one is dead
            #expect(
                done.status == 200 && done.text.matches(of: /<li class="code">[a-z2-9]{5}-[a-z2-9]{5}</).count == 10
            )
            let next = try Site.cookie("qipan_session", in: done)
            #expect(try await site.get("/desk", cookie: next).status == 200)
            #expect(try await site.get("/desk", cookie: cookie).location == "/desk/sign-in")

            // and the password alone leads to the code
            site.board.clock.advance(seconds: 30)
            let fields = [("name", "intake"), ("password", TestBoard.password)]
            let halfway = try await site.post("/desk/sign-in", fields)
            #expect(halfway.location == "/desk/sign-in/code")
            let half = try Site.cookie("qipan_session", in: halfway)
            #expect(halfway.headers[.setCookie]?.contains("Max-Age=600; HttpOnly; SameSite=Lax") == true)
            for page in ["/desk", "/account", "/desk/cases", "/desk/new"] {
                #expect(try await site.get(page, cookie: half).location == "/desk/sign-in", "\(page)")
            }
            #expect(try await site.get("/account/second-factor", cookie: half).location == "/desk/sign-in/code")
            #expect(try await site.get("/desk/sign-in", cookie: half).location == "/desk/sign-in/code")
            let form = try await site.get("/desk/sign-in/code", cookie: half, english: true)
            #expect(
                form.text.contains("Six digits from your app") && form.text.contains("autocomplete=\"one-time-code\"")
            )
            let token = try form.hidden("csrf")
            let forged = try await site.post("/desk/sign-in/code", [("code", "000000")], cookie: half)
            #expect(forged.status == 403)
            let spaced = code(site.board.office.now, 0)
            let typed = [("csrf", token), ("code", spaced.prefix(3) + " " + spaced.suffix(3))]
            let entered = try await site.post("/desk/sign-in/code", typed, cookie: half)
            #expect(entered.status == 303 && entered.location == "/desk")
            let open = try Site.cookie("qipan_session", in: entered)
            #expect(open != half)
            #expect(try await site.get("/desk", cookie: open).status == 200)
            let set = try await site.get("/account/second-factor", cookie: open)
            #expect(set.text.contains("还剩 10 个恢复码") && !set.text.contains("otpauth"))
        }
    }

    @Test func `whose role asks for a second factor sets it up before anything else`() async throws {
        try await Site.open { (site: Site) async throws in
            try await site.board.office.change(
                .requireSecondFactor(.dutyChief, true),
                on: ID<SignInRules>.board,
                by: .system
            )
            let fields = [("name", "duty_chief"), ("password", TestBoard.password)]
            let answer = try await site.post("/desk/sign-in", fields)
            #expect(answer.location == "/account/second-factor")
            let half = try Site.cookie("qipan_session", in: answer)
            #expect(try await site.get("/desk", cookie: half).location == "/desk/sign-in")
            #expect(try await site.get("/desk/sign-in", cookie: half).location == "/account/second-factor")
            let offer = try await site.get("/account/second-factor", cookie: half, english: true)
            #expect(offer.text.contains("Your role asks for a second factor"))
            let code = try Self.app(offer)(site.board.office.now, 0)
            let right = [("csrf", try offer.hidden("csrf")), ("code", code)]
            let done = try await site.post("/account/second-factor", right, cookie: half)
            let open = try Site.cookie("qipan_session", in: done)
            #expect(try await site.get("/desk", cookie: open).status == 200)
            site.board.clock.advance(seconds: 30)
            let later = [("csrf", try await site.get("/account", cookie: open).hidden("csrf")), ("give_up", "1")]
            let kept = try await site.post("/account/second-factor", later, cookie: open)
            #expect(kept.status == 403 && kept.text.contains("不能关闭"))
        }
    }

    @Test func `the account page lists sessions roughly, ends them, and changes the password`() async throws {
        try await Site.open { (site: Site) async throws in
            // given: three sessions
            let cookies = [
                try await site.signIn(.intake), try await site.signIn(.intake), try await site.signIn(.intake),
            ]
            let page = try await site.get("/account", cookie: cookies[0])
            #expect(page.text.matches(of: /name="session"/).count == 2 && page.text.contains("就是这里"))
            #expect(page.text.contains("不记位置"))
            #expect(try await site.get("/account", cookie: cookies[0], english: true).text.contains("no location"))
            let csrf = try page.hidden("csrf")
            let forged = try await site.post("/account/sessions", [("others", "1")], cookie: cookies[0])
            #expect(forged.status == 403)

            // when: one, then all others
            let id = try #require(page.text.firstMatch(of: /name="session" value="([0-9a-f]{16})"/)?.output.1)
            let one = [("csrf", csrf), ("session", String(id))]
            #expect(try await site.post("/account/sessions", one, cookie: cookies[0]).location == "/account?done=1")
            var open = 0
            for cookie in cookies where try await site.get("/account", cookie: cookie).status == 200 { open += 1 }
            #expect(open == 2)
            _ = try await site.post("/account/sessions", [("csrf", csrf), ("others", "1")], cookie: cookies[0])
            for cookie in cookies.dropFirst() {
                #expect(try await site.get("/account", cookie: cookie).location == "/desk/sign-in")
            }

            // then: the password
            func change(_ current: String, _ new: String, _ again: String) async throws -> Site.Page {
                let fields = [("csrf", csrf), ("password", current), ("new_password", new), ("again", again)]
                return try await site.post("/account/password", fields, cookie: cookies[0])
            }
            let new = "another long password"
            #expect(try await change("wrong", new, new).status == 401)
            #expect(try await change(TestBoard.password, new, "other").text.contains("不一样"))
            #expect(try await change(TestBoard.password, new, new).location == "/account?done=1")
            let answer = try await site.post("/desk/sign-in", [("name", "intake"), ("password", new)])
            #expect(answer.location == "/desk")
            #expect(try await site.get("/robots.txt").text.contains("Disallow: /account"))
        }
    }

    @Test func `without a provider there is no sign-on`() async throws {
        try await Site.open { (site: Site) async throws in
            #expect(try await !site.get("/desk/sign-in").text.contains("/desk/sign-on"))
            #expect(try await site.get("/desk/sign-on").status == 404)
            #expect(try await site.get("/desk/sign-on/return?code=1&state=2").status == 404)
        }
    }
}
