import Application
import Domain
import Foundation
import TestKit
import Testing

/// How suggestions are measured, and that they are better than distance and category alone.
struct MeasureTests {
    private static let mapping = RealData.package.appending(path: "docs/mappings/chicago-311-duplicates.json")
    private static let file = "chicago-311-sanitation.csv.gz"
    private static var isPresent: Bool { RealData.has(file) }

    private static func split(_ day: String) throws -> Instant {
        let zone = try #require(Zone(secondsFromUTC: -21_600))
        return zone.instant(day: try Day(parsing: day), secondsOfDay: 0)
    }

    @Test func `a report is told by an earlier open one, right when it is marked, and counted in its part`() throws {
        // given: a pair and its copy after the split, one that was closed in between, one far away, one without a point
        let text = """
            request_number,created_date,status,completed_date,nature,street_address,lat,lon
            1,2013-05-01,Completed,2013-05-09,Graffiti,12 S WOOD,41.8,-87.6
            2,2013-05-02,Completed - Dup,2013-05-02,Graffiti,12 S WOOD,41.8,-87.6
            2,2013-05-02,Completed - Dup,2013-05-03,Graffiti,12 S WOOD,41.8,-87.6
            3,2013-06-01,Open,,Garbage,9 N STATE,41.9,-87.6
            4,2013-07-01,Open - Dup,,Graffiti,9 N STATE,41.9,-87.6
            5,2013-07-01,Open - Dup,,Graffiti,12 S WOOD,41.8,-87.6
            6,2013-07-02,Open,,Graffiti,12 S WOOD,41.7,-87.6
            7,2013-07-02,Open,,Graffiti,12 S WOOD,,
            8,soon,Open,,Graffiti,12 S WOOD,41.8,-87.6

            """
        let path = FileManager.default.temporaryDirectory.appending(path: "qipan-measure-\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }

        // when
        let measure = try DuplicateMeasure(path: path.path, mapping: ColumnMapping(contentsOf: Self.mapping))
        let rules: [DuplicateMeasure.Rule] = [.likeness(800), .sameCategory(metres: 0), .distance(metres: 0)]
        let parts = measure.parts(splitAt: try Self.split("2013-07-01"), rules: rules)

        // then
        #expect(parts.before.reports == 3 && parts.before.marked == 1)
        #expect(parts.before.outcomes.map(\.told) == [1, 1, 1] && parts.before.outcomes.map(\.right) == [1, 1, 1])
        #expect(parts.after.reports == 3 && parts.after.marked == 2)
        // Report 4 has another category, and 5 only what was closed before it.
        #expect(parts.after.outcomes.map(\.told) == [1, 0, 1])
        #expect(parts.after.outcomes[0].precision == 1_000 && parts.after.outcomes[0].recall(of: 2) == 500)
        #expect(parts.after.outcomes[1].precision == nil)
    }

    @Test(.enabled(if: isPresent, "the real data does not lie beside the project"))
    func `on what a city has marked by hand it is better than distance and category, where it was not tuned`() throws {
        let measure = try DuplicateMeasure(
            path: RealData.file(Self.file).path,
            mapping: ColumnMapping(contentsOf: Self.mapping)
        )
        let plain = [0, 5, 25, 50, 100, Likeness.reach]
        let rules =
            [DuplicateMeasure.Rule.likeness(Likeness.strong)] + plain.map { .sameCategory(metres: $0) }
            + plain.map { .distance(metres: $0) }

        let after = measure.parts(splitAt: try Self.split("2013-01-01"), rules: rules).after

        #expect(after.reports == 36_778 && after.marked == 1_841)
        let ours = after.outcomes[0]
        #expect(ours.precision == 821 && ours.recall(of: after.marked) == 950)
        for other in after.outcomes.dropFirst() { #expect((other.precision ?? 0) < 600, "\(other)") }
        for other in after.outcomes[1...6] { #expect((other.recall(of: after.marked) ?? 0) < 700, "\(other)") }
    }
}
