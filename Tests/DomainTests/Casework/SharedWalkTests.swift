import Domain
import Testing

/// Walks through every state in which more than one unit is at a case: an assisting unit, a call of the whistle, a part.
///
/// Each is walked with the whole way from report to rework and contest, without requests, levels, voiding and supervision,
/// which ``WalkTests`` walks; all three together are walked with the straight way alone.
struct SharedWalkTests {
    /// What tells two states apart here.
    private struct Key: Hashable {
        var stage: Stage.Name
        var round: Int
        var isExplained: Bool
        var isDesignated: Bool
        var isEstablished: Bool
        var assistance: [Assistance.State.Name]
        var calls: [Call.State.Name]
        var areCallsDesignated: [Bool]
        var parts: [Bool]
        var isPart: Bool
        var words: [Watch.Word?]

        init(_ state: Case) {
            let file = state.file
            stage = state.stage.name
            round = min(file?.round ?? 0, 2)
            isExplained = file?.isExplained == true
            isDesignated = state.stage.order?.isDesignated == true
            isEstablished = file?.establishedBy != nil
            assistance = file?.assistance.map(\.state.name) ?? []
            calls = file?.calls.map(\.state.name) ?? []
            areCallsDesignated = file?.calls.map(\.isDesignated) ?? []
            // Splitting once shows what splitting twice does.
            parts = (file?.parts ?? []).map(\.isOpen)
            isPart = file?.report.whole != nil
            words = (file?.assistance ?? []).map(\.watch.said) + (file?.calls ?? []).map(\.watch.said)
        }
    }

    private static let assisting: Set<CaseAction> = [
        .assist, .acknowledgeAssistance, .answerAssistance, .releaseAssistance, .watch,
    ]
    private static let whistling: Set<CaseAction> = [
        .blowWhistle, .acceptCall, .refuseCall, .arrive, .reportAction, .rateCall, .callAgain, .releaseCall, .watch,
    ]
    private static let splitting: Set<CaseAction> = [.split, .notePart]
    private static let attaching: Set<CaseAction> = [.attach, .detach]

    private static let straight: Set<CaseAction> = [
        .report, .register, .establish, .dispatch, .acknowledge, .beginHandling, .feedBack, .askCheck, .check,
        .sendBack,
        .close,
    ]
    private static let around: Set<CaseAction> = straight.union([
        .handleOnSpot, .askVerification, .verify, .withdraw, .object, .upholdObjection, .rejectObjection, .contest,
        .redo, .explain, .reopen, .merge, .unmerge, .confirm, .concludeElsewhere, .lower,
    ])

    private static func commands(_ actions: Set<CaseAction>) throws -> [CaseCommand] {
        let both: [CaseCommand] = [
            .verify(isReal: false, note: "没有"), .check(isSolved: false, note: "没好"),
            .feedBack(Feedback(result: .solved, text: "办好了", exception: "协办单位已口头答复")),
            .share(.rateCall(try UnitCode(parsing: "HW"), .notDone, note: "没有办好")),
            .share(.notePart(try People.partReport().number, ending: nil)),
        ]
        return try CaseAction.allCases.map(People.command).filter { actions.contains($0.action) }
            + both.filter { actions.contains($0.action) }
    }

    private static func actors() throws -> [(Actor, Instant)] {
        let later = People.monday.advanced(bySeconds: 3_600)
        let late = People.monday.advanced(bySeconds: 300 * 86_400)
        let staff = try Role.allCases.map { try People.staff($0) } + [try People.companion()]
        return staff.map { (.staff($0), later) } + [(.reporter, later), (.resident, later), (.system, late)]
            + [(.staff(try People.staff(.leader)), late), (.staff(try People.staff(.dutyChief)), late)]
    }

    private static func walk(_ actions: Set<CaseAction>, by actors: [(Actor, Instant)]? = nil) throws -> Walk<Key> {
        Walk(
            try commands(actions),
            in: try (actors ?? Self.actors()).map { try People.situation($0.0, at: $0.1) },
            where: { $0.file?.parts.isEmpty != false || $1.action != .split },
            by: Key.init
        )
    }

    private static let walks = Swift.Result {
        [
            try walk(around.union(assisting)), try walk(around.union(whistling)), try walk(around.union(splitting)),
            try walk(around.union(attaching)),
            try walk(straight.union(assisting).union(whistling).union(splitting)),
        ]
    }

    @Test func `every order to assist, every call and every case has an owner and a clock until its end`() throws {
        var (assistance, calls): (Set<Assistance.State.Name>, Set<Call.State.Name>) = ([], [])
        for walk in try Self.walks.get() {
            for state in walk.states {
                let isOpen = state.stage.name.isOpen
                #expect((state.awaits != nil) == isOpen && (state.stepDue != nil) == isOpen, "\(Key(state))")
                for task in state.file?.assistance ?? [] { #expect(task.isOutstanding == (task.stepDue != nil)) }
                for call in state.file?.calls ?? [] { #expect(call.isOpen == (call.stepDue != nil)) }
                assistance.formUnion(state.file?.assistance.map(\.state.name) ?? [])
                calls.formUnion(state.file?.calls.map(\.state.name) ?? [])
            }
        }
        #expect(assistance == Set(Assistance.State.Name.allCases) && calls == Set(Call.State.Name.allCases))
    }

    @Test func `nothing ends while a part is open or a whistle sounds, nor closes while an assistant is waited for`()
        throws
    {
        var ends = 0
        for state in try Self.walks.get().flatMap(\.states) where !state.stage.name.isOpen {
            guard let file = state.file else { continue }
            ends += 1
            #expect(!file.parts.contains(where: \.isOpen) && !file.calls.contains(where: \.isOpen), "\(Key(state))")
            if state.stage.name == .closed { #expect(!file.waitsForAssistance, "\(Key(state))") }
        }
        #expect(ends > 20)
    }

    @Test func `every state can come to an end`() throws {
        for walk in try Self.walks.get() {
            let stuck = walk.stuck.map(Key.init)
            #expect(stuck.isEmpty, "\(stuck.prefix(3))")
        }
    }

    @Test func `nothing is closed without a check or a stated exception, and a refusal is not made twice`() throws {
        for walk in try Self.walks.get() {
            for edge in walk.edges where edge.from != edge.to {
                let (from, to) = (walk.states[edge.from], walk.states[edge.to])
                if to.stage.name == .closed, from.stage.name != .closed {
                    let exceptions: [(Stage.Name, CaseAction)] = [
                        (.passed, .close), (.selfHandled, .close), (.reported, .concludeElsewhere),
                        (.contested, .explain),
                    ]
                    #expect(exceptions.contains { $0 == (from.stage.name, edge.action) }, "\(from.stage.name)")
                }
                // Whoever was called again after a refusal has come, or is called off by a second person.
                if edge.action == .refuseCall {
                    #expect(from.file?.calls.first?.isDesignated == false)
                }
            }
        }
    }

    @Test func `one person with every role calls nobody off, decides no own whistle and rates no own work`() throws {
        // given: one who works for the department that is called
        let person = Staff(
            account: People.account(77),
            roles: Set(Role.allCases),
            scope: .district,
            unit: try UnitCode(parsing: "HW")
        )
        let late = People.monday.advanced(bySeconds: 300 * 86_400)
        let actors: [(Actor, Instant)] = [
            (.resident, People.monday), (.staff(person), People.monday), (.staff(person), late),
        ]

        // when
        let walk = try Self.walk(Self.around.union(Self.whistling).union(Self.assisting), by: actors)

        // then
        let ends: Set<Call.State.Name> = [.rated, .released]
        #expect(walk.states.contains { $0.file?.calls.contains { $0.state.name == .acted } == true })
        #expect(walk.states.allSatisfy { ($0.file?.calls ?? []).allSatisfy { !ends.contains($0.state.name) } })
        #expect(walk.states.allSatisfy { ($0.file?.calls ?? []).allSatisfy { !$0.isDesignated } })
    }

    @Test func `whatever is refused on the way has one of these codes`() throws {
        let codes = Set(try Self.walks.get().flatMap(\.codes))
        let ours: Set<String> = [
            "case.assistance_outstanding", "case.not_assisting", "case.already_named", "case.whistle_open",
            "case.not_called", "case.other_decider", "case.parts_open", "case.whole_ended",
            "case.not_attached", "case.already_part",
        ]
        #expect(ours.isSubset(of: codes), "\(ours.subtracting(codes))")
    }
}
