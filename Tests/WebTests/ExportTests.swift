import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import Store
import TestKit
import Testing
import Web

/// Lists that leave the office: what is in them, for whom, and in how much memory.
struct ExportTests {
    /// Takes the desk's list away as this format.
    private func take(
        _ site: Site,
        _ format: String,
        _ more: [(String, String)] = [],
        as role: Role = .intake
    ) async throws -> Site.Page {
        let cookie = try await site.signIn(role)
        let csrf = try await site.get("/desk", cookie: cookie).hidden("csrf")
        return try await site.post("/desk/export", [("csrf", csrf), ("format", format)] + more, cookie: cookie)
    }

    private func lines(_ page: Site.Page) -> [[String]] {
        page.text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test
    func
        `CSV has the mark that Excel needs, names in the reader's language above stable keys, and the district's time`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let receipt = try await site.board.report(contact: Contact(name: "Planted", phone: "13900001111"))

            let page = try await take(site, "csv", [("queue", "status=open")])

            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "text/csv; charset=utf-8; header=present")
            #expect(page.headers[.contentDisposition] == "attachment; filename=\"cases-2026-06-01.csv\"")
            #expect(page.text.hasPrefix("\u{FEFF}编号,上报时间,"))
            let rows = lines(page)
            #expect(rows.count == 3)
            #expect(rows[1] == ExportColumn.allCases.map(\.rawValue))
            #expect(rows[2][0] == receipt.number.rawValue && rows[2][1] == "2026-06-01 10:00:00")
            for word in ["Planted", "13900001111", receipt.secret] { #expect(!page.text.contains(word)) }
            let plain = try await take(site, "csv-plain")
            #expect(plain.text.hasPrefix("编号"))
        }
    }

    @Test func `what a spreadsheet would take for a formula is none`() async throws {
        try await Site.open { (site: Site) async throws in
            for text in ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "a,b\"c"] {
                try await site.board.report(text)
            }
            let page = try await take(site, "csv")
            for text in ["'=1+1", "'+1+1", "'-1+cmd|' /C calc'!A0", "'@SUM(A1)", "\"a,b\"\"c\""] {
                #expect(page.text.contains("," + text + ","), "\(text)")
            }
            #expect(!page.text.contains(",=") && !page.text.contains(",@"))
            // A spreadsheet holds them as texts.
            let book = try await xlsx(site, [])
            let column = try #require(book.header.firstIndex(of: "反映内容"))
            let texts = book.rows.dropFirst().compactMap { $0.cells?[column] }
            #expect(texts.contains(.text("=1+1")) && !texts.contains(.formula))
        }
    }

    private func xlsx(_ site: Site, _ more: [(String, String)], as role: Role = .intake) async throws -> Sheet {
        let cookie = try await site.signIn(role)
        let csrf = try await site.get("/desk", cookie: cookie).hidden("csrf")
        let fields = ([("csrf", csrf), ("format", "xlsx")] + more).map { "\($0.0)=\(escape($0.1))" }
        let bytes = try await site.client.execute(
            uri: "/desk/export",
            method: .post,
            headers: [.contentType: "application/x-www-form-urlencoded", .cookie: cookie],
            body: ByteBuffer(string: fields.joined(separator: "&"))
        ) { Data($0.body.readableBytesView) }
        let file = site.board.folder.appending(path: "\(UUID().uuidString).xlsx")
        try bytes.write(to: file)
        return try Sheet(contentsOf: file)
    }

    private func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    @Test func `XLSX has the same rows, with real dates and numbers`() async throws {
        try await Site.open { (site: Site) async throws in
            let receipt = try await site.board.report()
            let sheet = try await xlsx(site, [("queue", "status=mine")])
            #expect(sheet.rows.count == 2)
            let cells = try #require(sheet.rows.last?.cells)
            #expect(cells[0] == .text(receipt.number.rawValue))
            // 2026-06-01 10:00 +08:00 as days since 1899-12-30.
            guard case .number(let days) = cells[1] else {
                Issue.record("the time is no number")
                return
            }
            #expect(abs((Double(days) ?? 0) - 46_174.416_666_666_67) < 0.000_001)
        }
    }

    @Test func `GeoJSON is RFC 7946, with and without a point, and empty where nothing is`() async throws {
        try await Site.open { (site: Site) async throws in
            try await site.board.report("无点")
            let sent = try await site.post(
                "/report",
                [("category", "waste"), ("lat", "34.025"), ("long", "113.815"), ("text", "有点 \"x\"\n")]
            )
            #expect(sent.status == 303)
            let page = try await site.get("/cases.geojson")
            let object = try #require(try JSONSerialization.jsonObject(with: Data(page.text.utf8)) as? [String: Any])
            let features = try #require(object["features"] as? [[String: Any]])
            #expect(object["type"] as? String == "FeatureCollection" && features.count == 2)
            let geometries = features.map { ($0["geometry"] as? [String: Any])?["coordinates"] as? [Double] }
            #expect(Set(geometries) == [[113.815, 34.025], nil])
            let properties = features.compactMap { $0["properties"] as? [String: Any] }
            #expect(properties.allSatisfy { $0["reported_at"] as? String == "2026-06-01T10:00:00+08:00" })
            let empty = try await site.get("/cases.geojson?status=closed")
            let nothing = try JSONSerialization.jsonObject(with: Data(empty.text.utf8)) as? [String: Any]
            #expect((nothing?["features"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `the public list has no confidential report and nothing that is the office's own`() async throws {
        try await Site.open { (site: Site) async throws in
            let open = try await site.board.report(contact: Contact(name: "Planted"))
            let hidden = try await site.board.report("某单位", confidence: .nobodyNamed)
            for format in ["csv", "geojson"] {
                let page = try await site.get("/cases.\(format)")
                #expect(page.status == 200 && page.text.contains(open.number.rawValue))
                #expect(!page.text.contains(hidden.number.rawValue) && !page.text.contains("Planted"))
                #expect(!page.text.contains("confidential"))
            }
            #expect(lines(try await site.get("/cases.csv?status=closed")).count == 2)
            #expect(lines(try await site.get("/cases.csv?head=keys&mark=0"))[0][0] == "number")
            #expect(lines(try await site.get("/cases.csv?area=\(TestBoard.gridCodes[0])")).count == 3)
            #expect(lines(try await site.get("/cases.csv?area=411002002")).count == 2)
            #expect(lines(try await site.get("/cases.csv?category=waste")).count == 2)
            #expect(try await site.get("/cases.csv?area=nothing").status == 404)
            #expect(try await site.get("/cases.csv?category=nothing").status == 404)
        }
    }

    @Test func `an export shows what the list shows, to each with the own rights, and is an entry`() async throws {
        try await Site.open { (site: Site) async throws in
            let here = try await site.board.report()
            let closed = try await site.board.report()
            try await site.board.close(closed.number)
            let about = try await site.board.report("某单位", confidence: .unit(try UnitCode(parsing: "CG")))
            func numbers(_ list: String, _ role: Role, words: String = "") async throws -> Set<String> {
                let page = try await take(
                    site,
                    "csv",
                    [("queue", list.isEmpty ? "" : "status=\(list)"), ("q", words)],
                    as: role
                )
                return Set(lines(page).dropFirst(2).map { $0[0] })
            }
            let all: Set = [here.number.rawValue, closed.number.rawValue, about.number.rawValue]
            #expect(try await numbers("", .intake) == all)
            #expect(try await numbers("open", .intake) == all.subtracting([closed.number.rawValue]))
            #expect(try await numbers("closed", .intake) == [closed.number.rawValue])
            #expect(try await numbers("mine", .intake) == all.subtracting([closed.number.rawValue]))
            #expect(try await numbers("", .intake, words: here.number.rawValue) == [here.number.rawValue])
            // The unit that a report is about does not see it, and others' cases neither.
            #expect(try await numbers("", .handlingUnit) == [closed.number.rawValue])
            // Who works no cases gets none.
            #expect(try await numbers("", .administrator).isEmpty)
            let account = site.board.staff(.intake).account
            let office = site.board.office
            let past = try await office.engine.read { db in
                try db.rows("SELECT facts FROM entry WHERE subject = \(account.bytes) ORDER BY seq") {
                    String(decoding: try $0.blob(0), as: UTF8.self)
                }
            }
            #expect(past.filter { $0.contains("account.took_out") && $0.contains("\"format\":\"csv\"") }.count == 5)
            // Without the session's token nothing is taken and nothing is noted.
            let cookie = try await site.signIn(.intake)
            let before = try await site.board.stored().position
            #expect(try await site.post("/desk/export", [("format", "csv")], cookie: cookie).status == 403)
            #expect(try await site.post("/desk/export", [("format", "csv")]).location == "/desk/sign-in")
            #expect(try await site.board.stored().position == before)
        }
    }

    /// Counts what is written and keeps nothing.
    private struct Counter: ResponseBodyWriter {
        final class Counts: @unchecked Sendable {
            // One writer, one body: written by one task, read after it.
            var sizes: [Int] = []
        }

        let counts: Counts

        mutating func write(_ buffer: ByteBuffer) async throws { counts.sizes.append(buffer.readableBytes) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    @Test(arguments: ["/cases.csv", "/cases.geojson"])
    func `a long list is written in pieces, none of which holds more than a thousand cases`(path: String) async throws {
        let board = try await TestBoard.make()
        let words = String(repeating: "长", count: 300)
        for _ in 0..<2_100 { try await board.report(words) }
        let router = Router(context: BasicRequestContext.self)
        try WebDoor(office: board.office).addRoutes(to: router)
        let request = Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: path),
            body: RequestBody(buffer: ByteBuffer())
        )
        let source = ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test"))

        let response = try await router.buildResponder().respond(
            to: request,
            context: BasicRequestContext(source: source)
        )
        let counts = Counter.Counts()
        try await response.body.write(Counter(counts: counts))

        // The head, three pages, the end.
        #expect(counts.sizes.count >= 4)
        let whole = counts.sizes.reduce(0, +)
        #expect(whole > 2_100 * 900)
        #expect(counts.sizes.max() ?? 0 < whole * 6 / 10)
        #expect(response.body.contentLength == nil)
        try await board.close()
    }
}
