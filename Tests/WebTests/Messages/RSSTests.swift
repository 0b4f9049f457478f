import Domain
import Foundation
import FoundationXML
import HTTPTypes
import TestKit
import Testing
import Web

/// The feeds once more, as RSS 2.0.
struct RSSTests {
    @Test(arguments: ["district", "411002001", TestBoard.gridCodes[0], "category/street-light"])
    func `an area's RSS holds the same items as its Atom`(area: String) async throws {
        try await Site.open { (site: Site) async throws in
            for _ in 0..<52 {
                try await site.board.report("secret words & <b>")
                site.board.clock.advance(seconds: 60)
            }

            let atom = try XMLDocument(xmlString: try await site.get("/feeds/\(area)").text, options: [])
            let page = try await site.get("/feeds/\(area).rss")

            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "application/rss+xml; charset=utf-8")
            #expect(!page.text.contains("secret words"))
            let rss = try XMLDocument(xmlString: page.text, options: [])
            func texts(_ document: XMLDocument, _ path: String) throws -> [String] {
                try document.nodes(forXPath: path).map { $0.stringValue ?? "" }
            }
            let entry = "//*[local-name()='entry']/*[local-name()='"
            for (name, twin) in [
                ("title", "title"), ("guid", "id"), ("description", "summary"), ("atom:updated", "updated"),
            ] {
                let path = "//item/*[name()='\(name)']"
                #expect(try texts(rss, path) == texts(atom, entry + twin + "']"), "\(name)")
            }
            #expect(try texts(rss, "//item/guid").count == 50)
            #expect(try texts(rss, "//item/pubDate").first == "Mon, 01 Jun 2026 10:51:00 +0800")
            #expect(try texts(rss, "//item/guid/@isPermaLink").allSatisfy { $0 == "false" })
            let next = try #require(try texts(rss, "//channel/*[@rel='next']/@href").first)
            #expect(next.contains("/feeds/\(area).rss?"))
            let second = try XMLDocument(
                xmlString: try await site.get(next.replacing("http://127.0.0.1:8311", with: "")).text,
                options: []
            )
            #expect(try texts(second, "//item/guid").count == 2)
        }
    }

    @Test func `pages name their RSS beside their Atom, and what is no area has neither`() async throws {
        try await Site.open { (site: Site) async throws in
            let page = try await site.get("/streets/411002001")
            let link = "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feeds/411002001.rss\""
            #expect(page.text.contains(link))
            #expect(try await site.get("/feeds/nothing.rss").status == 404)
            #expect(try await site.get("/feeds/district.txt").status == 404)
        }
    }
}
