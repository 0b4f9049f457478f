import Application
import Domain
import HTTPTypes
import Store
import TestKit
import Testing

/// The step before a report is sent, 我也遇到, and merging at the desk, all without JavaScript.
struct SimilarPageTests {
    private static let grid = TestBoard.gridCodes[0]
    private static let fields = [
        ("category", "street-light"), ("address", "建设路 1 号"), ("grid", grid), ("text", "路灯不亮\n三楼<b>那盏"),
        ("contact_name", "李华"),
    ]

    private static func number(_ page: Site.Page) throws -> CaseNumber {
        try CaseNumber(parsing: try #require(page.location.split(separator: "/").dropFirst().first))
    }

    @Test func `whoever reports what is reported already is asked once, and what was typed goes on as it was`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            // given
            let first = try await site.board.report("路灯坏了").number
            try await site.board.report("路灯坏了", confidence: .nobodyNamed)
            let before = try await site.board.stored()

            // when
            let asked = try await site.post("/report", Self.fields + [("form", "f1")])

            // then: nothing is stored, the open one is shown with its reasons, the confidential one is not
            #expect(asked.status == 200 && asked.text.contains("是这一件吗"))
            #expect(try await site.board.stored() == before)
            #expect(asked.text.contains("/cases/\(first.rawValue)") && asked.text.contains("同一类别"))
            #expect(asked.text.contains("都说到“建设路，路灯，1”"))
            #expect(asked.text.matches(of: /<li>/).count == 1)
            #expect(asked.text.contains("value=\"李华\"") && asked.text.contains("三楼&lt;b&gt;那盏"))

            let sent = try await site.post("/report", Self.fields + [("form", "f1"), ("looked", "yes")])
            #expect(sent.status == 303 && sent.location.hasPrefix("/r/"))
            // The same form once more is the same slip, and asks nothing.
            #expect(try await site.post("/report", Self.fields + [("form", "f1")]).location == sent.location)
            let other = try await site.post("/report", [("category", "waste"), ("address", "x"), ("text", "垃圾")])
            #expect(other.status == 303)
        }
    }

    @Test func `somebody who has passed the step and has to mend something is not asked again`() async throws {
        try await Site.open { (site: Site) async throws in
            try await site.board.report("路灯坏了")
            let email = [("contact_email", "nobody@"), ("looked", "yes")]
            let refused = try await site.post("/report", Self.fields + email)
            #expect(refused.status == 422 && refused.text.contains("name=\"looked\" value=\"yes\""))
        }
    }

    @Test func `while writing, the same is shown as a part of the form`() async throws {
        try await Site.open { (site: Site) async throws in
            let first = try await site.board.report("路灯坏了").number
            let part = try await site.post("/report/similar", Self.fields)
            #expect(part.status == 200 && part.text.contains(first.rawValue) && !part.text.contains("<form"))
            for fields in [[("category", "street-light")], [("category", "nothing"), ("grid", Self.grid)], []] {
                let none = try await site.post("/report/similar", fields)
                #expect(none.status == 200 && !none.text.contains("<li>"))
            }
        }
    }

    @Test func `me too is one press, one receipt, once a browser, and is shown on every page of the case`() async throws
    {
        try await Site.open { (site: Site) async throws in
            // given
            let receipt = try await site.board.report()
            let path = "/cases/\(receipt.number.rawValue)"
            let page = try await site.get(path)
            let word = try page.hidden("word")

            // when
            let joined = try await site.post(path + "/also", [("word", word)])

            // then
            #expect(joined.status == 303 && joined.location.hasPrefix("/also/\(receipt.number.rawValue)/1/"))
            let set = try #require(joined.headers[.setCookie])
            #expect(set.contains("Path=\(path);") && set.contains("HttpOnly") && set.contains("SameSite=Lax"))
            let cookie = try Site.cookie("qipan_also", in: joined)
            #expect(try await site.post(path + "/also", [("word", word)]).location == joined.location)
            let second = try await site.get(path, cookie: cookie)
            #expect(second.text.contains(joined.location) && !second.text.contains("name=\"word\""))
            let fresh = try await site.get(path).hidden("word")
            #expect(try await site.post(path + "/also", [("word", fresh)], cookie: cookie).location == joined.location)
            let desk = try await site.get("/desk" + path, cookie: site.signIn(.intake))
            let slip = try await site.get("/r/\(receipt.number.rawValue)/\(receipt.secret)")
            for page in [try await site.get(path), desk, slip, try await site.get(joined.location)] {
                #expect(page.text.contains("另有 1 人也遇到"))
            }
            #expect(!slip.text.contains("name=\"word\"") && !desk.text.contains(joined.location))
            #expect(try await site.post(path + "/also", [("word", "x")]).status == 403)
        }
    }

    @Test func `a receipt asks for messages, gives them up, is taken back, and leads to a new report at the end`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let number = try await site.board.report().number
            let office = site.board.office
            let receipt = try await office.joinAlso(number, word: office.alsoWord(for: number))
            let path = office.alsoPath(number, 1)
            let wrong = try await site.post(path, [("action", "tell"), ("email", "nobody@"), ("tell", "daily")])
            #expect(wrong.status == 422 && wrong.text.contains("nobody@"))
            let kept = try await site.post(path, [("action", "tell"), ("email", "li@example.org"), ("tell", "daily")])
            #expect(kept.status == 303)
            let page = try await site.get(path)
            // The address itself is shown to nobody, not even behind the link.
            #expect(page.text.contains("value=\"daily\" selected") && !page.text.contains("li@example.org"))
            #expect(page.headers[.cacheControl] == "no-store")
            try await site.board.close(number)
            let again = try await site.get(path).text.firstMatch(of: /href="(\/report\?[^"]*)"/)
            let address = String(try #require(again?.output.1)).replacing("&amp;", with: "&")
            let form = try await site.get(address)
            #expect(form.text.contains("<option value=\"street-light\" selected>") && form.text.contains("建设路 1 号"))
            #expect(try await site.post(path, [("action", "leave")]).status == 303)
            #expect(try await site.get(path).text.contains("已收回"))
            #expect(try await office.also(receipt)?.sealed == nil)
            #expect(try await site.get("/also/\(number.rawValue)/2/\(receipt.secret)").status == 404)
            #expect(try await site.post(path, [("action", "what")]).status == 403)
        }
    }

    @Test func `the desk merges what is the same with one press, takes it apart again, and everybody keeps their slip`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            // given
            let first = try await site.board.report("路灯坏了")
            let second = try await site.board.report("路灯不亮")
            let path = "/desk/cases/\(second.number.rawValue)"
            let intake = try await site.signIn(.intake)

            // when: open the case (1), press the button (2)
            let page = try await site.get(path, cookie: intake)
            #expect(page.text.contains("可能重复") && page.text.contains("登记，并入这一件"))
            let fields = [
                ("csrf", try page.hidden("csrf")), ("number", first.number.rawValue),
                ("version", try page.hidden("version")),
            ]
            let merged = try await site.post(path + "/merge", fields, cookie: intake)

            // then
            #expect(merged.status == 303)
            let target = try await site.get("/desk/cases/\(first.number.rawValue)", cookie: intake)
            #expect(target.text.contains("并入本件的") && target.text.contains(path))
            let slip = try await site.get("/r/\(second.number.rawValue)/\(second.secret)")
            #expect(slip.status == 200 && slip.text.contains("/cases/\(first.number.rawValue)"))
            #expect(slip.text.contains("name=\"action\" value=\"reopen\""))
            // A second press finds that somebody was faster; so does a form of before.
            #expect(try await site.post(path + "/merge", fields, cookie: intake).status == 409)

            // The target is closed; the other reporter says that theirs is not fixed, and it goes on by itself.
            try await site.board.close(first.number)
            let not = [("action", "reopen"), ("ground", "我这盏还不亮")]
            #expect(try await site.post("/r/\(second.number.rawValue)/\(second.secret)", not).status == 303)
            let view = try #require(try await site.board.office.caseView(second.number, as: .system))
            #expect(view.stage.name == .registered)
            #expect(try await site.board.office.merged(into: first.number).isEmpty)
        }
    }

    @Test func `merging at the desk takes the right, the token, and two cases that one may see`() async throws {
        try await Site.open { (site: Site) async throws in
            let first = try await site.board.report("路灯坏了").number
            let second = try await site.board.report("路灯不亮").number
            let path = "/desk/cases/\(second.rawValue)"
            let chief = try await site.signIn(.dutyChief)
            let page = try await site.get(path, cookie: chief)
            #expect(!page.text.contains("可能重复"))
            let fields = [("csrf", try page.hidden("csrf")), ("number", first.rawValue)]
            #expect(try await site.post(path + "/merge", fields, cookie: chief).status == 403)
            #expect(try await site.post(path + "/merge", fields).location == "/desk/sign-in")
            let intake = try await site.signIn(.intake)
            let forged = [("csrf", "x"), ("number", first.rawValue)]
            #expect(try await site.post(path + "/merge", forged, cookie: intake).status == 403)
            let csrf = try await site.get(path, cookie: intake).hidden("csrf")
            let missing = [("csrf", csrf), ("number", "411002-20260601-99999-0")]
            #expect(try await site.post(path + "/merge", missing, cookie: intake).status == 404)
        }
    }
}
