import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestKit
import Testing

struct PageTests {
    private static let paths = [
        "/", "/report", "/about", "/desk/sign-in", "/streets/411002001", "/grids/41100200100101",
    ]

    @Test(arguments: paths)
    func `a page is there in both languages, small, guarded, and says that nothing is real`(path: String) async throws {
        try await Site.open { (site: Site) async throws in
            let chinese = try await site.get(path)
            let english = try await site.get(path, english: true)
            for page in [chinese, english] {
                #expect(page.status == 200)
                #expect(page.text.utf8.count < 100_000)
                #expect(page.headers[.contentSecurityPolicy]?.contains("default-src 'self'") == true)
                #expect(!page.text.contains("web.") && !page.text.contains("{{"))
                #expect(page.text.contains("<main id=\"main\"") && page.text.contains("class=\"synthetic\""))
            }
            #expect(chinese.text.contains("<html lang=\"zh-CN\">") && chinese.text.contains("棋盘"))
            #expect(english.text.contains("<html lang=\"en\">") && english.text.contains("Board"))
            #expect(try await site.get(path + "?lang=en").headers[.setCookie]?.hasPrefix("qipan_lang=en") == true)
        }
    }

    @Test func `a search at the desk keeps its filters, and goes on further back`() async throws {
        try await Site.open { (site: Site) async throws in
            var numbers: [String] = []
            for _ in 0..<51 { numbers.append(try await site.board.report("路灯坏了").number.rawValue) }
            try await site.board.office.keepWords()
            let intake = try await site.signIn(.intake)
            let first = try await site.get("/desk/cases?status=open&q=%E8%B7%AF%E7%81%AF", cookie: intake)
            #expect(first.text.contains(numbers[50]) && !first.text.contains(numbers[0]))
            #expect(first.text.contains("name=\"status\" value=\"open\"") && first.text.contains("value=\"路灯\""))
            #expect(first.text.contains("/desk/cases?status=closed&amp;q=%E8%B7%AF%E7%81%AF"))
            let further = try #require(first.text.firstMatch(of: /href="([^"]*)" rel="next"/)?.output.1)
            #expect(further.contains("status=open") && further.contains("q=%E8%B7%AF%E7%81%AF"))
            let second = try await site.get(String(further).replacing("&amp;", with: "&"), cookie: intake)
            #expect(second.text.contains(numbers[0]) && !second.text.contains(numbers[1]))
            #expect(!second.text.contains("rel=\"next\""))
            let closed = try await site.get("/desk/cases?status=closed&q=%E8%B7%AF%E7%81%AF", cookie: intake)
            #expect(closed.text.contains("没有找到"))
            let short = try await site.get("/desk/cases?q=%E7%81%AF", cookie: intake)
            #expect(short.text.contains("两个字"))
            let exact = try await site.get("/desk/cases?q=\(numbers[3])", cookie: intake)
            #expect(exact.text.contains(numbers[3]) && !exact.text.contains(numbers[4]))
        }
    }

    @Test func `the board shows a new report and a new signature at once, each language its own`() async throws {
        try await Site.open { (site: Site) async throws in
            let before = try await site.get("/").text
            #expect(try await site.get("/").text == before)
            try await site.board.report()
            let after = try await site.get("/").text
            #expect(after != before && after.contains("<b>1</b>"))
            #expect(try await site.get("/board.geojson").text.contains("\"open\":1"))
            try await site.board.office.signCheckpoint()
            #expect(try await site.get("/").text.contains("class=\"hash\""))
            #expect(try await site.get("/", english: true).text.contains("<html lang=\"en\">"))
            let intake = try await site.signIn(.intake)
            #expect(try await site.get("/", cookie: intake).headers[.cacheControl] == "no-store")
            #expect(try await site.get("/").headers[.cacheControl] == "no-cache")
        }
    }

    @Test func `a report goes from the form to the slip, and the link follows it to its end`() async throws {
        try await Site.open { (site: Site) async throws in
            let form = try await site.get("/report?grid=41100200100102").hidden("form")
            let fields = [
                ("form", form), ("category", "street-light"), ("grid", "41100200100102"), ("text", "灯<script>坏了"),
            ]
            let sent = try await site.post("/report", fields)
            #expect(sent.status == 303)
            #expect(try await site.post("/report", fields).location == sent.location)
            let slip = try await site.get(sent.location)
            #expect(slip.status == 200 && slip.text.contains("网格员02") && slip.text.contains("6月2日 18:00"))
            #expect(slip.text.contains("灯&lt;script&gt;坏了") && !slip.text.contains("<script>坏"))
            #expect(slip.text.contains("<svg viewBox") && slip.headers[.cacheControl] == "no-store")
            let added = try await site.post(sent.location, [("action", "add"), ("text", "三楼那盏")])
            #expect(added.status == 303)
            #expect(try await site.get(sent.location).text.contains("三楼那盏"))
            let number = String(sent.location.split(separator: "/")[1])
            let publicPage = try await site.get("/cases/\(number)")
            #expect(publicPage.status == 200 && !publicPage.text.contains("三楼那盏"))
            #expect(try await site.get("/r/\(number)/wrong").status == 404)
            #expect(try await site.get(sent.location + "/proof").status == 404)
            try await site.board.office.signCheckpoint()
            let proof = try await site.get(sent.location + "/proof")
            #expect(proof.status == 200 && proof.text.hasPrefix("c2sp.org/tlog-proof@v1\n"))
            let withdrawn = try await site.post(sent.location, [("action", "withdraw"), ("reason", "自己修好了")])
            #expect(withdrawn.status == 303)
            let again = try await site.post(sent.location, [("action", "withdraw"), ("reason", "")])
            #expect(again.status == 409 && again.text.contains("现在不能"))
        }
    }

    @Test func `what is missing is told after its field, and nothing typed is lost`() async throws {
        try await Site.open { (site: Site) async throws in
            let page = try await site.post(
                "/report",
                [("category", "waste"), ("text", "很多垃圾"), ("contact_name", "老李")]
            )
            #expect(page.status == 422)
            #expect(page.text.contains("请填写位置") || page.text.contains("请填写"))
            #expect(page.text.contains("很多垃圾") && page.text.contains("老李"))
            #expect(page.text.contains("<option value=\"waste\" selected>"))
            let asked = try await site.post("/report", [("category", "dumping"), ("address", "路"), ("text", "x")])
            #expect(asked.status == 422 && asked.text.contains("attribute[KINDS]"))
        }
    }

    @Test func `a case is worked from report to closing through the desk's forms`() async throws {
        try await Site.open { (site: Site) async throws in
            let receipt = try await site.board.report()
            let number = receipt.number
            let intake = try await site.signIn(.intake)
            #expect(try await site.get("/desk", cookie: intake).text.contains(number.rawValue))
            let steps: [(Role, CaseAction, [(String, String)])] = [
                (.intake, .askVerification, [("note", "去看看")]), (.gridWorker, .verify, [("real", "yes")]),
                (.intake, .register, [("category", "street-light")]), (.dutyChief, .establish, []),
                (.dispatcher, .dispatch, [("unit", "CG")]), (.handlingUnit, .acknowledge, []),
                (.handlingUnit, .beginHandling, [("contact", "not_possible")]),
                (.handlingUnit, .feedBack, [("result", "solved"), ("text", "换了灯泡")]), (.intake, .askCheck, []),
                (.gridWorker, .check, [("solved", "no"), ("note", "还是不亮")]),
                (.dispatcher, .sendBack, [("opinion", "再修")]),
                (.handlingUnit, .acknowledge, []), (.handlingUnit, .beginHandling, [("contact", "reached")]),
                (.handlingUnit, .feedBack, [("result", "solved"), ("text", "换了线路")]), (.intake, .askCheck, []),
                (.gridWorker, .check, [("solved", "yes")]), (.dutyChief, .close, [("reply", "已修好，谢谢")]),
            ]
            for (role, action, fields) in steps {
                let cookie = try await site.signIn(role)
                // Every field of every form is there once.
                let desk = try await site.get("/desk/cases/\(number.rawValue)", cookie: cookie)
                let ids = desk.text.matches(of: /\bid="([^"]+)"/).map { String($0.output.1) }
                #expect(Set(ids).count == ids.count, "\(role) \(action): \(ids)")
                let page = try await site.act(number, action, fields, as: cookie)
                #expect(page.status == 303, "\(role) \(action): \(page.text.suffix(900))")
            }
            let slip = try await site.get("/r/\(number.rawValue)/\(receipt.secret)")
            #expect(slip.text.contains("已修好，谢谢") && !slip.text.contains("去看看"))
            let rated = try await site.post(
                "/r/\(number.rawValue)/\(receipt.secret)",
                [("action", "rate"), ("stars", "5")]
            )
            #expect(rated.status == 303)
            let reopened = try await site.post(
                "/r/\(number.rawValue)/\(receipt.secret)",
                [("action", "contest"), ("listed_ground", "not_solved"), ("ground", "又坏了")]
            )
            #expect(reopened.status == 303)
        }
    }

    @Test func `a wrong role is refused with the reason and keeps its words; a form without its token is not taken`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let receipt = try await site.board.report()
            let chief = try await site.signIn(.dutyChief)
            let refused = try await site.act(receipt.number, .register, [("category", "waste")], as: chief)
            #expect(refused.status == 403 && refused.text.contains("您的岗位不能"))
            let path = "/desk/cases/\(receipt.number.rawValue)"
            let forged = try await site.post(
                path,
                [("action", "ask_void"), ("csrf", "x"), ("note", "y")],
                cookie: chief
            )
            #expect(forged.status == 403)
            #expect(try await site.post(path, [("action", "add"), ("text", "y")]).location == "/desk/sign-in")
            let old = try await site.act(receipt.number, .askVerification, [("version", "9")], as: site.signIn(.intake))
            #expect(old.status == 409 && old.text.contains("刚才有人"))
        }
    }

    @Test func `contact data is shown to those who may see it, after a reason, and to nobody else`() async throws {
        try await Site.open { (site: Site) async throws in
            let receipt = try await site.board.report(contact: Contact(name: "Planted", phone: "13900001111"))
            let intake = try await site.signIn(.intake)
            let shown = try await site.act(receipt.number, .readContact, [("reason", "回访")], as: intake)
            #expect(shown.status == 200 && shown.text.contains("13900001111"))
            let supervisor = try await site.signIn(.supervisor)
            var pages = [try await site.get("/desk/cases/\(receipt.number.rawValue)", cookie: supervisor)]
            for path in Self.paths + [
                "/cases/\(receipt.number.rawValue)", "/r/\(receipt.number.rawValue)/\(receipt.secret)",
                "/board.geojson",
            ] {
                pages.append(try await site.get(path))
            }
            for page in pages {
                #expect(!page.text.contains("Planted") && !page.text.contains("13900001111"))
            }
            for path in Self.paths + ["/cases/\(receipt.number.rawValue)"] {
                #expect(!(try await site.get(path).text.contains(receipt.secret)))
            }
        }
    }

    @Test func `sign-in refuses, throttles and ends`() async throws {
        try await Site.open { (site: Site) async throws in
            let wrong = try await site.post("/desk/sign-in", [("name", "intake"), ("password", "no")])
            #expect(wrong.status == 401 && wrong.text.contains("登录名或密码不对"))
            for _ in 0..<4 { _ = try await site.post("/desk/sign-in", [("name", "intake"), ("password", "no")]) }
            let waiting = try await site.post("/desk/sign-in", [("name", "intake"), ("password", "no")])
            #expect(waiting.status == 429 && waiting.headers[.retryAfter] == "2")
            site.board.clock.advance(seconds: 5)
            let cookie = try await site.signIn(.intake)
            #expect(try await site.get("/desk", cookie: cookie).status == 200)
            let csrf = try await site.get("/desk", cookie: cookie).hidden("csrf")
            _ = try await site.post("/desk/sign-out", [("csrf", csrf)], cookie: cookie)
            #expect(try await site.get("/desk", cookie: cookie).location == "/desk/sign-in")
        }
    }

    @Test func `wrong addresses and too large or broken forms are pages that say what to do`() async throws {
        try await Site.open { (site: Site) async throws in
            for path in ["/nothing", "/cases/x", "/grids/1", "/streets/1", "/photos/x.jpg", "/r/a/b", "/assets/x"] {
                let page = try await site.get(path)
                #expect(page.status == 404 && page.text.contains("没有这一页"))
            }
            let large = try await site.post("/report", [("text", String(repeating: "a", count: 70_000))])
            #expect(large.status == 413)
            let headers: HTTPFields = [.contentType: "application/json"]
            let strange = try await site.client.execute(
                uri: "/report",
                method: .post,
                headers: headers,
                body: .init(string: "{}")
            ) { $0.status.code }
            #expect(strange == 415)
        }
    }
}
