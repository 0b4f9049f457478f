import Domain
import Testing

/// Every stage × every command, against a table that was written from the transition table and not from the code.
struct StateMachineTests {
    /// Stage → action → the stage that follows.
    ///
    /// What stands here neither is refused for its stage.
    private static let table: [Stage.Name: [CaseAction: Stage.Name]] = {
        let assisted: Set<Stage.Name> = [.dispatched, .acknowledged, .handling, .suspended]
        let split = assisted.union([.registered, .established, .returned, .failed])
        let whistled = split.union([.objected, .feedback, .checking])
        let asides: (Stage.Name) -> [CaseAction: Stage.Name] = { stage in
            var asides: [CaseAction: Stage.Name] = [
                .add: stage, .askVoid: stage, .readContact: stage, .supervise: stage, .changeGrid: stage,
            ]
            // The street's alone, once it has the case; splitting where nobody has handled it to the end; assisting beside a lead.
            if whistled.contains(stage) { asides[.blowWhistle] = stage }
            if split.contains(stage) { asides[.split] = stage }
            // What may have parts may become one.
            if whistled.union([.passed]).contains(stage) { asides[.attach] = stage }
            if assisted.contains(stage) { asides[.assist] = stage }
            return asides
        }
        let early: (Stage.Name) -> [CaseAction: Stage.Name] = { asides($0).merging([.withdraw: .withdrawn]) { $1 } }
        return [
            .unreported: [.report: .reported, .beginPart: .registered],
            // T2, T3, T5, T6; a report without a place is placed first; records from files may have ended elsewhere.
            .reported: early(.reported).merging([
                .handleOnSpot: .selfHandled, .askVerification: .verifying, .place: .reported, .register: .registered,
                .concludeElsewhere: .closed, .askNonAcceptance: .reported, .raise: .reported,
            ]) { $1 },
            .selfHandled: asides(.selfHandled).merging([.close: .closed]) { $1 },
            .verifying: early(.verifying).merging([.verify: .verified]) { $1 },  // T4
            // T5, T6
            .verified: early(.verified).merging([
                .place: .verified, .register: .registered, .askNonAcceptance: .verified, .raise: .verified,
            ]) { $1 },
            .refuted: [.reopen: .reported, .readContact: .refuted],
            .notAccepted: [.reopen: .reported, .readContact: .notAccepted],
            // T7, T8; what the street hands down, the community solves on the spot.
            .registered: early(.registered).merging([
                .place: .registered, .establish: .established, .merge: .merged, .askNonAcceptance: .registered,
                .raise: .registered, .lower: .reported,
            ]) { $1 },
            .merged: [.unmerge: .registered, .reopen: .registered, .readContact: .merged],
            // T9
            .established: early(.established).merging([
                .dispatch: .dispatched, .raise: .established, .lower: .reported,
            ]) { $1 },
            // T10, T11
            .dispatched: asides(.dispatched).merging([
                .acknowledge: .acknowledged, .object: .objected, .raise: .dispatched,
            ]) { $1 },
            // T11, T12
            .acknowledged: asides(.acknowledged).merging([
                .beginHandling: .handling, .object: .objected, .raise: .acknowledged,
            ]) { $1 },
            .objected: asides(.objected).merging([
                .upholdObjection: .returned, .rejectObjection: .acknowledged,
            ]) { $1 },
            .returned: asides(.returned).merging([.dispatch: .dispatched, .raise: .returned, .lower: .reported]) { $1 },
            // T13, T14, T16, T24
            .handling: asides(.handling).merging([
                .feedBack: .feedback, .askMoreTime: .handling, .askSuspension: .handling, .askTermination: .handling,
                .raise: .handling,
            ]) { $1 },
            .suspended: asides(.suspended).merging([.resume: .handling]) { $1 },  // T15
            .feedback: asides(.feedback).merging([.askCheck: .checking, .confirm: .passed]) { $1 },  // T17
            .checking: asides(.checking).merging([.check: .passed, .confirm: .passed]) { $1 },  // T18
            .passed: asides(.passed).merging([.close: .closed]) { $1 },  // T20
            .failed: asides(.failed).merging([.sendBack: .dispatched]) { $1 },  // T19
            .closed: [.rate: .closed, .contest: .contested, .readContact: .closed],  // T21
            .contested: asides(.contested).merging([.redo: .established, .explain: .closed]) { $1 },  // T22
            .terminated: [.readContact: .terminated],
            .withdrawn: [:],
            .voided: [:],
        ]
    }()

    /// A case keeps its pages, so photos can be covered and eyes kept from them whatever has become of it.
    private static func photoWork(_ action: CaseAction, at stage: Stage.Name) -> Stage.Name? {
        [.coverPhoto, .seeOriginal, .recuse].contains(action) && stage != .unreported ? stage : nil
    }

    @Test(arguments: Stage.Name.allCases)
    func `from this stage every command leads where the table says, and nowhere else`(stage: Stage.Name) throws {
        let state = try People.play(People.way(to: stage))
        #expect(state.stage.name == stage)
        for action in CaseAction.allCases {
            let command = try People.command(action)
            let situation = try People.situation(
                People.usual(action, in: state),
                at: People.monday.advanced(bySeconds: 3_600)
            )
            let expected = Self.table[stage]?[action] ?? Self.photoWork(action, at: stage)
            do throws(Refusal) {
                let events = try state.decide(command, in: situation)
                var after = state
                for event in events { after.apply(event) }
                #expect(after.stage.name == expected, "\(stage) \(action)")
            } catch {
                #expect(expected == nil, "\(stage) \(action) was refused: \(error)")
                switch action {
                // These wait for something that has not happened on the shortest way.
                case .approveVoid, .declineVoid, .markOverdue, .grantRequest, .declineRequest, .answerSupervision,
                    .lower, .acknowledgeAssistance, .answerAssistance, .releaseAssistance, .acceptCall, .refuseCall,
                    .arrive, .reportAction, .rateCall, .callAgain, .releaseCall, .notePart, .detach, .watch:
                    let codes = [
                        "case.wrong_stage", "case.void_not_asked", "case.not_overdue", "case.nothing_asked",
                        "case.not_supervised", "case.already_lowered", "case.not_assisting", "case.not_called",
                        "unknown", "case.not_yet", "case.not_attached",
                    ]
                    #expect(codes.contains(error.code))
                default: #expect(error.code == "case.wrong_stage", "\(stage) \(action)")
                }
            }
        }
    }

    @Test(arguments: Stage.Name.allCases.filter(\.isOpen))
    func `any open stage can be voided by two people, and turns overdue when its time has passed`(
        stage: Stage.Name
    ) throws {
        let state = try People.play(People.way(to: stage) + [People.command(.askVoid)])
        let chief = try People.situation(.staff(People.staff(.dutyChief)))
        let voided = try state.decide(.approveVoid, in: chief)
        #expect(voided.map(\.what) == [.voidApproved])
        let late = try People.situation(.system, at: People.monday.advanced(bySeconds: 30 * 86_400))
        // A clock that stands, or has been stopped by a closing, does not run over.
        if stage.isOnTheClock { #expect(try state.decide(.markOverdue, in: late).count == 1) }
    }

    @Test func `a role that is not named for an action may not take it`() throws {
        for action in CaseAction.allCases {
            let permission = action.permission
            for stage in Stage.Name.allCases where stage.actions.contains(action) {
                let state = try People.play(People.way(to: stage))
                for role in Role.allCases where !permission.roles.contains(role) {
                    let situation = try People.situation(.staff(People.staff(role)))
                    #expect(state.refusal(of: action, in: situation) == .notPermitted(action))
                }
                if !permission.resident {
                    #expect(state.refusal(of: action, in: try People.situation(.resident)) == .signInNeeded)
                }
                if !permission.reporter {
                    #expect(state.refusal(of: action, in: try People.situation(.reporter)) == .notPermitted(action))
                }
            }
        }
    }

    @Test func `a supervisor asks for an answer and changes nothing else, an administrator nothing at all`() throws {
        for action in CaseAction.allCases {
            #expect(action.permission.roles.contains(.supervisor) == (action == .supervise))
            #expect(!action.permission.roles.contains(.administrator))
        }
    }

    @Test func `outside the own part of the territory nothing is possible`() throws {
        let state = try People.play(People.way(to: .reported))
        let situation = try People.situation(.staff(People.staff(.intake)), isInScope: false)
        #expect(state.possibleActions(in: situation).isEmpty)
        #expect(state.refusal(of: .register, in: situation) == .outsideScope)
    }

    @Test func `whoever handled a case may neither check nor close it`() throws {
        var handler = try People.staff(.handlingUnit)
        handler = Staff(
            account: handler.account,
            roles: [.handlingUnit, .gridWorker, .dutyChief],
            scope: .district,
            unit: handler.unit
        )
        let checking = try People.play(People.way(to: .checking))
        let passed = try People.play(People.way(to: .passed))
        let situation = try People.situation(.staff(handler))
        #expect(checking.refusal(of: .check, in: situation) == .handlerMayNotCheck)
        #expect(passed.refusal(of: .close, in: situation) == .handlerMayNotClose)
    }

    @Test func `establishing and dispatching take two people, and so does voiding`() throws {
        let chief = try People.staff(.dutyChief)
        let both = Staff(account: chief.account, roles: [.dutyChief, .dispatcher], scope: .district, unit: nil)
        let established = try People.play(People.way(to: .established))
        #expect(
            established.refusal(of: .dispatch, in: try People.situation(.staff(both))) == .establisherMayNotDispatch
        )
        let intake = try People.staff(.intake)
        let asker = Staff(account: intake.account, roles: [.intake, .dutyChief], scope: .district, unit: nil)
        let asked = try established.decide(.askVoid(ground: .mistake, note: "x"), in: People.situation(.staff(asker)))
        var state = established
        for event in asked { state.apply(event) }
        #expect(state.refusal(of: .approveVoid, in: try People.situation(.staff(asker))) == .askerMayNotApprove)
    }

    @Test func `another unit may not touch an order`() throws {
        let state = try People.play(People.way(to: .dispatched))
        let other = Staff(
            account: People.account(99),
            roles: [.handlingUnit],
            scope: .district,
            unit: try UnitCode(parsing: "HW")
        )
        #expect(state.refusal(of: .acknowledge, in: try People.situation(.staff(other))) == .otherUnit)
    }

    @Test func `rework goes to the same unit in the next round, and two rounds are counted`() throws {
        let again: [CaseCommand] = try [.sendBack, .acknowledge, .beginHandling, .feedBack, .askCheck].map(
            People.command
        )
        let twice = try People.way(to: .failed) + again + [.check(isSolved: false, note: "还没好")] + again
        let state = try People.play(twice + [People.command(.check), People.command(.close)])
        guard case .closed(let closure) = state.stage else { throw Refusal.unknown(.caseFile) }
        #expect(closure.rounds == 3)
        #expect(closure.unit == (try UnitCode(parsing: "CG")))
    }

    @Test(arguments: [(0, 0), (1, 1), (86_400, 1), (86_401, 2), (864_000, 10)] as [(Int64, Int)])
    func `waiting days are whole natural days begun`(seconds: Int64, days: Int) throws {
        let state = try People.play(People.way(to: .reported))
        let end = People.monday.advanced(bySeconds: seconds)
        let events = try state.decide(.concludeElsewhere(at: end), in: People.situation(.system))
        guard case .concludedElsewhere(let closure) = events[0].what else { throw Refusal.unknown(.caseFile) }
        #expect(closure.waitingDays == days)
    }

    @Test func `closing at the due second is on time, one second later is not`() throws {
        let passed = try People.play(People.way(to: .passed))
        let due = try #require(passed.file?.due)
        for (moment, isOnTime) in [(due, true), (due.advanced(bySeconds: 1), false)] {
            let chief = try People.situation(.staff(People.staff(.dutyChief)), at: moment)
            let events = try passed.decide(.close(reply: "好了"), in: chief)
            guard case .closed(let closure) = events.last?.what else { throw Refusal.unknown(.caseFile) }
            #expect(closure.isOnTime == isOnTime)
            // Closing late says first that it became overdue, whether the clockwork had looked or not.
            #expect(events.dropLast().map(\.what) == (isOnTime ? [] : [.becameOverdue(due: due)]))
        }
    }

    @Test(arguments: ["", "  \n "])
    func `words that are needed are asked for`(words: String) throws {
        let commands: [CaseCommand] = [
            .feedBack(Feedback(result: .solved, text: words)), .close(reply: words), .reopen(ground: words),
            .sendBack(opinion: words), .add(text: words), .handleOnSpot(note: words), .readContact(reason: words),
            .verify(isReal: false, note: words), .check(isSolved: false, note: words), .raise(reason: words),
            .ask(.termination(.noCooperation), note: words), .object(.otherArea, note: words),
            .rejectObjection(note: words), .unmerge(reason: words), .contest(.notSolved, ground: words),
            .redo(note: words), .explain(text: words),
        ]
        for command in commands {
            let stage = try #require(
                Stage.Name.allCases.first { $0.actions.contains(command.action) && $0 != .refuted }
            )
            let state = try People.play(People.way(to: stage))
            let situation = try People.situation(People.usual(command.action, in: state))
            let refusal = #expect(throws: Refusal.self) { try state.decide(command, in: situation) }
            #expect(refusal?.code == "missing")
        }
    }

    @Test func `a report says what and where, and a rating is one to five and once`() throws {
        var nowhere = try People.report()
        nowhere.place = Report.Place(point: nil, address: " ", grid: nil)
        nowhere.place.address = nil
        var silent = try People.report()
        silent.text = " "
        var long = try People.report()
        long.text = String(repeating: "长", count: 4_001)
        for (report, code) in [(nowhere, "missing"), (silent, "missing"), (long, "too_long")] {
            let refusal = #expect(throws: Refusal.self) {
                try Case().decide(.report(report), in: People.situation(.resident))
            }
            #expect(refusal?.code == code)
        }
        let closed = try People.play(People.way(to: .closed))
        for stars in [0, 6] {
            #expect(throws: Refusal.ratingOutOfRange) {
                try closed.decide(.rate(stars: stars, comment: ""), in: People.situation(.reporter))
            }
        }
        let rated = try People.play([.rate(stars: 5, comment: "")], from: closed)
        #expect(rated.refusal(of: .rate, in: try People.situation(.reporter)) == .alreadyRated)
    }
}
