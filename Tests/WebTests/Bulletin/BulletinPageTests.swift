import Application
import Domain
import Foundation
import HTTPTypes
import Store
import TestKit
import Testing
import Web

/// Bulletins through their pages: without JavaScript, in both languages, by three people.
struct BulletinPageTests {
    private static func board() async throws -> TestBoard {
        let board = try await TestBoard.make()
        try await board.office.adoptIndicators()
        for _ in 0..<2 { try await board.report() }
        board.clock.advance(seconds: 8 * 86_400)
        try await board.office.signCheckpoint()
        return board
    }

    private static let text = "# 上周受理{{case.reported|件}}\r\n受理{{case.reported|件}}，第66次会议召开，发放5000余份。<b>"

    /// Brings an issue out through the forms of three people.
    private static func publish(_ site: Site, text: String = text) async throws -> String {
        let (intake, chief) = (try await site.signIn(.intake), try await site.signIn(.dutyChief))
        let leader = try await site.signIn(.leader)
        let desk = try await site.get("/desk/bulletins", cookie: intake)
        #expect(desk.status == 200 && desk.text.contains("value=\"weekly:2026-06-08\""))
        let begun = try await site.post(
            "/desk/bulletins",
            [("csrf", try desk.hidden("csrf")), ("slot", "weekly:2026-06-08"), ("language", "zh")],
            cookie: intake
        )
        let address = begun.location
        #expect(begun.status == 303 && address.hasPrefix("/desk/bulletins/"))
        func act(_ cookie: String, _ fields: [(String, String)]) async throws -> Site.Page {
            let page = try await site.get(address, cookie: cookie)
            return try await site.post(address, [("csrf", try page.hidden("csrf"))] + fields, cookie: cookie)
        }
        let looked = try await act(intake, [("act", "look"), ("text", text)])
        #expect(looked.status == 200 && looked.text.contains("&lt;b&gt;") && !looked.text.contains("<b>\n"))
        #expect(try await act(intake, [("act", "submit"), ("text", text)]).location == "\(address)?done=1")
        let review = try await site.get(address, cookie: chief)
        #expect(review.text.contains("逐个确认") && review.text.contains("name=\"as[0]\""))
        let bare = try await act(chief, [("act", "review")])
        #expect(bare.status == 422 && bare.text.contains("还没有逐个确认"))
        let answers = [("key[0]", try review.hidden("key\\[0\\]")), ("as[0]", "paper")]
        #expect(try await act(chief, [("act", "review")] + answers).status == 303)
        let own = try await act(chief, [("act", "release")])
        #expect(own.status == 403)
        let release = try await site.get(address, cookie: leader)
        #expect(release.text.contains("value=\"release\"") && release.text.contains("已核对纸质材料"))
        #expect(try await act(leader, [("act", "release")]).location == "\(address)?done=1")
        return address
    }

    @Test func `an issue goes through three hands and everybody reads it with every figure's card`() async throws {
        try await Site.open(try await Self.board(), live: LiveFeed()) { (site: Site) async throws in
            // given
            #expect(try await site.get("/bulletins").text.contains("还没有发布过"))
            #expect(try await site.get("/desk/bulletins").location == "/desk/sign-in")
            let unit = try await site.signIn(.handlingUnit)
            #expect(try await site.get("/desk/bulletins", cookie: unit).status == 403)

            // when
            let desk = try await Self.publish(site)

            // then
            let list = try await site.get("/bulletins", english: true)
            #expect(list.text.contains("上周受理2件") && list.text.contains("No. 1 of 2026"))
            let page = try await site.get("/bulletins/weekly/2026-1")
            let data = try #require(
                page.text.firstMatch(
                    of:
                        /href="\/f\/(\d+)" title="[^"]+"><data class="fig" value="2" data-fig="case.reported" data-asof="\d+" data-index="(\d+)">2件<\/data>/
                )
            )
            #expect(data.output.1 == data.output.2)
            #expect(page.text.contains("<link rel=\"transparency-log\" href=\"/log\">"))
            #expect(page.text.contains("/feeds/bulletins/weekly") && page.text.contains("<svg"))
            #expect(page.text.firstMatch(of: /树根：(\S{4} ){10}\S{4}</) != nil)
            #expect(!page.text.contains("web.") && !page.text.contains("bulletin."))
            #expect(try await site.get("/bulletins/weekly/2026-1?size=large").text.contains("bulletin large"))
            let plain = try await site.get("/bulletins/weekly/2026-1.txt")
            #expect(plain.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(plain.text.contains("上周受理2件") && plain.text.contains("<b>"))
            let staff = try await site.signIn(.supervisor)
            let looks = try await site.get(desk, cookie: staff)
            #expect(looks.status == 200 && looks.text.contains("发布前看过的人"))
            for path in [
                "/bulletins/weekly/2026-2", "/bulletins/weekly/1", "/bulletins/none", "/bulletins/weekly/2026-01",
                "/bulletins/weekly/2026-1/v/2", "/bulletins/weekly/2026-1/v/x", "/feeds/bulletins/weekly/2025",
                "/feeds/bulletins/none",
            ] {
                #expect(try await site.get(path).status == 404, "\(path)")
            }
            #expect(try await site.send(.put, "/bulletins").status == 405)
        }
    }

    @Test func `an outsider finds values in data elements, and what is none beside them`() async throws {
        try await Site.open(try await Self.board(), live: LiveFeed()) { (site: Site) async throws in
            let text = """
                # 题
                受理{{case.reported|件}}，{{case.reported|件|环比}}。第66次会议召开，发放5000余份。<b>
                | 单位 | 解决率 |
                |* {{name}} | {{case.solved_rate|%}} |
                |= 合计 | {{case.solved_rate|%}} |
                """
            _ = try await Self.publish(site, text: text)
            let page = try await site.get("/bulletins/weekly/2026-1")
            // What a data element holds is the value that the log has, so that it can be compared without knowing more.
            let values = page.text.matches(of: /<data class="fig[^"]*" value="([^"]*)"[^>]*>([^<]*)<\/data>/)
            #expect(values.count >= 2)
            for value in values {
                let (kept, written) = (value.output.1, value.output.2)
                #expect(kept.isEmpty ? written == "—" : written.hasPrefix(kept), "\(written)")
            }
            #expect(page.text.contains("data-fig=\"case.reported\">较上周无数据可比</span>"))
        }
    }

    @Test func `a correction shows its note, and the feed tells of it under the same name`() async throws {
        try await Site.open(try await Self.board(), live: LiveFeed()) { (site: Site) async throws in
            // given
            let desk = try await Self.publish(site)
            let before = try await site.get("/feeds/bulletins/weekly")
            let id = "<id>tag:127.0.0.1,2026:bulletin:weekly:2026-1</id>"
            #expect(before.text.contains(id) && !before.text.contains("prev-archive"))
            let (intake, chief) = (try await site.signIn(.intake), try await site.signIn(.dutyChief))
            let leader = try await site.signIn(.leader)
            func act(_ cookie: String, _ fields: [(String, String)]) async throws -> Site.Page {
                let page = try await site.get(desk, cookie: cookie)
                return try await site.post(desk, [("csrf", try page.hidden("csrf"))] + fields, cookie: cookie)
            }

            // when
            site.board.clock.advance(seconds: 600)
            #expect(try await act(intake, [("act", "correct"), ("note", "会议次数有误")]).status == 303)
            let text = Self.text.replacing("第66次", with: "第67次")
            let fields = [("act", "submit"), ("note", "会议应为第六十七次"), ("text", text)]
            #expect(try await act(intake, fields).status == 303)
            let review = try await site.get(desk, cookie: chief)
            #expect(review.text.contains("<del>66</del><ins>67</ins>"))
            let answers = [("act", "review"), ("key[0]", try review.hidden("key\\[0\\]")), ("as[0]", "paper")]
            #expect(try await act(chief, answers).status == 303)
            #expect(try await act(leader, [("act", "release")]).status == 303)

            // then
            let page = try await site.get("/bulletins/weekly/2026-1")
            #expect(page.text.contains("更正（第2版）：会议应为第六十七次") && page.text.contains("第67次"))
            let old = try await site.get("/bulletins/weekly/2026-1/v/1")
            #expect(old.text.contains("这是旧的一版") && old.text.contains("第66次"))
            let feed = try await site.get("/feeds/bulletins/weekly")
            #expect(feed.text.contains(id) && feed.text.contains("<summary>会议应为第六十七次</summary>"))
            #expect(feed.text.contains("<updated>\(site.board.office.now)</updated>"))
            #expect(feed.text.contains("rel=\"enclosure\" type=\"application/pdf\""))
        }
    }

    @Test func `the year that has ended becomes an archive that the running one leads to`() async throws {
        try await Site.open(try await Self.board(), live: LiveFeed()) { (site: Site) async throws in
            _ = try await Self.publish(site)
            site.board.clock.advance(seconds: 300 * 86_400)
            let feed = try await site.get("/feeds/bulletins/weekly")
            #expect(!feed.text.contains("<entry>"))
            #expect(feed.text.contains("rel=\"prev-archive\"") && feed.text.contains("/feeds/bulletins/weekly/2026\""))
            let archive = try await site.get("/feeds/bulletins/weekly/2026")
            #expect(archive.text.contains("<fh:archive/>") && archive.text.contains("<entry>"))
            #expect(archive.text.contains("rel=\"current\"") && !archive.text.contains("rel=\"next-archive\""))
        }
    }

    @Test func `paper needs its program, and everything else works without it`() async throws {
        try await Site.open(try await Self.board(), live: LiveFeed()) { (site: Site) async throws in
            _ = try await Self.publish(site)
            let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/weasyprint")
            let paper = try await site.get("/bulletins/weekly/2026-1.pdf")
            if isThere {
                #expect(paper.status == 200 && paper.text.hasPrefix("%PDF-"))
            } else {
                #expect(paper.status == 503)
            }
            #expect(try await site.get("/bulletins/weekly/2026-1").status == 200)
        }
    }

    @Test func `the calendar and the lists are pages for everybody`() async throws {
        try await Site.open(try await Self.board(), live: LiveFeed()) { (site: Site) async throws in
            _ = try await Self.publish(site)
            for english in [false, true] {
                for path in ["/bulletins", "/bulletins/weekly", "/bulletins/calendar", "/bulletins/weekly/2026-1"] {
                    let page = try await site.get(path, english: english)
                    #expect(page.status == 200 && !page.text.contains("web."), "\(path)")
                }
            }
            let calendar = try await site.get("/bulletins/calendar")
            #expect(calendar.text.contains("2026年6月15日9:30") || calendar.text.contains("2026年6月15日09:30"))
        }
    }
}
