import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestKit
import Testing
import Web

/// What the pages do beyond plain HTML, and that they stand without it.
struct EnhancementTests {
    @Test func `the map's files are ours, kept for good, and small`() async throws {
        try await Site.open { (site: Site) async throws in
            let folder = try await site.get("/report").attribute("data-leaflet")

            let script = try await site.get(folder + "leaflet.js", gzip: true)
            let style = try await site.get(folder + "leaflet.css")
            let marker = try await site.get(folder + "images/marker-icon.png")

            #expect(script.status == 200 && script.headers[.contentEncoding] == "gzip" && script.size < 45_000)
            #expect(style.status == 200 && marker.headers[.contentType] == "image/png")
            let own = try await site.get(site.get("/").attribute("script src"))
            #expect(own.text.hasPrefix("\"use strict\"") && !own.text.contains("\n//"))
            for file in [own, script, style, marker] {
                #expect(file.headers[.cacheControl] == "public, max-age=31536000, immutable")
            }
        }
    }

    @Test func `the board's cells are links with a sentence, and a browser without gzip is spared the movable map`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            try await site.board.report()
            let board = try await site.get("/")
            #expect(board.text.contains("<title>第1网格：在办 1 件</title>"))
            #expect(board.text.contains("<title>第2网格：无事</title>"))
            #expect(board.text.contains("aria-label=\"西大街道\"") && !board.text.contains("id=\"board-map\""))
            #expect(board.text.contains("href=\"#streets\"") && board.text.contains("id=\"streets\""))
            for part in ["figures", "cells", "marks", "streets", "head"] {
                #expect(board.text.contains("data-live=\"\(part)\""))
            }
        }
    }

    @Test func `a category's questions come as a part of the form, by the same template`() async throws {
        try await Site.open { (site: Site) async throws in
            let part = try await site.get("/report/questions?category=dumping")
            #expect(part.status == 200 && part.text.contains("attribute[KINDS]") && !part.text.contains("<html"))
            #expect(
                try await site.get("/report/questions?category=dumping", english: true).text.contains("kinds of waste")
            )
            #expect(try await site.get("/report/questions?category=nothing").text == "\n")
            #expect(try await site.get("/report?category=dumping").text.contains("attribute[KINDS]"))
        }
    }

    @Test func `without JavaScript a button asks for the questions, and nothing is stored or lost`() async throws {
        try await Site.open { (site: Site) async throws in
            let before = site.board.office.position
            let asked = try await site.post(
                "/report",
                [("ask", "1"), ("category", "street-light"), ("text", "三盏灯"), ("address", "建设路")]
            )
            #expect(asked.status == 200 && asked.text.contains("attribute[STATE]"))
            #expect(asked.text.contains("三盏灯") && asked.text.contains("建设路"))
            #expect(site.board.office.position == before)
            let answered = [
                ("category", "dumping"), ("text", "很多"), ("grid", TestBoard.gridCodes[0]),
                ("attribute[KINDS]", "household"), ("attribute[KINDS]", "building"),
            ]
            #expect(try await site.post("/report", answered).status == 303)
        }
    }

    @Test func `an error stands at its field, is tied to it, and speaks of the question and not of its code`()
        async throws
    {
        try await Site.open { (site: Site) async throws in
            let noText = try await site.post("/report", [("category", "waste"), ("grid", TestBoard.gridCodes[0])])
            #expect(noText.text.contains("aria-describedby=\"text-hint text-error\" aria-invalid=\"true\""))
            #expect(noText.text.contains("id=\"text-error\"") && noText.text.contains("<a href=\"#text\">"))
            #expect(noText.text.contains("<title>还没有提交："))

            let noAnswer = try await site.post(
                "/report",
                [("category", "dumping"), ("grid", TestBoard.gridCodes[0]), ("text", "x")]
            )
            #expect(noAnswer.status == 422 && noAnswer.text.contains("请回答“有哪些垃圾？”"))
            #expect(noAnswer.text.contains("id=\"question-KINDS-error\"") && !noAnswer.text.contains("KINDS required"))

            let receipt = try await site.board.report()
            let path = "/r/\(receipt.number.rawValue)/\(receipt.secret)"
            let empty = try await site.post(path, [("action", "add"), ("text", "")])
            #expect(empty.status == 422 && empty.text.contains("id=\"add-text-error\""))
            #expect(empty.text.contains("aria-describedby=\"add-text-hint add-text-error\" aria-invalid=\"true\""))
        }
    }

    @Test func `a place from the map is taken, and shown again after a refused send`() async throws {
        try await Site.open { (site: Site) async throws in
            let place = [("category", "waste"), ("lat", "34.025"), ("long", "113.825")]
            let refused = try await site.post("/report", place)
            #expect(refused.status == 422 && refused.text.contains("选好的位置在：西大街道 第2网格"))
            #expect(refused.text.contains("name=\"lat\" value=\"34.025\""))
            let sent = try await site.post("/report", place + [("text", "垃圾")])
            #expect(try await site.get(sent.location).text.contains("第2网格"))
            let outlines = try await site.get("/board.geojson")
            #expect(outlines.text.contains("\"name\":\"西大街道 第2网格\""))
            let outside = try await site.post(
                "/report",
                [("category", "waste"), ("lat", "1"), ("long", "1"), ("text", "x")]
            )
            #expect(outside.status == 422 && outside.text.contains("不在本区"))
        }
    }

    @Test func `whoever writes is told who will read it`() async throws {
        try await Site.open { (site: Site) async throws in
            let receipt = try await site.board.report(
                category: "waste",
                contact: Contact(name: "李", phone: "1")
            )
            let slip = try await site.get("/r/\(receipt.number.rawValue)/\(receipt.secret)")
            #expect(slip.text.contains("只有您和办这件事的工作人员能看"))
            #expect(slip.text.contains("id=\"copy-link\" hidden"))
            #expect(slip.text.contains("<span class=\"light green\">"))
            let form = try await site.get("/report")
            #expect(form.text.contains("这段话会公开") && form.text.contains("位置会公开"))
            let desk = "/desk/cases/\(receipt.number.rawValue)"
            #expect(try await site.get(desk, cookie: site.signIn(.intake)).text.contains("只有工作人员能看"))
            #expect(try await site.get(desk, cookie: site.signIn(.gridWorker)).text.contains("这段话会公开"))
        }
    }

    @Test func `a time is said as people say it, and a case without a place asks for the place first`() async throws {
        try await Site.open { (site: Site) async throws in
            let fields = [("category", "waste"), ("address", "建设路"), ("text", "垃圾")]
            let sent = try await site.post("/report", fields).location
            #expect(try await site.get(sent).text.contains("6月2日 18:00"))
            #expect(try await site.get(sent, english: true).text.contains("2 June, 18:00"))
            let number = sent.split(separator: "/")[1]
            let desk = try await site.get("/desk/cases/\(number)", cookie: site.signIn(.intake))
            let first = try #require(desk.text.range(of: "name=\"action\" value=\"place\""))
            #expect(desk.text[first.upperBound...].contains("<button class=\"main\""))
        }
    }

    @Test func `a step says which post did it and which words it changed; names are for colleagues`() async throws {
        try await Site.open { (site: Site) async throws in
            let receipt = try await site.board.report()
            let intake = try await site.signIn(.intake)
            _ = try await site.act(receipt.number, .register, [("category", "waste")], as: intake)
            let path = "/cases/\(receipt.number.rawValue)"
            let outside = try await site.get(path)
            let inside = try await site.get("/desk" + path, cookie: intake)
            for page in [outside, inside] {
                #expect(page.text.contains("<del>路灯不亮</del> → <ins>暴露垃圾</ins>"))
                #expect(page.text.contains("<span class=\"who\">受理员"))
            }
            #expect(inside.text.contains("职员 intake") && !outside.text.contains("职员 intake"))
        }
    }

    @Test(arguments: ["/", "/report", "/about", "/streets/411002001", "/desk/sign-in", "/board.geojson", "/health"])
    func `HEAD answers like GET without a body, and other methods say what is allowed`(path: String) async throws {
        try await Site.open { (site: Site) async throws in
            let whole = try await site.get(path)
            let head = try await site.send(.head, path)
            #expect(head.status == 200 && head.text.isEmpty)
            #expect(head.headers[.contentType] == whole.headers[.contentType])
            let wrong = try await site.send(.delete, path)
            let takesForms = path == "/report" || path == "/desk/sign-in"
            #expect(wrong.status == 405 && wrong.headers[.allow] == (takesForms ? "GET, HEAD, POST" : "GET, HEAD"))
            #expect(try await site.send(.head, "/nothing").status == 404)
        }
    }

    @Test func `the feed tells the position and each change of it, and ends`() async throws {
        let board = try await TestBoard.make()
        let feed = LiveFeed(largestCount: 1, looks: 3) { try await board.report() }
        try await Site.open(board, live: feed) { (site: Site) async throws in
            let before = board.office.position
            let told = try await site.get("/events")
            #expect(told.headers[.contentType] == "text/event-stream")
            let positions = told.text.split(separator: "\n").filter { $0.hasPrefix("data: ") }
            #expect(positions == (Int64(0)..<3).map { "data: {\"position\":\(before + $0)}" })
        }
    }

    @Test func `one listener too many is told to come later, and a place that was left is free`() async throws {
        let board = try await TestBoard.make()
        try await Site.open(board, live: LiveFeed(largestCount: 0)) { (site: Site) async throws in
            let full = try await site.get("/events")
            #expect(full.status == 503 && full.headers[.retryAfter] == "60")
        }
        let again = try await TestBoard.make()
        try await Site.open(again, live: LiveFeed(largestCount: 1, looks: 1, pause: {})) { (site: Site) async throws in
            for _ in 0..<3 { #expect(try await site.get("/events").status == 200) }
        }
    }
}
