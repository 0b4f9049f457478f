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

/// A dispatcher of a street deals with that street's orders, and sees of the others that they are there.
struct HotlinePartTests {
    private static let sheet = """
        工单编号,接收时间,问题描述,一级分类,网格
        DH001,2026-06-01 09:05,东街路灯不亮,street-light,\(TestBoard.gridCodes[0])
        DH002,2026-06-01 09:06,北关路灯不亮,street-light,\(TestBoard.gridCodes[2])
        DH003,2026-06-01 09:07,不知道在哪里,street-light,
        DH004,昨天,时间写错了,street-light,\(TestBoard.gridCodes[0])
        DH005,2026-06-01 09:08,外星人来了,外星人,\(TestBoard.gridCodes[2])
        """

    private func send(_ site: Site, csrf: String, cookie: String) async throws -> Site.Page {
        var body = ByteBuffer(string: "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n")
        body.writeString("--b\r\nContent-Disposition: form-data; name=\"sheet\"; filename=\"orders.csv\"\r\n\r\n")
        body.writeString(Self.sheet)
        body.writeString("\r\n--b--\r\n")
        return try await site.client.execute(
            uri: "/desk/hotline",
            method: .post,
            headers: [.contentType: "multipart/form-data; boundary=b", .cookie: cookie],
            body: body
        ) { Site.Page($0) }
    }

    /// The test's dispatcher, with this part of the territory only.
    private func narrow(_ site: Site, to unit: String) async throws {
        let account = site.board.staff(.dispatcher).account
        let office = site.board.office
        var grant = try #require(try await office.engine.read { try AccountQueries.account(account, in: $0) }).grant
        grant.scope = .unit(try UnitCode(parsing: unit))
        try await office.change(.change(grant), on: account, by: .system)
    }

    @Test func `lines of other parts are neither shown, taken, compared nor given out, and named as such`() async throws
    {
        try await Site.open { (site: Site) async throws in
            // The whole district has taken one order of each street before.
            let whole = try await site.signIn(.dispatcher)
            let first = try await site.get("/desk/hotline", cookie: whole)
            #expect(!first.text.contains("本辖区"))
            let all = try await send(site, csrf: try first.hidden("csrf"), cookie: whole)
            let everything = try await site.get(all.location, cookie: whole)
            #expect(everything.text.contains("DH002") && !everything.text.contains("既不显示"))

            // when
            try await narrow(site, to: "411002001")
            let cookie = try await site.signIn(.dispatcher)
            let form = try await site.get("/desk/hotline", cookie: cookie)
            let csrf = try form.hidden("csrf")
            #expect(form.status == 200 && form.text.contains("本辖区的工单"))
            let sent = try await send(site, csrf: csrf, cookie: cookie)
            let plan = try await site.get(sent.location, cookie: cookie)
            let before = try await site.board.stored().cases
            let done = try await site.post(sent.location, [("csrf", csrf), ("act", "apply")], cookie: cookie)

            // then
            for page in [plan, done] {
                #expect(page.status == 200 && page.text.contains("DH001"))
                #expect(page.text.contains("有 4 行") && page.text.contains("第 3、4、5、6 行"))
                for number in ["DH002", "DH003", "DH004", "DH005", "外星人"] { #expect(!page.text.contains(number)) }
            }
            #expect(try await site.board.stored().cases == before + 1)

            // What is known of another street's order does not come out by comparing or taking out either.
            let known = try await site.board.office.bringIn(
                Sheet(contentsOf: try written()),
                otherCategory: nil,
                isDryRun: false
            )
            #expect(known.created == 2 && known.unchanged == 1 && known.elsewhere.isEmpty)
            let compared = try await send(site, csrf: csrf, cookie: cookie)
            let report = try await site.post(compared.location, [("csrf", csrf), ("act", "compare")], cookie: cookie)
            #expect(report.text.contains("核对 1 件，0 处不一致") && report.text.contains("有 4 行"))
            let back = try await site.post("/desk/hotline/export", [("csrf", csrf), ("format", "csv")], cookie: cookie)
            #expect(back.text.contains("DH001") && !back.text.contains("DH002"))
        }
    }

    private func written() throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "qipan-test-\(UUID().uuidString).csv")
        try Data(Self.sheet.utf8).write(to: file)
        return file
    }
}
