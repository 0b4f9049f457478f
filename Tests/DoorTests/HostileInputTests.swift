import Application
import Domain
import Foundation
import HTTPTypes
import Store
import TestKit
import Testing

/// A request that nobody means well with, and how it has to be answered.
struct HostileForm: Sendable, CustomStringConvertible {
    let description: String
    let type: String
    let body: [UInt8]
    let status: Int

    init(_ description: String, _ type: String, _ body: [UInt8], _ status: Int) {
        self.description = description
        self.type = type
        self.body = body
        self.status = status
    }

    static let urlencoded = "application/x-www-form-urlencoded"

    /// The fields of a report that would be taken.
    static let good = [("category", "waste"), ("address", "路"), ("text", "x")]

    static let all: [HostileForm] = {
        func multipart(_ change: (inout Multipart) -> Void) -> Multipart {
            var form = Multipart()
            for (name, value) in good { form.add(name, value) }
            change(&form)
            return form
        }
        let whole = multipart { _ in }
        let text = District.encoded(good)
        let many = (0..<10_000).map { ("f\($0)", "x") }
        let long = String(repeating: "a", count: 70_000)
        return [
            HostileForm("multipart that is cut off", Multipart.type, Array(whole.closed.dropLast(9)), 400),
            HostileForm("multipart that is cut off in a header", Multipart.type, Array(whole.bytes.prefix(50)), 400),
            HostileForm("multipart without its end", Multipart.type, whole.bytes, 400),
            HostileForm("multipart of nothing", Multipart.type, [], 400),
            HostileForm("another boundary", "multipart/form-data; boundary=another", whole.closed, 400),
            HostileForm("no boundary", "multipart/form-data", whole.closed, 400),
            HostileForm("an empty boundary", "multipart/form-data; boundary=\"\"", whole.closed, 400),
            HostileForm("a boundary of 300", "multipart/form-data; boundary=\(long.prefix(300))", whole.closed, 400),
            HostileForm("a null byte, encoded", urlencoded, Array("\(text)&contact_name=a%00b".utf8), 400),
            HostileForm("a null byte, bare", urlencoded, Array("\(text)&contact_name=a\u{0}b".utf8), 400),
            HostileForm("a null byte in a part", Multipart.type, multipart { $0.add("a", "\u{0}") }.closed, 400),
            HostileForm("a percent sign alone", urlencoded, Array("\(text)&contact_name=%".utf8), 400),
            HostileForm("bytes that are not UTF-8", urlencoded, Array("\(text)&contact_name=%C3%28".utf8), 400),
            HostileForm("half a surrogate", urlencoded, Array("\(text)&contact_name=%ED%A0%80".utf8), 400),
            HostileForm("an overlong slash", urlencoded, Array("\(text)&contact_name=%C0%AF".utf8), 400),
            HostileForm(
                "a part that is not UTF-8",
                Multipart.type,
                whole.bytes
                    + Array("--\(Multipart.boundary)\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8)
                    + [0xFF, 0xFE] + Array("\r\n--\(Multipart.boundary)--\r\n".utf8),
                400
            ),
            HostileForm("10,000 fields", urlencoded, Array(District.encoded(good + many).utf8.prefix(60_000)), 400),
            HostileForm(
                "10,000 parts",
                Multipart.type,
                multipart { form in for (name, value) in many { form.add(name, value) } }.closed,
                400
            ),
            HostileForm("a field of 70 kB", urlencoded, Array("\(text)&contact_name=\(long)".utf8), 413),
            HostileForm("a part of 70 kB", Multipart.type, multipart { $0.add("contact_name", long) }.closed, 400),
            HostileForm(
                "a body of 13 MB",
                Multipart.type,
                multipart { $0.add("photo", file: [UInt8](repeating: 0xFF, count: 13 * 1_048_576)) }.closed,
                413
            ),
            HostileForm("JSON", "application/json", Array("{\"category\":\"waste\"}".utf8), 415),
            HostileForm("XML", "text/xml", Array("<a/>".utf8), 415),
            HostileForm(
                "eight files",
                Multipart.type,
                multipart { form in for _ in 0..<8 { form.add("photo", file: [1]) } }.closed,
                400
            ),
            HostileForm("an unknown category", urlencoded, Array("category=nothing&address=a&text=x".utf8), 404),
            HostileForm("a category of 10 kB", urlencoded, Array("category=\(long.prefix(10_000))".utf8), 404),
            HostileForm("an unknown grid", urlencoded, Array("category=waste&grid=1&text=x".utf8), 404),
            HostileForm("4,001 characters", urlencoded, Array("\(text)\(long.prefix(4_000))".utf8), 422),
            HostileForm(
                "an address of 501",
                urlencoded,
                Array("category=waste&text=x&address=\(long.prefix(501))".utf8),
                422
            ),
            HostileForm("nowhere", urlencoded, Array("category=waste&text=x&lat=0&long=0".utf8), 422),
            HostileForm("no number as a place", urlencoded, Array("category=waste&text=x&lat=nan&long=inf".utf8), 422),
            HostileForm("beyond the pole", urlencoded, Array("category=waste&text=x&lat=1e308&long=-1e308".utf8), 422),
        ]
            + photos.map { name, bytes, status in
                HostileForm(name, Multipart.type, multipart { $0.add("photo", file: bytes) }.closed, status)
            }
    }()

    /// Files that are no photo that may be kept.
    static let photos: [(name: String, bytes: [UInt8], status: Int)] = [
        // 18 MB of pixels in 18 kB of file: ten such uploads would keep the machine busy for a minute.
        ("a PNG of 144 million pixels", Pictures.png(width: 12_000, height: 12_000), 422),
        ("a PNG that says it is larger than it is", Array(Pictures.png(width: 60_000, height: 8).prefix(60)), 422),
        ("an SVG", Array("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".utf8), 422),
        (
            "an XML that reads a file",
            Array("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><svg>&b;</svg>".utf8), 422
        ),
        ("a text", Array("this is no photo".utf8), 422),
        ("a GIF", Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x3B], 422),
        ("a PDF", Array("%PDF-1.4\n1 0 obj<<>>endobj".utf8), 422),
        ("the beginning of a JPEG", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10], 422),
        ("11 MB", [UInt8](repeating: 0xFF, count: 11 * 1_048_576), 413),
    ]
}

struct HostileInputTests {
    @Test(arguments: HostileForm.all)
    func `a report that cannot be taken is refused on a page in the reader's language, and nothing is stored`(
        form: HostileForm
    ) async throws {
        try await District.open { district in
            let before = try await district.board.stored()
            for (language, tag) in [("zh", "zh-CN"), ("en", "en")] {
                let headers: HTTPFields = [.contentType: form.type, .acceptLanguage: language]

                let answer = try await district.call(.post, "/report", headers: headers, body: form.body)

                #expect(answer.status == form.status, "\(answer.text.suffix(1_500))")
                #expect(answer.type == "text/html; charset=utf-8")
                #expect(answer.text.contains("<html lang=\"\(tag)\">"))
            }
            #expect(try await district.board.stored() == before)
        }
    }

    @Test(arguments: HostileForm.all.filter { [400, 413, 415].contains($0.status) && $0.body.count < 11_000_000 })
    func `no other form is taken that cannot be read`(form: HostileForm) async throws {
        try await District.open { district in
            let receipt = try await district.board.report()
            let cookie = try await district.signIn(.intake)
            let before = try await district.board.stored()
            for path in [
                "/r/\(receipt.number.rawValue)/\(receipt.secret)", "/desk/cases/\(receipt.number.rawValue)",
                "/desk/sign-in", "/desk/sign-out",
            ] {
                let headers: HTTPFields = [.contentType: form.type, .acceptLanguage: "en", .cookie: cookie]

                let answer = try await district.call(.post, path, headers: headers, body: form.body)

                #expect(answer.status == form.status, "\(path)")
                #expect(answer.text.contains("<html lang=\"en\">"))
            }
            #expect(try await district.board.stored() == before)
        }
    }

    @Test func `a photo that ends in the middle is refused, not kept with a grey half`() async throws {
        try await District.open { district in
            // given: a real JPEG of some size, as the office itself makes one
            let office = district.board.office
            let digest = try await office.keepPhoto(Pictures.png(width: 400, height: 400, isNoise: true))
            let whole = try #require(try await office.photo(digest)).bytes
            let before = try await district.board.stored()
            var form = Multipart()
            for (name, value) in HostileForm.good { form.add(name, value) }
            form.add("photo", file: Array(whole.prefix(whole.count * 6 / 10)))

            // when
            let answer = try await district.call(
                .post,
                "/report",
                headers: [.contentType: Multipart.type],
                body: form.closed
            )

            // then
            #expect(whole.count > 20_000)
            #expect(answer.status == 422 && answer.text.contains("照片"))
            #expect(try await district.board.stored() == before)
        }
    }

    @Test(arguments: HostileForm.photos.map(\.name))
    func `an Open311 report with such a photo is refused in the asked format, and nothing is stored`(
        name: String
    ) async throws {
        try await District.open { district in
            let bytes = try #require(HostileForm.photos.first { $0.name == name }).bytes
            let before = try await district.board.stored()
            var form = Multipart()
            for (field, value) in [
                ("api_key", "demo"), ("service_code", "waste"), ("address_string", "路"), ("first_name", "Planted"),
            ] { form.add(field, value) }
            // A good one first: it must not stay behind when the second one is refused.
            form.add("photo1", file: Pictures.png(width: 8, height: 8))
            form.add("photo2", file: bytes)

            let answer = try await district.call(
                .post,
                "/open311/v2/requests.xml",
                headers: [.contentType: Multipart.type, .acceptLanguage: "en"],
                body: form.closed
            )

            #expect([400, 413].contains(answer.status))
            #expect(answer.type == "text/xml; charset=utf-8")
            #expect(try ElementTexts(of: "code", in: answer.bytes).texts == ["\(answer.status)"])
            #expect(answer.text.contains("photo"))
            #expect(try await district.board.stored() == before)
        }
    }

    @Test func `a photo does not stay behind when the report that brought it is refused`() async throws {
        try await District.open { district in
            func form(_ text: String) -> [UInt8] {
                var form = Multipart()
                for (field, value) in [
                    ("api_key", "demo"), ("service_code", "waste"), ("address_string", "路"), ("description", text),
                ] { form.add(field, value) }
                form.add("media", file: Pictures.png(width: text.count, height: 9))
                return form.closed
            }
            var headers: HTTPFields = [.contentType: Multipart.type]
            headers[try #require(HTTPField.Name("Idempotency-Key"))] = "once"
            let path = "/open311/v2/requests.json"
            #expect(try await district.call(.post, path, headers: headers, body: form("a")).status == 200)
            let before = try await district.board.stored()

            let answer = try await district.call(.post, path, headers: headers, body: form("other words"))

            #expect(answer.status == 400)
            #expect(before.photos == 1)
            #expect(try await district.board.stored() == before)
        }
    }

    @Test(
        arguments: [
            ("no csrf", nil, "read_contact", nil, 403), ("an empty csrf", "", "read_contact", nil, 403),
            ("a forged csrf", "00000000000000000000000000000000", "read_contact", nil, 403),
            ("another session's csrf", "other", "read_contact", nil, 403),
            ("a version from the future", "own", "ask_verification", "2", 409),
            ("a version from the far future", "own", "ask_verification", "99999999999999999999999", 409),
            ("a version that is none", "own", "ask_verification", "newest", 409),
            ("a negative version", "own", "ask_verification", "-1", 409),
            ("an unknown action", "own", "drop_everything", nil, 403), ("no action", "own", "", nil, 403),
            ("the clockwork's action", "own", "mark_overdue", nil, 403),
            ("the importer's action", "own", "conclude_elsewhere", nil, 403),
            ("another role's action", "own", "close", nil, 403), ("the reporter's action", "own", "withdraw", nil, 403),
        ] as [(String, String?, String, String?, Int)]
    )
    func `the desk takes no form that its own page did not make`(
        name: String,
        csrf: String?,
        action: String,
        version: String?,
        status: Int
    ) async throws {
        try await District.open { district in
            // given
            let contact = Contact(name: "Planted", phone: "13988887777")
            let receipt = try await district.board.report(contact: contact)
            let path = "/desk/cases/\(receipt.number.rawValue)"
            let cookie = try await district.signIn(.intake)
            let own = try await district.get(path, cookie: cookie).hidden("csrf")
            let otherCookie = try await district.signIn(.intake)
            let other = try await district.get(path, cookie: otherCookie).hidden("csrf")
            let token = csrf == "own" ? own : csrf == "other" ? other : csrf
            let before = try await district.board.stored()

            // when
            var fields = [("action", action), ("reason", "x"), ("reply", "x")]
            if let token { fields.append(("csrf", token)) }
            if let version { fields.append(("version", version)) }
            let answer = try await district.post(path, fields, cookie: cookie)

            // then
            #expect(own != other)
            #expect(answer.status == status, "\(name)")
            #expect(!answer.text.contains("13988887777"))
            #expect(try await district.board.stored() == before)
        }
    }

    @Test func `nothing of the desk is done or shown without a session, or with one that has ended`() async throws {
        try await District.open { district in
            let receipt = try await district.board.report()
            let path = "/desk/cases/\(receipt.number.rawValue)"
            let cookie = try await district.signIn(.intake)
            let csrf = try await district.get(path, cookie: cookie).hidden("csrf")
            let before = try await district.board.stored()
            district.board.clock.advance(seconds: Office.sessionLength)
            for dead in [nil, "", "qipan_session=", "qipan_session=0000", cookie, cookie.uppercased()] as [String?] {
                for page in ["/desk", "/desk/cases", "/desk/new", path] {
                    #expect(try await district.get(page, cookie: dead).location == "/desk/sign-in")
                }
                let sent = try await district.post(
                    path,
                    [("csrf", csrf), ("action", "ask_verification")],
                    cookie: dead
                )
                #expect(sent.location == "/desk/sign-in")
            }
            #expect(try await district.board.stored() == before)
        }
    }

    private static let pathsOfNoFile = [
        "tile/..", "tile/../key", "tile/0/../0/000", "tile/%2e%2e/%2e%2e/etc/passwd", "tile/0/%2e%2e", "tile/0/x000",
        "tile/0/x000/000", "tile/0/x000/x000/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
        "tile/0/000.p/-1", "tile/0/000.p/", "tile/0/000.p/9999999999999999999999", "tile/0/999", "tile/0/x999/999",
        "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/\(String(repeating: "x999/", count: 50))999",
        "tile/63/000", "tile/64/000", "tile/00/000", "tile/-1/000", "tile/99999999999999999999/000", "tile/0/0000",
        "tile/0/00", "tile//000", "tile/0/", "tile/0", "tile/", "tile", "tile/0/000/", "tile/entries/000/000",
        "tile/entries/..", "tile/entries/%00", "tile/0/000%00", "tile/0/０００", "tile/0/%EF%BC%90%EF%BC%90%EF%BC%90",
        "tile/0/%FF", "tile/ENTRIES/000", "tile/0/000.P/1", "checkpoint/..", "../log/key", "figures.json",
        "", "tile/0/000.p/255/..",
    ]

    @Test func `a path of the log that names no file of it is not found, in plain text`() async throws {
        try await District.open { district in
            for _ in 0..<3 { try await district.board.report() }
            try await district.board.office.signCheckpoint()
            for path in Self.pathsOfNoFile {
                let escaped =
                    path.utf8.allSatisfy { $0 < 0x80 }
                    ? path : path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""
                let answer = try await district.get("/log/\(escaped)")

                #expect(answer.status == 404, "\(path)")
                #expect(!answer.text.contains("root:") && answer.bytes.count < 10_000)
            }
        }
    }

    private static let questions = [
        "requests.json?q=\(String(repeating: "a", count: 60_000))",
        "requests.json?service_code=\(String(repeating: "a,", count: 32_768))",
        "requests.json?detailed_status=\(String(repeating: "in_process,", count: 5_900))open",
        "requests.json?service_request_id=\(String(repeating: "1,", count: 32_000))",
        "requests.json?\(String(repeating: "a=1&", count: 10_000))",
        "requests.json?agency_responsible=\(String(repeating: "a", count: 60_000))",
        "requests.json?status=\(String(repeating: "open,", count: 10_000))",
        "requests.json?page=1000000&page_size=500", "requests.json?max_requests=0",
        "requests.json?lat=1e400&long=1e400&radius=1", "requests.json?lat=90&long=180&radius=1000000",
        "requests.json?bbox=180,90,-180,-90", "requests.json?bbox=nan,nan,nan,nan",
        "requests.json?start_date=0001-01-01T00:00:00Z", "requests.json?end_date=9999-12-31T23:59:59Z",
        "requests.json?start_date=9999-12-31T23:59:59Z&end_date=9999-12-31T23:59:59Z",
        "requests.json?updated_before=9999-12-31T23:59:59Z&updated_after=0001-01-01T00:00:00Z",
        "services.json?lat=nan&long=nan", "services/\(String(repeating: "a", count: 190)).json",
        "requests/\(String(repeating: "-", count: 60)).json", "tokens/\(String(repeating: "ff", count: 64))-ff.json",
        "tokens/-.json", "tokens/zz-zz.json", "requests/notes/x.json", "requests/photos/x.json",
        "discovery.json?locale=%F0%9F%87%A8", "requests.json?extensions=true&page=2",
    ]

    @Test func `no Open311 question, however long, is our fault`() async throws {
        try await District.open { district in
            try await district.board.report()
            let before = try await district.board.stored()
            for path in Self.questions {
                let answer = try await district.get("/open311/v2/\(path)")

                #expect(answer.status < 500, "\(path.prefix(100))")
                #expect(answer.type == "application/json; charset=utf-8")
                #expect(try await district.board.stored() == before)
            }
        }
    }

    private static let addresses = [
        "/desk/cases?q=\(String(repeating: "a", count: 60_000))", "/desk/cases?q=%25%25%25", "/desk/cases?q=%FF",
        "/desk/cases?status=\(String(repeating: "x", count: 1_000))", "/?lang=%00", "/?lang=de",
        "/report?category=%3Cscript%3E&grid=%22%3E", "/cases/%00", "/cases/..%2F..%2Fdesk", "/grids/%27%20OR%201=1",
        "/streets/%2e%2e", "/photos/%2e%2e%2f%2e%2e.jpg", "/photos/\(String(repeating: "0", count: 64)).jpg",
        "/photos/\(String(repeating: "'", count: 64)).jpg", "/assets/../../etc/passwd", "/assets/%2e%2e/qipan.css",
        "/r/%00/%00", "/r/\(String(repeating: "a", count: 5_000))/x", "/desk/cases/x", "//", "/%", "/%2",
    ]

    @Test func `no address of a page is our fault`() async throws {
        try await District.open { district in
            let cookie = try await district.signIn(.intake)
            let before = try await district.board.stored()
            for path in Self.addresses {
                let answer = try await district.get(path, cookie: cookie)

                #expect(answer.status < 500, "\(path.prefix(100))")
                #expect(!answer.text.contains("<script>") && !answer.text.contains("root:"))
                #expect(try await district.board.stored() == before)
            }
        }
    }
}
