import Application
import Domain
import Foundation
import HTTPTypes
import TestKit
import Testing

/// The page that stands before all others for whoever has a password from somebody else.
struct FirstPasswordPageTests {
    @Test func `every page of the desk leads there until a password is chosen, in both languages`() async throws {
        try await Site.open { (site: Site) async throws in
            let grant = Account.Grant(
                signInName: "xin",
                displayName: "新人",
                roles: [.intake, .administrator],
                scope: .district
            )
            let first = try await site.board.office.openAccount(grant, by: .system)
            let entered = try await site.post("/desk/sign-in", [("name", "xin"), ("password", first)])
            #expect(entered.status == 303 && entered.location == "/account/first-password")
            let cookie = String(try #require(entered.headers[.setCookie]?.prefix { $0 != ";" }))
            for path in ["/desk", "/desk/cases?status=open", "/desk/messages", "/account", "/office", "/desk/rules"] {
                let page = try await site.get(path, cookie: cookie)
                #expect(page.status == 303 && page.location == "/desk/sign-in", "\(path)")
            }
            #expect(try await site.get("/desk/sign-in", cookie: cookie).location == "/account/first-password")
            #expect(try await site.get("/account/second-factor", cookie: cookie).location == "/account/first-password")
            for (english, words) in [(false, "设置自己的密码"), (true, "Choose your own password")] {
                let page = try await site.get("/account/first-password", cookie: cookie, english: english)
                #expect(page.status == 200 && page.text.contains(words) && !page.text.contains("{{"))
            }
            // What everybody may see stays open to everybody.
            #expect(try await site.get("/", cookie: cookie).status == 200)

            let csrf = try await site.get("/account/first-password", cookie: cookie).hidden("csrf")
            func send(_ new: String, _ again: String, csrf: String = csrf) async throws -> Site.Page {
                let fields = [("csrf", csrf), ("new_password", new), ("again", again)]
                return try await site.post("/account/first-password", fields, cookie: cookie)
            }
            #expect(try await send(first, first).status == 422)
            #expect(try await send("a new long one", "another long one").status == 422)
            #expect(try await send("a new long one", "a new long one", csrf: "x").status == 403)
            let done = try await send("a new long one", "a new long one")
            #expect(done.status == 303 && done.location == "/desk")
            #expect(try await site.get("/desk", cookie: cookie).status == 200)
            #expect(try await site.get("/account/first-password", cookie: cookie).location == "/account")
            #expect(try await site.get("/account/first-password").location == "/account")
        }
    }
}
