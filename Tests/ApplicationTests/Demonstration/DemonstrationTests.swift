import Application
import Domain
import Foundation
import Logging
import SQLiteEngine
import Store
import Testing
import TransparencyLog

/// The invented district is made through the desk: what it holds obeys the same rules as real work.
struct DemonstrationTests {
    private static let end = Instant(secondsSinceEpoch: 1_782_835_200)  // 2026-07-01 00:00 +08:00

    private static func make(cases: Int, seed: UInt64) async throws -> (office: Office, folder: URL) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "qipan-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let random = SeededRandom(seed: seed)
        let office = try await Office(
            settings: .demonstration(port: 8_311),
            engine: SQLiteEngine(path: folder.appending(path: "qipan.db").path),
            keys: Keys(bytes: [UInt8](repeating: 3, count: 32)),
            signer: NoteSigner(name: KeyName("weidu.example/log"), seed: [UInt8](repeating: 5, count: 32)),
            world: OutsideWorld(now: { end }, randomBytes: { random.bytes($0) }),
            logger: Logger(label: "demonstration-test")
        )
        try await Demonstration(office: office, seed: seed).make(cases: cases, until: end) { _ in }
        return (office, folder)
    }

    private static func close(_ office: Office, _ folder: URL) async throws {
        try await office.engine.close()
        try FileManager.default.removeItem(at: folder)
    }

    @Test func `the same seed and last day make the same journal root`() async throws {
        var roots: [Digest?] = []
        for _ in 0..<2 {
            let (office, folder) = try await Self.make(cases: 60, seed: 411_002)
            roots.append(try await office.signCheckpoint()?.root)
            try await Self.close(office, folder)
        }
        let (office, folder) = try await Self.make(cases: 60, seed: 411_003)
        roots.append(try await office.signCheckpoint()?.root)
        try await Self.close(office, folder)

        #expect(roots[0] != nil)
        #expect(roots[0] == roots[1])
        #expect(roots[0] != roots[2])
    }

    @Test func `half a year of invented work reaches every ending and rebuilds to the same tables`() async throws {
        let (office, folder) = try await Self.make(cases: 500, seed: 7)

        var filter = CaseFilter()
        filter.limit = 1_000
        let cases = try await office.cases(filter)
        let stages = Set(cases.map(\.stage))
        let rebuilt = try await office.rebuild { _, _ in }

        #expect(cases.count == 500)
        #expect(stages.isSuperset(of: [.closed, .refuted, .withdrawn, .voided]))
        #expect(cases.contains { $0.isOnTime == false } && cases.contains { $0.isOnTime == true })
        #expect(cases.contains { $0.round > 1 })
        #expect(cases.allSatisfy { $0.reportedAt <= Self.end && $0.gridCode != nil })
        #expect(rebuilt.isSame)
        #expect(office.directory.grids.count == 539)
        #expect(office.directory.vacantGrids(on: office.today).isEmpty)
        try await Self.close(office, folder)
    }

    @Test func `enterprise service has about the founding page's figures`() async throws {
        let (office, folder) = try await Self.make(cases: 10, seed: 7)

        let round = try #require(try await office.rounds().first)
        let coverage = try #require(try await office.round(round.code)).coverage
        let (_, year) = try await office.burden()
        let today = office.today
        let statuses = try await office.engine.read { try EnterpriseQueries.statusCounts(on: today, in: $0) }

        #expect(coverage.visitedInAll == 448 && coverage.frozenInAll == 470 && coverage.refused == 7)
        #expect(coverage.untried == 0 && coverage.outcomes.count == 4)
        #expect(year.firms == 448 && year.confirmed > 250 && year.disputed > 0 && year.confirmed + year.disputed < 448)
        #expect(statuses[.highTech] == 21 && statuses[.techSME] == 72 && statuses[.engineeringCentre] == 6)
        #expect(statuses[.incubator] == 1)
        try await Self.close(office, folder)
    }

    @Test func `there is somebody to try each page of the grid's own work with`() async throws {
        let (office, folder) = try await Self.make(cases: 10, seed: 7)

        let volunteers = try await office.engine.read { try Volunteer.list(limit: 10, in: $0) }
        #expect(volunteers.map(\.minutes) == [0, 120, 150])
        #expect(try await office.certificate("\(office.settings.division)-00001-1")?.minutes == 150)
        let form = try #require(try await office.work(FormOrder.self, 1).order)
        let unit = try #require(office.directory.units.values.first { $0.parent == form.unit })
        let lines = try await office.lines(of: form, for: unit.code)
        #expect(form.filled == 2 && lines.map { $0.value != nil } == [true, true, false])
        try await Self.close(office, folder)
    }

    @Test func `the founding page's 13 key projects have an officer each, and a light every week`() async throws {
        let (office, folder) = try await Self.make(cases: 10, seed: 7)

        let counts = try await office.projectCounts()
        let entries = try await office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }
        let listed = entries.filter {
            $0.optionalText("t") == "project.listed" && $0.optionalText("level") != "district"
        }
        let projects = Set(listed.compactMap { $0.optionalText("project") })

        #expect(counts.listed.values.reduce(0, +) == 13 && projects.count == 13)
        #expect(counts.listed[.new] ?? 0 > 0 && counts.listed[.continued] ?? 0 > 0)
        #expect(counts.open == 15 && counts.served == 15 && counts.officers == 12)
        #expect(counts.lights[.green] ?? 0 > 0 && counts.lights.values.reduce(0, +) == 15)
        // Some stand in the way still: one that is talked about, one that was only told.
        #expect(counts.solved > 0 && counts.solved < counts.coordinated && counts.coordinated < counts.reported)
        for light in ["green", "yellow", "red"] {
            #expect(entries.contains { $0.optionalText("light") == light }, "\(light)")
        }
        try await Self.close(office, folder)
    }

    @Test func `every kind of procedure for firms is there, with days of the law and days taken`() async throws {
        let (office, folder) = try await Self.make(cases: 10, seed: 7)
        let totals = try await office.procedureTotals()

        #expect(Set(totals.counts.map(\.kind)) == [.deficient, .merged, .agency, .oneMatter])
        #expect(totals.counts.allSatisfy { $0.finished > 0 && $0.days < $0.statutory })
        #expect(totals.areas.valid == 3 && totals.areas.uses == 9)
        try await Self.close(office, folder)
    }

    @Test func `policies have conditions of every kind, and requests that stand everywhere`() async throws {
        let (office, folder) = try await Self.make(cases: 10, seed: 7)
        let rows = try await office.policiesInForce()
        var filter = PolicyFilter()
        filter.status = .ended
        let ended = try await office.policies(filter)
        let states = try await office.engine.read { db in
            var all = PolicyRequestFilter()
            all.status = .all
            return try PolicyQueries.requests(all, in: db).map(\.state)
        }
        let asks = Set((rows + ended).flatMap { $0.content.conditions.clauses.joined().map(\.ask) })

        #expect(rows.count == 5 && ended.count == 1)
        #expect(rows.allSatisfy { $0.content.title.contains("虚构") })
        #expect(
            asks == ["kind", "registered", "industry", "status", "age", "persons", "statement", "figure"]
        )
        #expect(Set(states) == Set(PolicyRequest.State.Name.allCases) && states.count >= 10)
        try await Self.close(office, folder)
    }

    @Test func `the founding page's 39 solved problems are counted from entries`() async throws {
        let (office, folder) = try await Self.make(cases: 10, seed: 7)

        let counts = try await office.problemCounts()
        let solved = try await office.engine.read { db in
            try db.rows("SELECT facts FROM entry ORDER BY seq") { try Facts(canonical: try $0.blob(0)) }
        }.filter { try $0.text("t").hasPrefix("problem.") }.compactMap { $0.optionalInteger("solved") }.reduce(0, +)

        #expect(counts.solved == 39 && solved == 39)
        #expect(counts.collected > 60 && counts.explained == 4 && counts.suspended == 2)
        #expect(counts.open > 0 && counts.overdue > 0)
        try await Self.close(office, folder)
    }
}
