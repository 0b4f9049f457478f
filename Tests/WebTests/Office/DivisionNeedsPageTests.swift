import Application
import Domain
import TestKit
import Testing

@testable import Web

/// What a division still needs, on its preview, on the page of the plan and on the roster.
struct DivisionNeedsPageTests {
    @Test func `the preview names new grids without a person and says what to do, and the plan leads to their pages`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.administrator)
            let csrf = try await site.get("/office/territory", cookie: cookie).hidden("csrf")
            let today = site.board.office.today
            func prepare(_ from: Day) async throws -> String {
                let fields = [
                    ("csrf", csrf), ("kind", "border"), ("grid", "41100200100103"), ("name", "新网格"),
                    ("ring", "113.816,34.02\n113.824,34.02\n113.824,34.03\n113.816,34.03"), ("system", "wgs84"),
                    ("from", from.description), ("basis", "〔2026〕3号"), ("follow", "yes"),
                ]
                return try await site.post("/office/territory/drafts", fields, cookie: cookie).location
            }

            // Today: no button; whoever sends the form all the same is told what to do.
            let now = try await prepare(today)
            let refused = try await site.get(now, cookie: cookie)
            #expect(refused.text.contains("新网格 41100200100103") && refused.text.contains("因此不能今天生效"))
            #expect(!refused.text.contains("name=\"publish\"") && refused.text.contains("企业 0"))
            let seen = try refused.hidden("seen")
            let sent = try await site.post(now, [("csrf", csrf), ("seen", seen), ("publish", "1")], cookie: cookie)
            #expect(sent.status == 422 && sent.text.contains("qipan territory posts"))

            // Tomorrow: it goes, and its page and the roster lead to the grid that needs somebody.
            let later = try await prepare(today.advanced(by: 1))
            let preview = try await site.get(later, cookie: cookie, english: true)
            #expect(preview.text.contains("does not come into force before"))
            let fields = [("csrf", csrf), ("seen", try preview.hidden("seen")), ("publish", "1")]
            #expect(try await site.post(later, fields, cookie: cookie).location == "/office/territory?done=1")
            for page in ["/office/territory", "/office/roster"] {
                let text = try await site.get(page, cookie: cookie).text
                #expect(text.contains("其中 1 个网格还没有人负责"), "\(page)")
                #expect(text.contains("href=\"/office/roster/41100200100103\""), "\(page)")
            }
            site.board.clock.advance(seconds: 86_400)
            try await site.board.office.keepTerritory()
            let late = try await site.get("/office/territory", cookie: try await site.signIn(.administrator))
            #expect(late.text.contains("生效日期已到"))
        }
    }
}
