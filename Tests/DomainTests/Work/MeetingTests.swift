import Domain
import Testing

/// Numbers without a gap, majorities without rounding, periods by their text.
struct MeetingTests {
    private static let today = Day(year: 2026, month: 6, day: 10) ?? .distantPast

    private static func body(_ kind: MeetingBody.Kind, term: MeetingBody.Term? = nil) throws -> MeetingBody {
        var body = MeetingBody()
        let unit = try UnitCode(parsing: "411002")
        body.apply(.established(.init(serial: 1, kind: kind, name: "区委常委会", unit: unit)))
        if let term { body.apply(.termOpened(term)) }
        return body
    }

    private static func meeting(
        _ session: MeetingBody.Session = .session,
        on day: Day = today,
        entitled: Int = 11,
        present: Int = 9,
        resolutions: [String] = ["同意"]
    ) -> MeetingBody.Meeting {
        .init(session, on: day, entitled: entitled, present: present, items: ["一"], resolutions: resolutions)
    }

    @Test func `the 66th meeting follows the 65th, and no number is missing or comes twice`() throws {
        var body = try Self.body(
            .standingCommittee,
            term: .init(number: 15, from: Self.today.advanced(by: -900), start: 65)
        )
        func hold(_ number: Int?) throws {
            for event in try body.decide(.hold(Self.meeting(), number: number, today: Self.today), in: ()) {
                body.apply(event)
            }
        }
        #expect(throws: Refusal.work(.numberGap(next: 65))) { try hold(66) }
        try hold(65)
        #expect(throws: Refusal.work(.numberGap(next: 66))) { try hold(65) }
        #expect(throws: Refusal.work(.numberGap(next: 66))) { try hold(67) }
        try hold(nil)
        #expect(body.meetings.map(\.number) == [65, 66])

        // A new term begins to count anew, later and with a higher number.
        #expect(throws: Refusal.work(.termOrder)) {
            try body.decide(.openTerm(.init(number: 15, from: Self.today), today: Self.today), in: ())
        }
        body.apply(.termOpened(.init(number: 16, from: Self.today)))
        try hold(1)
        #expect(body.meetings.last.map { [$0.term, $0.number] } == [16, 1])
    }

    @Test func `every kind of meeting of a branch is counted by itself, and in the order of days`() throws {
        var body = try Self.body(.partyBranch, term: .init(number: 1, from: Self.today.advanced(by: -90)))
        func hold(_ session: MeetingBody.Session, daysAgo: Int) throws {
            let meeting = Self.meeting(session, on: Self.today.advanced(by: -daysAgo), resolutions: [])
            for event in try body.decide(.hold(meeting, number: nil, today: Self.today), in: ()) { body.apply(event) }
        }
        try hold(.branchCommittee, daysAgo: 40)
        try hold(.themeDay, daysAgo: 50)
        try hold(.branchCommittee, daysAgo: 10)
        #expect(throws: Refusal.work(.meetingOrder)) { try hold(.branchCommittee, daysAgo: 11) }
        #expect(throws: Refusal.work(.noTerm)) { try hold(.partyLecture, daysAgo: 91) }
        #expect(throws: Refusal.work(.dayNotCome)) { try hold(.partyLecture, daysAgo: -1) }
        #expect(throws: Refusal.work(.otherSession)) { try hold(.session, daysAgo: 1) }
        #expect(body.meetings.map(\.number) == [1, 1, 2])
    }

    /// Domain E.3: 过半数 is strictly more than half.
    @Test(arguments: [(60, 30, false), (60, 31, true), (11, 5, false), (11, 6, true), (1, 1, true)])
    func `a meeting resolves with more than half of those entitled, and with half of them nothing`(
        entitled: Int,
        present: Int,
        resolves: Bool
    ) throws {
        let body = try Self.body(.standingCommittee, term: .init(number: 15, from: Self.today))
        let meeting = Self.meeting(entitled: entitled, present: present)
        let command = MeetingBody.Command.hold(meeting, number: nil, today: Self.today)
        if resolves {
            #expect(try body.decide(command, in: ()).count == 1)
        } else {
            #expect(throws: Refusal.work(.notQuorate)) { try body.decide(command, in: ()) }
            // That it took place is written down all the same.
            let plain = Self.meeting(entitled: entitled, present: present, resolutions: [])
            #expect(try body.decide(.hold(plain, number: nil, today: Self.today), in: ()).count == 1)
        }
    }

    @Test func `a correction says by how much, and never takes a resolution's majority away`() throws {
        var body = try Self.body(.standingCommittee, term: .init(number: 15, from: Self.today))
        body.apply(.held(.init(term: 15, number: 1, Self.meeting())))
        #expect(throws: Refusal.work(.morePresent)) {
            try body.decide(.correct(.session, number: 1, entitled: 11, present: 12, reason: "重数"), in: ())
        }
        #expect(throws: Refusal.work(.notQuorate)) {
            try body.decide(.correct(.session, number: 1, entitled: 11, present: 5, reason: "重数"), in: ())
        }
        #expect(throws: Refusal.unknown(.meeting)) {
            try body.decide(.correct(.session, number: 2, entitled: 11, present: 8, reason: "重数"), in: ())
        }
        for event in try body.decide(.correct(.session, number: 1, entitled: 11, present: 8, reason: "重数"), in: ()) {
            body.apply(event)
        }
        #expect(body.meetings.map(\.meeting.present) == [8])
    }

    @Test func `a gap is explained when its period is over and has no meeting`() throws {
        var body = try Self.body(.partyBranch, term: .init(number: 1, from: Self.today.advanced(by: -300)))
        body.apply(.held(.init(term: 1, number: 1, Self.meeting(.themeDay, on: Self.today.advanced(by: -40)))))
        func explain(_ session: MeetingBody.Session, _ period: String) throws {
            let gap = MeetingBody.Gap(session, try Period(parsing: period), reason: "换届")
            for event in try body.decide(.explain(gap, today: Self.today), in: ()) { body.apply(event) }
        }
        #expect(throws: Refusal.work(.periodRunning)) { try explain(.themeDay, "2026-06") }
        #expect(throws: Refusal.work(.periodKept)) { try explain(.themeDay, "2026-05") }
        #expect(throws: Refusal.work(.otherSession)) { try explain(.themeDay, "2026Q1") }
        try explain(.themeDay, "2026-04")
        try explain(.partyLecture, "2026Q1")
        #expect(body.gaps.count == 2)
    }

    @Test func `periods have one text each, and follow one another without a gap`() throws {
        for text in ["2026-06", "2026Q2", "0001-01", "9999Q4"] {
            #expect(try Period(parsing: text).description == text)
        }
        for text in ["2026-6", "2026Q5", "2026-13", "2026-Q2", "26-06", "2026", "", "2026-06-01"] {
            #expect(throws: Malformed.self, "\(text)") { try Period(parsing: text) }
        }
        let end = Self.today.advanced(by: 400)
        for length in Period.Length.allCases {
            let periods = Period.all(length, from: Self.today, through: end)
            #expect(zip(periods, periods.dropFirst()).allSatisfy { $0.last.advanced(by: 1) == $1.first })
            #expect(periods.first?.contains(Self.today) == true && periods.last?.contains(end) == true)
        }
    }
}
