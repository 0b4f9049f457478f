import Application
import Domain
import Foundation
import HTTPTypes
import Store
import TestKit
import Testing

/// What must never come out: how a reporter may be reached, the secret of a link, and what the program is built of.
struct LeakTests {
    private static let contact = Contact(name: "Planted Name", phone: "13988887777", email: "planted@example.org")
    private static let personal = ["Planted Name", "Planted", "13988887777", "planted@example.org"]
    private static let internals = ["SELECT", "INSERT", "sqlite", "GRDB", "case_file", "Fatal", "Optional("]

    /// A report with contact data, a photo, a document and a secret link, closed, rated and opened again.
    private static func fill(_ district: District) async throws -> (number: CaseNumber, secret: String) {
        let office = district.board.office
        let photo = try await office.keepPhoto(Pictures.png(width: 40, height: 30))
        let document = try await office.keepDocument(TestPDF.bytes(pages: 2))
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(address: "建设路", grid: office.directory.grid(named: TestBoard.gridCodes[0])),
            text: "路灯坏了",
            answers: ["STATE": "off"],
            photos: [photo],
            documents: [document.digest],
            contact: contact
        )
        let receipt = try await office.report(draft, by: .resident)
        _ = try await office.readContact(
            of: receipt.number,
            reason: "回访",
            by: .staff(district.board.staff(.intake))
        )
        try await district.board.close(receipt.number)
        try await office.perform(.contest(.notSolved, ground: "又坏了"), on: receipt.number, by: .reporter)
        try await office.signCheckpoint()
        return (receipt.number, receipt.secret)
    }

    /// The address that a page's links lead to, without those that only a session opens.
    private static func links(in answer: District.Answer) -> [String] {
        guard answer.type.hasPrefix("text/html") else { return [] }
        return answer.text.matches(of: /(?:href|src|action|data-outlines)="(\/[^"]*)"/).map { match in
            String(match.output.1).replacing("&amp;", with: "&")
        }
    }

    @Test func `no public page, list, table or file of the log says who reported, how to reach them, or their secret`()
        async throws
    {
        try await District.open { district in
            // given
            let (number, secret) = try await Self.fill(district)
            let hash = Hexadecimal.text(try #require(try await Self.receipt(of: number, district)))
            let documents = try await district.board.office.caseView(number, as: .system)?.summary.documents ?? []
            #expect(documents.count == 1)
            let named = documents.flatMap { [$0.digest] + $0.pages }
            let forbidden = named + Self.personal + Self.internals + [secret, hash, String(hash.prefix(16))]
            var waiting = ["/"]
            for format in ["json", "xml"] {
                for path in [
                    "discovery", "services", "services/street-light", "services/dumping", "requests",
                    "requests/\(number.rawValue)", "requests/notes/\(number.rawValue)",
                    "requests/photos/\(number.rawValue)", "requests/nothing", "tokens/nothing",
                ] {
                    waiting.append("/open311/v2/\(path).\(format)")
                    waiting.append("/open311/v2/\(path).\(format)?extensions=true&locale=en")
                }
                waiting.append("/open311/v2/requests.\(format)?page=1&q=Planted")
                waiting.append("/open311/v2/requests.\(format)?has_photo=true&sort=-updated_datetime&just_count=true")
            }
            waiting += [
                "/open311/v2/requests.csv", "/open311/requests.csv", "/open311/openapi.json", "/board.geojson",
                "/health", "/robots.txt", "/log/checkpoint", "/log/key", "/log/figures", "/log/tile/0/000.p/1",
                "/cases/\(number.rawValue)", "/cases/\(number.rawValue)?lang=en", "/r/\(number.rawValue)/x",
                "/r/\(number.rawValue)/x/proof", "/desk/cases/\(number.rawValue)", "/nothing",
            ]
            let size = try #require(try await district.board.office.publishedLog.head()).size
            waiting += ["/log/tile/entries/000.p/\(size)", "/log/tile/0/000.p/\(size)"]

            // when: every link of every page is followed, too
            var seen: Set<String> = []
            while let path = waiting.popLast() {
                guard seen.insert(path).inserted else { continue }
                let answer = try await district.get(path)
                waiting += Self.links(in: answer)

                // then
                #expect(answer.status < 500, "\(path)")
                for word in forbidden where !path.hasPrefix("/assets/") && !path.contains(word) {
                    #expect(!answer.holds(word), "\(path) holds \(word)")
                }
            }
            #expect(seen.count > 70)
            #expect(seen.contains { $0.hasPrefix("/grids/") } && seen.contains { $0.hasPrefix("/photos/") })
        }
    }

    @Test func `the reporter's own page shows the secret to its holder and contact data to nobody`() async throws {
        try await District.open { district in
            let (number, secret) = try await Self.fill(district)
            let slip = try await district.get("/r/\(number.rawValue)/\(secret)")
            let proof = try await district.get("/r/\(number.rawValue)/\(secret)/proof")

            #expect(slip.status == 200 && slip.holds(secret) && proof.status == 200)
            for word in Self.personal + Self.internals {
                #expect(!slip.holds(word) && !proof.holds(word), "\(word)")
            }
            #expect(!proof.holds(secret))
            for answer in [slip, proof] { #expect(answer.headers[.cacheControl] == "no-store") }
        }
    }

    @Test func `staff see contact data on the one page that records the look, and not a second longer`() async throws {
        try await District.open { district in
            let (number, _) = try await Self.fill(district)
            let before = district.board.office.position
            let shown = try await district.act(number, .readContact, [("reason", "回访")], as: .intake)
            #expect(shown.holds("13988887777") && shown.headers[.cacheControl] == "no-store")
            #expect(district.board.office.position == before + 1)
            for role in Role.allCases {
                let cookie = try await district.signIn(role)
                for path in ["/desk", "/desk/cases", "/desk/cases?q=Planted", "/desk/cases/\(number.rawValue)"] {
                    let page = try await district.get(path, cookie: cookie)
                    for word in Self.personal where !path.contains(word) {
                        #expect(!page.holds(word), "\(role) \(path)")
                    }
                }
            }
        }
    }

    @Test func `an administrator works no cases and is shown none`() async throws {
        try await District.open { district in
            let (number, _) = try await Self.fill(district)
            let cookie = try await district.signIn(.administrator)
            for path in ["/desk", "/desk/cases", "/desk/cases?status=open", "/desk/cases?q=\(number.rawValue)"] {
                #expect(!(try await district.get(path, cookie: cookie).holds("/desk/cases/\(number.rawValue)")))
            }
            #expect(try await district.get("/desk/cases/\(number.rawValue)", cookie: cookie).status == 403)
        }
    }

    @Test func `a broken database is told to nobody in its own words, and the log tells it without theirs`()
        async throws
    {
        let log = CapturedLog()
        try await District.open(logger: log.logger) { district in
            // given
            let (number, secret) = try await Self.fill(district)
            let hash = Hexadecimal.text(try #require(try await Self.receipt(of: number, district)))
            let cookie = try await district.signIn(.intake)
            let csrf = try await district.get("/desk", cookie: cookie).hidden("csrf")
            let quiet = log.count

            // when: refusals, then damage, then a table that is gone
            var answers: [District.Answer] = []
            answers.append(
                try await district.post("/desk/sign-in", [("name", "intake"), ("password", "Planted word")])
            )
            answers.append(
                try await district.post("/report", [("text", "Planted text"), ("contact_phone", "13988887777")])
            )
            answers.append(try await district.post("/open311/v2/requests.json", [("api_key", "Planted key")]))
            #expect(log.count == quiet)
            try await district.board.office.engine.write { db in
                _ = try db.execute("UPDATE contact SET sealed = \([0] as [UInt8])")
            }
            let look = [("csrf", csrf), ("action", "read_contact"), ("reason", "Planted reason")]
            let desk = "/desk/cases/\(number.rawValue)"
            let damaged = try await district.post(desk, look, cookie: cookie)
            try await district.board.office.engine.write { db in _ = try db.execute("DROP TABLE case_file") }
            let form = [
                ("api_key", "demo"), ("service_code", "waste"), ("lat", "34.025"), ("long", "113.815"),
                ("description", "Planted text"), ("first_name", "Planted Name"), ("phone", "13988887777"),
            ]
            var failed = [damaged]
            for path in [
                "/", "/cases/\(number.rawValue)", "/r/\(number.rawValue)/\(secret)", "/board.geojson",
                "/open311/v2/requests.json", "/open311/v2/requests.xml", "/open311/v2/requests/\(number.rawValue).json",
            ] {
                failed.append(try await district.get(path))
            }
            failed.append(try await district.get(desk, cookie: cookie))
            failed.append(try await district.post(desk, look, cookie: cookie))
            failed.append(try await district.post("/open311/v2/requests.json", form))
            failed.append(try await district.post("/open311/v2/requests.xml", form, english: true))
            failed.append(
                try await district.post(
                    "/report",
                    [
                        ("category", "waste"), ("address", "路"), ("text", "Planted text"),
                        ("contact_name", "Planted Name"),
                    ]
                )
            )

            // then: the client is told to come again, and nothing else
            for answer in failed {
                #expect(answer.status == 503 && answer.headers[.retryAfter] != nil, "\(answer.text.prefix(300))")
            }
            for answer in answers + failed {
                for word in Self.internals + ["no such table", "does not exist", "corrupt", hash] {
                    #expect(!answer.holds(word), "\(word): \(answer.text.prefix(300))")
                }
            }
            // The log names the fault by its code (a number of SQLite's), never a statement, a value or a person.
            #expect(log.count > quiet && log.text.contains("page failed") && log.text.contains("Open311 call failed"))
            let session = String(cookie.split(separator: "=").last ?? "")
            let secrets = [secret, hash, session, csrf, TestBoard.password, number.rawValue, "路", "demo"]
            for word in Self.personal + secrets + ["SELECT", "INSERT", "GRDB", "case_file", "no such table"] {
                #expect(!log.text.contains(word), "\(word)")
            }
        }
    }

    private static func receipt(of number: CaseNumber, _ district: District) async throws -> [UInt8]? {
        try await district.board.office.engine.read { db in
            try CaseQueries.summary(number, in: db)?.receipt.map { hash in
                stride(from: 0, to: hash.utf8.count, by: 2).compactMap { offset in
                    UInt8(String(Array(hash)[offset...(offset + 1)]), radix: 16)
                }
            }
        }
    }
}
