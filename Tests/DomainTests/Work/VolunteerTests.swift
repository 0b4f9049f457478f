import Domain
import Testing

/// Needs and offers, hours, promises and disputes.
struct VolunteerTests {
    private static let today = Day(year: 2026, month: 6, day: 10) ?? .distantPast

    @Test func `a volunteer is never at two places at once, and hours are confirmed once and no longer than the shift`()
        throws
    {
        var volunteer = Volunteer()
        func apply(_ command: Volunteer.Command) throws {
            for event in try volunteer.decide(command, in: ()) { volunteer.apply(event) }
        }
        let shift = { (from: Int, until: Int) in
            Volunteer.Command.takeShift(.init(activity: 1, on: Self.today, from: from, until: until))
        }
        #expect(throws: Refusal.unknown(.volunteer)) { try apply(shift(540, 600)) }
        try apply(.join(.init(serial: 12, name: "王敏", unit: try UnitCode(parsing: "411002001"))))
        try apply(shift(540, 720))
        for (from, until) in [(540, 720), (500, 541), (719, 800), (600, 610), (500, 900)] {
            #expect(throws: Refusal.work(.shiftClash), "\(from)") { try apply(shift(from, until)) }
        }
        #expect(throws: Refusal.datesReversed) { try apply(shift(800, 800)) }
        // One may begin when the other ends.
        try apply(shift(720, 780))
        try apply(.leaveShift(2))
        try apply(shift(700 + 20, 760))
        #expect(throws: Refusal.work(.noHours)) { try apply(.certify(division: "411002", today: Self.today)) }
        #expect(throws: Refusal.work(.dayNotCome)) {
            try apply(.confirm(1, minutes: 100, today: Self.today.advanced(by: -1)))
        }
        #expect(throws: Refusal.work(.countOutOfRange)) { try apply(.confirm(1, minutes: 181, today: Self.today)) }
        try apply(.confirm(1, minutes: 175, today: Self.today))
        #expect(throws: Refusal.work(.alreadyConfirmed)) { try apply(.confirm(1, minutes: 175, today: Self.today)) }
        #expect(throws: Refusal.work(.alreadyConfirmed)) { try apply(.leaveShift(1)) }
        #expect(throws: Refusal.unknown(.volunteer)) { try apply(.confirm(2, minutes: 10, today: Self.today)) }
        try apply(.certify(division: "411002", today: Self.today))
        try apply(.certify(division: "411002", today: Self.today))

        #expect(volunteer.certificates.map(\.number) == ["411002-00012-1", "411002-00012-2"])
        #expect(volunteer.minutes == 175)
    }

    private static func terms(_ kind: Need.Kind, from: Int, until: Int) throws -> Offer.Terms {
        Offer.Terms(
            serial: 2,
            kind: kind,
            name: "小分队",
            unit: try UnitCode(parsing: "411002001"),
            from: today.advanced(by: from),
            until: today.advanced(by: until)
        )
    }

    @Test func `a need and an offer are matched when both have agreed`() throws {
        var need = Need()
        func apply(_ command: Need.Command) throws {
            for event in try need.decide(command, in: ()) { need.apply(event) }
        }
        let place = WorkPlace(unit: try UnitCode(parsing: "411002001"))
        let until = Self.today.advanced(by: 3)
        let request = Need.Request(serial: 1, kind: .labour, at: place, from: Self.today, until: until, hands: 6)
        try apply(.raise(request, today: Self.today))
        for terms in [
            try Self.terms(.repair, from: 0, until: 9), try Self.terms(.labour, from: 4, until: 9),
            try Self.terms(.labour, from: -9, until: -1),
        ] {
            #expect(throws: Refusal.work(.noFit)) { try apply(.propose(terms)) }
        }
        try apply(.propose(try Self.terms(.labour, from: 3, until: 9)))
        try apply(.agree(.need, today: Self.today))
        #expect(throws: Refusal.work(.alreadyAgreed)) { try apply(.agree(.need, today: Self.today)) }
        try apply(.decline(.offer))
        #expect(need.state == .open)
        try apply(.propose(try Self.terms(.labour, from: -1, until: 0)))
        try apply(.agree(.offer, today: Self.today))
        #expect(need.state == .proposed(offer: 2, agreed: [.offer]))
        try apply(.agree(.need, today: Self.today.advanced(by: 1)))
        #expect(need.state == .matched(offer: 2))
        try apply(.meet(today: Self.today.advanced(by: 2)))
        #expect(throws: Refusal.work(.notOpen)) { try apply(.withdraw) }
    }

    @Test func `a promise is kept in time or late, or not at all, and once`() throws {
        let promise = Pledge.Promise(
            serial: 1,
            text: "月底前修好",
            unit: try UnitCode(parsing: "411002001"),
            until: Self.today
        )
        for (days, isOnTime) in [(0, true), (1, false)] {
            var pledge = Pledge()
            for event in try pledge.decide(.publish(promise, today: Self.today), in: ()) { pledge.apply(event) }
            let day = Self.today.advanced(by: days)
            let events = try pledge.decide(.keep(evidence: "照片", today: day), in: ())
            #expect(events == [.kept(evidence: "照片", on: day, isOnTime: isOnTime)])
            for event in events { pledge.apply(event) }
            #expect(throws: Refusal.work(.alreadySettled)) { try pledge.decide(.miss(reason: "没有"), in: ()) }
        }
        #expect(throws: Refusal.fromThePast) {
            try Pledge().decide(.publish(promise, today: Self.today.advanced(by: 1)), in: ())
        }
    }

    @Test func `a dispute has at least two parties, and ends once`() throws {
        let place = WorkPlace(unit: try UnitCode(parsing: "411002001"))
        var dispute = Dispute()
        func record(_ parties: Int) -> Dispute.Command {
            .record(.init(serial: 1, kind: .tenancy, at: place, parties: parties, on: Self.today), today: Self.today)
        }
        #expect(throws: Refusal.work(.countOutOfRange)) { try dispute.decide(record(1), in: ()) }
        for event in try dispute.decide(record(3), in: ()) { dispute.apply(event) }
        let later = Self.today.advanced(by: 5)
        let events = try dispute.decide(.conclude(.toLaw, today: later), in: ())
        #expect(events == [.concluded(.toLaw, on: later, days: 5)])
        for event in events { dispute.apply(event) }
        #expect(throws: Refusal.work(.alreadySettled)) { try dispute.decide(.conclude(.settled, today: later), in: ()) }
    }
}
