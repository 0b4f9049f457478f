import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import TestKit
import Testing
import Web

/// Procedures for firms on the pages.
struct ProcedurePageTests {
    @Test func `a procedure is taken on and finished on the pages, and everybody sees the numbers`() async throws {
        try await Site.open { (site: Site) async throws in
            let steward = try await site.signIn(.steward)
            let today = site.board.office.today.description
            func send(_ path: String, _ fields: [(String, String)]) async throws -> Site.Page {
                let csrf = try await site.get(path, cookie: steward).hidden("csrf")
                return try await site.post(path, [("csrf", csrf)] + fields, cookie: steward)
            }
            let fields = [
                ("act", "deficient"), ("procedure_title", "消防<验收>"), ("statutory", "20"), ("area", "411002001"),
                ("day", today), ("promised_on", today),
            ]
            // What is missing is said, and what was typed is not lost.
            let bare = try await send("/desk/procedures", fields)
            #expect(bare.status == 422 && bare.text.contains("消防&lt;验收&gt;"))
            let begun = try await send("/desk/procedures", fields + [("papers", "检测报告\n\n图纸")])
            #expect(begun.location == "/desk/procedures/1?done=1")
            let page = try await site.get("/desk/procedures/1", cookie: steward).text
            #expect(page.contains("检测报告") && page.contains("0 个工作日，法定 20 个") && !page.contains("id=\"finish\""))
            #expect(try await send("/desk/procedures/1", [("act", "supply"), ("day", today)]).status == 303)
            let finish = [("act", "finish"), ("day", today), ("came", "1")]
            #expect(try await send("/desk/procedures/1", finish).status == 303)
            #expect(try await send("/desk/procedures/1", finish).status == 409)

            let open = try await site.get("/procedures", english: true).text
            #expect(open.contains("Taken on with papers missing") && !open.contains("消防"))
            #expect(try await site.get("/desk/procedures").location == "/desk/sign-in")
            #expect(try await site.get("/desk/procedures/9", cookie: steward).status == 404)
        }
    }
}
