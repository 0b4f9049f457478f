import Application
import Domain
import Foundation
import Geography
import Store
import TestKit
import Testing

/// Divisions with a day and an order: what they change hands, when, and that nothing is lost on the way.
struct PublishTests {
    private static func grid(_ index: Int) throws -> GridCode {
        try GridCode(parsing: TestBoard.gridCodes[index], scheme: .national14)
    }

    /// The first grid reaches so far east; it began with 113.82.
    private static func border(
        east: Double,
        follow: Bool = true,
        from: String = "2026-06-01"
    ) throws -> TerritoryDraft {
        let corners = [(113.81, 34.02), (east, 34.02), (east, 34.03), (113.81, 34.03)]
        let text = corners.map { "\($0.0), \($0.1)" }.joined(separator: "\n")
        let border = TerritoryDraft.Border(
            grid: try grid(0),
            name: nil,
            outline: try OutlineText.region(text, in: .wgs84).geoJSON,
            neighboursFollow: follow
        )
        return draft(.border(border), from: try Day(parsing: from))
    }

    private static func draft(_ change: TerritoryDraft.Change, from: Day) -> TerritoryDraft {
        TerritoryDraft(change: change, from: from, basis: "魏政办〔2026〕3号", mayChangeOutline: false)
    }

    private static func report(_ board: TestBoard, longitude: Double) async throws -> CaseNumber {
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: "street-light"),
            place: PlaceDraft(coordinate: Coordinate(longitude: longitude, latitude: 34.025)),
            text: "路灯坏了"
        )
        return try await board.office.report(draft, by: .resident).number
    }

    private static func gridOf(_ number: CaseNumber, _ board: TestBoard) async throws -> String? {
        try await board.office.caseView(number, as: .system)?.summary.gridCode
    }

    @Test(arguments: TestEngine.all)
    func `a border that moves takes the open cases along, and every process knows`(engine: TestEngine) async throws {
        // given: a case on either side of the new border, one without a point, one that is closed
        let board = try await TestBoard.make(on: engine)
        let admin = Actor.staff(board.staff(.administrator))
        let moving = try await Self.report(board, longitude: 113.823)
        let staying = try await Self.report(board, longitude: 113.828)
        let named = try await board.report(grid: TestBoard.gridCodes[1]).number
        let closed = try await Self.report(board, longitude: 113.822)
        try await board.close(closed)
        let other = try await board.reopened()
        let draft = try Self.border(east: 113.825)

        // when: looked at, then published
        let preview = try await board.office.preview(draft, by: admin)
        #expect(preview.findings.isEmpty && preview.count(.openCases) == 1 && preview.count(.posts) == 0)
        let way = try #require(preview.handovers.first?.way)
        #expect(way.from == TestBoard.gridCodes[1] && way.to == TestBoard.gridCodes[0])
        #expect(preview.handovers.first?.examples.map(\.name) == [moving.rawValue])
        #expect(try Set(preview.changes.drawn.map(\.code)) == [Self.grid(0), Self.grid(1)])
        guard case .published = try await board.office.publish(draft, seen: preview.digest, by: admin) else {
            Issue.record("not published")
            return
        }

        // then
        #expect(try await Self.gridOf(moving, board) == TestBoard.gridCodes[0])
        #expect(try await Self.gridOf(staying, board) == TestBoard.gridCodes[1])
        #expect(try await Self.gridOf(named, board) == TestBoard.gridCodes[1])
        #expect(try await Self.gridOf(closed, board) == TestBoard.gridCodes[1])
        let events = try await board.office.caseView(moving, as: .system)?.events.map(\.what)
        #expect(try events?.last == .gridChanged(from: Self.grid(1), to: Self.grid(0)))
        let place = Coordinate(longitude: 113.823, latitude: 34.025)
        #expect(try other.directory.grid(at: place) == Self.grid(1))
        try await other.lookAround()
        #expect(try other.directory.grid(at: place) == Self.grid(0))
        #expect(other.directory.versions.map(\.basis) == ["魏政办〔2026〕3号"])
        // Looked through a second time a minute later, and then no more; the same again adds nothing.
        board.clock.advance(seconds: 61)
        #expect(try await board.office.settleCases() == 0)
        let position = board.office.position
        let again = try await board.office.preview(draft, by: admin)
        #expect(again.changes.isEmpty)
        _ = try await board.office.publish(draft, seen: again.digest, by: admin)
        #expect(board.office.position == position)
        let rebuilt = try await board.office.rebuild { _, _ in }
        #expect(rebuilt.isSame)
        try await other.engine.close()
        try await board.close()
    }

    @Test func `a gap or an overlap is refused, and the preview says where`() async throws {
        let board = try await TestBoard.make()
        let admin = Actor.staff(board.staff(.administrator))
        for (east, key) in [(113.815, "territory.fault_gap"), (113.825, "territory.fault_overlap")] {
            let draft = try Self.border(east: east, follow: false)
            let preview = try await board.office.preview(draft, by: admin)
            #expect(preview.findings.map(\.key) == [key])
            let place = try #require(preview.findings.first?.at)
            #expect(place.longitude > min(east, 113.82) && place.longitude < max(east, 113.82))
            await #expect(throws: Refusal.territoryFaulty(1)) {
                try await board.office.publish(draft, seen: preview.digest, by: admin)
            }
        }
        // Shrinking at the outer border is a gap too: somebody answered there.
        let shrunk = TerritoryDraft.Border(
            grid: try Self.grid(0),
            name: nil,
            outline: try OutlineText.region("113.815,34.02\n113.82,34.02\n113.82,34.03\n113.815,34.03", in: .wgs84)
                .geoJSON,
            neighboursFollow: true
        )
        var draft = Self.draft(.border(shrunk), from: board.office.today)
        #expect(try await board.office.preview(draft, by: admin).findings.map(\.key) == ["territory.fault_gap"])
        draft.mayChangeOutline = true
        #expect(try await board.office.preview(draft, by: admin).findings.isEmpty)
        try await board.close()
    }

    @Test func `who confirms what is no longer so sees what is, and nothing is published`() async throws {
        let board = try await TestBoard.make()
        let admin = Actor.staff(board.staff(.administrator))
        let draft = try Self.border(east: 113.825)
        let seen = try await board.office.preview(draft, by: admin).digest
        _ = try await Self.report(board, longitude: 113.823)
        let position = board.office.position

        guard case .movedOn(let now) = try await board.office.publish(draft, seen: seen, by: admin) else {
            Issue.record("published")
            return
        }

        #expect(now.count(.openCases) == 1 && board.office.position == position)
        guard case .published = try await board.office.publish(draft, seen: now.digest, by: admin) else {
            Issue.record("not published")
            return
        }
        try await board.close()
    }

    @Test func `a division waits for its day, is the only one that waits, and can be taken back`() async throws {
        let board = try await TestBoard.make()
        let admin = Actor.staff(board.staff(.administrator))
        let moving = try await Self.report(board, longitude: 113.823)
        let draft = try Self.border(east: 113.825, from: "2026-06-03")
        let place = Coordinate(longitude: 113.823, latitude: 34.025)

        // when: published ahead, taken back, published again
        _ = try await board.office.publish(draft, seen: nil, by: admin)
        await #expect(throws: Refusal.planPending(try Day(parsing: "2026-06-03"))) {
            try await board.office.publish(try Self.border(east: 113.826), seen: nil, by: admin)
        }
        try await board.office.withdrawPlan(by: admin)
        #expect(board.office.directory.plan == nil)
        await #expect(throws: Refusal.unknown(.plan)) { try await board.office.withdrawPlan(by: admin) }
        _ = try await board.office.publish(draft, seen: nil, by: admin)
        let other = try await board.reopened()

        // then: not before the day, and on it by whichever process looks first
        board.clock.advance(seconds: 86_400)
        try await other.keepTerritory()
        #expect(try other.directory.grid(at: place) == Self.grid(1))
        board.clock.advance(seconds: 86_400)
        try await other.keepTerritory()
        try await board.office.lookAround()
        #expect(board.office.directory.plan == nil)
        #expect(try board.office.directory.grid(at: place) == Self.grid(0))
        #expect(board.office.directory.versions.map(\.from.description) == ["2026-06-03"])
        #expect(try await Self.gridOf(moving, board) == TestBoard.gridCodes[0])
        let position = board.office.position
        try await board.office.keepTerritory()
        #expect(board.office.position == position)
        try await other.engine.close()
        try await board.close()
    }

    @Test func `grids that are merged hand over cases, end their posts, and are followed by what is opened again`()
        async throws
    {
        // given
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let named = try await board.report(grid: TestBoard.gridCodes[1]).number
        let closed = try await board.report(grid: TestBoard.gridCodes[1]).number
        try await board.close(closed)
        let draft = Self.draft(.merge(try Self.grid(1), into: try Self.grid(0)), from: office.today)

        await #expect(throws: Refusal.gridsApart) {
            let apart = Self.draft(.merge(try Self.grid(2), into: try Self.grid(0)), from: office.today)
            return try await office.preview(apart, by: admin)
        }

        // when
        let preview = try await office.preview(draft, by: admin)
        #expect(preview.findings.isEmpty)
        #expect(try preview.changes.retired == [Self.grid(1)])
        #expect(preview.count(.openCases) == 1 && preview.count(.posts) == 1)
        _ = try await office.publish(draft, seen: preview.digest, by: admin)

        // then
        #expect(office.directory.grid(named: TestBoard.gridCodes[1]) == nil)
        #expect(try office.directory.successor(of: TestBoard.gridCodes[1]) == Self.grid(0))
        #expect(try await Self.gridOf(named, board) == TestBoard.gridCodes[0])
        let code = try UnitCode(parsing: "\(TestBoard.gridCodes[1])-W")
        let post = try await office.engine.read { try BoardRecords.post(code, in: $0) }
        // The holder had begun that very day.
        #expect(post?.appointments.map(\.until) == [office.today])
        #expect(try await Self.gridOf(closed, board) == TestBoard.gridCodes[1])
        try await office.perform(.contest(.notSolved, ground: "没修好"), on: closed, by: .reporter)
        #expect(try await Self.gridOf(closed, board) == TestBoard.gridCodes[0])
        #expect(try await office.rebuild { _, _ in }.isSame)
        try await board.close()
    }

    @Test func `a new grid is cut out of its neighbours, stands vacant in the preview, and can have its post ahead`()
        async throws
    {
        let board = try await TestBoard.make()
        let office = board.office
        let admin = Actor.staff(board.staff(.administrator))
        let code = try GridCode(parsing: "41100200100103", scheme: .national14)
        let border = TerritoryDraft.Border(
            grid: code,
            name: "新网格",
            outline: try OutlineText.region("113.816,34.02\n113.824,34.02\n113.824,34.03\n113.816,34.03", in: .wgs84)
                .geoJSON,
            neighboursFollow: true
        )
        let draft = Self.draft(.border(border), from: try Day(parsing: "2026-06-02"))

        let preview = try await office.preview(draft, by: admin)
        #expect(preview.findings.isEmpty && preview.vacant.map(\.code) == [code])
        _ = try await office.publish(draft, seen: preview.digest, by: admin)
        let worker = board.staff(.gridWorker).account
        let change = RosterChange.appoint(.gridWorker, code, holder: worker, from: draft.from)
        let seen = try await office.preview(change, by: admin)
        #expect(try await office.make(change, seen: seen.digest, by: admin) == nil)
        board.clock.advance(seconds: 86_400)
        try await office.keepTerritory()
        #expect(office.directory.grids.count == 5 && office.directory.grids[code]?.name == "新网格")
        #expect(office.directory.post(for: code, on: office.today)?.holder == worker)
        #expect(office.directory.vacantGrids(on: office.today).isEmpty)
        try await board.close()
    }

    @Test func `whom a case awaits in its new grid is told of it, and whom it awaited already is not again`()
        async throws
    {
        // given: the workers of both grids, and one of the whole district, want to be told
        let board = try await TestBoard.make()
        let office = board.office
        let names = ["worker-\(TestBoard.gridCodes[0])", "worker-\(TestBoard.gridCodes[1])", "grid_worker"]
        let accounts = try await office.accounts(named: names).map(\.id)
        for account in accounts { try await office.tell(account, at: "a@example.org", .atOnce, in: .english) }
        func told() async throws -> [String] {
            try await office.fillOutbox()
            return try await office.engine.read { db in
                try db.rows("SELECT receiver FROM outbox ORDER BY event, receiver") { try $0.text(0) }
            }
        }
        let number = try await Self.report(board, longitude: 113.823)
        try await office.perform(.askVerification(note: ""), on: number, by: .staff(board.staff(.intake)))
        let before = try await told()
        #expect(Set(before) == Set(accounts[1...].map { Receiver.staff($0).text }))

        // when
        let draft = try Self.border(east: 113.825)
        _ = try await office.publish(draft, seen: nil, by: .staff(board.staff(.administrator)))

        // then
        #expect(try await told() == before + [Receiver.staff(accounts[0]).text])
        try await board.close()
    }

    @Test func `a draft is its maker's, and kept for a day`() async throws {
        let board = try await TestBoard.make()
        let staff = board.staff(.administrator)
        for draft in [
            try Self.border(east: 113.825),
            Self.draft(.merge(try Self.grid(1), into: try Self.grid(0)), from: board.office.today),
            Self.draft(
                .division(
                    try TerritoryFile(SquareDistrict().data, options: .init()).division(
                        district: Wording("区", english: "D"),
                        code: "411002"
                    )
                ),
                from: board.office.today
            ),
        ] {
            let id = try await board.office.keep(draft, by: staff)
            #expect(try await board.office.draft(id, of: staff) == draft)
            var other = Staff(
                account: board.staff(.intake).account,
                roles: [.administrator],
                scope: .district,
                unit: nil
            )
            await #expect(throws: Refusal.unknown(.draft)) { try await board.office.draft(id, of: other) }
            other = Staff(account: staff.account, roles: [.administrator], scope: .grid(try Self.grid(0)), unit: nil)
            await #expect(throws: Refusal.beyondScope) { try await board.office.draft(id, of: other) }
        }
        let id = try await board.office.keep(try Self.border(east: 113.825), by: staff)
        board.clock.advance(seconds: 86_401)
        await #expect(throws: Refusal.unknown(.draft)) { try await board.office.draft(id, of: staff) }
        try await board.close()
    }

    @Test(arguments: [
        "", "113.8", "a, b\nc, d\ne, f", "113.8, 34\n113.9, 34", "181, 0\n0, 0\n1, 1", "{\"type\":\"Point\"}",
    ])
    func `text that is no outline is refused`(text: String) {
        #expect(throws: (any Error).self) { try OutlineText.region(text, in: .wgs84) }
    }

    @Test func `an outline is written as it is read`() throws {
        let lines = "113.81, 34.02\n113.82, 34.02\n113.82, 34.03"
        #expect(OutlineText.text(of: try OutlineText.region(lines, in: .wgs84)) == lines)
        #expect(
            try OutlineText.region("113.81，34.02\r\n113.82 34.02\r\n113.82,34.03\r\n", in: .wgs84)
                == OutlineText.region(lines, in: .wgs84)
        )
    }
}
