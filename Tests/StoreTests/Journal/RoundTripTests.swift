import Domain
import Foundation
import Testing

@testable import Store

/// Event → public facts and payload → event, for everything that can ever stand in a journal.
struct RoundTripTests {
    /// An event's two halves as they are stored.
    private struct Written {
        let type: String
        let facts: Facts
        let publicText: String
        let payloadText: String
    }

    private static let envelope = Envelope(at: EventSamples.moment, by: .staff(EventSamples.account(9)))

    /// Writes `event` after `before`, reads it back, and expects the same.
    private func roundTrip<Subject: Journaled>(
        _ event: Subject.Event,
        after before: [Subject.Event],
        of subject: Subject.Type
    ) throws -> Written where Subject.Event: Equatable {
        // given
        var state = Subject()
        for past in before { state.apply(past) }
        state.apply(event)

        // when
        let content = Subject.content(of: event, in: state)
        let key = [UInt8](repeating: 7, count: 32)
        let sealed = content.sealed(Self.envelope, zone: .china, key: key)
        let back = try Journal.event(of: Subject.self, facts: sealed.facts, payload: sealed.payload)

        // then
        #expect(back == event)
        let facts = try Facts(canonical: sealed.facts)
        #expect(try facts.text("c") == Commitment.of(sealed.payload, key: key))
        return Written(
            type: content.type,
            facts: facts,
            publicText: String(decoding: sealed.facts, as: UTF8.self),
            payloadText: String(decoding: sealed.payload, as: UTF8.self)
        )
    }

    /// Each event in every situation that its facts depend on: reported only, overdue, and within a step that has a limit.
    private func written(_ events: [CaseEvent]) throws -> [(name: String, written: Written)] {
        func event(_ what: CaseEvent) -> Case.Event {
            Case.Event(at: EventSamples.moment, by: .staff(EventSamples.account(9)), what: what)
        }
        let report = event(
            .reported(
                try EventSamples.report(),
                post: nil,
                answer: try EventSamples.clock("1wd"),
                calendar: EventSamples.mark
            )
        )
        let due = EventSamples.moment
        let order = event(.dispatched(Order(unit: try UnitCode(parsing: "hw"), opinion: EventSamples.mark, due: due)))
        let ended = event(.withdrawn(reason: ""))
        let befores: [[Case.Event]] = [
            [report], [report, event(.becameOverdue(due: due))],
            [report, event(.verificationAsked(note: EventSamples.mark, due: due))], [report, order],
            [report, order, event(.checkAsked(due: due))],
        ]
        let ends = [[report, ended], [report, event(.becameOverdue(due: due)), ended]]
        return try events.flatMap { what in
            if case .reported = what {
                return [(FrozenTypes.name(what), try roundTrip(event(what), after: [], of: Case.self))]
            }
            let isBack = ["case.reopened", "case.unmerged"].contains(FrozenTypes.name(what))
            return try (isBack ? ends : befores).map {
                (FrozenTypes.name(what), try roundTrip(event(what), after: $0, of: Case.self))
            }
        }
    }

    /// The grid's own work: each event after those before it in its life.
    private func work() throws -> [(name: String, written: Written)] {
        func life<Subject: Journaled>(
            _ events: [Subject.Event],
            _ name: (Subject.Event) -> String,
            of subject: Subject.Type
        ) throws -> [(name: String, written: Written)] where Subject.Event: Equatable {
            try events.indices.map { index in
                (name(events[index]), try roundTrip(events[index], after: Array(events[..<index]), of: subject))
            }
        }
        return try EventSamples.activities().flatMap { try life($0, FrozenTypes.name, of: Activity.self) }
            + life(EventSamples.handout(), FrozenTypes.name, of: Handout.self)
            + EventSamples.meetingBodies().flatMap { try life($0, FrozenTypes.name, of: MeetingBody.self) }
            + life(EventSamples.checklist(), FrozenTypes.name, of: Checklist.self)
            + life(EventSamples.sweep(), FrozenTypes.name, of: Sweep.self)
            + life(EventSamples.sweepElement(), FrozenTypes.name, of: SweepElement.self)
            + life(EventSamples.need(), FrozenTypes.name, of: Need.self)
            + life(EventSamples.offer(), FrozenTypes.name, of: Offer.self)
            + life(EventSamples.volunteer(), FrozenTypes.name, of: Volunteer.self)
            + EventSamples.pledges().flatMap { try life($0, FrozenTypes.name, of: Pledge.self) }
            + life(EventSamples.dispute(), FrozenTypes.name, of: Dispute.self)
            + life(EventSamples.formOrder(), FrozenTypes.name, of: FormOrder.self)
            + life(EventSamples.project(), FrozenTypes.name, of: Project.self)
            + EventSamples.procedures().flatMap { try life($0, FrozenTypes.name, of: Procedure.self) }
            + life(EventSamples.policy(), FrozenTypes.name, of: FirmPolicy.self)
            + EventSamples.policyRequests().flatMap { try life($0, FrozenTypes.name, of: PolicyRequest.self) }
    }

    /// Each event after the first so many of the same list.
    private func each<Subject: Journaled>(
        _ events: [Subject.Event],
        _ name: (Subject.Event) -> String,
        of subject: Subject.Type,
        after count: Int = 0
    ) throws -> [(name: String, written: Written)] where Subject.Event: Equatable {
        try events.map { (name($0), try roundTrip($0, after: Array(events.prefix(count)), of: subject)) }
    }

    /// Everything written, with the name that the frozen list gives its event.
    private func everything() throws -> [(name: String, written: Written)] {
        var all = try work()
        all += try written(EventSamples.cases())
        all += try each(EventSamples.accounts(), FrozenTypes.name, of: Account.self, after: 1)
        all += try each(EventSamples.catalogue(), FrozenTypes.name, of: Catalogue.self)
        all += try each(EventSamples.signInRules(), FrozenTypes.name, of: SignInRules.self)
        all += try each(EventSamples.messageTemplates(), FrozenTypes.name, of: MessageTemplates.self)
        all += try each(EventSamples.posts(), FrozenTypes.name, of: Post.self, after: 1)
        all += try each(EventSamples.unitPosts(), FrozenTypes.name, of: Post.self, after: 1)
        all += try each(EventSamples.territory(), FrozenTypes.name, of: Territory.self)
        all += try each(EventSamples.indicators(), FrozenTypes.name, of: Indicators.self)
        all += try each(EventSamples.figures(), FrozenTypes.name, of: Figure.self)
        all += try each(EventSamples.bulletins(), FrozenTypes.name, of: Bulletin.self, after: 1)
        all += try each(EventSamples.enterprises(), FrozenTypes.name, of: Enterprise.self, after: 1)
        all += try each(EventSamples.enterpriseLists(), FrozenTypes.name, of: EnterpriseLists.self)
        all += try each(EventSamples.bookings(), FrozenTypes.name, of: Visit.self, after: 1)
        all += try each(EventSamples.records(), FrozenTypes.name, of: Visit.self, after: 1)
        all += try each(EventSamples.rounds(), FrozenTypes.name, of: VisitRound.self, after: 1)
        all += try EventSamples.problems().flatMap { events in
            try events.indices.map { index in
                let before = Array(events[..<index])
                let written = try roundTrip(events[index], after: before, of: EnterpriseProblem.self)
                return (FrozenTypes.name(events[index]), written)
            }
        }
        all += try each(EventSamples.erasures(), FrozenTypes.name, of: Erasure.self, after: 1)
        return all
    }

    @Test func `every event comes back from the journal as it went in, under its frozen name`() throws {
        let everything = try everything()

        for (name, written) in everything { #expect(written.type == name) }
        // A renamed type, a new one and one without a sample all end here.
        #expect(Set(everything.map(\.name)) == Set(FrozenTypes.publicKeys.keys))
        #expect(FrozenTypes.publicKeys.keys.count { $0.hasPrefix("case.") } == 75)
    }

    @Test func `everybody sees the keys of the frozen list and no others`() throws {
        var seen: [String: Set<String>] = [:]
        for (name, written) in try everything() {
            let keys = Set(written.facts.fields.map(\.key)).subtracting(["at", "c", "t", "v"])
            seen[name, default: []].formUnion(keys)
        }

        #expect(seen == FrozenTypes.publicKeys)
    }

    @Test func `no private word, place, moment or person stands in what everybody sees`() throws {
        let everything = try everything()
        let person = EventSamples.account(9).rawValue.uuidString

        for (name, written) in everything {
            #expect(!written.publicText.contains(EventSamples.mark), "\(name): \(written.publicText)")
            #expect(!written.publicText.contains(person.prefix(8)), "\(name): \(written.publicText)")
            for number in EventSamples.privateNumbers {
                #expect(!written.publicText.contains(number), "\(name): \(written.publicText)")
            }
            // The moment and the person are not lost: the office knows them.
            #expect(written.payloadText.contains(person) && written.payloadText.contains("1780279217"))
        }
        #expect(everything.contains { $0.written.payloadText.contains(EventSamples.mark) })
    }

    @Test(arguments: SubjectKind.allCases)
    func `an entry of a type that its subject does not know is damage, not nothing`(kind: SubjectKind) {
        let facts: Facts = ["t": .text("case.unheard_of"), "time": .integer(0), "by": .text("system")]

        #expect(throws: Fault.self) {
            switch kind {
            case .account: _ = try Account.event(type: "case.unheard_of", facts: facts)
            case .bulletin: _ = try Bulletin.event(type: "case.unheard_of", facts: facts)
            case .casework: _ = try Case.event(type: "case.unheard_of", facts: facts)
            case .catalogue: _ = try Catalogue.event(type: "case.unheard_of", facts: facts)
            case .erasure: _ = try Erasure.event(type: "case.unheard_of", facts: facts)
            case .figure: _ = try Figure.event(type: "case.unheard_of", facts: facts)
            case .indicators: _ = try Indicators.event(type: "case.unheard_of", facts: facts)
            case .messageTemplates: _ = try MessageTemplates.event(type: "case.unheard_of", facts: facts)
            case .post: _ = try Post.event(type: "case.unheard_of", facts: facts)
            case .signInRules: _ = try SignInRules.event(type: "case.unheard_of", facts: facts)
            case .territory: _ = try Territory.event(type: "case.unheard_of", facts: facts)
            case .enterprise: _ = try Enterprise.event(type: "case.unheard_of", facts: facts)
            case .enterpriseLists: _ = try EnterpriseLists.event(type: "case.unheard_of", facts: facts)
            case .visit: _ = try Visit.event(type: "case.unheard_of", facts: facts)
            case .visitRound: _ = try VisitRound.event(type: "case.unheard_of", facts: facts)
            case .problem: _ = try EnterpriseProblem.event(type: "case.unheard_of", facts: facts)
            case .activity: _ = try Activity.event(type: "case.unheard_of", facts: facts)
            case .checklist: _ = try Checklist.event(type: "case.unheard_of", facts: facts)
            case .dispute: _ = try Dispute.event(type: "case.unheard_of", facts: facts)
            case .handout: _ = try Handout.event(type: "case.unheard_of", facts: facts)
            case .meetingBody: _ = try MeetingBody.event(type: "case.unheard_of", facts: facts)
            case .need: _ = try Need.event(type: "case.unheard_of", facts: facts)
            case .offer: _ = try Offer.event(type: "case.unheard_of", facts: facts)
            case .pledge: _ = try Pledge.event(type: "case.unheard_of", facts: facts)
            case .sweep: _ = try Sweep.event(type: "case.unheard_of", facts: facts)
            case .sweepElement: _ = try SweepElement.event(type: "case.unheard_of", facts: facts)
            case .volunteer: _ = try Volunteer.event(type: "case.unheard_of", facts: facts)
            case .formOrder: _ = try FormOrder.event(type: "case.unheard_of", facts: facts)
            case .project: _ = try Project.event(type: "case.unheard_of", facts: facts)
            case .procedure: _ = try Procedure.event(type: "case.unheard_of", facts: facts)
            case .policy: _ = try FirmPolicy.event(type: "case.unheard_of", facts: facts)
            case .policyRequest: _ = try PolicyRequest.event(type: "case.unheard_of", facts: facts)
            }
        }
    }

    @Test func `every entry's author comes back, be it the reporter, the clockwork or a person`() throws {
        for author in [Case.Author.reporter, .system, .staff(EventSamples.account(1))] {
            let envelope = Envelope(at: .distantPast, by: author)
            let sealed = EntryContent(type: "case.acknowledged").sealed(envelope, zone: .china, key: [1])

            let back = try Envelope(facts: Facts(canonical: sealed.payload))

            #expect(back == envelope)
            #expect(try Facts(canonical: sealed.facts).text("at") == "0001-01-01")
        }
    }

    @Test func `no journal entry of a case is lost for want of one of its fields, it is damage`() throws {
        for event in try EventSamples.cases() {
            let written = try #require(try written([event]).first).written
            let all = try Facts(canonical: Array(written.payloadText.utf8))
            for key in ["time", "by"] {
                var less = all
                less[key] = nil
                #expect(throws: Fault.self) {
                    try Journal.event(of: Case.self, facts: Array(written.publicText.utf8), payload: less.canonical)
                }
            }
        }
    }
}
