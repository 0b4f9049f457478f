import Application
import Domain
import Foundation
import Store
import TestKit
import Testing
import Web

/// Totals and definitions, as an administrator keeps them.
struct FigureBooksTests {
    private static let total = [
        ("code", "retail.total"), ("name", "零售总额"), ("unit", "万元"), ("value", "402"), ("from", "2026-01-01"),
        ("until", "2026-04-01"), ("price_basis", "current"), ("cumulative", "1"), ("form", "E204-1"),
        ("authority", "统计局"), ("source", "月报"), ("growth", ""), ("base_published", ""), ("base_revised", "400"),
        ("status", "P"),
    ]

    @Test func `a total is taken over by the form, and a wrong one comes back with what was typed`() async throws {
        try await Site.open { (site: Site) async throws in
            let admin = try await site.signIn(.administrator)
            let page = try await site.get("/office/totals", cookie: admin)
            let csrf = try page.hidden("csrf")

            let wrong = Self.total.map { $0.0 == "unit" ? ("unit", "亿元") : $0 }
            let refused = try await site.post("/office/totals", [("csrf", csrf)] + wrong, cookie: admin)
            #expect(refused.text.contains("value=\"亿元\"") && refused.text.contains("<option value=\"P\" selected>"))

            let taken = try await site.post("/office/totals", [("csrf", csrf)] + Self.total, cookie: admin)
            #expect(taken.status == 303)
            #expect(try await site.get(taken.location).text.contains("E204-1"))
            #expect(try await site.get("/office/totals", cookie: site.signIn(.intake)).status == 403)
        }
    }

    @Test func `a definition is filed only as it was looked at`() async throws {
        try await Site.open { (site: Site) async throws in
            try await site.board.office.adoptIndicators()
            let admin = try await site.signIn(.administrator)
            let page = try await site.get("/office/definitions", cookie: admin, english: true)
            let csrf = try page.hidden("csrf")
            let found = try await site.board.office.indicators().first { $0.indicator.code.rawValue == "case.closed" }
            var next = try #require(found).indicator
            next.version = 2
            next.least = 5

            let fields = [("csrf", csrf), ("definition", next.text)]
            let unseen = try await site.post("/office/definitions", fields + [("act", "file")], cookie: admin)
            #expect(unseen.status == 200)
            let digest = try unseen.hidden("digest")
            #expect(try await site.board.office.indicators().allSatisfy { $0.indicator != next })

            let seen = [("act", "file"), ("digest", digest)]
            let filed = try await site.post("/office/definitions", fields + seen, cookie: admin)
            #expect(filed.location == "/office/definitions?done=1")
            #expect(try await site.board.office.indicators().contains { $0.indicator == next && $0.digest == digest })
            #expect(try await site.get("/office/definitions", cookie: site.signIn(.leader)).status == 403)
        }
    }
}
