import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestKit
import Testing
import Web

/// The pages of enterprise service, through the real router: for whoever keeps the list, for stewards, and for the firm itself.
struct FirmPageTests {
    private static func open(
        _ body: @Sendable (Site, _ chief: String, _ steward: String) async throws -> Void
    ) async throws {
        try await Site.open { (site: Site) async throws in
            let chief = try await site.signIn(.serviceChief)
            let steward = try await site.signIn(.steward)
            try await body(site, chief, steward)
        }
    }

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

    private static func register(_ site: Site, _ chief: String) async throws {
        let fields = [
            ("name", "南山机械有限公司"), ("uscc", "914403001922038216"), ("kind", "enterprise"), ("long", "113.815"),
            ("lat", "34.025"), ("address", "建设路 1 号"),
        ]
        let answer = try await send(site, "/desk/firms/new", fields, as: chief)
        #expect(answer.status == 303 && answer.location == "/desk/firms/1?done=1")
        let holder = site.board.staff(.steward).account.rawValue.uuidString
        let today = site.board.office.today.description
        let assigned = try await send(
            site,
            "/desk/firms/1",
            [("act", "assign"), ("holder", holder), ("from", today)],
            as: chief
        )
        #expect(assigned.status == 303)
    }

    /// The address of the firm's own page, from the letter that is handed over.
    private static func link(_ site: Site, _ chief: String) async throws -> String {
        let letter = try await site.get("/desk/firms/1/letter", cookie: chief)
        let match = try #require(letter.text.firstMatch(of: /href="http:\/\/127.0.0.1:8311(\/firm\/1\/[a-z0-9]{26})"/))
        return String(match.1)
    }

    @Test func `a firm is registered, found and served; what is wrong comes back as it was typed`() async throws {
        try await Self.open { site, chief, steward in
            let wrong = try await Self.send(
                site,
                "/desk/firms/new",
                [("name", "错码厂"), ("uscc", "914403001922038217"), ("kind", "shop")],
                as: chief
            )
            #expect(
                wrong.status == 422 && wrong.text.contains("value=\"914403001922038217\"") && wrong.text.contains("校验")
            )
            try await Self.register(site, chief)

            let list = try await site.get("/desk/firms?q=%E6%9C%BA%E6%A2%B0", cookie: chief)
            #expect(list.text.contains("南山机械有限公司") && list.text.contains("职员 steward"))
            let page = try await site.get("/desk/firms/1", cookie: steward)
            #expect(page.status == 200 && page.text.contains("914403001922038216") && !page.text.contains("/letter"))
            #expect(try await site.get("/desk/firms/2", cookie: chief).status == 404)
            #expect(try await site.get("/desk/firms/1", cookie: site.signIn(.gridWorker)).status == 403)
            #expect(try await site.get("/desk/firms").location == "/desk/sign-in")
        }
    }

    @Test func `stewards are proposed, and nothing changes until a move is accepted as it was shown`() async throws {
        try await Self.open { site, chief, steward in
            for name in ["东关纺织厂", "西关印刷厂"] {
                let fields = [("name", name), ("kind", "enterprise"), ("long", "113.815"), ("lat", "34.025")]
                #expect(try await Self.send(site, "/desk/firms/new", fields, as: chief).status == 303)
            }
            let path = "/desk/firms/proposal"
            let page = try await site.get(path, cookie: chief)
            #expect(page.text.contains("东关纺织厂") && page.text.contains("全部采纳（2 家）"))
            #expect(try await site.get("/desk/firms?steward=none", cookie: chief).text.contains("东关纺织厂"))
            #expect(try await site.get(path, cookie: steward).status == 403)

            let seen = try page.hidden("seen")
            let fields = [("scope", "vacant"), ("seen", seen), ("move", "2"), ("act", "ticked")]
            let accepted = try await Self.send(site, path, fields, as: chief)
            #expect(accepted.status == 200 && accepted.text.contains("已采纳 1 家"))
            #expect(accepted.text.contains("东关纺织厂") && !accepted.text.contains("西关印刷厂"))
            let all = [("scope", "vacant"), ("seen", seen), ("act", "all")]
            #expect(try await Self.send(site, path, all, as: chief).status == 403)
            let now = [("scope", "vacant"), ("seen", try accepted.hidden("seen")), ("act", "all")]
            #expect(try await Self.send(site, path, now, as: chief).text.contains("没有要调整的"))
            #expect(!(try await site.get("/desk/firms?steward=none", cookie: chief)).text.contains("东关纺织厂"))
        }
    }

    @Test func `a visit is written down in at most eight steps, and the firm confirms it by its link`() async throws {
        try await Self.open { site, chief, steward in
            try await Self.register(site, chief)
            let start = try await site.get("/desk/visits", cookie: steward)
            #expect(start.text.contains("href=\"/desk/firms/1/visit\""))
            let form = try await site.get("/desk/firms/1/visit", cookie: steward)
            // The day is filled in, and nothing that counts: a visit with a need, a problem and a remark is the way to the form (1),
            // the outcome (2), how long it took (3), a tick (4), two texts (5, 6), the code (7) and the button (8).
            #expect(form.text.contains("name=\"outcome\"") && !form.text.contains(" checked>"))
            #expect(!form.text.contains("type=\"file\"") && !form.text.contains("geolocation"))

            let done = try await Self.send(
                site,
                "/desk/firms/1/visit",
                [
                    ("outcome", "visited"), ("minutes", "30"), ("need", "finance"), ("need", "labour"),
                    ("problem", "门口路坏了\n用电不够"), ("remark", "谢谢"), ("on", site.board.office.today.description),
                ],
                as: steward
            )
            #expect(done.status == 303)
            let link = try await Self.link(site, chief)
            let own = try await site.get(link)
            #expect(own.status == 200 && own.text.contains("用电不够") && own.text.contains("融资、用工"))
            #expect(own.headers[.cacheControl] == "no-store")
            let id = try own.hidden("visit")
            let confirmed = try await site.post(link, [("visit", id), ("act", "confirm"), ("again", "2")])
            #expect(confirmed.status == 303)
            #expect(try await site.get(link).text.contains("您已确认"))
            let again = try await site.post(link, [("visit", id), ("act", "dispute"), ("ground", "没有来")])
            #expect(again.status == 409 && again.text.contains("答复只能有一次"))
            let service = try await site.get("/service", english: true)
            #expect(service.text.contains("Questions asked twice") && !service.text.contains("南山机械"))
        }
    }

    @Test func `a firm refuses without a reason, and both sides see the week's other visits`() async throws {
        try await Self.open { site, chief, steward in
            try await Self.register(site, chief)
            let day = site.board.office.today.advanced(by: 2).description
            let fields = [("purpose", "policy"), ("day", day), ("part", "morning"), ("note", "讲讲政策")]
            let path = "/desk/firms/1/booking"
            #expect(try await Self.send(site, path, fields, as: steward).status == 303)
            let unit = try await site.signIn(.handlingUnit)
            #expect(try await site.get(path, cookie: unit).text.contains("别的单位也约了"))
            let later = fields.map { $0.0 == "part" ? ("part", "afternoon") : $0 }
            #expect(try await Self.send(site, path, later, as: unit).status == 303)
            let full = try await Self.send(site, path, fields, as: unit)
            #expect(full.status == 409 && full.text.contains("讲讲政策"))
            let inspection = try await Self.send(site, path, [("purpose", "inspection"), ("day", day)], as: unit)
            #expect(inspection.status == 422 && inspection.text.contains("检查不是走访"))

            let link = try await Self.link(site, chief)
            let own = try await site.get(link)
            #expect(own.text.contains("城管局") && own.text.contains("讲解政策"))
            #expect(try await site.post(link, [("visit", try own.hidden("visit")), ("act", "refuse")]).status == 303)
            #expect(try await site.get("/desk/visits", cookie: steward).text.contains("企业谢绝"))
            #expect(try await site.get("/firm/1/aaaaaaaaaaaaaaaaaaaaaaaaaa").status == 404)
        }
    }

    @Test func `a round shows visited by frozen, and the gate's notice opens by its code`() async throws {
        try await Self.open { site, chief, steward in
            try await Self.register(site, chief)
            let today = site.board.office.today
            let round = try await Self.send(
                site,
                "/desk/rounds",
                [
                    ("code", "2026-06"), ("name", "六月走访"), ("from", today.description),
                    ("until", today.advanced(by: 20).description), ("kind", "enterprise"),
                ],
                as: chief
            )
            #expect(round.location == "/desk/rounds/2026-06?done=1")
            let before = try await site.get("/desk/rounds/2026-06", cookie: steward)
            #expect(before.text.contains("走到 0 家，名单 1 家，覆盖 0.0 %") && before.text.contains("南山机械有限公司"))
            let visit = [("outcome", "visited"), ("minutes", "15")]
            #expect(try await Self.send(site, "/desk/firms/1/visit", visit, as: steward).status == 303)
            #expect(try await site.get("/service").text.contains("走到 1 家，名单 1 家，覆盖 100.0 %"))

            let notice = try await site.get("/desk/firms/1/gate", cookie: steward)
            let match = try #require(notice.text.firstMatch(of: /http:\/\/127.0.0.1:8311(\/gate\/1\/[a-z0-9]{12})/))
            let open = try await site.get(String(match.1))
            #expect(open.status == 200 && open.text.contains("职员 steward") && open.text.contains("0374-0000000"))
            #expect(open.text.contains("<svg") && !open.text.contains("/firm/1/"))
            #expect(try await site.get("/gate/1/aaaaaaaaaaaa").status == 404)
        }
    }

    @Test func `a file is checked before it is taken, and every line that is not taken stands there`() async throws {
        try await Self.open { site, chief, _ in
            let csrf = try await site.get("/desk/firms/import", cookie: chief).hidden("csrf")
            func send(_ act: String) async throws -> Site.Page {
                let parts = [
                    "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n",
                    "--b\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\n\(act)\r\n",
                    "--b\r\nContent-Disposition: form-data; name=\"sheet\"; filename=\"firms.csv\"\r\n\r\n",
                    "企业名称,统一社会信用代码\n南山机械,914403001922038216\n错码厂,914403001922038217\n\r\n--b--\r\n",
                ]
                return try await site.client.execute(
                    uri: "/desk/firms/import",
                    method: .post,
                    headers: [.contentType: "multipart/form-data; boundary=b", .cookie: chief],
                    body: .init(string: parts.joined())
                ) { Site.Page($0) }
            }

            let dry = try await send("look")
            #expect(dry.status == 200 && dry.text.contains("914403001922038217”不对") && dry.text.contains("什么也没有写"))
            #expect(try await site.get("/desk/firms/1", cookie: chief).status == 404)
            #expect(try await send("apply").text.contains("新登记 1 家"))
            #expect(try await site.get("/desk/firms/1", cookie: chief).status == 200)
        }
    }

    @Test func `the map of firms says in a table what it draws, and comes closer down to the firms`() async throws {
        try await Self.open { site, chief, steward in
            try await Self.register(site, chief)
            let grid = TestBoard.gridCodes[0]

            let map = try await site.get("/desk/firms/map", cookie: chief)
            #expect(map.status == 200 && map.text.contains("<svg class=\"board lights\""))
            #expect(map.text.contains("href=\"/desk/firms?area=") && map.text.contains("这里有 1 家企业"))
            let here = try await site.get("/desk/firms/map?grid=\(grid)&kind=enterprise", cookie: chief)
            #expect(here.text.contains("南山机械有限公司（企业）") && here.text.contains("href=\"/desk/firms/1\""))
            let none = try await site.get("/desk/firms/map?grid=\(grid)&steward=none", cookie: chief)
            #expect(none.status == 200 && !none.text.contains("南山机械有限公司"))
            let marks = try await site.get("/desk/firms/map.json?box=33,113,35,115", cookie: steward)
            #expect(
                marks.status == 200 && marks.text.contains("南山机械有限公司") && marks.text.contains("\"light\":\"green\"")
            )
            #expect(try await site.get("/desk/firms/map.json?box=1,2", cookie: chief).status == 404)
            #expect(try await site.get("/desk/firms/map").location == "/desk/sign-in")
            #expect(try await site.get("/desk/firms/map", cookie: site.signIn(.gridWorker)).status == 403)
            #expect(try await site.get("/desk/firms", cookie: chief).text.contains("href=\"/desk/firms/map\""))
        }
    }
}
