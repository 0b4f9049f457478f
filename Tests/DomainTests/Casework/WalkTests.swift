import Domain
import Foundation
import Testing

/// Walks through every state that a case can come to: rounds and extensions up to two, every level, every request.
///
/// What is shown here is shown of the rules themselves, not of a model of them: each step is a real decision.
struct WalkTests {
    /// What tells two states apart here; times and words do not.
    private struct Key: Hashable {
        var stage: Stage.Name
        var level: Level
        var descents: Set<Level>
        var round: Int
        var extensions: Int
        var request: CaseRequest.Kind?
        var isVoidAsked: Bool
        var isSupervised: Bool
        var isOverdue: Bool
        var isExplained: Bool
        var isDesignated: Bool
        var isEstablished: Bool

        init(_ state: Case) {
            let file = state.file
            stage = state.stage.name
            level = file?.level ?? .resident
            descents = file?.descents ?? []
            // What is possible in the third round is possible in the second; so with extensions.
            round = min(file?.round ?? 0, 2)
            extensions = min(file?.extensions ?? 0, 2)
            request = file?.request?.what.kind
            isVoidAsked = file?.voidRequest != nil
            isSupervised = file?.supervision != nil
            isOverdue = file?.isOverdue == true
            isExplained = file?.isExplained == true
            isDesignated = state.stage.order?.isDesignated == true
            isEstablished = file?.establishedBy != nil
        }
    }

    /// The commands that are tried in every state: all, those with two outcomes both ways.
    private static func commands() throws -> [CaseCommand] {
        try CaseAction.allCases.map(People.command) + [
            .verify(isReal: false, note: "没有"), .check(isSolved: false, note: "没好"),
            .confirm(isSolved: false, note: "没好"), .feedBack(Feedback(result: .explained, text: "无法")),
        ]
    }

    /// Everybody who could try: the reporter, anybody, the clockwork before and after every due time, staff of every role.
    private static func actors() throws -> [(Actor, Instant)] {
        let later = People.monday.advanced(bySeconds: 3_600)
        let late = People.monday.advanced(bySeconds: 300 * 86_400)
        let people: [Actor] = [.reporter, .resident] + (try Role.allCases.map { .staff(try People.staff($0)) })
        return people.map { ($0, later) } + [(.system, later), (.system, late)]
    }

    private static func walk(
        by actors: [(Actor, Instant)],
        without left: Set<CaseAction> = []
    ) throws -> Walk<Key> {
        let left = left.union(apart)
        return Walk(
            try commands().filter { !left.contains($0.action) },
            in: try actors.map { try People.situation($0.0, at: $0.1) },
            by: Key.init
        )
    }

    /// More than one unit at a case: ``SharedWalkTests`` walks that.
    private static let apart: Set<CaseAction> = [
        .assist, .acknowledgeAssistance, .answerAssistance, .releaseAssistance, .blowWhistle, .acceptCall, .refuseCall,
        .arrive, .reportAction, .rateCall, .callAgain, .releaseCall, .split, .beginPart, .notePart, .attach,
        .detach, .recuse, .watch,
    ]

    /// Without what is tried apart: voiding, supervision and the overdue mark double every state.
    private static let straight = Swift.Result {
        try walk(
            by: actors(),
            without: [.askVoid, .approveVoid, .declineVoid, .supervise, .answerSupervision, .markOverdue]
        )
    }

    /// With them, and without the levels.
    private static let beside = Swift.Result { try walk(by: actors(), without: [.raise, .lower]) }

    @Test func `every stage is reached, and every open one has an owner and a clock`() throws {
        for walk in [try Self.straight.get(), try Self.beside.get()] {
            for state in walk.states where state.stage.name.isOpen {
                #expect(state.awaits != nil && state.stepDue != nil, "\(Key(state))")
            }
            for state in walk.states where !state.stage.name.isOpen {
                #expect(state.awaits == nil && state.stepDue == nil, "\(Key(state))")
            }
        }
        #expect(Set(try Self.beside.get().states.map(\.stage.name)) == Set(Stage.Name.allCases))
        #expect(Set(try Self.straight.get().states.compactMap(\.file?.level)) == Set(Level.allCases.dropFirst()))
    }

    @Test func `every state can come to an end`() throws {
        for walk in [try Self.straight.get(), try Self.beside.get()] {
            let stuck = walk.stuck.map(Key.init)
            #expect(stuck.isEmpty, "\(stuck.prefix(3))")
        }
    }

    @Test func `nothing is closed without a check, or one of the stated exceptions`() throws {
        for walk in [try Self.straight.get(), try Self.beside.get()] {
            for edge in walk.edges where edge.from != edge.to {
                let (from, to) = (walk.states[edge.from].stage.name, walk.states[edge.to].stage.name)
                if to == .closed, from != .closed {
                    // Solved on the spot, ended in another system, or closed before and explained.
                    let exceptions: [(Stage.Name, CaseAction)] = [
                        (.passed, .close), (.selfHandled, .close), (.reported, .concludeElsewhere),
                        (.contested, .explain),
                    ]
                    #expect(exceptions.contains { $0 == (from, edge.action) }, "\(from) \(edge.action)")
                }
                if to == .passed, from != .passed {
                    #expect([.check, .confirm].contains(edge.action), "\(edge.action)")
                }
            }
        }
    }

    @Test func `nobody comes alone to what takes two people`() throws {
        // given: one person with every role, working for the unit
        let person = Staff(
            account: People.account(77),
            roles: Set(Role.allCases),
            scope: .district,
            unit: try UnitCode(parsing: "CG")
        )
        let times = [People.monday.advanced(bySeconds: 3_600), People.monday.advanced(bySeconds: 300 * 86_400)]
        let actors: [(Actor, Instant)] = [(.resident, times[0])] + times.map { (.staff(person), $0) }

        // when
        let walk = try Self.walk(by: actors)

        // then: whoever establishes does not dispatch, whoever handles does not close, whoever asks does not agree
        let forbidden: Set<Stage.Name> = [
            .voided, .notAccepted, .suspended, .terminated, .dispatched, .closed, .passed,
        ]
        #expect(Set(walk.states.map(\.stage.name)).isDisjoint(with: forbidden))
        #expect(walk.states.allSatisfy { ($0.file?.extensions ?? 0) == 0 })
    }

    @Test func `a case goes down once from each level, and up to the joint session`() throws {
        let walk = try Self.straight.get()
        for edge in walk.edges {
            let (from, to) = (walk.states[edge.from].file, walk.states[edge.to].file)
            guard let from, let to else { continue }
            if to.level < from.level {
                #expect(!from.descents.contains(from.level) && to.descents.contains(from.level))
                #expect(to.level == from.level.below)
            }
            if edge.action == .raise { #expect(to.level == from.level.above) }
        }
    }

    @Test func `whatever is refused is refused with a code of the published list`() throws {
        let page = try String(
            contentsOf: URL(filePath: #filePath).appending(path: "../../../../docs/refusals.md").standardized,
            encoding: .utf8
        )
        let published = Set(page.matches(of: /\| `([a-z_.]+)` \|/).map { String($0.output.1) })
        let told = try Self.straight.get().codes.union(Self.beside.get().codes)
        #expect(told.isSubset(of: published) && told.count > 15, "\(told.subtracting(published))")
    }
}
