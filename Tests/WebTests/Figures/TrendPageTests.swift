import Application
import Domain
import Foundation
import TestKit
import Testing

@testable import Web

/// An indicator over weeks, for anybody and for those who work here.
struct TrendPageTests {
    private static func freezeLastWeek(_ site: Site, by chief: String) async throws -> String {
        let csrf = try await site.get("/figures", cookie: chief).hidden("csrf")
        let monday = TrendStep.week.start(of: site.board.office.today)
        let fields = [
            ("csrf", csrf), ("code", "case.reported"), ("from", monday.advanced(by: -7).description),
            ("until", monday.description),
        ]
        return try await site.post("/figures", fields, cookie: chief).location
    }

    @Test func `anybody sees what was published, and only that`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            try await site.board.office.adoptIndicators()
            _ = try await site.board.report()
            let chief = try await site.signIn(.dutyChief)
            let address = try await Self.freezeLastWeek(site, by: chief)

            // when
            let page = try await site.get("/figures/trends?fig=case.reported", english: true)

            // then
            #expect(page.status == 200)
            #expect(page.text.contains("<link rel=\"transparency-log\" href=\"/log\">"))
            #expect(page.text.contains("<a class=\"fig-link\" href=\"\(address)\"><data class=\"fig\" value=\"0\""))
            #expect(!page.text.contains("fig open") && !page.text.contains("not over"))
        }
    }

    @Test func `staff also see this week as it stands, and that it is not published`() async throws {
        try await Site.open { (site: Site) async throws in
            // given
            try await site.board.office.adoptIndicators()
            _ = try await site.board.report()
            let chief = try await site.signIn(.dutyChief)
            _ = try await Self.freezeLastWeek(site, by: chief)

            // when
            let page = try await site.get("/figures/trends?fig=case.reported&by=week", cookie: chief, english: true)

            // then
            #expect(page.text.contains("<span class=\"fig open\">1 cases</span> <span class=\"small\">□ not published"))
            #expect(page.text.contains("not over"))
        }
    }

    @Test func `what is not known is refused`() async throws {
        try await Site.open { (site: Site) async throws in
            try await site.board.office.adoptIndicators()
            #expect(try await site.get("/figures/trends?fig=case.unheard_of").status == 404)
            #expect(try await site.get("/figures/trends?fig=%3Cb%3E").status == 404)
            #expect(try await site.get("/figures/trends?of=unit:NOBODY").status == 404)
        }
    }
}

/// The drawing.
struct TrendChartTests {
    private static func chart(_ marks: [TrendChart.Mark]) -> TrendChart {
        TrendChart(title: "A < B", summary: "1, 2", yearBefore: "a year earlier", marks: marks)
    }

    private static func mark(
        _ height: Double?,
        isPublished: Bool = true,
        yearEarlier: Double? = nil
    ) -> TrendChart.Mark {
        let text = height.map { "\(Int($0))" }
        return TrendChart.Mark(
            text: text,
            height: height,
            isPublished: isPublished,
            yearEarlier: yearEarlier,
            day: "1/1"
        )
    }

    @Test func `shapes and dashes tell published, open and earlier values apart`() throws {
        let marks = [
            Self.mark(1, yearEarlier: 2), Self.mark(4, yearEarlier: 3), Self.mark(2, isPublished: false),
        ]
        let svg = try #require(Self.chart(marks).svg)
        #expect(svg.components(separatedBy: "<circle class=\"mark\"").count == 3)
        #expect(svg.components(separatedBy: "class=\"mark open\"").count == 4)
        #expect(svg.components(separatedBy: "class=\"line open\"").count == 2)
        #expect(svg.components(separatedBy: "class=\"line past\"").count == 2)
        #expect(svg.contains("<title id=\"trend-title\">A &lt; B</title><desc id=\"trend-text\">1, 2</desc>"))
    }

    @Test func `a gap breaks the line, and one point is no trend`() throws {
        let svg = try #require(Self.chart([Self.mark(1), Self.mark(nil), Self.mark(2), Self.mark(3)]).svg)
        #expect(svg.components(separatedBy: "class=\"line\"").count == 2)
        #expect(Self.chart([Self.mark(nil), Self.mark(2)]).svg == nil)
    }

    @Test func `of many values only the ends and the extremes have a label`() throws {
        let heights: [Double] = [10, 11, 12, 30, 12, 11, 10, 1, 10, 11]
        let svg = try #require(Self.chart(heights.map { Self.mark($0) }).svg)
        #expect(svg.components(separatedBy: "class=\"value\"").count == 5)
        #expect(svg.contains(">30</text>") && svg.contains(">1</text>"))
    }
}
