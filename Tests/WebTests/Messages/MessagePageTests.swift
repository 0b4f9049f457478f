import Application
import Domain
import Foundation
import FoundationXML
import HTTPTypes
import HummingbirdTesting
import Store
import TestKit
import Testing
import Web

/// Feeds, the ways to be told, and the ways out.
struct MessagePageTests {
    private static let fields = [
        ("category", "street-light"), ("grid", TestBoard.gridCodes[0]), ("text", "路灯坏了"), ("contact_name", "李华"),
    ]

    /// The texts of a feed's elements by name, in order; empty when it is no XML.
    private final class Reader: NSObject, XMLParserDelegate {
        var texts: [String: [String]] = [:]
        var links: [String: [String]] = [:]
        private var text = ""

        init(_ xml: String) {
            super.init()
            let parser = XMLParser(data: Data(xml.utf8))
            parser.delegate = self
            if !parser.parse() { (texts, links) = ([:], [:]) }
        }

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            text = ""
            if name == "link" { links[attributes["rel"] ?? "", default: []].append(attributes["href"] ?? "") }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            texts[name, default: []].append(text)
        }
    }

    @Test func `an area's feed names its reports, newest first, and nothing that is private`() async throws {
        try await Site.open { (site: Site) async throws in
            let old = try await site.board.report("secret words & <b>", contact: Contact(name: "Planted"))
            site.board.clock.advance(seconds: 60)
            let new = try await site.board.report(grid: TestBoard.gridCodes[1])
            let elsewhere = try await site.board.report(category: "waste", grid: TestBoard.gridCodes[2])
            let tags = [old, new, elsewhere].map { "tag:127.0.0.1,2026:case:\($0.number.rawValue)" }
            let expected: [(String, Set<String>)] = [
                ("district", Set(tags)), ("411002", Set(tags)), ("411002001", Set(tags[0...1])),
                (TestBoard.gridCodes[0], [tags[0]]), ("category/waste", [tags[2]]), (TestBoard.gridCodes[3], []),
            ]
            for (area, ids) in expected {
                let page = try await site.get("/feeds/\(area)")
                let feed = Reader(page.text)
                #expect(page.status == 200 && page.headers[.contentType]?.hasPrefix("application/atom+xml") == true)
                #expect(Set(feed.texts["id"]?.dropFirst() ?? []) == ids, "\(area)")
                #expect(feed.texts["updated"]?.count == ids.count + 1 && feed.links["self"]?.count == 1)
                for word in ["secret words", "Planted", "建设路", old.secret] { #expect(!page.text.contains(word)) }
            }
            let street = Reader(try await site.get("/feeds/411002001").text)
            #expect(street.texts["id"]?.dropFirst().map { $0 } == [tags[1], tags[0]])
            for wrong in ["nothing", "category/nothing", "41100200100199"] {
                #expect(try await site.get("/feeds/\(wrong)").status == 404)
            }
        }
    }

    @Test func `a feed is fetched once and then again only when something changed; its pages lead to the oldest`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            // Two seconds for all, so that the number has to tell them apart.
            var numbers: [String] = []
            for index in 0..<60 {
                if index == 30 { site.board.clock.advance(seconds: 1) }
                numbers.append(try await site.board.report().number.rawValue)
            }
            let first = try await site.get("/feeds/district")
            let etag = try #require(first.headers[.eTag])
            let modified = try #require(first.headers[.lastModified])
            func again(_ headers: HTTPFields) async throws -> Int {
                try await site.client.execute(uri: "/feeds/district", method: .get, headers: headers) { $0.status.code }
            }
            #expect(try await again([.ifNoneMatch: etag]) == 304)
            #expect(try await again([.ifNoneMatch: "\"x\", \(etag)"]) == 304)
            #expect(try await again([.ifModifiedSince: modified]) == 304)
            #expect(try await again([.ifNoneMatch: "\"x\"", .ifModifiedSince: modified]) == 200)

            let feed = Reader(first.text)
            let next = try #require(feed.links["next"]?.first).replacing("http://127.0.0.1:8311", with: "")
            let second = Reader(try await site.get(next).text)
            let ids = (feed.texts["id"]?.dropFirst() ?? []) + (second.texts["id"]?.dropFirst() ?? [])
            #expect(ids.map { $0.split(separator: ":").last.map(String.init) } == numbers.reversed())
            #expect(second.links["next"] == nil && feed.texts["id"]?.first == second.texts["id"]?.first)

            site.board.clock.advance(seconds: 5)
            let number = try CaseNumber(parsing: numbers[59])
            let command = CaseCommand.register(category: try CategoryCode(parsing: "waste"))
            try await site.board.office.perform(command, on: number, by: .staff(site.board.staff(.intake)))
            #expect(try await again([.ifNoneMatch: etag]) == 200)
            let later = Reader(try await site.get("/feeds/district").text)
            #expect(later.texts["id"]?.dropFirst() == feed.texts["id"]?.dropFirst())
            #expect(later.texts["updated"] != feed.texts["updated"])
        }
    }

    @Test func `pages name their feed`() async throws {
        try await Site.open { (site: Site) async throws in
            let pages = [
                ("/", "district"), ("/streets/411002001", "411002001"),
                ("/grids/\(TestBoard.gridCodes[0])", TestBoard.gridCodes[0]),
            ]
            for (path, area) in pages {
                let page = try await site.get(path)
                let link = "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/feeds/\(area)\""
                #expect(page.text.contains(link), "\(path)")
            }
            #expect(!(try await site.get("/about").text.contains("application/atom+xml")))
        }
    }

    @Test func `whoever reports may ask to be told; an address that is none comes back beside its field`() async throws
    {
        try await Site.open { (site: Site) async throws in
            let wrong = [
                ("contact_email", "nobody@"), ("contact_email", "a@b.cn\r\nBcc: c@d.cn"), ("contact_email", ""),
            ]
            for field in wrong {
                let page = try await site.post("/report", Self.fields + [field, ("tell", "at_once")])
                #expect(page.status == 422 && page.text.contains("id=\"email-error\"") && page.text.contains("李华"))
                #expect(page.text.contains("<option value=\"at_once\" selected>"))
            }
            let right = [("contact_email", "li@example.org"), ("tell", "daily")]
            let sent = try await site.post("/report?lang=en", Self.fields + right)
            #expect(sent.status == 303)
            let number = try CaseNumber(parsing: try #require(sent.location.split(separator: "/").dropFirst().first))
            let wish = try await site.board.office.engine.read { try SubscriptionRecords.wish(of: number, in: $0) }
            #expect(wish == Subscription(language: .english, timing: .daily))
            // An address alone is no wish.
            let quiet = try await site.post(
                "/report",
                Self.fields + [("contact_email", "li@example.org"), ("tell", ""), ("looked", "yes")]
            )
            let other = try CaseNumber(parsing: try #require(quiet.location.split(separator: "/").dropFirst().first))
            #expect(try await site.board.office.engine.read { try SubscriptionRecords.wish(of: other, in: $0) } == nil)
        }
    }

    @Test func `looking at the way out ends nothing, its button does, and staff see what was told`() async throws {
        try await Site.open { (site: Site) async throws in
            let sink = try MailSink()
            let outbox = Outbox(office: site.board.office, server: try sink.server)
            let sent = try await site.post(
                "/report",
                Self.fields + [("contact_email", "li@example.org"), ("tell", "at_once")]
            )
            let parts = sent.location.split(separator: "/").map(String.init)
            try await outbox.round()
            let header = try #require(sink.mails.first?.header("List-Unsubscribe"))
            let way = String(header.dropFirst().dropLast()).replacing("http://127.0.0.1:8311", with: "")
            func isActive() async throws -> Bool {
                let number = try CaseNumber(parsing: parts[1])
                return try await site.board.office.engine.read { try SubscriptionRecords.wish(of: number, in: $0) }?
                    .isActive == true
            }
            #expect(try await site.get(way).status == 200)
            #expect(try await isActive())
            #expect(try await site.get(way + "x").status == 404)
            #expect(try await site.post(way + "x", [("List-Unsubscribe", "One-Click")]).status == 404)
            // As RFC 8058 has a mail program do it.
            #expect(try await site.post(way, [("List-Unsubscribe", "One-Click")]).status == 200)
            #expect(try await !isActive())
            #expect(try await site.post(way, [("resume", "1")]).status == 200)
            #expect(try await isActive())

            let path = "/desk/cases/\(parts[1])"
            let intake = try await site.signIn(.intake)
            let page = try await site.get(path, cookie: intake)
            #expect(page.text.contains("已用邮件告知上报人：已收到") && !page.text.contains("您反映的事"))
            let number = try CaseNumber(parsing: parts[1])
            let shown = try await site.act(number, .readContact, [("reason", "回访")], as: intake)
            #expect(shown.text.contains("您反映的事 \(parts[1])：已收到") && !shown.text.contains(parts[2]))
            #expect(!(try await site.get("/cases/\(parts[1])").text.contains("已用邮件")))
            sink.stop()
        }
    }

    @Test func `staff choose on a page of their own; administrators see what the board sends`() async throws {
        try await Site.open { (site: Site) async throws in
            #expect(try await site.get("/desk/messages").location == "/desk/sign-in")
            let cookie = try await site.signIn(.dutyChief)
            let csrf = try await site.get("/desk/messages", cookie: cookie).hidden("csrf")
            let path = "/desk/messages"
            let wrong = try await site.post(
                path,
                [("csrf", csrf), ("email", "chief@"), ("tell", "daily")],
                cookie: cookie
            )
            #expect(wrong.status == 422 && wrong.text.contains("value=\"chief@\""))
            let forged = try await site.post(
                path,
                [("csrf", "x"), ("email", "a@b.cn"), ("tell", "daily")],
                cookie: cookie
            )
            #expect(forged.status == 403)
            let kept = try await site.post(
                path,
                [("csrf", csrf), ("email", "chief@example.org"), ("tell", "daily")],
                cookie: cookie
            )
            #expect(kept.status == 303)
            let page = try await site.get(path, cookie: cookie)
            #expect(page.text.contains("chief@example.org") && page.text.contains("<option value=\"daily\" selected>"))
            #expect(!page.text.contains("webhook"))

            _ = try await site.board.office.addWebhook("https://example.org/hook", isPrivateAllowed: false)
            let administrator = try await site.signIn(.administrator)
            #expect(try await site.get(path, cookie: administrator).text.contains("https://example.org/hook"))
        }
    }
}
