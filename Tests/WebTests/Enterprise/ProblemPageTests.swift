import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import TestKit
import Testing
import Web

/// Firms' problems on the pages: the firm says one, staff takes it to its end, the firm has the last word.
struct ProblemPageTests {
    /// Sends a form of a page, with the token that stands on it.
    private static func send(
        _ site: Site,
        _ path: String,
        from page: String? = nil,
        _ fields: [(String, String)],
        as cookie: String
    ) async throws -> Site.Page {
        let csrf = try await site.get(page ?? path, cookie: cookie).hidden("csrf")
        return try await site.post(path, [("csrf", csrf)] + fields, cookie: cookie)
    }

    private static func open(_ site: Site, _ chief: String) async throws -> String {
        let office = site.board.office
        var category = try #require(office.directory.categories.values.first { $0.code.rawValue == "question" })
        category.code = try CategoryCode(parsing: "firm-other")
        _ = try await office.desk.handle(
            .define(category),
            on: ID<Catalogue>.board,
            envelope: .init(at: office.now, by: .system)
        )
        try await office.refreshDirectory()
        let fields = [("name", "南山机械有限公司"), ("kind", "enterprise"), ("long", "113.815"), ("lat", "34.025")]
        #expect(try await send(site, "/desk/firms/new", fields, as: chief).status == 303)
        let letter = try await site.get("/desk/firms/1/letter", cookie: chief)
        let match = try #require(letter.text.firstMatch(of: /href="http:\/\/127.0.0.1:8311(\/firm\/1\/[a-z0-9]{26})"/))
        return String(match.1)
    }

    @Test func `a firm's problem goes its way on the pages and ends with the firm's own word`() async throws {
        try await Site.open { (site: Site) async throws in
            let chief = try await site.signIn(.serviceChief)
            let unit = try await site.signIn(.handlingUnit)
            let link = try await Self.open(site, chief)
            let page = "/desk/problems/1"

            // The firm says it, and sees it.
            let empty = try await site.post(link, [("act", "raise"), ("need", "other"), ("text", " ")])
            #expect(empty.status == 422)
            let raised = try await site.post(
                link,
                [("act", "raise"), ("need", "utilities"), ("text", "用电<不够>"), ("hidden", "")]
            )
            #expect(raised.status == 303)
            #expect(try await site.get(link).text.contains("用电&lt;不够&gt;"))
            let list = try await site.get("/desk/problems", cookie: chief)
            #expect(list.text.contains("南山机械有限公司") && list.text.contains("● 在办"))

            // Graded, dispatched, answered.
            let graded = try await Self.send(
                site,
                page,
                [("act", "grade"), ("said", "增容到 400 千瓦"), ("need", "utilities"), ("problem_grade", "B")],
                as: chief
            )
            #expect(graded.status == 303)
            let matter = try #require(
                try await site.board.office.problem(1, for: site.board.staff(.serviceChief))?.summary.caseNumber
            )
            let dispatch = CaseCommand.dispatch(to: try UnitCode(parsing: "CG"), opinion: "")
            try await site.board.office.perform(dispatch, on: matter, by: .staff(site.board.staff(.dispatcher)))
            let promised = site.board.office.today.advanced(by: 9).description
            let opinion = try await Self.send(
                site,
                page,
                [("act", "opine"), ("measures", "报装"), ("promised", promised), ("contact", "reached")],
                as: unit
            )
            #expect(opinion.status == 303)
            let bare = try await Self.send(
                site,
                page,
                [("act", "answer"), ("result", "explained"), ("text", "办不了")],
                as: unit
            )
            // What is missing is said, and what was typed is not lost.
            #expect(bare.status == 422 && bare.text.contains("办不了"))
            let answer = [("act", "answer"), ("result", "solved"), ("text", "已增容")]
            #expect(try await Self.send(site, page, answer, as: unit).status == 303)

            // The firm's word ends it.
            let own = try await site.get(link)
            #expect(own.text.contains("已答复，等企业确认") && own.text.contains("value=\"solved\""))
            let said = try await site.post(link, [("act", "solved"), ("problem", "1"), ("satisfied", "yes")])
            #expect(said.status == 303 && said.location.hasSuffix("#problems"))
            let closed = try await site.get(page, cookie: chief)
            #expect(closed.text.contains("已销号 · 已解决 · 企业确认") && closed.text.contains("增容到 400 千瓦"))
            let again = try await site.post(link, [("act", "solved"), ("problem", "1")])
            #expect(again.status == 409)
            #expect(try await site.post(link, [("act", "solved"), ("problem", "9")]).status == 404)
            let service = try await site.get("/service", english: true)
            #expect(service.text.contains("Solved (confirmed)") && !service.text.contains("南山机械"))
        }
    }

    @Test func `staff writes a problem down; whoever may not sees none`() async throws {
        try await Site.open { (site: Site) async throws in
            let chief = try await site.signIn(.serviceChief)
            _ = try await Self.open(site, chief)
            let fields = [("act", "collect"), ("said", "招工难"), ("need", "labour"), ("heard", "session")]
            let answer = try await Self.send(site, "/desk/firms/1/problem", fields, as: chief)
            #expect(answer.location == "/desk/problems/1?done=1")
            let firm = try await site.get("/desk/firms/1", cookie: chief)
            #expect(firm.text.contains("/desk/problems/1") && firm.text.contains("首席服务员"))
            #expect(try await site.get("/desk/problems/1").location == "/desk/sign-in")
            let worker = try await site.signIn(.gridWorker)
            #expect(try await site.get("/desk/problems/1", cookie: worker).status == 403)
            #expect(try await site.get("/desk/problems/7", cookie: chief).status == 404)
        }
    }
}
