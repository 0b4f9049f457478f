import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// Totals of other authorities from a sheet, and definitions before they are filed.
struct TotalSheetTests {
    private static let header =
        "code,name,unit,value,from,until,price_basis,cumulative,form,authority,source,growth,base_published,base_revised,备注"
    private static let good =
        "retail.total,社会消费品零售总额,万元,40210.5,2026-01-01,2026-04-01,current,1,E204-1,统计局,月报第3期,7.2,37000,37500,"

    private static func sheet(_ lines: [String]) throws -> Sheet {
        let file = FileManager.default.temporaryDirectory.appending(path: "qipan-totals-\(UUID().uuidString).csv")
        try Data(([header] + lines).joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // It is read by then.
        return try Sheet(contentsOf: file)
    }

    @Test func `good lines go in, every other line is told with its reason`() async throws {
        let board = try await TestBoard.make()
        let lines = [
            Self.good,
            Self.good.replacing("万元", with: "亿元"), Self.good.replacing("40210.5", with: "about 4"),
            Self.good.replacing("2026-04-01", with: "2026-01-01"), Self.good.replacing("retail.total", with: "Retail"),
            Self.good.replacing("E204-1", with: ""),
        ]

        let dry = try await board.office.importTotals(try Self.sheet(lines), isDryRun: true, by: .system)
        #expect(dry.taken == 1 && dry.rejected.map(\.line) == [3, 4, 5, 6, 7])
        #expect(dry.unread == ["备注"])
        #expect(try await board.office.standingFigures().isEmpty)

        let outcome = try await board.office.importTotals(try Self.sheet(lines), isDryRun: false, by: .system)
        #expect(outcome.rejected.map(\.line) == [3, 4, 5, 6, 7])
        #expect(outcome.rejected[2].refusal == .datesReversed)
        let cards = try await board.office.standingFigures()
        guard case .imported(let total) = try #require(cards.first).content else {
            Issue.record("it was not imported")
            return
        }
        #expect(cards.count == 1)
        #expect(total.isCumulative && total.priceBasis == .current && total.form == "E204-1")
        #expect(total.basePublished == "37000" && total.baseRevised == "37500" && total.growth == "7.2")

        // The same again changes nothing; another number corrects.
        _ = try await board.office.importTotals(try Self.sheet([Self.good]), isDryRun: false, by: .system)
        #expect(try await board.office.standingFigures() == cards)
        let revised = Self.good.replacing("40210.5", with: "40199")
        _ = try await board.office.importTotals(try Self.sheet([revised]), isDryRun: false, by: .system)
        let newest = try #require(try await board.office.standingFigures().first)
        #expect(newest.supersedes == cards[0].index)
        try await board.close()
    }

    @Test func `a resident imports nothing and defines nothing`() async throws {
        let board = try await TestBoard.make()
        await #expect(throws: Refusal.signInNeeded) {
            try await board.office.importTotals(try Self.sheet([Self.good]), isDryRun: true, by: .resident)
        }
        await #expect(throws: Refusal.signInNeeded) {
            try await board.office.preview(definition: "{}", by: .resident)
        }
        try await board.close()
    }

    @Test func `a definition is looked at with its hash and whether it comes afterwards, and only the next version`()
        async throws
    {
        let board = try await TestBoard.make()
        let office = board.office
        try await office.adoptIndicators()
        let present = try #require(
            try await office.indicators().first { $0.indicator.code.rawValue == "case.on_time_rate" }
        )
        await #expect(throws: Refusal.indicatorVersion(next: 2)) {
            try await office.preview(definition: present.indicator.text, by: .system)
        }

        var next = present.indicator
        next.version = 2
        next.least = 30
        let afterwards = try await office.preview(definition: next.text + "\n", by: .system)
        #expect(afterwards.isAfterwards && afterwards.earlier == present.indicator)
        next.validFrom = office.today.advanced(by: 1)
        let beforehand = try await office.preview(definition: next.text, by: .system)
        #expect(!beforehand.isAfterwards && beforehand.digest != afterwards.digest)

        try await office.define(beforehand.indicator, by: .system)
        let filed = try #require(try await office.indicators().last { $0.indicator.code == next.code })
        #expect(filed.digest == beforehand.digest && filed.indicator.least == 30)
        try await board.close()
    }
}
