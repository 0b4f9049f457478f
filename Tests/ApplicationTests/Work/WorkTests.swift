import Application
import Domain
import Store
import TestKit
import Testing

/// The grid's own work through the office, on both engines.
struct WorkTests {
    private static func place(_ board: TestBoard, grid: Int? = 0) throws -> WorkPlace {
        try board.office.workPlace(unit: grid == nil ? "411002001" : nil, grid: grid.map { TestBoard.gridCodes[$0] })
    }

    /// Sums of a public number over the entries of some types, as an outsider adds them up.
    private static func sum(_ key: String, of types: Set<String>, in board: TestBoard) async throws -> Int64 {
        try await board.office.engine.read { db in
            let size = try board.office.journal.position(in: db)
            return try LogRecords.entries(0..<size, in: db).map { try Facts(canonical: $0) }
                .filter { types.contains($0.optionalText("t") ?? "") }
                .reduce(0) { $0 + ($1.optionalInteger(key) ?? 0) }
        }
    }

    private static func expectRebuilt(_ board: TestBoard) async throws {
        let rebuilt = try await board.office.rebuild { _, _ in }
        #expect(rebuilt.isSame, "\(zip(rebuilt.before, rebuilt.after).filter { $0 != $1 })")
    }

    @Test(arguments: TestEngine.all)
    func `attendances and copies add up from public entries, corrections included`(kind: TestEngine) async throws {
        // given
        let board = try await TestBoard.make(on: kind)
        let (office, actor) = (board.office, Actor.staff(board.staff(.community)))
        let draft = ActivityDraft(
            kind: .policyLecture,
            topic: "惠民政策宣讲",
            on: office.today,
            starts: 570,
            venue: "西湖社区",
            place: try Self.place(board),
            star: .safe
        )

        // when
        let first = try await office.plan(draft, by: actor)
        let second = try await office.plan(draft, by: actor)
        try await office.change(first, .hold(on: office.today, try Attendance(30, by: .headCount)), by: actor)
        try await office.change(first, .correct(try Attendance(36, by: .signIn, persons: 33), reason: "漏记"), by: actor)
        try await office.change(second, .hold(on: office.today, nil), by: actor)
        try await office.change(second, .count(try Attendance(20, by: .estimate)), by: actor)
        try await office.change(second, .correct(try Attendance(15, by: .headCount), reason: "清点"), by: actor)
        let stock = try await office.begin(
            handout: .leaflet,
            title: "防诈骗宣传页",
            unit: try UnitCode(parsing: "411002001"),
            by: actor
        )
        try await office.change(stock, .print(copies: 500, on: office.today), by: actor)
        let giving = Handout.Giving(copies: 120, on: office.today, at: try Self.place(board), activity: first)
        try await office.change(stock, .give(giving), by: actor)
        try await office.change(stock, .correct(giving: 1, copies: 110, reason: "重数"), by: actor)

        // then
        #expect((first, second, stock) == (1, 2, 1))
        #expect(try await Self.sum("attendances", of: ["activity.counted", "activity.corrected"], in: board) == 51)
        #expect(try await Self.sum("copies", of: ["handout.given", "handout.corrected"], in: board) == 110)
        let lists = try await office.activityLists(kind: nil, before: nil, limit: 10)
        #expect(lists.sums.map { [$0.held, $0.attendances, $0.estimated, $0.uncounted] } == [[2, 51, 0, 0]])
        #expect(lists.sums.map(\.kind) == [.policyLecture])
        #expect(lists.handouts.map { [$0.printed, $0.given, $0.left] } == [[500, 110, 390]])
        #expect(lists.past.map(\.serial) == [2, 1])
        let next = try await office.activityLists(kind: .policyLecture, before: (office.today, 2), limit: 10)
        #expect(next.past.map(\.serial) == [1])
        await #expect(throws: Refusal.unknown(.activity)) {
            try await office.change(9, .callOff(reason: "没有"), by: actor)
        }
        try await Self.expectRebuilt(board)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `what was due and not held is named, or has its reason`(kind: TestEngine) async throws {
        // given: a branch whose term began on 20 February; today is 1 June
        let board = try await TestBoard.make(on: kind)
        let (office, actor) = (board.office, Actor.staff(board.staff(.community)))
        let unit = try UnitCode(parsing: "411002001001")
        let body = try await office.establish(body: .partyBranch, name: "第一支部", unit: unit, by: actor)
        let begun = try Day(parsing: "2026-02-20")
        try await office.change(body, .openTerm(.init(number: 1, from: begun)), by: actor)
        func hold(_ session: MeetingBody.Session, _ day: String) async throws {
            let meeting = MeetingBody.Meeting(
                session,
                on: try Day(parsing: day),
                entitled: 12,
                present: 9,
                items: ["学习"]
            )
            try await office.change(body, .hold(meeting, number: nil), by: actor)
        }

        // when
        try await hold(.branchCommittee, "2026-03-03")
        try await hold(.branchCommittee, "2026-03-30")
        try await hold(.branchCommittee, "2026-05-31")
        let april = MeetingBody.Gap(.branchCommittee, try Period(parsing: "2026-04"), reason: "换届")
        try await office.change(body, .explain(april), by: actor)

        // then: February and the first quarter had begun before the term, June and the second quarter run
        let due = try await office.meetingLists().due
        let row = try #require(due.rows.first { $0.session == .branchCommittee })
        #expect(row.cells.map(\.period.description) == ["2026-03", "2026-04", "2026-05", "2026-06"])
        #expect(row.cells.map(\.cell) == [.kept(2), .explained("换届"), .kept(1), .running])
        #expect((due.due(.branchCommittee), due.kept(.branchCommittee), due.missing(.branchCommittee)) == (3, 2, 0))
        #expect((due.due(.themeDay), due.missing(.themeDay)) == (3, 3))
        #expect(due.due(.generalMeeting) == 0)
        try await Self.expectRebuilt(board)
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `needs, hours, promises and disputes come back from the journal as they went in`(kind: TestEngine) async throws
    {
        let board = try await TestBoard.make(on: kind)
        let (office, actor) = (board.office, Actor.staff(board.staff(.community)))
        let (today, place) = (office.today, try Self.place(board, grid: nil))
        let draft = ActivityDraft(kind: .voluntaryService, topic: "帮收帮晒", on: today, venue: "场院", place: place)
        let activity = try await office.plan(draft, by: actor)

        let need = try await office.raise(.labour, at: place, from: today, until: today, hands: 3, by: actor)
        let offer = try await office.offer(
            .labour,
            name: "小分队",
            unit: place.unit,
            from: today,
            until: today.advanced(by: 9),
            by: actor
        )
        for change in [NeedChange.propose(offer: offer), .agree(.need), .agree(.offer), .meet] {
            try await office.change(need, change, by: actor)
        }
        try await office.withdraw(offer: offer, by: actor)
        let other = try await office.raise(.labour, at: place, from: today, until: today, hands: 1, by: actor)
        await #expect(throws: Refusal.work(.notOpen)) {
            try await office.change(other, .propose(offer: offer), by: actor)
        }
        let volunteer = try await office.join("王敏", unit: place.unit, by: actor)
        try await office.change(volunteer, .takeShift(activity: activity, from: 540, until: 720), by: actor)
        try await office.change(volunteer, .confirm(1, minutes: 170), by: actor)
        let certified = try await office.change(volunteer, .certify, by: actor)
        let number = try #require(certified.certificates.first?.number)
        let pledge = try await office.pledge("月底前修好", unit: place.unit, until: today, by: actor)
        try await office.change(pledge, .keep(evidence: "已修好"), by: actor)
        let dispute = try await office.record(.neighbours, at: place, parties: 2, on: today, by: actor)
        try await office.conclude(dispute: dispute, .settled, by: actor)

        #expect(try await office.needLists().needs.map(\.state) == [.open, .met])
        #expect(try await office.certificate(number)?.minutes == 170)
        #expect(try await office.certificate("411002-00001-2") == nil)
        #expect(try await office.pledges().map(\.isOnTime) == [true])
        let counts = try await office.disputeLists().counts
        #expect(counts.map(\.count) == [1] && counts.map(\.result) == [.settled])
        #expect(try await Self.sum("minutes", of: ["volunteer.hours_confirmed"], in: board) == 170)
        try await Self.expectRebuilt(board)
        try await board.close()
    }

    @Test func `a grid worker records in the own grid, and hands out of the community's stock`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let grid = try GridCode(parsing: TestBoard.gridCodes[0], scheme: .national14)
        let worker = Staff(
            account: board.staff(.gridWorker).account,
            roles: [.gridWorker],
            scope: .grid(grid),
            unit: nil
        )
        let actor = Actor.staff(worker)
        let (here, whole) = (try Self.place(board), try Self.place(board, grid: nil))
        let other = try Self.place(board, grid: 1)
        func draft(_ place: WorkPlace) -> ActivityDraft {
            ActivityDraft(kind: .publicity, topic: "反诈", on: office.today, venue: "门口", place: place)
        }
        #expect(try await office.plan(draft(here), by: actor) == 1)
        for place in [whole, other] {
            await #expect(throws: Refusal.beyondScope) { try await office.plan(draft(place), by: actor) }
        }
        let keeper = Actor.staff(board.staff(.community))
        let stock = try await office.begin(
            handout: .leaflet,
            title: "宣传页",
            unit: try UnitCode(parsing: "411002001"),
            by: keeper
        )
        try await office.change(stock, .print(copies: 10, on: office.today), by: keeper)
        let giving = { (place: WorkPlace) in
            HandoutChange.give(Handout.Giving(copies: 3, on: office.today, at: place))
        }
        #expect(try await office.change(stock, giving(here), by: actor).left == 7)
        await #expect(throws: Refusal.beyondScope) { try await office.change(stock, giving(other), by: actor) }
        // The stock of one street is not for another.
        await #expect(throws: Refusal.beyondScope) {
            try await office.change(stock, giving(try Self.place(board, grid: 2)), by: keeper)
        }
        await #expect(throws: Refusal.beyondScope) {
            try await office.change(stock, .print(copies: 10, on: office.today), by: actor)
        }
        #expect(office.workUnits(of: worker).map(\.code.rawValue) == ["411002001001"])
        #expect(throws: Refusal.unknown(.grid)) {
            try office.workPlace(unit: "411002002", grid: TestBoard.gridCodes[0])
        }
        try await board.close()
    }

    @Test func `what the grid does of its own does not make the directory be read again`() async throws {
        let board = try await TestBoard.make()
        let office = board.office
        let before = office.directory.version
        let draft = ActivityDraft(
            kind: .publicity,
            topic: "反诈",
            on: office.today,
            venue: "门口",
            place: try Self.place(board)
        )
        _ = try await office.plan(draft, by: .staff(board.staff(.community)))
        try await office.lookAround()
        try await office.refreshDirectory()

        #expect(office.directory.version == before)
        #expect(office.position > before)
        try await board.close()
    }
}
