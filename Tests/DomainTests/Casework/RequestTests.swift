import Domain
import Testing

/// What is asked for and decided, and what it does to the clock (T6, T11, T13–T15, T22, T24–T26; B.7).
struct RequestTests {
    private static let hour: Int64 = 3_600
    private static let day: Int64 = 86_400

    private static func after(_ hours: Int64) -> Instant { People.monday.advanced(bySeconds: hours * hour) }

    private static func step(
        _ state: Case,
        _ command: CaseCommand,
        by role: Role? = nil,
        at now: Instant = after(1)
    ) throws -> Case {
        let actor: Actor = try role.map { .staff(try People.staff($0)) } ?? People.usual(command.action, in: state)
        var after = state
        for event in try state.decide(command, in: People.situation(actor, at: now)) { after.apply(event) }
        return after
    }

    private static func refusal(
        _ state: Case,
        _ action: CaseAction,
        by actor: Actor? = nil,
        at now: Instant = after(1)
    ) throws -> Refusal? {
        try state.refusal(of: action, in: People.situation(actor ?? People.usual(action, in: state), at: now))
    }

    @Test func `more time moves the due time by the limit's own unit, and the second time is a leader's to grant`()
        throws
    {
        // given: five working days from Monday the first
        let calendar = try WorkingCalendar(version: "test")
        let handling = try People.play(People.way(to: .handling))
        let start = try #require(handling.file?.solve?.startsAt)
        #expect(handling.file?.due == (try Limit(parsing: "5wd")).due(startingAt: start, in: calendar))

        // when: two more, asked for and granted by another
        let asked = try Self.step(handling, .ask(.moreTime(2), note: "等材料"))
        #expect(asked.file?.due == handling.file?.due)
        #expect(try Self.refusal(asked, .askSuspension) == .alreadyAsked)
        let extended = try Self.step(asked, .grantRequest)

        // then
        #expect(extended.file?.due == (try Limit(parsing: "7wd")).due(startingAt: start, in: calendar))
        #expect(extended.stage.order?.due == extended.file?.due && extended.file?.extensions == 1)
        let again = try Self.step(extended, .ask(.moreTime(1), note: "还等"))
        #expect(try Self.refusal(again, .grantRequest, by: .staff(People.staff(.dutyChief))) == .leaderNeeded)
        #expect(try Self.step(again, .grantRequest, by: .leader).file?.extensions == 2)
        #expect(try Self.step(again, .declineRequest(reason: "够了"), by: .dutyChief).file?.request == nil)
        for amount in [0, 6, .max] {
            #expect(throws: Refusal.amountOutOfRange(limit: 5)) {
                try Self.step(extended, .ask(.moreTime(amount), note: "等"))
            }
        }
    }

    @Test func `a late approval moves the due time and leaves that the case was overdue`() throws {
        let handling = try People.play(People.way(to: .handling))
        let asked = try Self.step(handling, .ask(.moreTime(2), note: "等材料"))
        let due = try #require(asked.file?.due)
        let late = try Self.step(asked, .grantRequest, at: due.advanced(bySeconds: 1))
        #expect(late.file?.isOverdue == true && late.file.map { $0.due > due } == true)
        #expect(try Self.refusal(handling, .askMoreTime, at: due.advanced(bySeconds: 1)) == .tooLateToAsk)
        #expect(try Self.refusal(handling, .askMoreTime, at: due) == nil)
    }

    @Test func `while a case is suspended its clock stands, and resuming gives back what was left`() throws {
        // given: suspended on the second day
        let handling = try People.play(People.way(to: .handling))
        let before = try #require(handling.file?.due)
        let tuesday = Self.after(24)
        let review = Self.after(24 * 9)
        let asked = try Self.step(
            handling,
            .ask(.suspension(.season, condition: "雨停", review: review), note: "雨季"),
            at: tuesday
        )
        let suspended = try Self.step(asked, .grantRequest, at: tuesday)
        #expect(suspended.stepDue == review && suspended.awaits == .dispatcher)
        #expect(try Self.refusal(suspended, .markOverdue, by: .system, at: Self.after(24 * 60)) != nil)
        #expect(try Self.refusal(suspended, .resume, by: .system, at: review.advanced(bySeconds: -1)) == .notYet)

        // when: the clockwork resumes at the review
        var resumed = suspended
        for event in try suspended.decide(.resume(note: ""), in: People.situation(.system, at: review)) {
            resumed.apply(event)
        }

        // then: the due time is what the rules of the clock say of such a pause
        var deadline = Deadline(try Limit(parsing: "5wd"), startingAt: try #require(handling.file?.solve?.startsAt))
        deadline.suspend(at: tuesday)
        deadline.resume(at: review)
        let expected = try #require(deadline.due(in: try WorkingCalendar(version: "test")))
        #expect(resumed.file?.due == expected && expected > before)
        #expect(resumed.file?.solve?.deadline == deadline)
        #expect(resumed.stage.name == .handling && resumed.stage.order?.due == expected)
    }

    @Test func `a review lies in the future and within a year`() throws {
        let handling = try People.play(People.way(to: .handling))
        for review in [Self.after(1), Self.after(24 * 400)] {
            #expect(throws: Refusal.reviewOutOfRange(days: Case.longestSuspension)) {
                try Self.step(handling, .ask(.suspension(.money, condition: "到位", review: review), note: "等钱"))
            }
        }
    }

    @Test func `an order that nobody acknowledges counts as acknowledged, and then it is too late to object`() throws {
        let dispatched = try People.play(People.way(to: .dispatched))
        let end = try #require(dispatched.stage.order?.acknowledgeBy)
        #expect(dispatched.stepDue == end)
        #expect(try Self.refusal(dispatched, .acknowledge, by: .system, at: end) == .notYet)
        #expect(try Self.refusal(dispatched, .acknowledge, by: .system, at: end.advanced(bySeconds: 1)) == nil)
        #expect(try Self.refusal(dispatched, .object, at: end) == nil)
        #expect(try Self.refusal(dispatched, .object, at: end.advanced(bySeconds: 1)) == .objectionTooLate)
    }

    @Test func `an objection that was rejected is not made again, nor one to whom a joint session named`() throws {
        let objected = try People.play(People.way(to: .objected))
        let rejected = try Self.step(objected, .rejectObjection(note: "清单上是你们"))
        #expect(rejected.stage.name == .acknowledged)
        #expect(try Self.refusal(rejected, .object) == .orderStands)

        var established = try People.play(People.way(to: .established))
        for _ in 0..<2 { established = try Self.step(established, .raise(reason: "各说各的")) }
        #expect(established.file?.level == .joint)
        #expect(try Self.refusal(established, .raise) == .endOfLadder)
        let named = try Self.step(established, .dispatch(to: try UnitCode(parsing: "CG"), opinion: ""))
        #expect(named.stage.order?.isDesignated == true)
        #expect(try Self.refusal(named, .object) == .orderStands)
    }

    @Test func `a joint session takes an order from whoever has it`() throws {
        var handling = try People.play(People.way(to: .handling))
        handling = try Self.step(handling, .raise(reason: "涉及三家"))
        #expect(handling.stage.name == .handling && handling.file?.level == .department)
        handling = try Self.step(handling, .raise(reason: "意见不一"))
        #expect(handling.stage.name == .returned && handling.awaits == .dispatcher)
    }

    @Test func `what the grid hands up the community solves, and nobody of another level moves it`() throws {
        let reported = try People.play(People.way(to: .reported))
        #expect(try Self.refusal(reported, .raise, by: .staff(People.staff(.dispatcher))) == .otherLevel(.grid))
        let raised = try Self.step(reported, .raise(reason: "要物业来"))
        #expect(raised.awaits == .community && raised.file?.level == .community)
        #expect(
            try Self.refusal(raised, .handleOnSpot, by: .staff(People.staff(.gridWorker))) == .otherLevel(.community)
        )
        #expect(try Self.step(raised, .handleOnSpot(note: "物业修好"), by: .community).stage.name == .selfHandled)
        // Down, up, and not down again.
        let lowered = try Self.step(raised, .lower(reason: "网格能办"))
        let again = try Self.step(lowered, .raise(reason: "办不了"))
        #expect(try Self.refusal(again, .lower) == .alreadyLowered)
    }

    @Test func `a case is merged only with an open one of the same grid and category, and not with itself`() throws {
        let registered = try People.play(People.way(to: .registered))
        let own = try #require(registered.file?.report.number)
        let intake = Actor.staff(try People.staff(.intake))
        var situation = try People.situation(intake)
        #expect(throws: Refusal.unknown(.caseFile)) { try registered.decide(.merge(into: own), in: situation) }
        situation.other = nil
        let merge = try People.command(.merge)
        #expect(throws: Refusal.unknown(.caseFile)) { try registered.decide(merge, in: situation) }
        situation.other = try People.play(People.way(to: .withdrawn))
        #expect(throws: Refusal.notSameMatter) { try registered.decide(merge, in: situation) }
        var elsewhere = try People.twin()
        elsewhere.apply(
            Case.Event(
                at: People.monday,
                by: .system,
                what: .placed(
                    Report.Place(
                        point: nil,
                        address: nil,
                        grid: try GridCode(parsing: "41100200100102", scheme: .national14)
                    )
                )
            )
        )
        situation.other = elsewhere
        #expect(throws: Refusal.notSameMatter) { try registered.decide(merge, in: situation) }
        // The reporter of a merged case keeps the right to say that theirs is not fixed.
        let merged = try People.play(People.way(to: .merged))
        let reopened = try Self.step(merged, .reopen(ground: "我家门口没修"))
        #expect(reopened.stage.name == .registered && reopened.file?.round == 2)
    }

    @Test func `a contested case is done again or explained, and explained once it is over`() throws {
        let contested = try People.play(People.way(to: .contested))
        #expect(contested.awaits == .intake)
        #expect(try Self.step(contested, .redo(note: "退回")).file?.round == 2)
        let explained = try Self.step(contested, .explain(text: "不归本区管"))
        #expect(explained.stage.closure == contested.stage.closure)
        #expect(try Self.refusal(explained, .contest) == .alreadyExplained)
        #expect(try Self.refusal(explained, .rate) == nil)
    }

    @Test func `nothing is closed while a supervision waits for its answer`() throws {
        let passed = try People.play(People.way(to: .passed))
        let supervised = try Self.step(passed, People.command(.supervise), by: .supervisor)
        #expect(try Self.refusal(supervised, .close) == .supervisionUnanswered)
        #expect(try Self.refusal(supervised, .supervise) == .alreadySupervised)
        let answered = try Self.step(supervised, .answerSupervision(text: "已办好"))
        #expect(try Self.refusal(answered, .close) == nil)
    }

    @Test func `a request lapses when the case moves on without it, and ends it with its explanation otherwise`() throws
    {
        let handling = try People.play(People.way(to: .handling))
        let asked = try Self.step(handling, .ask(.termination(.noCooperation), note: "三次上门无人"))
        let moved = try Self.step(asked, People.command(.feedBack))
        #expect(moved.file?.request == nil)
        let ended = try Self.step(asked, .grantRequest)
        #expect(ended.stage.closure?.outcome == .terminated && ended.stage.closure?.reply == "三次上门无人")
    }
}
