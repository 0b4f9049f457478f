import Application
import Domain
import Foundation
import HTTPTypes
import Store
import TestKit
import Testing
import Web

/// Queues, several cases at once, two people on one case, and the map, through the real router.
struct DeskTests {
    private func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    @Test func `a decision leads to the next case of the queue, and the last one back to it`() async throws {
        try await Site.open { (site: Site) async throws in
            var numbers: [CaseNumber] = []
            for _ in 0..<2 {
                site.board.clock.advance(seconds: 60)
                numbers.append(try await site.board.report().number)
            }
            let intake = try await site.signIn(.intake)
            let queue = "status=mine&category=street%2Dlight"
            let list = try await site.get("/desk/cases?\(queue)", cookie: intake)
            #expect(list.text.contains("/desk/cases/\(numbers[0].rawValue)?queue=\(escaped(queue))"))
            let first = try await site.get("/desk/cases/\(numbers[0].rawValue)?queue=\(escaped(queue))", cookie: intake)
            #expect(first.text.contains("第 1 件，共 2 件") && first.text.contains("rel=\"next\""))
            #expect(!first.text.contains("rel=\"prev\""))

            let fields = [("category", "street-light"), ("queue", queue)]
            let next = try await site.act(numbers[0], .register, fields, as: intake)
            #expect(next.location.hasPrefix("/desk/cases/\(numbers[1].rawValue)?queue="))
            let second = try await site.get(next.location, cookie: intake)
            #expect(second.text.contains("这是下一件") && second.text.contains(numbers[0].rawValue))
            let last = try await site.act(numbers[1], .register, fields, as: intake)
            #expect(last.location == "/desk/cases?\(queue)&done=\(escaped(numbers[1].rawValue))")
            #expect(try await site.get(last.location, cookie: intake).text.contains("没有别的了"))
            // Without a queue, the case itself is shown, as ever.
            let chief = try await site.signIn(.dutyChief)
            let alone = try await site.act(numbers[0], .establish, [], as: chief)
            #expect(alone.location == "/desk/cases/\(numbers[0].rawValue)?done=1")
        }
    }

    @Test func `filters stay in every link of a queue, and what names nothing restricts nothing`() async throws {
        try await Site.open { (site: Site) async throws in
            for index in 0..<52 { try await site.board.report(grid: TestBoard.gridCodes[index % 2]) }
            let intake = try await site.signIn(.intake)
            let filters = "status=open&stage=reported&light=green&level=1&area=411002001"
            let page = try await site.get("/desk/cases?\(filters)", cookie: intake)
            #expect(page.text.contains("共 52 件"))
            let further = try #require(page.text.firstMatch(of: /href="([^"]*)" rel="next"/)?.output.1)
            let address = String(further).replacing("&amp;", with: "&")
            #expect(
                address.hasPrefix("/desk/cases?status=open&stage=reported&level=1&light=green&area=411002001&after=")
            )
            let second = try await site.get(address, cookie: intake)
            #expect(second.text.matches(of: /class="case"/).count == 2 && !second.text.contains("rel=\"next\""))
            #expect(second.text.contains("回到第一页"))
            #expect(page.text.contains("<option value=\"41100200100101\"") == false)
            let english = try await site.get("/desk/cases?\(filters)", cookie: intake, english: true)
            #expect(english.text.contains("52 in all") && english.text.contains("● in time (52)"))
            for nothing in ["stage=x", "light=x", "level=99", "unit=XX", "category=x", "area=9", "after=x", "status=x"]
            {
                let all = try await site.get("/desk/cases?status=open&\(nothing)", cookie: intake)
                #expect(all.status == 200 && all.text.contains("52 件"), "\(nothing)")
            }
        }
    }

    @Test func `several at once are looked at first, and each is done or told why not`() async throws {
        try await Site.open { (site: Site) async throws in
            var numbers: [CaseNumber] = []
            for _ in 0..<3 { numbers.append(try await site.board.report(category: "waste").number) }
            let intake = try await site.signIn(.intake)
            _ = try await site.act(numbers[0], .register, [("category", "waste")], as: intake)
            let chosen = numbers.map { "case=\($0.rawValue)" }.joined(separator: "&")
            let position = site.board.office.position

            let preview = try await site.get("/desk/bulk?action=register&\(chosen)", cookie: intake)
            #expect(preview.text.contains("可以办的（2 件）") && preview.text.contains("不能办的（1 件）"))
            #expect(preview.text.contains("value=\"\(numbers[1].rawValue):1\" checked"))
            #expect(site.board.office.position == position)

            // Meanwhile somebody else has one of them verified.
            _ = try await site.act(numbers[1], .askVerification, [], as: site.signIn(.intake))
            let csrf = try preview.hidden("csrf")
            let fields = [("csrf", csrf), ("action", "register")] + numbers.map { ("case", "\($0.rawValue):1") }
            let done = try await site.post("/desk/bulk", fields, cookie: intake)
            #expect(done.status == 200 && done.text.contains("办好 1 件。 2 件没有办成"))
            #expect(done.text.matches(of: /刚才有人处理了这个案件/).count == 2)
            #expect(done.text.contains("/desk/bulk?action=register"))
            let stage = try await site.board.office.caseSummary(numbers[2], for: site.board.staff(.intake))?.stage
            #expect(stage == .registered)
            // Sent twice, nothing is done twice.
            let again = try await site.post("/desk/bulk", fields, cookie: intake)
            #expect(again.text.contains("办好 0 件。 3 件没有办成"))
            #expect(try await site.get("/desk/bulk?action=register", cookie: intake).text.contains("一件也没有选"))
            // What is not offered in a bulk, or not to this role, is not taken.
            for action in ["close", "establish", "x"] {
                #expect(try await site.get("/desk/bulk?action=\(action)&\(chosen)", cookie: intake).status == 403)
                let forged = [("csrf", csrf), ("action", action), ("case", numbers[0].rawValue)]
                #expect(try await site.post("/desk/bulk", forged, cookie: intake).status == 403)
            }
            let noToken = [("action", "register"), ("case", numbers[1].rawValue)]
            #expect(try await site.post("/desk/bulk", noToken, cookie: intake).status == 403)
        }
    }

    @Test func `several are dispatched to one unit, or each to its own`() async throws {
        try await Site.open { (site: Site) async throws in
            var numbers: [CaseNumber] = []
            for category in ["waste", "street-light", "waste"] {
                let number = try await site.board.report(category: category).number
                let code = try CategoryCode(parsing: category)
                try await site.board.office.perform(
                    .register(category: code),
                    on: number,
                    by: .staff(site.board.staff(.intake))
                )
                try await site.board.office.perform(
                    .establish(note: ""),
                    on: number,
                    by: .staff(site.board.staff(.dutyChief))
                )
                numbers.append(number)
            }
            let dispatcher = try await site.signIn(.dispatcher)
            let preview = try await site.get(
                "/desk/bulk?action=dispatch&case=\(numbers[0].rawValue)",
                cookie: dispatcher
            )
            let csrf = try preview.hidden("csrf")
            func send(_ unit: String, _ some: [CaseNumber]) async throws -> Site.Page {
                let fields = [("csrf", csrf), ("action", "dispatch"), ("unit", unit), ("opinion", "请尽快")]
                return try await site.post(
                    "/desk/bulk",
                    fields + some.map { ("case", "\($0.rawValue):3") },
                    cookie: dispatcher
                )
            }
            let wrong = try await send("XX", numbers)
            #expect(wrong.status == 404 && wrong.text.contains("请尽快"))
            #expect(try await send("each", Array(numbers[0...1])).text.contains("办好 2 件。"))
            #expect(try await send("CG", [numbers[2]]).text.contains("办好 1 件。"))
            var units: [String?] = []
            for number in numbers {
                let summary = try await site.board.office.caseSummary(number, for: site.board.staff(.dispatcher))
                units.append(summary?.unit?.rawValue)
            }
            #expect(units == ["HW", "CG", "CG"])
        }
    }

    @Test func `a form that was overtaken says what changed, keeps its words, and goes again on what is now`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let number = try await site.board.report().number
            let intake = try await site.signIn(.intake)
            _ = try await site.act(
                number,
                .place,
                [("grid", TestBoard.gridCodes[1]), ("address", "新街 2 号")],
                as: intake
            )

            let overtaken = [("version", "1"), ("note", "写了很久的话")]
            let page = try await site.act(number, .askVerification, overtaken, as: intake)
            #expect(page.status == 409 && page.text.contains("您打开表单以后"))
            #expect(page.text.contains("职员 intake") && page.text.contains(">写了很久的话</textarea>"))
            #expect(page.text.contains("按最新情况再提交：请人现场核实"))
            let again = [("version", "2"), ("note", "写了很久的话")]
            #expect(try await site.act(number, .askVerification, again, as: intake).status == 303)

            let tooLate = [("version", "2"), ("note", "另一段话")]
            let gone = try await site.act(number, .askVerification, tooLate, as: intake)
            #expect(gone.status == 409 && gone.text.contains("不能再“请人现场核实"))
            #expect(gone.text.contains("<dd class=\"words\">另一段话</dd>") && !gone.text.contains("按最新情况再提交"))
        }
    }

    @Test func `an open page asks for what happened since, and gets only that`() async throws {
        try await Site.open { (site: Site) async throws in
            let number = try await site.board.report().number
            let intake = try await site.signIn(.intake)
            let path = "/desk/cases/\(number.rawValue)"
            let page = try await site.get(path, cookie: intake)
            #expect(page.text.contains("data-changes=\"\(path)/changes?since=1\""))
            #expect(try await site.get("\(path)/changes?since=1", cookie: intake).status == 204)
            _ = try await site.act(number, .register, [("category", "waste")], as: intake)
            let changes = try await site.get("\(path)/changes?since=1", cookie: intake)
            #expect(changes.status == 200 && changes.text.contains("职员 intake") && !changes.text.contains("<html"))
            #expect(changes.text.matches(of: /<li>/).count == 1)
            #expect(try await site.get("\(path)/changes?since=2", cookie: intake).status == 204)
            #expect(try await site.get("\(path)/changes?since=x", cookie: intake).status == 404)
            #expect(try await site.get("\(path)/changes?since=1").location == "/desk/sign-in")
            // Whoever may not see the case learns nothing of it.
            let unit = try await site.signIn(.handlingUnit)
            #expect(try await site.get("\(path)/changes?since=1", cookie: unit).status == 204)
        }
    }

    @Test func `the map says in shapes, words and a table how many are open where`() async throws {
        try await Site.open { (site: Site) async throws in
            let point = [("category", "waste"), ("lat", "34.025"), ("long", "113.825"), ("text", "垃圾")]
            #expect(try await site.post("/report", point).status == 303)
            try await site.board.report()
            let unplaced = [("category", "waste"), ("address", "建设路"), ("text", "垃圾")]
            #expect(try await site.post("/report", unplaced).status == 303)
            let supervisor = try await site.signIn(.supervisor)

            let district = try await site.get("/desk/map?status=open", cookie: supervisor)
            #expect(
                district.text.contains("aria-label=\"西大街道：● 在办（2）\"") && district.text.contains("class=\"sign green\"")
            )
            #expect(district.text.contains("位置待定") && district.text.contains("id=\"map-table\""))
            let street = try await site.get("/desk/map?status=open&area=411002001", cookie: supervisor)
            #expect(street.text.matches(of: /class="sign/).count == 2)
            let grid = try await site.get("/desk/map?status=open&area=\(TestBoard.gridCodes[1])", cookie: supervisor)
            #expect(grid.text.contains("暴露垃圾: ● 在办") && grid.text.contains("看大一点的范围"))
            site.board.clock.advance(seconds: 30 * 86_400)
            let later = try await site.signIn(.supervisor)
            let late = try await site.get("/desk/map?status=open", cookie: later, english: true)
            #expect(late.text.contains("■ overdue (2)") && late.text.contains("class=\"sign red\""))

            let box = "34.02,113.81,34.03,113.85"
            let marks = try await site.get("/desk/map.json?status=open&box=\(box)", cookie: later)
            #expect(marks.headers[.contentType] == "application/json" && marks.text.contains("\"light\":\"red\""))
            #expect(marks.text.matches(of: /"lat"/).count == 1)
            for wrong in ["", "1,2,3", "nan,1,2,3", "35,113,34,114"] {
                #expect(try await site.get("/desk/map.json?box=\(wrong)", cookie: later).status == 404)
            }
            #expect(try await site.get("/desk/map").location == "/desk/sign-in")
        }
    }

    @Test func `a queue is kept under a name, and stands beside the lists`() async throws {
        try await Site.open { (site: Site) async throws in
            let intake = try await site.signIn(.intake)
            let page = try await site.get("/desk/cases?status=open&light=red", cookie: intake)
            let csrf = try page.hidden("csrf")
            let query = "status=open&light=red"
            let kept = [("csrf", csrf), ("name", "急件 <1>"), ("queue", query)]
            #expect(try await site.post("/desk/queues", kept, cookie: intake).location == "/desk/cases?\(query)")
            let desk = try await site.get("/desk", cookie: intake)
            #expect(desk.text.contains("href=\"/desk/cases?status=open&amp;light=red\">急件 &lt;1&gt;</a>"))
            #expect(try await !site.get("/desk", cookie: site.signIn(.dispatcher)).text.contains("急件"))
            #expect(
                try await site.post("/desk/queues", [("name", "x"), ("queue", query)], cookie: intake).status == 403
            )
            _ = try await site.post("/desk/queues", [("csrf", csrf), ("drop", "急件 <1>")], cookie: intake)
            #expect(try await !site.get("/desk", cookie: intake).text.contains("急件"))
        }
    }
}
