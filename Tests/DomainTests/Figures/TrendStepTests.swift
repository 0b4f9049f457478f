import Domain
import Testing

/// Whole weeks and months before a day.
struct TrendStepTests {
    @Test func `weeks end before the Monday of the day`() throws {
        let day = try Day(parsing: "2026-11-25")
        let windows = TrendStep.week.windows(2, before: day)
        #expect(windows.map(\.from.description) == ["2026-11-09", "2026-11-16"])
        #expect(windows.map(\.until.description) == ["2026-11-16", "2026-11-23"])
        #expect(TrendStep.week.start(of: try Day(parsing: "2026-11-23")).description == "2026-11-23")
        #expect(TrendStep.week.start(of: try Day(parsing: "2026-11-29")).description == "2026-11-23")
    }

    @Test func `months run over the end of a year, each up to the next`() throws {
        let windows = TrendStep.month.windows(3, before: try Day(parsing: "2026-02-28"))
        #expect(windows.map(\.from.description) == ["2025-11-01", "2025-12-01", "2026-01-01"])
        #expect(windows.map(\.until.description) == ["2025-12-01", "2026-01-01", "2026-02-01"])
        #expect(TrendStep.month.windows(0, before: try Day(parsing: "2026-02-28")).isEmpty)
    }
}
