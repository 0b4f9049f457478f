import Application
import Domain
import Foundation
import TestKit
import Testing

/// The administrator's pages for the rules, and what the desk and the slip say about routing and due times.
struct RulesPageTests {
    private static let pages = [
        "/desk/rules", "/desk/rules/matters", "/desk/rules/calendar", "/desk/rules/dispatch", "/desk/rules/whistle",
    ]

    @Test(arguments: pages)
    func `a page of the rules is there for the administrator in both languages, and for nobody else`(
        path: String
    ) async throws {
        try await Site.open { (site: Site) async throws in
            try await site.board.publishDispatch()
            let cookie = try await site.signIn(.administrator)
            for english in [false, true] {
                let page = try await site.get(path, cookie: cookie, english: english)
                #expect(page.status == 200 && page.size < 100_000)
                #expect(!page.text.contains("rules.") && !page.text.contains("web.") && !page.text.contains("{{"))
            }
            #expect(try await site.get(path).location == "/desk/sign-in")
            for role in [Role.dispatcher, .leader, .supervisor] {
                #expect(try await site.get(path, cookie: site.signIn(role)).status == 403)
            }
            #expect(try await site.get("/desk", cookie: cookie).text.contains("href=\"/desk/rules\""))
            #expect(!(try await site.get("/desk", cookie: site.signIn(.leader)).text.contains("href=\"/desk/rules\"")))
        }
    }

    @Test func `a limit is changed in the table, looked at, published, and holds from its day`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            try await site.board.report()
            let form = try await site.get("/desk/rules/matters", cookie: cookie)
            let csrf = try form.hidden("csrf")
            #expect(form.text.contains("name=\"street-light.solve\" value=\"5wd\""))
            let proposed = try await site.post(
                "/desk/rules/matters",
                [("csrf", csrf), ("action", "limits"), ("version", "2026-06"), ("street-light.solve", "2wd")],
                cookie: cookie
            )
            #expect(proposed.status == 303 && proposed.location == "/desk/rules/matters/versions/2026-06")
            let preview = try await site.get(proposed.location, cookie: cookie)
            #expect(
                preview.text.contains("<del>5wd</del> → </span>")
                    || preview.text.contains("<del>5wd</del> → <ins>2wd</ins>")
            )
            #expect(preview.text.contains("改动 1") && preview.text.contains("在办的 1 件"))

            // Too early, then right.
            let fields = [("csrf", csrf), ("action", "publish"), ("basis", "某文")]
            let early = try await site.post(proposed.location, fields + [("valid_from", "2026-06-01")], cookie: cookie)
            #expect(early.status == 422 && early.text.contains("2026-06-02") && early.text.contains("value=\"某文\""))
            let done = try await site.post(proposed.location, fields + [("valid_from", "2026-06-02")], cookie: cookie)
            #expect(done.status == 303)
            #expect(try await site.get("/desk/rules", cookie: cookie).text.contains("将要执行"))
            site.board.clock.advance(seconds: 86_400)
            let after = try await site.get("/desk/rules/matters", cookie: site.signIn(.administrator))
            #expect(after.text.contains("name=\"street-light.solve\" value=\"2wd\"") && after.text.contains("现行版本"))
        }
    }

    @Test func `a time of the whistle is changed, looked at, published, and holds for calls from then on`() async throws
    {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            let form = try await site.get("/desk/rules/whistle", cookie: cookie)
            #expect(form.text.contains("name=\"emergency.answer\" value=\"30min\""))
            #expect(form.text.contains("name=\"emergency.act\" value=\"\""))
            let csrf = try form.hidden("csrf")
            var fields = [("csrf", csrf), ("version", "2026-06")]
            for ground in WhistleGround.allCases {
                for (part, value) in [("answer", "20min"), ("arrive", "1h"), ("decide", "1h"), ("rate", "2wd")] {
                    fields.append(("\(ground.rawValue).\(part)", value))
                }
            }
            let wrong = try await site.post(
                "/desk/rules/whistle",
                fields + [("emergency.act", "soon")],
                cookie: cookie
            )
            #expect(wrong.status == 422 && wrong.text.contains("value=\"soon\""))
            #expect(wrong.text.contains("value=\"20min\""))
            let proposed = try await site.post(
                "/desk/rules/whistle",
                fields + [("emergency.act", "4h")],
                cookie: cookie
            )
            #expect(proposed.status == 303)
            let preview = try await site.get(proposed.location, cookie: cookie)
            #expect(preview.text.contains("<ins>20min</ins>") && preview.text.contains("<ins>4h</ins>"))
            let publish = [("csrf", csrf), ("action", "publish"), ("basis", "某文"), ("valid_from", "2026-06-01")]
            #expect(try await site.post(proposed.location, publish, cookie: cookie).status == 303)
            #expect(site.board.office.directory.rules.whistle[.emergency].act?.description == "4h")
            let file = try await site.get("/desk/rules/whistle/file", cookie: cookie)
            #expect(file.text.contains("emergency,20min,1h,4h,1h,2wd"))
        }
    }

    @Test func `a catalogue with a hole cannot be published, and the page shows where; without, it can`() async throws {
        try await Site.open { (site: Site) async throws in
            try await site.board.appointUnitPosts()
            let cookie = try await site.signIn(.administrator)
            let csrf = try await site.get("/desk/rules/dispatch", cookie: cookie).hidden("csrf")
            func propose(_ version: String, _ text: String) async throws -> Site.Page {
                let fields = [("csrf", csrf), ("version", version), ("text", text)]
                return try await site.post("/desk/rules/dispatch", fields, cookie: cookie)
            }
            let unreadable = try await propose("x", "rule,matter,area,hours,unit,post\nR1,all,all,dusk,HW,HW-D\n")
            #expect(
                unreadable.status == 422 && unreadable.text.contains("2: ")
                    && unreadable.text.contains("R1,all,all,dusk")
            )
            let hole = try await propose("hole", "rule,matter,area,hours,unit,post\nR1,all,411002001,all,HW,HW-D\n")
            let preview = try await site.get(hole.location, cookie: cookie)
            #expect(preview.text.contains("空缺：网格 41100200200101（113.835000, 34.025000；"))
            let publication = [
                ("csrf", csrf), ("action", "publish"), ("basis", "某文"), ("valid_from", "2026-06-01"),
            ]
            #expect(try await site.post(hole.location, publication, cookie: cookie).status == 422)
            #expect(
                try await site.post(hole.location, [("csrf", csrf), ("action", "withdraw")], cookie: cookie).status
                    == 303
            )
            #expect(try await site.get(hole.location, cookie: cookie).status == 404)

            let whole = try await propose("whole", "rule,matter,area,hours,unit,post\nR1,all,all,all,HW,HW-D\n")
            #expect(try await site.post(whole.location, publication, cookie: cookie).status == 303)
            let file = try await site.get("/desk/rules/dispatch/file", cookie: cookie)
            #expect(file.text.contains("R1,all,all,all,HW,HW-D,,,\r\n"))
            // A form without its token changes nothing.
            let forged = [("version", "y"), ("text", "rule,matter,area,hours,unit,post\nR1,all,all,all,HW,HW-D\n")]
            #expect(try await site.post("/desk/rules/dispatch", forged, cookie: cookie).status == 403)
        }
    }

    @Test func `the list of matters goes out as a file and comes in again, and a calendar takes a notice`() async throws
    {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            let csrf = try await site.get("/desk/rules/matters", cookie: cookie).hidden("csrf")
            let file = try await site.get("/desk/rules/matters/file", cookie: cookie).text
            let same = [("csrf", csrf), ("version", "same"), ("text", file)]
            let proposed = try await site.post("/desk/rules/matters", same, cookie: cookie)
            #expect(proposed.status == 303)
            #expect(try await site.get(proposed.location, cookie: cookie).text.contains("新增 0，删去 0，改动 0"))

            let notice = "notice 2027 某号 2026-11-01\noff 2027-01-01..2027-01-03\non 2027-01-09"
            let fields = [
                ("csrf", csrf), ("version", "2027"), ("hours", "09:00-17:00"), ("weekdays", "1 2 3 4 5"),
                ("text", notice),
            ]
            let calendar = try await site.post("/desk/rules/calendar", fields, cookie: cookie)
            let preview = try await site.get(calendar.location, cookie: cookie).text
            #expect(preview.contains("2027-01-01") && preview.contains("09:00-17:00") && preview.contains("2027-01-09"))
            var wrong = fields
            wrong[2] = ("hours", "9 to 5")
            wrong[1] = ("version", "2027-2")
            let refused = try await site.post("/desk/rules/calendar", wrong, cookie: cookie)
            #expect(refused.status == 422 && refused.text.contains("上班时间") && refused.text.contains("9 to 5"))
        }
    }

    @Test func `the desk is pre-filled with the catalogue's answer, and says why me; another unit needs a reason`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            try await site.board.publishDispatch()
            let number = try await site.board.report().number
            let (intake, chief) = (try await site.signIn(.intake), try await site.signIn(.dutyChief))
            let path = "/desk/cases/\(number.rawValue)"
            #expect(try await site.get(path, cookie: intake).text.contains("按派遣目录，该由谁办"))
            _ = try await site.act(number, .register, [("category", "street-light")], as: intake)
            _ = try await site.act(number, .establish, [], as: chief)
            let dispatcher = try await site.signIn(.dispatcher)
            let page = try await site.get(path, cookie: dispatcher)
            #expect(page.text.contains("<option value=\"CG\" selected>") && page.text.contains("name=\"departure\""))
            let silent = try await site.act(number, .dispatch, [("unit", "HW")], as: dispatcher)
            #expect(silent.status == 422 && silent.text.contains("dispatch-departure-error"))
            let sent = try await site.act(number, .dispatch, [("unit", "CG"), ("opinion", "")], as: dispatcher)
            #expect(sent.status == 303)
            let mine = try await site.get(path, cookie: site.signIn(.handlingUnit))
            #expect(mine.text.contains("为什么派给我") && mine.text.contains("R2") && mine.text.contains("第二条"))
            #expect(mine.text.contains("href=\"\(path)/due\""))
            #expect(!(try await site.get("/cases/\(number.rawValue)").text.contains("R2")))
        }
    }

    @Test func `the page of the due time says each day, at the desk and on the slip, and names nobody`() async throws {
        try await Site.open { (site: Site) async throws in
            // Friday afternoon.
            site.board.clock.advance(seconds: 4 * 86_400 + 7 * 3_600 + 1_800)
            let receipt = try await site.board.report()
            let slip = "/r/\(receipt.number.rawValue)/\(receipt.secret)"
            #expect(try await site.get(slip).text.contains("href=\"\(slip)/due\""))
            let page = try await site.get("\(slip)/due")
            #expect(page.status == 200 && !page.text.contains("due.") && !page.text.contains("{{"))
            for words in ["6月5日 周五：开始的当天不算", "6月6日 周六，周末：不算", "6月8日 周一，工作日：第 1 天，共数 1 天", "test-1", "所以是 6月8日 18:00"] {
                #expect(page.text.contains(words), "\(words)")
            }
            let english = try await site.get("\(slip)/due", english: true)
            #expect(english.text.contains("Mon 8 Jun") && !english.text.contains("due."))
            #expect(try await site.get("/r/\(receipt.number.rawValue)/wrong/due").status == 404)

            let intake = try await site.signIn(.intake)
            _ = try await site.act(receipt.number, .register, [("category", "street-light")], as: intake)
            _ = try await site.act(receipt.number, .establish, [], as: site.signIn(.dutyChief))
            let desk = try await site.get("/desk/cases/\(receipt.number.rawValue)/due", cookie: intake)
            #expect(desk.text.contains("第 5 天，共数 5 天") && desk.text.contains("首次设定的事项清单"))
            #expect(!(try await site.get("\(slip)/due").text.contains("职员")))
            #expect(try await site.get("/desk/cases/\(receipt.number.rawValue)/due").location == "/desk/sign-in")
        }
    }
}
