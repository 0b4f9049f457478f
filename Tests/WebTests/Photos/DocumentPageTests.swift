import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import TestKit
import Testing

/// Documents on the pages: the form, who sees the pages, and the file itself with a reason.
struct DocumentPageTests {
    private static let boundary = "b7"

    /// A form with files, as a browser without JavaScript sends it.
    private static func post(
        _ site: Site,
        _ path: String,
        _ fields: [(String, String)],
        files: [(name: String, bytes: [UInt8])],
        cookie: String? = nil
    ) async throws -> Site.Page {
        var body: [UInt8] = []
        for (name, value) in fields {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
            body += Array("\(head)\(value)\r\n".utf8)
        }
        for (name, bytes) in files {
            let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"李四的信.pdf\"\r\n"
            body += Array("\(head)Content-Type: text/plain\r\n\r\n".utf8) + bytes + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        var headers: HTTPFields = [.contentType: "multipart/form-data; boundary=\(boundary)"]
        if let cookie { headers[.cookie] = cookie }
        return try await site.client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: body))
        {
            Site.Page($0)
        }
    }

    private static let fields = [
        ("category", "street-light"), ("grid", TestBoard.gridCodes[0]), ("text", "附信一封"), ("form", "one"),
    ]

    private static func first(_ pattern: String, in page: Site.Page) throws -> String {
        String(try #require(page.text.firstMatch(of: try Regex(pattern))?.output[0].substring))
    }

    @Test func `a letter goes with the form; its reporter and the office see its pages, and nobody else does`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            // when
            let form = try await site.get("/report")
            #expect(form.text.contains("name=\"document\"") && form.text.contains("aria-describedby=\"document-hint\""))
            let bytes = TestPDF.bytes(pages: 2)
            let sent = try await Self.post(site, "/report", Self.fields, files: [("document", bytes)])
            #expect(sent.status == 303)

            // then: the reporter's page shows both pages, by a label without a name
            let slip = try await site.get(sent.location)
            #expect(slip.text.contains("文件，2 页") && slip.text.contains("alt=\"文件 1，第 2 页，共 2 页\""))
            #expect(!slip.text.contains("李四") && !slip.text.contains("保存原文件"))
            #expect(try await site.get(sent.location, english: true).text.contains("Document, 2 pages"))
            let small = try Self.first("/r/[^\"]+/documents/[0-9a-f]{64}/1-480.jpg", in: slip)
            let large = small.replacing("1-480.jpg", with: "1.jpg")
            for path in [small, large] {
                let picture = try await site.get(path)
                #expect(picture.status == 200 && picture.headers[.contentType] == "image/jpeg")
                #expect(picture.headers[.cacheControl] == "no-store")
            }
            let parts = large.split(separator: "/").map(String.init)
            let (number, digest) = (parts[1], parts[4])
            for path in [
                large.replacing(parts[2], with: String(repeating: "a", count: 26)),
                large.replacing("1.jpg", with: "3.jpg"),
                large.replacing("1.jpg", with: "0.jpg"), large.replacing("1.jpg", with: "x.jpg"),
                large.replacing(digest, with: String(repeating: "0", count: 64)), "/photos/\(digest).jpg",
            ] {
                #expect(try await site.get(path).status == 404, "\(path)")
            }

            // Everybody's page says nothing of it.
            let open = try await site.get("/cases/\(number)")
            #expect(open.status == 200 && !open.text.contains("/documents/") && !open.text.contains("文件，"))

            // At the desk, for those who may read the case.
            let address = "/desk/cases/\(number)/documents/\(digest)"
            #expect(try await site.get("\(address)/1.jpg").location == "/desk/sign-in")
            let supervisor = try await site.signIn(.supervisor)
            let seen = try await site.get("/desk/cases/\(number)", cookie: supervisor)
            #expect(seen.text.contains("文件，2 页") && !seen.text.contains("打开文件原件"))
            #expect(try await site.get("\(address)/2-480.jpg", cookie: supervisor).status == 200)
            #expect(try await site.get(address, cookie: supervisor).status == 403)
            let unit = try await site.signIn(.handlingUnit)
            #expect(try await site.get("\(address)/1.jpg", cookie: unit).status == 403)
            let paper = try await site.get("/desk/cases/\(number)/print/registration", cookie: supervisor)
            #expect(paper.text.contains("文件，2 页"))
        }
    }

    @Test func `the file itself is saved with a reason, and the reporter reads it`() async throws {
        try await Site.open { (site: Site) async throws in
            let bytes = TestPDF.bytes()
            let sent = try await Self.post(site, "/report", Self.fields, files: [("document", bytes)])
            let picture = try Self.first(
                "/r/[^\"]+/documents/[0-9a-f]{64}/1-480.jpg",
                in: try await site.get(sent.location)
            )
            let parts = picture.split(separator: "/").map(String.init)
            let address = "/desk/cases/\(parts[1])/documents/\(parts[4])"
            let intake = try await site.signIn(.intake)
            #expect(try await site.get("/desk/cases/\(parts[1])", cookie: intake).text.contains("href=\"\(address)\""))
            let page = try await site.get(address, cookie: intake)
            let csrf = [("csrf", try page.hidden("csrf"))]

            let silent = try await site.post(address, csrf + [("reason", " ")], cookie: intake)
            #expect(silent.status == 422 && !silent.text.contains("%PDF-"))
            let forged = try await site.post(address, [("csrf", "x"), ("reason", "y")], cookie: intake)
            #expect(forged.status == 403 && !forged.text.contains("%PDF-"))
            let file = try await site.post(address, csrf + [("reason", "核对落款")], cookie: intake)
            #expect(file.status == 200 && file.headers[.contentType] == "application/pdf")
            #expect(file.text == String(decoding: bytes, as: UTF8.self))
            #expect(file.headers[.contentDisposition] == "attachment; filename=\"\(parts[1]).pdf\"")
            #expect(file.headers[.cacheControl] == "no-store")

            let slip = try await site.get(sent.location)
            #expect(slip.text.contains("打开了文件原件") && slip.text.contains("核对落款"))
            #expect(!(try await site.get("/cases/\(parts[1])").text.contains("核对落款")))
        }
    }

    @Test func `what cannot be taken is said at its field, and the rest comes back with what was kept`() async throws {
        try await Site.open { (site: Site) async throws in
            let refused: [(bytes: [UInt8], status: Int, words: String)] = [
                (TestPDF.bytes(isLocked: true), 422, "要密码才能打开"), (TestPDF.bytes(pages: 21), 422, "最多 20 页"),
                (Array("no letter".utf8), 422, "文件无法读取"), (TestBoard.photo(red: 1), 422, "文件无法读取"),
                (TestPDF.bytes() + [UInt8](repeating: 32, count: 11 * 1_048_576), 413, "最大 10 MB"),
            ]
            for (bytes, status, words) in refused {
                let files = [("document", bytes), ("document", TestPDF.bytes()), ("photo", TestBoard.photo(red: 9))]
                let back = try await Self.post(site, "/report", Self.fields, files: files)
                #expect(back.status == status && back.text.contains(words))
                #expect(back.text.contains("id=\"document-error\"") && back.text.contains("href=\"#document\""))
                #expect(back.text.contains("附信一封") && back.text.contains("文件，1 页"))
                let kept = try Self.first("[0-9a-f]{64}\\.1\" checked", in: back)
                #expect(back.text.matches(of: /name="kept" value="[0-9a-f]{64}" checked/).count == 1)
                let again = Self.fields + [("kept_document", String(kept.prefix(66)))]
                if words.contains("密码") { #expect(try await site.post("/report", again).status == 303) }
            }
            let three = (1...3).map { ("document", TestPDF.bytes(saying: "letter \($0)")) }
            let many = try await Self.post(site, "/report", Self.fields, files: three)
            #expect(many.status == 422 && many.text.matches(of: /name="kept_document"/).count == 2)
            let made = [("kept_document", "x"), ("kept_document", String(repeating: "0", count: 64) + ".3")]
            let looked = Array(Self.fields.dropLast()) + [("form", "two"), ("looked", "yes")]
            let unknown = try await site.post("/report", looked + made)
            #expect(unknown.status == 404 && unknown.text.contains("id=\"document-error\""))
            // Among the photos, which everybody sees, it is a document all the same.
            let among = try await Self.post(site, "/report", looked, files: [("photo", TestPDF.bytes())])
            #expect(among.status == 303)
            let slip = try await site.get(among.location)
            #expect(slip.text.contains("文件，1 页") && !slip.text.contains("src=\"/photos/"))
        }
    }

    @Test func `an upload in pieces is told by its content and named with its pages`() async throws {
        try await Site.open { (site: Site) async throws in
            func tus(
                _ method: HTTPRequest.Method,
                _ path: String,
                _ fields: [String: String],
                _ body: ArraySlice<UInt8> = []
            ) async throws -> Site.Page {
                var headers: HTTPFields = [:]
                for (name, value) in fields.merging(["Tus-Resumable": "1.0.0"], uniquingKeysWith: { $1 }) {
                    headers[try #require(HTTPField.Name(name))] = value
                }
                return try await site.client.execute(
                    uri: path,
                    method: method,
                    headers: headers,
                    body: ByteBuffer(bytes: body)
                ) { Site.Page($0) }
            }
            let name = try #require(HTTPField.Name("Qipan-Document"))
            let bytes = TestPDF.bytes(pages: 2)
            let type = ["Upload-Metadata": "filename eA==,filetype YXBwbGljYXRpb24vcGRm"]
            let large = try await tus(.post, "/uploads", type.merging(["Upload-Length": "11534336"]) { $1 })
            #expect(large.status == 413 && large.text.contains("文件太大"))
            let begun = try await tus(.post, "/uploads", type.merging(["Upload-Length": "\(bytes.count)"]) { $1 })
            #expect(begun.status == 201)
            let stream = ["Content-Type": "application/offset+octet-stream"]
            let half = try await tus(
                .patch,
                begun.location,
                stream.merging(["Upload-Offset": "0"]) { $1 },
                bytes.prefix(200)
            )
            #expect(half.status == 204 && half.headers[name] == nil)
            let whole = try await tus(
                .patch,
                begun.location,
                stream.merging(["Upload-Offset": "200"]) { $1 },
                bytes[200...]
            )
            let kept = try #require(whole.headers[name])
            #expect(kept.hasSuffix(".2"))
            #expect(try await tus(.head, begun.location, [:]).headers[name] == kept)
            let sent = try await site.post("/report", Self.fields + [("kept_document", kept), ("kept_document", kept)])
            #expect(sent.status == 303)
            let slip = try await site.get(sent.location)
            #expect(slip.text.contains("文件，2 页") && slip.text.matches(of: /alt="文件 1，/).count == 2)
        }
    }

    @Test func `where the program is missing the form says so, and takes everything else`() async throws {
        let board = try await TestBoard.make()
        let bare = try await board.reopened(drawing: DocumentWorkshop(program: "/nonexistent"))
        try await Site.open(bare) { client in
            let site = Site(board: board, client: client)
            let form = try await site.get("/report")
            #expect(form.text.contains("暂时收不了文件") && !form.text.contains("name=\"document\""))
            let back = try await Self.post(site, "/report", Self.fields, files: [("document", TestPDF.bytes())])
            #expect(back.status == 503 && back.text.contains("附信一封") && back.text.contains("收不了文件"))
            #expect(try await site.post("/report", Self.fields).status == 303)
        }
        try await bare.engine.close()
        try await board.close()
    }

    // MARK: - Firms

    /// A firm with its own link, and a category for its problems.
    private static func firm(_ site: Site, _ chief: String) async throws -> String {
        let office = site.board.office
        var category = try #require(office.directory.categories.values.first { $0.code.rawValue == "question" })
        category.code = try CategoryCode(parsing: "firm-other")
        _ = try await office.desk.handle(
            .define(category),
            on: ID<Catalogue>.board,
            envelope: .init(at: office.now, by: .system)
        )
        try await office.refreshDirectory()
        let csrf = try await site.get("/desk/firms/new", cookie: chief).hidden("csrf")
        let fields = [
            ("csrf", csrf), ("name", "南山机械有限公司"), ("kind", "enterprise"), ("long", "113.815"), ("lat", "34.025"),
        ]
        #expect(try await site.post("/desk/firms/new", fields, cookie: chief).status == 303)
        let letter = try await site.get("/desk/firms/1/letter", cookie: chief)
        return String(
            try #require(letter.text.firstMatch(of: /href="http:\/\/127.0.0.1:8311(\/firm\/1\/[a-z0-9]{26})"/)).1
        )
    }

    @Test func `a firm's letter is seen by the firm and the office, goes on to the case, and looks are told`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let chief = try await site.signIn(.serviceChief)
            let link = try await Self.firm(site, chief)
            let raise = [("act", "raise"), ("need", "other"), ("hidden", "")]
            let letter = ("document", TestPDF.bytes())
            let silent = try await Self.post(site, link, raise + [("text", " ")], files: [letter])
            #expect(silent.status == 422 && silent.text.contains("name=\"kept_document\""))
            let wrong = try await Self.post(
                site,
                "/firm/1/\(String(repeating: "a", count: 26))",
                raise,
                files: [letter]
            )
            #expect(wrong.status == 404)
            let raised = try await Self.post(site, link, raise + [("text", "用电不够")], files: [letter])
            #expect(raised.status == 303)

            let page = try await site.get(link)
            let picture = try Self.first("\(link)/documents/[0-9a-f]{64}/1.jpg", in: page)
            #expect(try await site.get(picture).status == 200)
            #expect(try await site.get(picture.replacing("/firm/1/", with: "/firm/2/")).status == 404)
            let problem = try await site.get("/desk/problems/1", cookie: chief)
            let own = try Self.first("/desk/problems/1/documents/[0-9a-f]{64}/1-480.jpg", in: problem)
            #expect(try await site.get(own, cookie: chief).status == 200)
            #expect(try await site.get(own).location == "/desk/sign-in")

            // Graded it is a case, which has the document too.
            let grade = [
                ("csrf", try problem.hidden("csrf")), ("act", "grade"), ("said", "用电不够"), ("need", "other"),
                ("problem_grade", "C"),
            ]
            #expect(try await site.post("/desk/problems/1", grade, cookie: chief).status == 303)
            let office = site.board.office
            let summary = try #require(try await office.engine.read { try ProblemQueries.summary(1, in: $0) })
            let number = try #require(summary.caseNumber)
            let digest = try #require(summary.documents.first?.digest)
            let intake = Actor.staff(site.board.staff(.intake))
            #expect(try await office.document(digest, in: number, reason: "看原件", by: intake) == letter.1)
            #expect(try await site.get(link).text.contains("有人打开了文件原件：看原件"))
            #expect(try await office.rebuild { _, _ in }.isSame)
        }
    }

    @Test
    func `whoever writes a firm's problem down at the desk adds a letter, and keeps it when the words are missing`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let chief = try await site.signIn(.serviceChief)
            _ = try await Self.firm(site, chief)
            let path = "/desk/firms/1/problem"
            let form = try await site.get(path, cookie: chief)
            #expect(form.text.contains("enctype=\"multipart/form-data\"") && form.text.contains("name=\"document\""))
            let fields = [
                ("csrf", try form.hidden("csrf")), ("act", "collect"), ("need", "other"), ("heard", "letter"),
            ]
            let files = [("document", TestPDF.bytes(pages: 3))]
            let back = try await Self.post(site, path, fields + [("said", " ")], files: files, cookie: chief)
            #expect(back.status == 422)
            let kept = String(try Self.first("[0-9a-f]{64}\\.3\" checked", in: back).prefix(66))
            let done = try await site.post(path, fields + [("said", "来信"), ("kept_document", kept)], cookie: chief)
            #expect(done.status == 303)
            #expect(try await site.get("/desk/problems/1", cookie: chief).text.contains("文件，3 页"))
            // Who may not write problems down has nothing drawn.
            let intake = try await site.signIn(.gridWorker)
            let token = try await site.get("/desk", cookie: intake).hidden("csrf")
            let other = [("csrf", token), ("act", "collect"), ("need", "other"), ("heard", "letter"), ("said", "x")]
            let files2 = [("document", TestPDF.bytes(saying: "other"))]
            #expect(try await Self.post(site, path, other, files: files2, cookie: intake).status == 403)
            let count = try await site.board.office.engine.read { db in
                try db.first("SELECT COUNT(*) FROM document") { try $0.integer(0) }
            }
            #expect(count == 1)
        }
    }
}
