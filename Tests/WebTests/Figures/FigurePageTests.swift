import Application
import Domain
import Foundation
import TestKit
import Testing
import Web

/// Figures as anybody sees them, and as whoever may puts them down.
struct FigurePageTests {
    /// Freezes the reports of this week through the form, as a duty chief does.
    private static func freeze(_ site: Site, code: String = "case.reported") async throws -> Site.Page {
        let chief = try await site.signIn(.dutyChief)
        let csrf = try await site.get("/figures", cookie: chief).hidden("csrf")
        let today = site.board.office.today
        let fields = [
            ("csrf", csrf), ("code", code), ("from", today.advanced(by: -6).description),
            ("until", today.advanced(by: 1).description),
        ]
        return try await site.post("/figures", fields, cookie: chief)
    }

    @Test func `a figure is put down once, and its card says what it rests on`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            try await site.board.office.adoptIndicators()
            _ = try await site.board.report()
            _ = try await site.board.report()

            // when
            let answer = try await Self.freeze(site)

            // then
            #expect(answer.status == 303)
            let address = answer.location
            let card = try await site.get(address)
            #expect(card.status == 200)
            #expect(card.text.contains("<b>2 件</b>") || card.text.contains("<b>2 cases</b>"))
            // What an outsider's verifier looks up.
            let index = address.split(separator: "/").last.map { String($0) } ?? ""
            #expect(card.text.contains("<link rel=\"transparency-log\" href=\"/log\">"))
            #expect(card.text.contains("<data class=\"fig\" value=\"2\" data-fig=\"case.reported\" data-asof=\""))
            #expect(card.text.contains("data-index=\"\(index)\">"))
            #expect(try await site.get("/figures").text.contains("data-index=\"\(index)\">2 "))
            // The definition was filed on the day, so the week had begun.
            #expect(card.text.contains("case.reported"))
            let rows = try await site.get(address + "/rows.csv")
            #expect(rows.text.split(separator: "\r\n").count == 3)
            let provenance = try await site.get(address + "/prov.json")
            #expect(provenance.text.contains("\"prov:value\":\"2\""))

            // when: the same once more, and then another report
            let again = try await Self.freeze(site)
            #expect(again.location == address)
            _ = try await site.board.report()
            let corrected = try await Self.freeze(site).location

            // then: both stand, and each names the other
            #expect(corrected != address)
            #expect(try await site.get(corrected).text.contains("href=\"\(address)\""))
            let old = try await site.get(address).text
            #expect(old.contains("href=\"\(corrected)\""))
            #expect(old.contains("data-superseded-by=\"\(corrected.dropFirst(3))\""))
        }
    }

    @Test func `from a figure whoever may look at its cases gets to each of them, page by page`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            try await site.board.office.adoptIndicators()
            var numbers: [String] = []
            for _ in 0..<23 { numbers.append(try await site.board.report().number.rawValue) }
            let address = try await Self.freeze(site).location
            let links = { (page: Site.Page) in numbers.filter { page.text.contains("href=\"/desk/cases/\($0)\"") } }

            // when
            let chief = try await site.signIn(.dutyChief)
            let first = try await site.get(address, cookie: chief)
            let more = try #require(first.text.firstMatch(of: /href="([^"]*behind=[0-9]+)#rows"/)?.output.1)
            let second = try await site.get(String(more), cookie: chief)
            let anybody = try await site.get(address)

            // then
            #expect(links(first) == Array(numbers.prefix(20)))
            #expect(links(second) == Array(numbers.suffix(3)))
            #expect(!second.text.contains("#rows"))
            #expect(links(anybody) == [] && anybody.text.contains("case.reported"))
        }
    }

    @Test func `a draft is held against what was put down`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            try await site.board.office.adoptIndicators()
            _ = try await site.board.report()
            let address = try await Self.freeze(site).location

            // when
            let right = try await site.post("/check", [("draft", "本周共受理1件。"), ("year", "2026")])
            let wrong = try await site.post("/check", [("draft", "本周共受理3件。"), ("year", "2026")])

            // then
            #expect(right.text.contains("href=\"\(address)\"") && right.text.contains("✓"))
            #expect(wrong.text.contains("✗"))
        }
    }

    @Test func `an unknown indicator and reversed days are refused with what was typed`() async throws {
        try await Site.open { (site: Site) async throws in
            let answer = try await Self.freeze(site, code: "case.unheard_of")
            #expect(answer.status == 404)
            #expect(try await site.get("/f/99999").status == 404)
            #expect(try await site.get("/f/x").status == 404)
        }
    }
}
