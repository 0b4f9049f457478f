import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import TestKit
import Testing

/// Photos on the pages, the page that covers parts of them, and uploads through tus.
struct PhotoPageTests {
    private static func report(with digest: String, on board: TestBoard) async throws -> CaseNumber {
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(grid: board.office.directory.grid(named: TestBoard.gridCodes[0])),
            text: "乱停车",
            photos: [digest]
        )
        return try await board.office.report(draft, by: .resident).number
    }

    @Test func `a browser picks the size that fits, keeps it an hour, and asks with what it has`() async throws {
        try await Site.open { (site: Site) async throws in
            let digest = try await site.board.office.keepPhoto(TestBoard.photo(width: 1_200, height: 900, grey: 200))
            let number = try await Self.report(with: digest, on: site.board)
            let page = try await site.get("/cases/\(number.rawValue)")
            let srcset =
                "/photos/\(digest)-480.jpg 480w, /photos/\(digest)-960.jpg 960w, /photos/\(digest).jpg 1200w"
            #expect(page.text.contains("srcset=\"\(srcset)\"") && page.text.contains("width=\"480\" height=\"360\""))
            for name in ["\(digest).jpg", "\(digest)-480.jpg", "\(digest)-960.jpg"] {
                let photo = try await site.get("/photos/\(name)")
                #expect(photo.status == 200 && photo.headers[.contentType] == "image/jpeg")
                #expect(photo.headers[.cacheControl] == "public, max-age=3600")
                let tag = try #require(photo.headers[.eTag])
                let again = try await site.client.execute(
                    uri: "/photos/\(name)",
                    method: .get,
                    headers: [.ifNoneMatch: "\"x\", W/\(tag)"]
                ) { Site.Page($0) }
                #expect(again.status == 304 && again.size == 0 && again.headers[.eTag] == tag)
            }
            for name in ["\(digest)-481.jpg", "\(digest)-.jpg", "\(digest)-480-480.jpg", "\(digest).png", "-480.jpg"] {
                #expect(try await site.get("/photos/\(name)").status == 404)
            }
        }
    }

    @Test func `parts are covered with numbers alone, and the original is seen after a reason`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            let digest = try await site.board.office.keepPhoto(TestBoard.photo(width: 600, height: 400, grey: 200))
            let number = try await Self.report(with: digest, on: site.board)
            let intake = try await site.signIn(.intake)
            let desk = try await site.get("/desk/cases/\(number.rawValue)", cookie: intake)
            let path = "/desk/cases/\(number.rawValue)/photos/\(digest)"
            #expect(desk.text.contains("href=\"\(path)\""))
            let form = try await site.get(path, cookie: intake)
            #expect(form.status == 200 && form.text.contains("600") && !form.text.contains("see_original"))
            let old = try await site.get("/photos/\(digest).jpg")
            let hidden = [("csrf", try form.hidden("csrf")), ("version", try form.hidden("version"))]

            // when
            let wrong = try await site.post(
                path,
                hidden + [("action", "cover_photo"), ("rectangles", "1 2 3")],
                cookie: intake
            )
            let done = try await site.post(
                path,
                hidden + [("action", "cover_photo"), ("rectangles", "10 20 30 40\n100 100 50 50")],
                cookie: intake
            )

            // then
            #expect(wrong.status == 422 && wrong.text.contains(">1 2 3<") && wrong.text.contains("每行四个数"))
            #expect(done.status == 303)
            let new = try await site.get("/photos/\(digest).jpg")
            #expect(new.text != old.text && new.headers[.eTag] != old.headers[.eTag])
            #expect(try await site.get("/cases/\(number.rawValue)").text.contains("遮挡了照片的 2 处"))
            let stale = try await site.post(
                path,
                hidden + [("action", "cover_photo"), ("rectangles", "")],
                cookie: intake
            )
            #expect(stale.status == 409)

            let again = try await site.get(path, cookie: intake)
            #expect(again.text.contains("10 20 30 40") && !again.text.contains("base64"))
            let csrf = [("csrf", try again.hidden("csrf"))]
            let silent = try await site.post(path, csrf + [("action", "see_original"), ("reason", "")], cookie: intake)
            #expect(silent.status == 422 && !silent.text.contains("base64"))
            let seen = try await site.post(
                path,
                csrf + [("action", "see_original"), ("reason", "比对图")],
                cookie: intake
            )
            #expect(seen.status == 200 && seen.text.contains("data:image/jpeg;base64,"))
            #expect(seen.headers[.cacheControl] == "no-store")
            #expect(!(try await site.get("/cases/\(number.rawValue)").text.contains("比对图")))
            let forged = [("csrf", "x"), ("action", "see_original"), ("reason", "y")]
            let refused = try await site.post(path, forged, cookie: intake)
            #expect(refused.status == 403 && !refused.text.contains("base64"))
        }
    }

    @Test func `nobody else gets to the page, and no other photo of the board through it`() async throws {
        try await Site.open { (site: Site) async throws in
            let digest = try await site.board.office.keepPhoto(TestBoard.photo(red: 1))
            let other = try await site.board.office.keepPhoto(TestBoard.photo(red: 200))
            let number = try await Self.report(with: digest, on: site.board)
            let path = "/desk/cases/\(number.rawValue)/photos/"
            #expect(try await site.get(path + digest).location == "/desk/sign-in")
            #expect(try await site.get(path + digest, cookie: site.signIn(.supervisor)).status == 403)
            let intake = try await site.signIn(.intake)
            #expect(try await site.get(path + other, cookie: intake).status == 404)
            #expect(try await site.get(path + "x", cookie: intake).status == 404)
        }
    }

    // MARK: - Uploads

    private static func tus(
        _ site: Site,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ fields: [String: String] = [:],
        version: String? = "1.0.0",
        body: [UInt8]? = nil
    ) async throws -> Site.Page {
        var headers: HTTPFields = [:]
        for (name, value) in fields { headers[try #require(HTTPField.Name(name))] = value }
        if let version { headers[try #require(HTTPField.Name("Tus-Resumable"))] = version }
        let buffer = body.map { ByteBuffer(bytes: $0) }
        return try await site.client.execute(uri: path, method: method, headers: headers, body: buffer) {
            Site.Page($0)
        }
    }

    private static func field(_ name: String, of page: Site.Page) -> String? {
        HTTPField.Name(name).flatMap { page.headers[$0] }
    }

    private static let stream = "application/offset+octet-stream"

    @Test func `an upload that breaks off goes on where it was, and the form names the photo`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            let bytes = TestBoard.photo(width: 900, height: 700, grey: 120)
            let begun = try await Self.tus(site, .post, "/uploads", ["Upload-Length": "\(bytes.count)"])
            #expect(begun.status == 201 && Self.field("Tus-Resumable", of: begun) == "1.0.0")
            let path = begun.location

            // when: the first piece comes, then the phone does not know how much of the second did
            let half = bytes.count / 2
            let first = try await Self.tus(
                site,
                .patch,
                path,
                ["Upload-Offset": "0", "Content-Type": Self.stream],
                body: Array(bytes[..<half])
            )
            #expect(first.status == 204 && Self.field("Upload-Offset", of: first) == "\(half)")
            let lost = try await Self.tus(
                site,
                .patch,
                path,
                ["Upload-Offset": "0", "Content-Type": Self.stream],
                body: Array(bytes[half...])
            )
            #expect(lost.status == 409)
            let head = try await Self.tus(site, .head, path)
            #expect(head.status == 200 && head.headers[.cacheControl] == "no-store")
            #expect(Self.field("Upload-Offset", of: head) == "\(half)")
            #expect(Self.field("Upload-Length", of: head) == "\(bytes.count)")
            let last = try await Self.tus(
                site,
                .post,
                path,
                ["Upload-Offset": "\(half)", "Content-Type": Self.stream, "X-HTTP-Method-Override": "PATCH"],
                body: Array(bytes[half...])
            )

            // then
            let digest = try #require(Self.field("Qipan-Photo", of: last))
            #expect(last.status == 204)
            #expect(Self.field("Qipan-Photo", of: try await Self.tus(site, .head, path)) == digest)
            #expect(try await site.get("/photos/\(digest).jpg").status == 200)
            let fields = [
                ("category", "street-light"), ("grid", TestBoard.gridCodes[0]), ("text", "灯坏了"), ("kept", digest),
                ("kept", digest),
            ]
            let sent = try await site.post("/report", fields)
            #expect(sent.status == 303)
            #expect(try await site.get(sent.location).text.matches(of: /<img class="photo"/).count == 1)
        }
    }

    @Test func `the protocol's refusals have the statuses that it names`() async throws {
        try await Site.open { (site: Site) async throws in
            let options = try await Self.tus(site, .options, "/uploads", version: nil)
            #expect(options.status == 204 && Self.field("Tus-Version", of: options) == "1.0.0")
            #expect(Self.field("Tus-Extension", of: options) == "creation")
            #expect(Self.field("Tus-Max-Size", of: options) == "\(Office.photoLimit)")
            for version in ["0.2.2", nil] {
                let old = try await Self.tus(site, .post, "/uploads", ["Upload-Length": "5"], version: version)
                #expect(old.status == 412 && Self.field("Tus-Version", of: old) == "1.0.0")
            }
            let lengths = [("x", 400), ("-1", 400), ("\(Office.photoLimit + 1)", 413), ("0", 422)]
            for (length, status) in lengths {
                #expect(try await Self.tus(site, .post, "/uploads", ["Upload-Length": length]).status == status)
            }
            #expect(try await Self.tus(site, .post, "/uploads").status == 400)
            let path = try await Self.tus(site, .post, "/uploads", ["Upload-Length": "4"]).location
            let typed = ["Upload-Offset": "0", "Content-Type": Self.stream]
            let wrong: [([String: String], Int)] = [
                (["Upload-Offset": "0", "Content-Type": "image/jpeg"], 415), (["Content-Type": Self.stream], 400),
                (["Upload-Offset": "2", "Content-Type": Self.stream], 409),
            ]
            for (fields, status) in wrong {
                #expect(try await Self.tus(site, .patch, path, fields, body: [1]).status == status)
            }
            #expect(try await Self.tus(site, .patch, path, typed, body: [1, 2, 3, 4, 5]).status == 413)
            #expect(try await Self.tus(site, .post, path, typed, body: [1]).status == 405)
            #expect(try await site.get(path).status == 405)
            // What is no photo is told in words, and gone.
            let text = try await Self.tus(site, .patch, path, typed, body: [1, 2, 3, 4])
            #expect(text.status == 422 && text.text.contains("照片无法读取"))
            #expect(try await Self.tus(site, .head, path).status == 404)
            #expect(try await Self.tus(site, .patch, path, typed, body: [1]).status == 404)
        }
    }

    @Test func `without JavaScript five photos go with the form, each can be left out, a sixth is refused`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            var digests: [String] = []
            for red in 1...6 {
                // Far enough apart that JPEG tells them from each other.
                digests.append(try await site.board.office.keepPhoto(TestBoard.photo(red: UInt8(red * 40))))
            }
            #expect(Set(digests).count == 6)
            let fields = [("category", "street-light"), ("grid", TestBoard.gridCodes[0])]
            let back = try await site.post("/report", fields + digests.prefix(2).map { ("kept", $0) })
            #expect(back.status == 422)
            for digest in digests.prefix(2) { #expect(back.text.contains("value=\"\(digest)\" checked")) }
            let many = try await site.post("/report", fields + [("text", "灯")] + digests.map { ("kept", $0) })
            #expect(many.status == 422 && many.text.contains("id=\"photo-error\""))
            let five = try await site.post("/report", fields + [("text", "灯")] + digests.prefix(5).map { ("kept", $0) })
            #expect(five.status == 303)
        }
    }
}
