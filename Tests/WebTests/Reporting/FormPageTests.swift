import Application
import Domain
import TestKit
import Testing
import Web

/// The pages of ordered forms: the list with its burden for everybody, ordering and handing in for those who may.
struct FormPageTests {
    @Test func `a form is ordered, filled, handed in and ended on its pages`() async throws {
        try await Site.open { (site: Site) async throws in
            try await site.board.office.adoptIndicators()
            let (chief, community) = (try await site.signIn(.dutyChief), try await site.signIn(.community))
            let today = site.board.office.today
            var order = [
                ("act", "order"), ("form_title", "社区月报"), ("form_number", "表1"), ("authority", "区统计局"),
                ("approval", "统字1号"), ("area", "411002001"), ("day", today.description),
                ("until", today.advanced(by: 30).description), ("rhythm", "monthly"), ("minutes", "15"),
                ("form_lines", "受理数 = case.reported\n宣传栏数"),
            ]
            func send(_ path: String, _ fields: [(String, String)], as cookie: String) async throws -> Site.Page {
                let csrf = try await site.get(path, cookie: cookie).hidden("csrf")
                return try await site.post(path, [("csrf", csrf)] + fields, cookie: cookie)
            }

            // Without an authority it is refused, and what was typed stands there still.
            order[3].1 = ""
            let refused = try await send("/forms", order, as: chief)
            #expect(refused.status == 422 && refused.text.contains("社区月报"))
            order[3].1 = "区统计局"
            #expect(try await send("/forms", order, as: chief).location == "/forms/1?done=1")
            let list = try await site.get("/forms", english: true)
            #expect(list.text.contains("社区月报") && list.text.contains("1 of 2 lines") && list.text.contains("180"))
            #expect(!list.text.contains("<form class=\"plain"))

            // Everybody sees what is asked; the community finds its figures and one line to write.
            let open = try await site.get("/forms/1", english: true)
            #expect(open.text.contains("case.reported") && !open.text.contains("answer_1"))
            let mine = try await site.get("/forms/1?area=411002001", cookie: community, english: true)
            #expect(mine.text.contains("Reports received") && mine.text.contains("answer_1"))
            #expect(!mine.text.contains("answer_2"))
            let answer = [("act", "hand_in"), ("area", "411002001"), ("answer_1", "3")]
            #expect(try await send("/forms/1?area=411002001", answer, as: community).status == 303)
            #expect(try await site.get("/forms", english: true).text.contains(">15<"))
            #expect(try await site.get("/forms/1", cookie: chief).text.contains("宣传栏数 3"))
            #expect(try await !site.get("/forms/1", cookie: community).text.contains("宣传栏数 3"))

            // After it was ended nobody is asked any more.
            #expect(try await send("/forms/1", [("act", "end"), ("reason", "不再需要")], as: chief).status == 303)
            let ended = try await site.get("/forms/1?area=411002001", cookie: community, english: true)
            #expect(ended.text.contains("不再需要") && !ended.text.contains("answer_1"))
            #expect(try await site.get("/forms/9").status == 404)
        }
    }
}
