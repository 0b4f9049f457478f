import Application
import Claims
import Domain
import Foundation
import HTTPTypes
import Store
import TestKit
import Testing
import Web

/// The claim check's page: for anybody, without a script, and nothing that is pasted is kept.
struct CheckPageTests {
    private static let draft = "2023年6月2日（周六），全区受理1693件，办结1669件，办结率99.58%。\n6月走访企业448家。<b>反映的问题39个</b>。"

    private static func figures() throws -> FigureSource {
        func figure(
            _ code: String,
            _ name: String,
            _ unit: String,
            _ value: String,
            _ words: [String]
        ) throws -> KnownFigure {
            KnownFigure(
                code: code,
                name: name,
                unit: unit,
                value: try #require(Rational(parsing: value)),
                words: words,
                origin: .log(position: 603),
                link: "/figures/\(code)"
            )
        }
        return .listed([
            try figure("visited", "走访企业", "家", "448", ["走访", "企业"]),
            try figure("solved", "解决问题", "个", "39", ["解决", "问题"]),
            try figure("collected", "收集问题", "个", "45", ["收集", "问题"]),
        ])
    }

    private static func open(logger: CapturedLog? = nil, _ body: @Sendable (Site) async throws -> Void) async throws {
        let board = try await TestBoard.make(figures: try figures(), logger: logger?.logger)
        try await Site.open(board, live: LiveFeed(), body)
    }

    @Test func `anybody finds the page from the foot of every page`() async throws {
        try await Site.open { site in
            #expect(try await site.get("/about").text.contains("href=\"/check\""))
            let page = try await site.get("/check", english: true)
            #expect(page.status == 200 && page.text.contains("name=\"draft\"") && page.text.contains("not kept"))
        }
    }

    @Test func `a draft comes back marked, with a table of its numbers and what is wrong with them`() async throws {
        try await Self.open { site in
            let page = try await site.post("/check?lang=en", [("draft", Self.draft), ("year", "2023")])

            #expect(page.status == 200 && page.headers[.cacheControl] == "no-store")
            // Errors with their places, a sign and a word each; the figure's card; nothing of the draft is markup.
            for words in [
                "href=\"#c3\">“99.58%”", "98.58", "that day is a Friday",
                "class=\"bad\"><a id=\"c3\" href=\"#n3\">99.58%<sup>3✗",
                "does not add up", "✓ proved", "href=\"/figures/visited\"", "exactly 448家", "&lt;b&gt;反映的问题",
                "Which figure does “",
            ] {
                #expect(page.text.contains(words), "\(words)")
            }
            #expect(!page.text.contains("<b>反映"))
        }
    }

    @Test func `the result goes away as JSON and as a file that needs nothing else`() async throws {
        try await Self.open { site in
            let json = try await site.post("/check", [("draft", Self.draft), ("as", "json")])
            let html = try await site.post("/check", [("draft", Self.draft), ("as", "html")])

            #expect(json.headers[.contentType] == "application/json")
            #expect(json.headers[.contentDisposition] == "attachment; filename=\"check.json\"")
            let read = try #require(try JSONSerialization.jsonObject(with: Data(json.text.utf8)) as? [String: Any])
            #expect(read["holds"] as? Bool == false)
            #expect((read["claims"] as? [[String: Any]])?.count == 5)
            #expect(html.headers[.contentDisposition] == "attachment; filename=\"check.html\"")
            #expect(html.text.contains("<sup>3·</sup>") && !html.text.contains("<b>反映") && !html.text.contains("src="))
        }
    }

    @Test func `what is meant is asked once, and a resident's answer is for that one check`() async throws {
        try await Self.open { site in
            let fields = [("draft", Self.draft)]
            let asked = try await site.post("/check?lang=en", fields)
            let value = try #require(asked.text.firstMatch(of: /value="([0-9a-f]{64}:solved)"/)?.output.1)
            #expect(asked.text.contains("? please choose"))

            let told = try await site.post("/check?lang=en", fields + [("meant5", String(value))])
            #expect(!told.text.contains("? please choose") && told.text.contains("value=\"\(value)\" checked"))
            #expect(try await site.post("/check?lang=en", fields).text.contains("? please choose"))
            let rows = try await site.board.office.engine.read { db in
                try db.first("SELECT COUNT(*) FROM claim_answer") { try $0.integer(0) }
            }
            #expect(rows == 0)
        }
    }

    @Test func `what staff have answered is remembered for everybody, as a hash of the words`() async throws {
        try await Self.open { site in
            let cookie = try await site.signIn(.leader)
            let fields = [("draft", Self.draft)]
            let asked = try await site.post("/check?lang=en", fields, cookie: cookie)
            let value = String(try #require(asked.text.firstMatch(of: /value="([0-9a-f]{64}:solved)"/)?.output.1))
            let csrf = try asked.hidden("csrf")

            let refused = try await site.post("/check", fields + [("meant5", value), ("csrf", "x")], cookie: cookie)
            #expect(refused.status == 403)
            #expect(try await site.post("/check?lang=en", fields).text.contains("? please choose"))

            let told = try await site.post(
                "/check?lang=en",
                fields + [("meant5", value), ("csrf", csrf)],
                cookie: cookie
            )
            #expect(told.text.contains("remembered on this board"))
            #expect(!(try await site.post("/check?lang=en", fields).text.contains("? please choose")))
        }
    }

    @Test func `nothing that is pasted is stored or logged`() async throws {
        let log = CapturedLog()
        try await Self.open(logger: log) { site in
            let cookie = try await site.signIn(.leader)
            let secret = Self.draft + "机密词句一二三PLANTED"
            let asked = try await site.post("/check", [("draft", secret)], cookie: cookie)
            let value = String(try #require(asked.text.firstMatch(of: /value="([0-9a-f]{64}:solved)"/)?.output.1))
            let csrf = try asked.hidden("csrf")
            let told = try await site.post(
                "/check",
                [("draft", secret), ("meant5", value), ("csrf", csrf)],
                cookie: cookie
            )
            #expect(told.status == 200)

            let rows = try await site.board.office.engine.read { db in
                try Schema.tables.flatMap { try $0.page(after: nil, limit: 100_000, in: db) }
            }
            #expect(rows.count > 50)
            let all = rows.map { "\($0)" }.joined() + log.text
            let blobs = rows.joined().compactMap {
                if case .blob(let bytes) = $0 { String(decoding: bytes, as: UTF8.self) } else { nil }
            }
            for word in ["PLANTED", "机密词句", "反映的问题39个", "1693件"] {
                #expect(!all.contains(word) && !blobs.contains { $0.contains(word) }, "\(word)")
            }
        }
    }

    @Test func `what cannot be checked is said, and stays in the form`() async throws {
        try await Site.open { site in
            let long = try await site.post(
                "/check?lang=en",
                [("draft", String(repeating: "走", count: Draft.limit + 1))]
            )
            #expect(long.status == 422 && long.text.contains("走走走") && long.text.contains("30000"))
            #expect(try await site.post("/check", [("draft", "  \n ")]).status == 422)
            let year = try await site.post("/check?lang=en", [("draft", "6月12件"), ("year", "23")])
            #expect(year.status == 422 && year.text.contains("6月12件") && year.text.contains("four digits"))
            let most = try await site.post("/check", [("draft", String(repeating: "走", count: Draft.limit))])
            #expect(most.status == 200)
        }
    }

    @Test func `many long drafts at once wait in a short line, and the rest are told when to come again`() async throws
    {
        try await Site.open { site in
            let text = String(String(repeating: Self.draft, count: 200).prefix(6_000))
            let pages = try await withThrowingTaskGroup(of: Site.Page.self) { group in
                for _ in 0..<40 { group.addTask { try await site.post("/check", [("draft", text)]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(pages.map(\.status)) == [200, 429])
            #expect(pages.allSatisfy { $0.status == 200 || $0.headers[.retryAfter] == "5" })
        }
    }

    @Test func `one address is not let check without end`() async throws {
        let board = try await TestBoard.make(reportsPerTenSeconds: 2)
        try await Site.open(board, live: LiveFeed()) { site in
            for _ in 0..<2 { #expect(try await site.post("/check", [("draft", "6月12件")]).status == 200) }
            let refused = try await site.post("/check", [("draft", "6月12件")])
            #expect(refused.status == 429 && refused.headers[.retryAfter] == "10")
        }
    }
}
