import Domain
import Testing

/// Procedures that spare firms time or ways: what each kind asks for, and how it ends.
struct ProcedureTests {
    private static let day = Day(number: 20_605)

    private static func start(
        _ kind: Procedure.Kind,
        parts: [String] = [],
        statutory: Int = 20,
        promised: Day? = nil,
        until: Day? = nil
    ) throws -> Procedure.Start {
        Procedure.Start(
            serial: 1,
            kind: kind,
            title: "环评审批",
            place: WorkPlace(unit: try UnitCode(parsing: "411002001")),
            statutory: statutory,
            parts: parts,
            promised: promised,
            until: until,
            on: day
        )
    }

    private static func begun(_ start: Procedure.Start) throws -> Procedure {
        var procedure = Procedure()
        for event in try procedure.decide(.begin(start, today: day), in: ()) { procedure.apply(event) }
        return procedure
    }

    private static func refusal(_ procedure: Procedure, _ command: Procedure.Command) -> Refusal? {
        do {
            _ = try procedure.decide(command, in: ())
            return nil
        } catch { return error }
    }

    @Test(arguments: Procedure.Kind.allCases)
    func `each kind begins with what it is made of, and not without`(kind: Procedure.Kind) throws {
        let none = Procedure()
        let bare = Self.refusal(none, .begin(try Self.start(kind, statutory: 0), today: Self.day))
        let whole = try Self.start(kind, parts: ["甲", "乙"], promised: Self.day, until: Self.day)
        let procedure = try Self.begun(whole)

        switch kind {
        case .deficient, .merged, .oneMatter: #expect(bare == .missing(.items))
        case .area: #expect(bare == .missing(.until))
        case .agency: #expect(bare == .work(.countOutOfRange))
        }
        #expect(procedure.start?.until == (kind == .area ? Self.day : nil))
        #expect(procedure.start?.promised == (kind == .deficient ? Self.day : nil))
        #expect(procedure.start?.statutory == (kind == .area ? 0 : 20))
        #expect(Self.refusal(none, .begin(whole, today: Self.day.advanced(by: -1))) == .work(.dayNotCome))
        #expect(Self.refusal(none, .end(reason: "x", on: Self.day, today: Self.day)) == .unknown(.procedure))
        #expect(Self.refusal(procedure, .begin(whole, today: Self.day)) == .work(.alreadySettled))
    }

    @Test func `what was taken on with papers missing is not finished before they are there`() throws {
        var procedure = try Self.begun(try Self.start(.deficient, parts: ["验收报告"], promised: Self.day))
        let later = Self.day.advanced(by: 9)
        let finish = Procedure.Finish(on: later, days: 7, visits: 1)
        #expect(Self.refusal(procedure, .finish(finish, today: later)) == .work(.papersMissing))
        let supplied = try procedure.decide(.supply(on: later, today: later), in: ())
        #expect(supplied == [.supplied(on: later, isOnTime: false)])
        for event in supplied { procedure.apply(event) }
        #expect(Self.refusal(procedure, .supply(on: later, today: later)) == .work(.alreadySettled))
        for event in try procedure.decide(.finish(finish, today: later), in: ()) { procedure.apply(event) }
        #expect(procedure.state == .finished(finish))
        #expect(Self.refusal(procedure, .end(reason: "x", on: later, today: later)) == .work(.alreadySettled))
    }

    @Test func `an area's appraisal is used while it is valid, and no longer`() throws {
        let until = Self.day.advanced(by: 5)
        var procedure = try Self.begun(try Self.start(.area, until: until))
        let late = Self.day.advanced(by: 6)
        for event in try procedure.decide(.use(by: "甲厂", on: until, today: late), in: ()) { procedure.apply(event) }
        #expect(procedure.uses.map { $0.by } == ["甲厂"])
        #expect(Self.refusal(procedure, .use(by: "乙厂", on: late, today: late)) == .work(.appraisalOver))
        let finish = Procedure.Finish(on: late, days: 1, visits: 0)
        #expect(Self.refusal(procedure, .finish(finish, today: late)) == .work(.otherProcedure))
        let agency = try Self.begun(try Self.start(.agency))
        #expect(Self.refusal(agency, .use(by: "x", on: Self.day, today: Self.day)) == .work(.otherProcedure))
        #expect(Self.refusal(agency, .supply(on: Self.day, today: Self.day)) == .work(.otherProcedure))
        let before = Procedure.Finish(on: Self.day.advanced(by: -1), days: 0, visits: 0)
        #expect(Self.refusal(agency, .finish(before, today: Self.day)) == .datesReversed)
    }
}
