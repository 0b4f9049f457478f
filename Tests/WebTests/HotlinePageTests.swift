import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestKit
import Testing
import Web

/// The dispatcher's pages for the 12345 hotline: send a sheet, see what it would do, apply it, compare, take the answers back.
struct HotlinePageTests {
    private static let sheet = """
        工单编号,接收时间,问题描述,一级分类,来电人
        DH001,2026-06-01 09:05,路灯不亮,street-light,张三
        DH002,昨天,路灯不亮,street-light,李四
        DH003,2026-06-01 09:05,别的事,外星人,王五
        """

    private func send(_ site: Site, _ bytes: [UInt8], csrf: String, cookie: String) async throws -> Site.Page {
        var body = ByteBuffer(string: "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n")
        body.writeString("--b\r\nContent-Disposition: form-data; name=\"sheet\"; filename=\"orders.csv\"\r\n\r\n")
        body.writeBytes(bytes)
        body.writeString("\r\n--b--\r\n")
        return try await site.client.execute(
            uri: "/desk/hotline",
            method: .post,
            headers: [.contentType: "multipart/form-data; boundary=b", .cookie: cookie],
            body: body
        ) { Site.Page($0) }
    }

    @Test func `a sheet is seen before it is applied, with every line that is not taken; applied, it is gone`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.dispatcher)
            let form = try await site.get("/desk/hotline", cookie: cookie, english: true)
            let csrf = try form.hidden("csrf")
            #expect(try await site.get("/desk", cookie: cookie).text.contains("href=\"/desk/hotline\""))
            let before = try await site.board.stored()

            let sent = try await send(site, Array(Self.sheet.utf8), csrf: csrf, cookie: cookie)
            let plan = try await site.get(sent.location, cookie: cookie, english: true)

            #expect(sent.status == 303 && plan.status == 200)
            #expect(try await site.board.stored() == before)
            for word in ["orders.csv", "“昨天” is no time", "“外星人” is no category here", "becomes a new case", "来电人"] {
                #expect(plan.text.contains(word), "\(word)")
            }
            for word in ["张三", "李四", "王五"] { #expect(!plan.text.contains(word)) }
            let look = try await site.post(
                sent.location,
                [("csrf", csrf), ("act", "look"), ("category", "waste")],
                cookie: cookie
            )
            #expect(look.location == sent.location + "?category=waste")
            #expect(!(try await site.get(look.location, cookie: cookie).text.contains("外星人”不是")))

            let done = try await site.post(
                sent.location,
                [("csrf", csrf), ("act", "apply"), ("category", "waste")],
                cookie: cookie
            )

            #expect(done.status == 200 && done.text.contains("已新建案件"))
            #expect(try await site.board.stored().cases == before.cases + 2)
            #expect(try await site.get(sent.location, cookie: cookie).status == 404)
            let compared = try await send(site, Array(Self.sheet.utf8), csrf: csrf, cookie: cookie)
            let report = try await site.post(compared.location, [("csrf", csrf), ("act", "compare")], cookie: cookie)
            #expect(report.status == 200 && report.text.contains("双方一致"))
            for format in ["csv", "gb18030"] {
                let back = try await site.post(
                    "/desk/hotline/export",
                    [("csrf", csrf), ("format", format)],
                    cookie: cookie
                )
                #expect(back.status == 200 && back.text.contains("DH001"))
                #expect(back.text.contains("工单编号") == (format == "csv"))
            }
        }
    }

    @Test func `what is no sheet says so beside the field, and nobody else gets in`() async throws {
        try await Site.open { (site: Site) async throws in
            let cookie = try await site.signIn(.dispatcher)
            let csrf = try await site.get("/desk/hotline", cookie: cookie).hidden("csrf")
            for (bytes, word) in [
                ([0xD0, 0xCF, 0x11, 0xE0], "另存为 XLSX"), (Array("a,b\n1,2".utf8), "没有“工单编号”"),
                ([0x50, 0x4B, 3, 4, 0], "文件损坏"), ([], "文件是空的"),
            ] as [([UInt8], String)] {
                var page = try await send(site, bytes, csrf: csrf, cookie: cookie)
                if page.status == 303 { page = try await site.get(page.location, cookie: cookie) }
                #expect(page.status == 422 && page.text.contains(word), "\(word)")
            }
            #expect(try await send(site, [1], csrf: "wrong", cookie: cookie).status == 403)
            #expect(try await site.get("/desk/hotline").location == "/desk/sign-in")
            let other = try await site.signIn(.intake)
            #expect(try await site.get("/desk/hotline", cookie: other).status == 403)
            #expect(!(try await site.get("/desk", cookie: other).text.contains("/desk/hotline")))
        }
    }
}
