import Application
import Domain
import Foundation
import Store
import TestKit
import Testing
import Web

/// The pages of the grid's own work: without JavaScript, in both languages, for everybody and for those who keep them.
struct WorkPageTests {
    private static let open = ["/activities", "/meetings", "/sweeps", "/needs", "/pledges", "/disputes", "/forms"]
    private static let staff = [
        "/activities/new", "/handouts/new", "/meetings/new", "/sweeps/new", "/sweeps/checklists", "/volunteers",
    ]

    private static func expectWhole(_ page: Site.Page, _ path: String) {
        #expect(page.status == 200, "\(path)")
        // Keys without words, and placeholders that nothing was filled into.
        let keys = page.text.matches(
            of: /\b(web|activity|meeting|sweep|need|handout|pledge|dispute|preset|checklist)\.[a-z_]+/
        )
        #expect(keys.isEmpty, "\(path) \(keys.map(\.output.0))")
        #expect(page.text.firstMatch(of: /\{[a-z]+\}/) == nil, "\(path)")
        #expect(page.size < 100_000, "\(path)")
    }

    @Test func `every list opens for everybody, in both languages, and the forms for those who may`() async throws {
        try await Site.open { (site: Site) async throws in
            let (community, intake) = (try await site.signIn(.community), try await site.signIn(.intake))
            for path in Self.open {
                for english in [false, true] {
                    for cookie in [nil, community, intake] {
                        Self.expectWhole(try await site.get(path, cookie: cookie, english: english), path)
                    }
                }
                #expect(try await !site.get(path).text.contains("<form class=\"plain"), "\(path)")
            }
            for path in Self.staff {
                #expect(try await site.get(path).location == "/desk/sign-in", "\(path)")
                for english in [false, true] {
                    Self.expectWhole(try await site.get(path, cookie: community, english: english), path)
                }
            }
            #expect(try await site.get("/volunteers", cookie: intake).status == 403)
            for path in ["/activities/9", "/activities/x", "/meetings/0", "/sweeps/01", "/needs/1", "/certificates/x"] {
                #expect(try await site.get(path, cookie: community).status == 404, "\(path)")
            }
            #expect(try await site.get("/").text.contains("href=\"/activities\""))
        }
    }

    /// Sends a form of a page as it stands there.
    private static func send(
        _ site: Site,
        _ path: String,
        _ fields: [(String, String)],
        as cookie: String
    ) async throws -> Site.Page {
        let csrf = try await site.get(path, cookie: cookie).hidden("csrf")
        return try await site.post(path, [("csrf", csrf)] + fields, cookie: cookie)
    }

    @Test func `an activity is planned, held and counted on a telephone, and everybody sees how it was counted`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            // given
            let cookie = try await site.signIn(.community)
            let today = site.board.office.today.description
            let form = try await site.get("/activities/new?preset=fire_lecture", cookie: cookie, english: true)
            #expect(form.text.contains("Lecture on fire safety") && form.text.contains("value=\"training\" selected"))
            let plan = [
                ("act", "plan"), ("topic", "消防 <b>讲座</b>"), ("kind", "training"), ("day", today), ("hour", "14:30"),
                ("venue", "活动室"), ("area", "411002001"), ("grid", TestBoard.gridCodes[0]), ("star", "safe"),
            ]

            // when: what is refused keeps what was typed
            let wrong = plan.map { $0.0 == "hour" ? ("hour", "25:00") : $0 }
            let refused = try await Self.send(site, "/activities/new", wrong, as: cookie)
            #expect(refused.status == 422 && refused.text.contains("value=\"活动室\"") && refused.text.contains("14:30"))
            let made = try await Self.send(site, "/activities/new", plan, as: cookie)
            #expect(made.status == 303 && made.location == "/activities/1?done=1")
            let held = [
                ("act", "hold"), ("day", today), ("count", "36"), ("method", "sign_in"), ("different", "33"),
            ]
            let short = try await Self.send(
                site,
                "/activities/1",
                held.map { $0.0 == "different" ? ($0.0, "37") : $0 },
                as: cookie
            )
            #expect(short.status == 422 && short.text.contains("value=\"36\""))
            #expect(try await Self.send(site, "/activities/1", held, as: cookie).location == "/activities/1?done=1")
            let corrected = [("act", "correct"), ("count", "30"), ("method", "head_count"), ("reason", "重数")]
            #expect(try await Self.send(site, "/activities/1", corrected, as: cookie).status == 303)

            // then
            let page = try await site.get("/activities/1", english: true)
            Self.expectWhole(page, "/activities/1")
            #expect(page.text.contains("30 attendances (head count)") && page.text.contains("14:30"))
            #expect(page.text.contains("消防 &lt;b&gt;讲座") && !page.text.contains("重数"))
            let list = try await site.get("/activities", english: true)
            #expect(list.text.contains("30 attendances (head count)"))
            #expect(try await !site.get("/activities?kind=festival").text.contains("/activities/1\""))
            // Without the token of the form nothing is done.
            #expect(try await site.post("/activities/1", corrected, cookie: cookie).status == 403)
        }
    }

    @Test func `a stock goes down as copies are handed out, and never below nothing`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.community)
            let today = site.board.office.today.description
            let define = [("act", "define"), ("topic", "防诈骗宣传页"), ("kind", "leaflet"), ("area", "411002001")]
            #expect(try await Self.send(site, "/handouts/new", define, as: cookie).location == "/handouts/1?done=1")
            let print = [("act", "print"), ("copies", "500"), ("day", today)]
            #expect(try await Self.send(site, "/handouts/1", print, as: cookie).status == 303)
            func give(_ copies: String) async throws -> Site.Page {
                let fields = [
                    ("act", "give"), ("copies", copies), ("day", today), ("area", "411002001"),
                    ("grid", TestBoard.gridCodes[1]),
                ]
                return try await Self.send(site, "/handouts/1", fields, as: cookie)
            }
            #expect(try await give("120").status == 303)
            let refused = try await give("381")
            #expect(refused.status == 409 && refused.text.contains("380"))
            let correct = [("act", "correct"), ("giving", "1"), ("copies", "100"), ("reason", "重数")]
            #expect(try await Self.send(site, "/handouts/1", correct, as: cookie).status == 303)
            let page = try await site.get("/handouts/1", english: true)
            Self.expectWhole(page, "/handouts/1")
            #expect(
                page.text.contains("500 copies") && page.text.contains("100 copies") && page.text.contains("400 copies")
            )
        }
    }

    @Test func `meetings run on by number, and what was talked about is for those who keep it`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.community)
            let today = site.board.office.today.description
            let body = [("act", "establish"), ("kind", "standing_committee"), ("name", "区委常委会"), ("area", "411002")]
            #expect(try await Self.send(site, "/meetings/new", body, as: cookie).location == "/meetings/1?done=1")
            let term = [("act", "open_term"), ("term", "15"), ("from", "2021-09-01"), ("start", "66")]
            #expect(try await Self.send(site, "/meetings/1", term, as: cookie).status == 303)
            func hold(_ number: String) async throws -> Site.Page {
                let fields = [
                    ("act", "hold"), ("meeting_kind", "session"), ("day", today), ("meeting_number", number),
                    ("entitled", "11"), ("present", "9"), ("agenda", "机密议题\r\n第二项"), ("resolutions", "原则同意"),
                ]
                return try await Self.send(site, "/meetings/1", fields, as: cookie)
            }
            let gap = try await hold("67")
            #expect(gap.status == 409 && gap.text.contains("66") && gap.text.contains("机密议题"))
            #expect(try await hold("66").status == 303)
            let list = try await site.get("/meetings", english: true)
            Self.expectWhole(list, "/meetings")
            #expect(list.text.contains("term 15, no. 66") && list.text.contains("9 of 11"))
            let page = try await site.get("/meetings/1", english: true)
            Self.expectWhole(page, "/meetings/1")
            #expect(!page.text.contains("机密议题") && !page.text.contains("原则同意"))
            #expect(try await site.get("/meetings/1", cookie: cookie).text.contains("机密议题；第二项"))
        }
    }

    @Test func `an element takes one tap where all is well and three where a case is opened`() async throws {
        try await Site.open { (site: Site) async throws in
            // given: a ready-made list, and three shops of the first grid
            let (chief, community) = (try await site.signIn(.dutyChief), try await site.signIn(.community))
            let adopt = [("act", "adopt"), ("template", "key_places"), ("category", "waste")]
            #expect(try await Self.send(site, "/sweeps/checklists", adopt, as: chief).status == 303)
            let lines = (1...3).map { "商户 \($0),\(TestBoard.gridCodes[0]),shop" }.joined(separator: "\r\n")
            let freeze = [
                ("act", "freeze"), ("name", "重点场所"), ("kind", "key_places"), ("area", "411002001"),
                ("checklist", "1"), ("until", site.board.office.today.description), ("source", "lines"),
                ("frame", lines),
            ]
            #expect(try await Self.send(site, "/sweeps/new", freeze, as: chief).location == "/sweeps/1?done=1")
            #expect(try await site.get("/sweeps/1/1").location == "/desk/sign-in")
            #expect(try await site.get("/sweeps/1/next", cookie: community).location == "/sweeps/1/1")

            // when: one button is the whole answer
            let page = try await site.get("/sweeps/1/1", cookie: community, english: true)
            #expect(page.text.contains("name=\"result\" value=\"no_hazard\""))
            #expect(page.text.contains("No. 1 of 3") && !page.text.contains("type=\"date\""))
            let fine = try await Self.send(site, "/sweeps/1/1", [("result", "no_hazard")], as: community)
            #expect(fine.location == "/sweeps/1/next?after=1")
            #expect(try await site.get(fine.location, cookie: community).location == "/sweeps/1/2?done=1")
            // Open, tick, send.
            let unnamed = try await Self.send(
                site,
                "/sweeps/1/2",
                [("result", "hazard"), ("note", "堵住")],
                as: community
            )
            #expect(unnamed.status == 422 && unnamed.text.contains("value=\"堵住\""))
            let hazard = [("result", "hazard"), ("failed", "1"), ("note", "堵住")]
            #expect(try await Self.send(site, "/sweeps/1/2", hazard, as: community).status == 303)

            // then: everybody sees how much is covered, and no names of shops
            let shown = try await site.get("/sweeps/1", english: true)
            Self.expectWhole(shown, "/sweeps/1")
            #expect(shown.text.contains("2 of the 3 elements were covered; 1 are missing"))
            #expect(shown.text.contains("<svg") && !shown.text.contains("商户"))
            #expect(try await site.get("/sweeps/1", cookie: community).text.contains("3 商户 3"))
            let number = try #require(shown.text.firstMatch(of: /\/cases\/([0-9A-Z-]+)/)?.1)
            #expect(try await site.get("/cases/\(number)", english: true).status == 200)
            let end = [("act", "end"), ("drawing", "双色球 第2026061期")]
            #expect(try await Self.send(site, "/sweeps/1", end, as: chief).status == 303)
            let supervisor = try await site.signIn(.supervisor)
            let ended = try await site.get("/sweeps/1", cookie: supervisor, english: true)
            Self.expectWhole(ended, "/sweeps/1")
            #expect(ended.text.contains("双色球 第2026061期") && ended.text.contains("name=\"sample\" value=\"59\""))
        }
    }

    @Test func `a need meets its offer, hours are certified, and the page to check them has no name`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.community)
            let today = site.board.office.today.description
            let need = [
                ("act", "raise"), ("kind", "labour"), ("area", "411002001"), ("from", today), ("until", today),
                ("hands", "6"),
            ]
            #expect(try await Self.send(site, "/needs", need, as: cookie).location == "/needs/1?done=1")
            let offer = [
                ("act", "offer"), ("kind", "labour"), ("name", "基干民兵小分队"), ("area", "411002001"), ("from", today),
                ("until", today),
            ]
            #expect(try await Self.send(site, "/needs", offer, as: cookie).status == 303)
            #expect(try await !site.get("/needs").text.contains("基干民兵"))
            #expect(try await site.get("/needs/1", cookie: cookie).text.contains("基干民兵"))
            for step in [
                [("act", "propose"), ("offer", "1")], [("act", "agree"), ("side", "need")],
                [("act", "agree"), ("side", "offer")], [("act", "meet")],
            ] {
                #expect(try await Self.send(site, "/needs/1", step, as: cookie).status == 303, "\(step)")
            }
            let activity = [
                ("act", "plan"), ("topic", "帮收"), ("kind", "voluntary_service"), ("day", today), ("venue", "场院"),
                ("area", "411002001"),
            ]
            #expect(try await Self.send(site, "/activities/new", activity, as: cookie).status == 303)
            let join = [("act", "join"), ("name", "王敏"), ("area", "411002001")]
            #expect(try await Self.send(site, "/volunteers", join, as: cookie).location == "/volunteers/1?done=1")
            let shift = [("act", "take_shift"), ("activity", "1"), ("hour", "09:00"), ("ends", "12:00")]
            #expect(try await Self.send(site, "/volunteers/1", shift, as: cookie).status == 303)
            #expect(try await Self.send(site, "/volunteers/1", shift, as: cookie).status == 409)
            for step in [[("act", "confirm"), ("shift", "1"), ("minutes", "170")], [("act", "certify")]] {
                #expect(try await Self.send(site, "/volunteers/1", step, as: cookie).status == 303)
            }
            let page = try await site.get("/volunteers/1", cookie: cookie, english: true)
            Self.expectWhole(page, "/volunteers/1")
            #expect(page.text.contains("王敏") && page.text.contains("2 h 50 min"))
            let check = try await site.get("/certificates/411002-00001-1", english: true)
            Self.expectWhole(check, "/certificates")
            #expect(check.text.contains("2 h 50 min") && !check.text.contains("王敏"))
            #expect(try await site.get("/volunteers/1").location == "/desk/sign-in")
        }
    }

    @Test func `promises and disputes are kept on their pages`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.community)
            let today = site.board.office.today.description
            let promise = [("act", "publish"), ("promise", "月底前修好路灯"), ("area", "411002001"), ("until", today)]
            #expect(try await Self.send(site, "/pledges", promise, as: cookie).status == 303)
            let keep = [("act", "keep"), ("pledge", "1"), ("evidence", "已修好")]
            #expect(try await Self.send(site, "/pledges", keep, as: cookie).status == 303)
            let page = try await site.get("/pledges", english: true)
            Self.expectWhole(page, "/pledges")
            #expect(page.text.contains("月底前修好路灯") && page.text.contains("Kept in time"))
            let record = [
                ("act", "record"), ("kind", "neighbours"), ("area", "411002001"), ("parties", "2"), ("day", today),
            ]
            #expect(try await Self.send(site, "/disputes", record, as: cookie).status == 303)
            let conclude = [("act", "conclude"), ("dispute", "1"), ("result", "settled")]
            #expect(try await Self.send(site, "/disputes", conclude, as: cookie).status == 303)
            let counts = try await site.get("/disputes", english: true)
            Self.expectWhole(counts, "/disputes")
            #expect(counts.text.contains("Neighbours"))
        }
    }
}
