import Domain
import Testing

/// Assisting units, the whistle and parts, one rule after the other; ``SharedWalkTests`` walks them all.
struct SharedTests {
    private static let hour: Int64 = 3_600

    private static func after(_ hours: Int64) -> Instant { People.monday.advanced(bySeconds: hours * hour) }

    private static func step(
        _ state: Case,
        _ command: CaseCommand,
        by actor: Actor? = nil,
        at now: Instant = after(1)
    ) throws -> Case {
        var after = state
        let actor = try actor ?? People.usual(command.action, in: state)
        for event in try state.decide(command, in: People.situation(actor, at: now)) { after.apply(event) }
        return after
    }

    private static func step(_ state: Case, _ action: CaseAction, at now: Instant = after(1)) throws -> Case {
        try step(state, People.command(action), at: now)
    }

    private static func hw() throws -> UnitCode { try UnitCode(parsing: "HW") }

    @Test func `an assisting unit has an order, an acknowledgement, an answer and a due time of its own`() throws {
        // given: the lead unit at work, due on a later day
        let handling = try People.play(People.way(to: .handling))
        let due = Self.after(26)
        let assisted = try Self.step(handling, .share(.assist(Self.hw(), opinion: "请配合疏导", due: due)))

        // then
        let order = try #require(assisted.file?.assistance.first)
        #expect(order.order.due == due && order.order.opinion == "请配合疏导" && order.state == .ordered)
        #expect(order.order.due != assisted.file?.due && order.stepDue == order.order.acknowledgeBy)
        #expect(assisted.stage == handling.stage)
        let acknowledged = try Self.step(assisted, .acknowledgeAssistance)
        #expect(acknowledged.file?.assistance.first?.stepDue == due)
        let late = try acknowledged.decide(
            People.command(.answerAssistance),
            in: People.situation(.staff(People.companion()), at: due.advanced(bySeconds: 1))
        )
        #expect(
            late.map(\.what) == [
                .shared(
                    .assistanceDone(try Self.hw(), Feedback(result: .solved, text: "已配合"), isOnTime: false)
                )
            ]
        )
        // Whoever assisted has handled it, and does not check it.
        let answered = try Self.step(acknowledged, .answerAssistance)
        #expect(answered.file?.handlers.contains(try People.companion().account) == true)
        // No unit is asked twice at a time, nor the lead one, nor one that there is not.
        #expect(throws: Refusal.alreadyNamed) { try Self.step(assisted, .assist) }
        #expect(throws: Refusal.alreadyNamed) {
            try Self.step(handling, .share(.assist(try UnitCode(parsing: "CG"), opinion: "", due: nil)))
        }
        #expect(throws: Refusal.unknown(.handlingUnit)) {
            try Self.step(handling, .share(.assist(try UnitCode(parsing: "XX"), opinion: "", due: nil)))
        }
        #expect(try Self.step(answered, .assist).file?.assistance.map(\.state) == [.ordered])
    }

    @Test func `the lead unit waits for its assistants, or states why it does not`() throws {
        let handling = try People.play(People.way(to: .handling) + [People.command(.assist)])
        #expect(throws: Refusal.assistanceOutstanding) { try Self.step(handling, .feedBack) }
        let exception = Feedback(result: .solved, text: "办好了", exception: "协办单位已撤场")
        let stated = try Self.step(handling, .feedBack(exception))
        #expect(stated.file?.feedback == exception && stated.file?.assistance.map(\.state) == [.released])

        let answered = try Self.step(handling, .answerAssistance)
        let plain = try Self.step(answered, .feedBack(exception))
        // There was nobody to wait for: no exception is on record.
        #expect(plain.file?.feedback?.exception == "")
        let released = try Self.step(handling, .releaseAssistance)
        #expect(try Self.step(released, .feedBack).stage.name == .feedback)
    }

    @Test func `a whistle is answered, come to, acted on and rated, each by its time`() throws {
        // given
        var state = try People.play(People.way(to: .established))
        let calendar = try WorkingCalendar(version: "test")

        // when
        state = try Self.step(state, .share(.blowWhistle(.emergency, units: [Self.hw()], task: "抢险")))
        #expect(state.file?.calls.first?.stepDue == Self.after(1).advanced(bySeconds: 1_800))
        #expect(state.file?.calls.first?.awaits == .handlingUnit)
        #expect(throws: Refusal.whistleOpen) { try Self.step(state, .withdraw(reason: "")) }
        let voiding = try Self.step(state, .askVoid)
        #expect(throws: Refusal.whistleOpen) { try Self.step(voiding, .approveVoid) }
        state = try Self.step(state, .acceptCall)
        #expect(throws: Refusal.notCalled) { try Self.step(state, .refuseCall) }
        state = try Self.step(state, .arrive)
        state = try Self.step(state, .reportAction)

        // then: the street looks, and whoever is not done stays
        #expect(state.file?.calls.first?.awaits == .dispatcher)
        let again = try Self.step(state, .share(.rateCall(Self.hw(), .notDone, note: "还在漏")))
        #expect(again.file?.calls.first?.state.name == .arrived)
        #expect(again.file?.calls.first?.stepDue.map { $0 >= again.file?.due ?? $0 } == true)
        #expect(throws: Refusal.missing(.note)) {
            try Self.step(state, .share(.rateCall(Self.hw(), .notDone, note: " ")))
        }
        let rated = try Self.step(state, .rateCall)
        #expect(rated.file?.calls.first?.isOpen == false)
        #expect(try Self.step(rated, .withdraw(reason: "")).stage.name == .withdrawn)
        // A day's limit ends at the close of business.
        let ordinary = try Self.step(try People.play(People.way(to: .established)), .blowWhistle)
        let close = WhistleTimes.usual[.jointEnforcement].answer.due(startingAt: Self.after(1), in: calendar)
        #expect(ordinary.file?.calls.first?.stepDue == close && close == Self.after(8))
    }

    @Test func `silence counts as accepted when the time has passed, and says so`() throws {
        let called = try Self.step(try People.play(People.way(to: .established)), .blowWhistle)
        let due = try #require(called.file?.calls.first?.stepDue)
        #expect(throws: Refusal.notYet) { try Self.step(called, People.command(.acceptCall), by: .system, at: due) }
        let events = try called.decide(
            People.command(.acceptCall),
            in: People.situation(.system, at: due.advanced(bySeconds: 1))
        )
        guard case .shared(.callAccepted(_, _, isOnTime: false)) = try #require(events.first).what else {
            Issue.record("\(events)")
            return
        }
    }

    @Test func `a refusal goes one level up to a named person, who calls again or releases`() throws {
        // given
        let called = try Self.step(try People.play(People.way(to: .established)), .blowWhistle)
        let refused = try Self.step(called, .refuseCall)
        let leader = try People.staff(.leader)
        guard case .refused(.otherDuty, let decider, let due)? = refused.file?.calls.first?.state else {
            Issue.record("not refused")
            return
        }
        #expect(decider == leader.account && refused.file?.calls.first?.awaits == .leader)

        // then: while the time runs nobody else decides, and never whoever blew the whistle or is called
        let other = Actor.staff(try People.staff(.leader, number: 91))
        #expect(throws: Refusal.otherDecider) { try Self.step(refused, People.command(.callAgain), by: other) }
        let chief = Actor.staff(try People.staff(.dutyChief))
        #expect(throws: Refusal.otherDecider) { try Self.step(refused, People.command(.releaseCall), by: chief) }
        let afterwards = due.advanced(bySeconds: 1)
        #expect(
            try Self.step(refused, People.command(.releaseCall), by: chief, at: afterwards).file?.calls.first?.isOpen
                == false
        )
        let caller = Staff(
            account: try People.staff(.dispatcher).account,
            roles: [.dispatcher, .leader],
            scope: .district,
            unit: nil
        )
        #expect(throws: Refusal.askerMayNotApprove) {
            try Self.step(refused, People.command(.callAgain), by: .staff(caller), at: afterwards)
        }
        let ours = Staff(account: People.account(92), roles: [.leader], scope: .district, unit: try Self.hw())
        #expect(throws: Refusal.askerMayNotApprove) {
            try Self.step(refused, People.command(.releaseCall), by: .staff(ours), at: afterwards)
        }
        // Called again, there is no second refusal.
        let again = try Self.step(refused, .callAgain)
        #expect(again.file?.calls.first?.isDesignated == true)
        #expect(throws: Refusal.orderStands) { try Self.step(again, .refuseCall) }
        #expect(try Self.step(again, .acceptCall).file?.calls.first?.state.name == .accepted)
    }

    @Test func `nobody of a unit that a confidential report is about is asked to assist or called`() throws {
        var report = try People.report()
        report.recusal = Recusal(units: [try Self.hw()])
        let handling = try People.play([.report(report)] + People.way(to: .handling).dropFirst())
        #expect(throws: Refusal.unitRecused) { try Self.step(handling, .assist) }
        #expect(throws: Refusal.unitRecused) { try Self.step(handling, .blowWhistle) }
    }

    @Test func `a whistle is the street's to blow, and calls at least one department`() throws {
        let early = try People.play(People.way(to: .reported))
        #expect(throws: Refusal.wrongStage(action: .blowWhistle, stage: .reported)) {
            try Self.step(early, .blowWhistle)
        }
        let established = try People.play(People.way(to: .established))
        #expect(throws: Refusal.missing(.unit)) {
            try Self.step(established, .share(.blowWhistle(.emergency, units: [], task: "来")))
        }
        #expect(throws: Refusal.missing(.task)) {
            try Self.step(established, .share(.blowWhistle(.emergency, units: [Self.hw()], task: "")))
        }
        let called = try Self.step(established, .blowWhistle)
        #expect(throws: Refusal.alreadyNamed) { try Self.step(called, .blowWhistle) }
        let both = [try UnitCode(parsing: "CG"), try Self.hw(), try Self.hw()]
        let two = try Self.step(established, .share(.blowWhistle(.emergency, units: both, task: "来")))
        #expect(two.file?.calls.map(\.unit) == [try UnitCode(parsing: "CG"), try Self.hw()])
    }

    @Test func `the whole waits for its parts, whichever way it would end`() throws {
        let handling = try People.play(People.way(to: .handling))
        let split = try Self.step(handling, .split)
        let number = try People.partReport().number
        #expect(split.file?.parts == [Part(number: number, category: try CategoryCode(parsing: "lamp"))])
        // Ending by two people, too.
        let asked = try Self.step(split, .askTermination)
        #expect(throws: Refusal.partsOpen) { try Self.step(asked, .grantRequest) }
        var passed = split
        for action in [CaseAction.feedBack, .askCheck, .check] { passed = try Self.step(passed, action) }
        #expect(throws: Refusal.partsOpen) { try Self.step(passed, .close) }

        let ended = try Self.step(passed, .notePart)
        #expect(ended.file?.parts.first?.ending == .closed)
        let closed = try Self.step(ended, .close)
        #expect(closed.stage.name == .closed)
        let reopen = CaseCommand.share(.notePart(number, ending: nil))
        #expect(throws: Refusal.wholeEnded) { try Self.step(closed, reopen) }
        #expect(try Self.step(ended, reopen).file?.parts.first?.isOpen == true)
    }

    @Test func `a part is registered from the start, has no parts, and is not merged with its whole`() throws {
        let part = try Self.step(Case(), .beginPart)
        #expect(part.stage.name == .registered && part.file?.level == .street)
        #expect(throws: Refusal.alreadyPart) { try Self.step(part, .split) }
        var situation = try People.situation(.staff(People.staff(.intake)))
        situation.other = try People.play(People.way(to: .registered))
        #expect(throws: Refusal.related) { try part.decide(.merge(into: People.report().number), in: situation) }
        situation.other = part
        let whole = try People.play(People.way(to: .registered))
        #expect(throws: Refusal.related) { try whole.decide(.merge(into: People.partReport().number), in: situation) }
    }

    @Test func `one or two grades take a ground, which the office answers; three and more do not`() throws {
        let closed = try People.play(People.way(to: .closed))
        for stars in 1...2 {
            #expect(throws: Refusal.missing(.ground)) { try Self.step(closed, .rate(stars: stars, comment: " ")) }
            let unhappy = try Self.step(closed, .rate(stars: stars, comment: "来的人态度差"))
            #expect(unhappy.stage.name == .contested && unhappy.file?.rating == stars)
            let explained = try Self.step(unhappy, .explain(text: "已批评教育"))
            #expect(explained.stage.name == .closed && explained.file?.rating == stars)
            #expect(try Self.step(unhappy, .redo(note: "重办")).file?.round == 2)
        }
        for stars in 3...5 { #expect(try Self.step(closed, .rate(stars: stars, comment: "")).stage.name == .closed) }
        // Once explained, an unhappy rating is counted and asks for nothing again.
        let contested = try Self.step(closed, .contest)
        let explained = try Self.step(contested, .explain)
        #expect(try Self.step(explained, .rate(stars: 1, comment: "还是不满意")).stage.name == .closed)
    }
}
