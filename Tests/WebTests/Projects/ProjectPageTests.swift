import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestKit
import Testing
import Web

/// Key projects on the pages: registered and planned by the chief, served by the officer, seen by everybody.
struct ProjectPageTests {
    /// Sends a form of a page, with the token that stands on it.
    private static func send(
        _ site: Site,
        _ path: String,
        _ fields: [(String, String)],
        as cookie: String
    ) async throws -> Site.Page {
        let csrf = try await site.get(path, cookie: cookie).hidden("csrf")
        return try await site.post(path, [("csrf", csrf)] + fields, cookie: cookie)
    }

    @Test func `a project goes its way on the pages; what stands in its way is told to the desk alone`() async throws {
        try await Site.open { (site: Site) async throws in
            let chief = try await site.signIn(.serviceChief)
            let officer = try await site.signIn(.steward)
            let today = site.board.office.today
            let page = "/desk/projects/1"
            let register = [
                ("act", "register"), ("project_name", "数字<产业>园"), ("level", "province"), ("area", "411002001"),
                ("investor", "示例集团"),
            ]
            #expect(try await Self.send(site, "/desk/projects", register, as: chief).location == "\(page)?done=1")
            let account = site.board.staff(.steward).account.rawValue.uuidString
            let seat = [
                ("act", "seat"), ("seat", "officer"), ("steward", account), ("day", "2026-02-28"),
                ("precision", "month"),
            ]
            #expect(try await Self.send(site, page, seat, as: chief).status == 303)
            let list = [("act", "list"), ("year", "2026"), ("standing", "new"), ("day", today.description)]
            #expect(try await Self.send(site, page, list, as: chief).status == 303)
            let plan = [("act", "plan"), ("milestone_name", "封顶"), ("planned", today.description)]
            #expect(try await Self.send(site, page, plan, as: chief).status == 303)

            // The officer finds it, reports what stands in the way, and cannot plan.
            #expect(try await site.get("/desk/projects", cookie: officer).text.contains("数字&lt;产业&gt;园"))
            let bare = [("act", "block"), ("said", " "), ("need", "land"), ("day", today.description)]
            #expect(try await Self.send(site, page, bare, as: officer).status == 422)
            let block = [("act", "block"), ("said", "围挡占路"), ("need", "land"), ("day", today.description)]
            #expect(try await Self.send(site, page, block, as: officer).status == 303)
            let coordinate = [("act", "coordinate"), ("blocker", "1"), ("with", "街道"), ("day", today.description)]
            #expect(try await Self.send(site, page, coordinate, as: officer).status == 303)
            let reach = [("act", "reach"), ("milestone", "1"), ("day", today.description)]
            #expect(try await Self.send(site, page, reach, as: officer).status == 303)
            #expect(try await Self.send(site, page, plan, as: officer).status == 403)

            let desk = try await site.get(page, cookie: officer).text
            #expect(desk.contains("围挡占路") && desk.contains("2026-02") && !desk.contains("2026-02-28"))
            let open = try await site.get("/project/1").text
            #expect(open.contains("反映 1，协调 1，解决 0") && open.contains("封顶") && open.contains("省重点"))
            #expect(!open.contains("围挡占路"))
            let all = try await site.get("/projects", english: true).text
            #expect(all.contains("1: 1 new, 0 continued") && all.contains("1 of 1 under way, by 1 officers"))
            #expect(try await site.get("/project/2").status == 404)
            #expect(try await site.get(page).location == "/desk/sign-in")
        }
    }
}
