import Application
import Domain
import Foundation
import HTTPTypes
import Store
import TestKit
import Testing
import Web

/// The office's own pages: what keeps the board itself, without JavaScript, in both languages, for whoever may.
struct OfficePageTests {
    private static let pages = [
        "/office", "/office/territory", "/office/territory/border", "/office/roster",
        "/office/roster/\(TestBoard.gridCodes[0])", "/office/accounts", "/office/accounts/new", "/office/templates",
        "/office/templates/mail.subject",
    ]

    @Test func `only administrators see the pages, and whoever is not signed in is led to the door`() async throws {
        try await Site.open { (site: Site) async throws in
            let (admin, intake) = (try await site.signIn(.administrator), try await site.signIn(.intake))
            for path in Self.pages {
                #expect(try await site.get(path).location == "/desk/sign-in", "\(path)")
                #expect(try await site.get(path, cookie: intake).status == 403, "\(path)")
                for english in [false, true] {
                    let page = try await site.get(path, cookie: admin, english: english)
                    #expect(page.status == 200 && page.headers[.cacheControl] == "no-store", "\(path)")
                    #expect(!page.text.contains("web."), "\(path)")
                    #expect(!page.text.contains("{n}") || path == "/office/templates", "\(path)")
                }
                let body = [("csrf", "x")]
                #expect(try await site.post(path, body, cookie: intake).status != 200, "\(path)")
            }
            let home = try await site.get("/office", cookie: admin, english: true)
            for path in ["territory", "roster", "accounts", "templates"] {
                #expect(home.text.contains("href=\"/office/\(path)\""))
            }
            #expect(try await site.get("/desk", cookie: admin).text.contains("href=\"/office\""))
            #expect(try await !site.get("/desk", cookie: intake).text.contains("href=\"/office\""))
            #expect(try await site.get("/robots.txt").text.contains("Disallow: /office"))
        }
    }

    private static func ring(east: Double) -> String {
        "113.81, 34.02\r\n\(east), 34.02\r\n\(east), 34.03\r\n113.81, 34.03"
    }

    @Test func `a border is changed by its text, looked at, and published`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            let cookie = try await site.signIn(.administrator)
            try await site.board.report(grid: TestBoard.gridCodes[1])
            let form = try await site.get("/office/territory/border?grid=\(TestBoard.gridCodes[0])", cookie: cookie)
            #expect(form.text.contains("113.81, 34.02\n") && form.text.contains("id=\"border-map\""))
            let csrf = try form.hidden("csrf")
            func prepare(_ east: Double, _ more: [(String, String)]) async throws -> Site.Page {
                let fields = [
                    ("csrf", csrf), ("kind", "border"), ("grid", TestBoard.gridCodes[0]),
                    ("ring", Self.ring(east: east)),
                    ("system", "wgs84"), ("from", site.board.office.today.description), ("basis", "〔2026〕3号"),
                ]
                return try await site.post("/office/territory/drafts", fields + more, cookie: cookie)
            }

            // when: the neighbour stays where it is
            let alone = try await site.get(try await prepare(113.825, []).location, cookie: cookie)
            #expect(alone.text.contains("重叠") && alone.text.contains("class=\"fault\""))
            #expect(!alone.text.contains("name=\"publish\""))
            // and when it follows
            let address = try await prepare(113.825, [("follow", "yes")]).location
            let preview = try await site.get(address, cookie: cookie, english: true)
            #expect(preview.text.contains("Redrawn") && preview.text.contains("Publish, in force from 2026-06-01"))
            #expect(preview.text.contains("class=\"drawn\"") && preview.text.contains("Open cases: 0"))
            let seen = try preview.hidden("seen")
            let stale = [("csrf", csrf), ("seen", "another"), ("publish", "1")]
            let moved = try await site.post(address, stale, cookie: cookie)
            #expect(moved.status == 409 && moved.text.contains("情况变了"))
            let forged = try await site.post(address, [("seen", seen), ("publish", "1")], cookie: cookie)
            #expect(forged.status == 403)
            let fields = [("csrf", csrf), ("seen", seen), ("publish", "1")]
            let done = try await site.post(address, fields, cookie: cookie)

            // then
            #expect(done.location == "/office/territory?done=1")
            #expect(try await site.get(done.location, cookie: cookie).text.contains("〔2026〕3号"))
            #expect(try await site.get(address, cookie: cookie).status == 404)
            let broken = try await prepare(113.83, [("ring", "nothing")])
            #expect(broken.status == 303)
            let text = try await site.post(
                "/office/territory/drafts",
                [
                    ("csrf", csrf), ("kind", "border"), ("grid", TestBoard.gridCodes[0]), ("ring", "hier"),
                    ("basis", "1"),
                ],
                cookie: cookie
            )
            #expect(text.status == 422 && text.text.contains("一行一个点") && text.text.contains(">hier<"))
        }
    }

    @Test func `merged grids lead from the old card to the new one, and a plan is taken back`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            let csrf = try await site.get("/office/territory", cookie: cookie).hidden("csrf")
            func merge(from: String) async throws -> String {
                let fields = [
                    ("csrf", csrf), ("kind", "merge"), ("grid", TestBoard.gridCodes[1]),
                    ("into", TestBoard.gridCodes[0]),
                    ("from", from), ("basis", "1号"),
                ]
                let address = try await site.post("/office/territory/drafts", fields, cookie: cookie).location
                let seen = try await site.get(address, cookie: cookie).hidden("seen")
                let publish = [("csrf", csrf), ("seen", seen), ("publish", "1")]
                return try await site.post(address, publish, cookie: cookie).location
            }
            #expect(try await merge(from: "2026-07-01") == "/office/territory?done=1")
            let waiting = try await site.get("/office/territory", cookie: cookie, english: true)
            #expect(waiting.text.contains("in force from 2026-07-01"))
            _ = try await site.post("/office/territory", [("csrf", csrf), ("withdraw", "1")], cookie: cookie)
            #expect(site.board.office.directory.plan == nil)
            #expect(try await merge(from: "2026-06-01") == "/office/territory?done=1")
            let card = try await site.get("/grids/\(TestBoard.gridCodes[1])")
            #expect(card.status == 303 && card.location == "/grids/\(TestBoard.gridCodes[0])")
        }
    }

    @Test func `a new holder is shown with what goes along, and appointed when that is confirmed`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            let grid = TestBoard.gridCodes[0]
            let number = try await site.board.report(grid: grid).number
            let grant = Account.Grant(signInName: "li", displayName: "李明", roles: [.gridWorker], scope: .district)
            _ = try await site.board.office.openAccount(grant, by: .system)
            let id = try #require(try await site.board.office.accounts(named: ["li"]).first).id.rawValue.uuidString
            let page = try await site.get("/office/roster/\(grid)", cookie: cookie)
            #expect(page.text.contains("李明") && page.text.contains("任命"))
            let csrf = try page.hidden("csrf")
            let fields = [
                ("csrf", csrf), ("change", "appoint"), ("post", "grid_worker"), ("holder", id), ("from", "2026-06-02"),
            ]

            let preview = try await site.post("/office/roster/\(grid)", fields, cookie: cookie)
            #expect(preview.status == 200 && preview.text.contains(number.rawValue))
            #expect(preview.text.contains("2026-06-02") && preview.text.contains("李明"))
            let seen = [("seen", try preview.hidden("seen")), ("until", "")]
            let done = try await site.post("/office/roster/\(grid)", fields + seen, cookie: cookie)
            #expect(done.location == "/office/roster/\(grid)?done=1")
            let day = site.board.office.today.advanced(by: 1)
            let code = try #require(site.board.office.directory.grid(named: grid))
            #expect(site.board.office.directory.post(for: code, on: day)?.holderName == "李明")
            let refused = try await site.post("/office/roster/\(grid)", fields, cookie: cookie)
            #expect(refused.status == 409 && refused.text.contains("open"))
            let nobody = fields.filter { $0.0 != "holder" } + [("holder", "nobody")]
            #expect(try await site.post("/office/roster/\(grid)", nobody, cookie: cookie).status == 404)
        }
    }

    @Test func `an account is opened, changed and locked through its pages, the own one is not`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            let csrf = try await site.get("/office/accounts/new", cookie: cookie).hidden("csrf")
            let fields = [
                ("csrf", csrf), ("sign_in_name", "zhao"), ("display_name", "赵"), ("role", "intake"),
                ("role", "dispatcher"), ("scope", "unit:411002001"), ("unit", ""),
            ]
            let opened = try await site.post("/office/accounts", fields, cookie: cookie)
            let password = try #require(opened.text.firstMatch(of: /class="code">([^<]+)</)?.output.1)
            #expect(opened.headers[.cacheControl] == "no-store")
            let entered = try await site.post("/desk/sign-in", [("name", "zhao"), ("password", String(password))])
            #expect(entered.location == "/account/first-password")
            #expect(try await site.post("/office/accounts", fields, cookie: cookie).status == 409)
            let none = fields.filter { $0.0 != "role" }
            let missing = try await site.post("/office/accounts", none, cookie: cookie)
            #expect(missing.status == 422 && missing.text.contains("value=\"zhao\""))

            let row = try #require(try await site.board.office.accounts(named: ["zhao"]).first)
            let address = "/office/accounts/\(row.id.rawValue.uuidString)"
            #expect(row.grant.roles == [.intake, .dispatcher])
            let file = try await site.get(address, cookie: cookie, english: true)
            #expect(file.text.contains("Lock") && file.text.matches(of: /\ checked/).count == 2)
            func act(_ act: String, _ more: [(String, String)] = []) async throws -> Site.Page {
                try await site.post(address, [("csrf", csrf), ("act", act)] + more, cookie: cookie)
            }
            let change = [("display_name", "赵敏"), ("role", "intake"), ("scope", "district")]
            #expect(try await act("change", change).location == address + "?done=1")
            #expect(try await act("password").text.contains("class=\"code\""))
            #expect(try await act("lock").status == 303)
            #expect(try await site.get(address, cookie: cookie).text.contains("重新启用"))
            #expect(try await act("unlock").status == 303)
            let forged = try await site.post(address, [("act", "lock")], cookie: cookie)
            #expect(forged.status == 403)

            let own = site.board.staff(.administrator).account.rawValue.uuidString
            let mine = try await site.get("/office/accounts/\(own)", cookie: cookie)
            #expect(!mine.text.contains("name=\"act\""))
            let lock = [("csrf", csrf), ("act", "lock")]
            let refused = try await site.post("/office/accounts/\(own)", lock, cookie: cookie)
            #expect(refused.status == 403 && refused.text.contains("自己的权限"))
            #expect(try await site.get("/office/accounts/nobody", cookie: cookie).status == 404)
        }
    }

    @Test func `a role that asks for a second factor from now on ends its sessions on the page`() async throws {
        try await Site.open { (site: Site) async throws in
            let (admin, chief) = (try await site.signIn(.administrator), try await site.signIn(.dutyChief))
            let csrf = try await site.get("/office/accounts", cookie: admin).hidden("csrf")
            let fields = [("csrf", csrf), ("role", "duty_chief"), ("ask_code", "yes")]
            #expect(try await site.post("/office/accounts/rules", fields, cookie: admin).status == 303)
            #expect(try await site.get("/desk", cookie: chief).location == "/desk/sign-in")
            #expect(try await site.get("/office/accounts", cookie: admin).text.contains("不再要求"))
        }
    }

    @Test func `words of messages are looked at filled, kept from a day, and refused where nobody can fill them`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            let address = "/office/templates/mail.step_handed_over"
            let page = try await site.get(address, cookie: cookie, english: true)
            #expect(page.text.contains("{unit}") && page.text.contains("Handed to {unit}"))
            let csrf = try page.hidden("csrf")
            func send(_ act: String, _ english: String) async throws -> Site.Page {
                let fields = [
                    ("csrf", csrf), ("act", act), ("text_zh", "转给{unit}了。"), ("text_en", english),
                    ("from", "2026-06-01"),
                ]
                return try await site.post(address, fields, cookie: cookie)
            }
            let look = try await send("look", "Now <b> with {unit}")
            #expect(look.text.contains("Now &lt;b&gt; with City Management") && look.text.contains("转给城管局了"))
            #expect(try site.board.office.messageTemplate("mail.step_handed_over").versions.isEmpty)
            #expect(try await send("keep", "By {when}").status == 422)
            #expect(try await send("keep", "").text.contains("英文"))
            #expect(try await send("keep", "Now with {unit}").location == address + "?done=1")
            #expect(try await site.get("/office/templates", cookie: cookie).text.contains("转给{unit}了"))
            let kept = try await site.get(address, cookie: cookie)
            #expect(kept.text.contains("name=\"act\" value=\"restore\""))
            #expect(try await site.get("/office/templates/web.done", cookie: cookie).status == 404)
        }
    }
}
