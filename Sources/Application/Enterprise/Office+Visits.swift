import Crypto
package import Domain
import Foundation
package import Store

/// What somebody asks a firm for.
package struct BookingDraft: Sendable {
    package var purpose: Visit.Purpose
    package var day: Day
    package var part: Visit.DayPart
    package var note: String
    /// The firm has asked for it.
    package var isAsked: Bool

    package init(purpose: Visit.Purpose, day: Day, part: Visit.DayPart, note: String = "", isAsked: Bool = false) {
        self.purpose = purpose
        self.day = day
        self.part = part
        self.note = note
        self.isAsked = isAsked
    }
}

/// What somebody writes down after a visit.
package struct RecordDraft: Sendable {
    package var on: Day
    package var outcome: Visit.Outcome
    package var minutes: Int
    package var needs: Set<Visit.Need>
    package var problems: [String]
    /// Serials of published policies.
    package var explained: [Int]
    /// Names of others.
    package var policies: [String]
    package var remark: String
    /// The six digits that the firm has read out; empty where it has not.
    package var code: String

    package init(
        on: Day,
        outcome: Visit.Outcome,
        minutes: Int,
        needs: Set<Visit.Need> = [],
        problems: [String] = [],
        explained: [Int] = [],
        policies: [String] = [],
        remark: String = "",
        code: String = ""
    ) {
        self.on = on
        self.outcome = outcome
        self.minutes = minutes
        self.needs = needs
        self.problems = problems
        self.explained = explained
        self.policies = policies
        self.remark = remark
        self.code = code
    }
}

/// A visit with what was written down of it.
package struct VisitView: Sendable {
    package let id: ID<Visit>
    package let state: Visit
    package let firm: EnterpriseSummary
}

extension Office {
    /// A visit as somebody may see it; nil when there is none.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func visit(_ id: ID<Visit>, for actor: Actor) async throws -> VisitView? {
        let journal = journal
        let found = try await engine.read { db -> (VisitView, Enterprise)? in
            let state = try journal.past(of: id, in: db).state
            guard let firm = state.firm, let summary = try EnterpriseQueries.summary(firm.number, in: db) else {
                return nil
            }
            let enterprise = try journal.past(of: summary.id, in: db).state
            return (VisitView(id: id, state: state, firm: summary), enterprise)
        }
        guard let (view, enterprise) = found else { return nil }
        try demand(.see, of: actor, on: enterprise)
        return view
    }

    /// What somebody has been asked to visit or has visited, the latest day first.
    package func visits(of staff: Staff) async throws -> [VisitSummary] {
        try await engine.read { try VisitQueries.visits(by: staff.account, limit: 50, in: $0) }
    }

    /// The names of some firms by number.
    package func enterprises(numbered numbers: Set<Int>) async throws -> [Int: EnterpriseSummary] {
        try await engine.read { db in
            var found: [Int: EnterpriseSummary] = [:]
            for number in numbers { found[number] = try EnterpriseQueries.summary(number, in: db) }
            return found
        }
    }

    /// Asks a firm for a visit; the firm may refuse it, move it, or have it made together with another one.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    @discardableResult
    package func book(_ draft: BookingDraft, at number: Int, by staff: Staff) async throws -> ID<Visit> {
        try demand(.visit, of: .staff(staff))
        let (moment, today) = (now, today)
        let unit = try body(of: staff)
        let id: ID<Visit> = world.newID(at: moment)
        let position = try await engine.write { [self] db in
            let (summary, firm) = try visited(number, on: draft.day, by: staff, db: db)
            let booking = Visit.Booking(
                unit: unit,
                officer: staff.account,
                purpose: draft.purpose,
                day: draft.day,
                part: draft.part,
                note: draft.note,
                isAsked: draft.isAsked,
                round: try VisitQueries.round(of: summary.number, on: draft.day, in: db)
            )
            let situation = Visit.Situation(
                today: today,
                askedInMonth: try VisitQueries.asked(of: number, inMonthOf: draft.day, in: db),
                cap: try EnterpriseQueries.lists(in: db).cap
            )
            var past = Journal.Past<Visit>()
            try handle(.book(firm, booking), on: id, &past, situation, by: .staff(staff), at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
        return id
    }

    /// Takes back what a body has asked for.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func withdraw(_ id: ID<Visit>, by staff: Staff) async throws {
        try demand(.visit, of: .staff(staff))
        let (moment, today) = (now, today)
        let position = try await engine.write { [self] db in
            var past = try journal.past(of: id, in: db)
            guard past.state.firm != nil else { throw Refusal.unknown(.visit) }
            guard past.state.booking?.officer == staff.account else { throw Refusal.otherSteward }
            let situation = Visit.Situation(today: today)
            try handle(.withdraw, on: id, &past, situation, by: .staff(staff), at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// Writes a visit down: one that was asked for, or one that nobody had asked for beforehand.
    ///
    /// `key`: the sender's own name for it; what comes in once more under the same key is the same visit.
    /// - Returns: the visit, and whether the firm's code was right; nil where none was given.
    /// - Throws: ``Refusal``, ``Fault``.
    @discardableResult
    package func record(
        _ draft: RecordDraft,
        at number: Int,
        booked: ID<Visit>? = nil,
        key: ID<Visit>? = nil,
        by staff: Staff
    ) async throws -> (id: ID<Visit>, isCodeRight: Bool?) {
        try demand(.visit, of: .staff(staff))
        let moment = now
        let id = booked ?? key.map { Self.visit(named: $0, by: staff.account) } ?? world.newID(at: moment)
        let (isRight, position) = try await engine.write { [self] db in
            let isRight = try record(draft, id: id, at: number, by: staff, moment: moment, db: db)
            return (isRight, try journal.position(in: db))
        }
        noteCommitted(position)
        return (id, isRight)
    }

    /// The id of a visit that somebody's browser has named: nobody can name another's.
    private static func visit(named key: ID<Visit>, by account: ID<Account>) -> ID<Visit> {
        var bytes = Array(SHA256.hash(data: account.bytes + key.bytes).prefix(16))
        // Version 8, RFC 9562 5.8: made in a way of one's own.
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        guard let id = ID<Visit>(bytes: bytes) else { preconditionFailure("assumed sixteen bytes to be an id") }
        return id
    }

    /// The same in the caller's transaction.
    func record(
        _ draft: RecordDraft,
        id: ID<Visit>,
        at number: Int,
        by staff: Staff,
        moment: Instant,
        db: any Connection
    ) throws -> Bool? {
        let today = settings.zone.day(of: moment)
        var past = try journal.past(of: id, in: db)
        if past.version > 0 {
            guard past.state.firm?.number == number else { throw Refusal.unknown(.visit) }
            let bodies = past.state.companions + [past.state.booking?.unit, past.state.record?.unit].compactMap { $0 }
            guard bodies.contains(try body(of: staff)) else { throw Refusal.otherSteward }
        }
        let (summary, firm) = try visited(number, on: draft.on, by: staff, db: db)
        // One that has ended since is fine: a visit may come in days after it was made.
        let explained = Set(draft.explained).sorted()
        for serial in explained { _ = try FirmPolicy.id(of: serial, in: db) }
        let record = Visit.Record(
            unit: try body(of: staff),
            officer: staff.account,
            on: draft.on,
            outcome: draft.outcome,
            minutes: draft.outcome == .visited ? draft.minutes : 0,
            needs: draft.needs,
            problems: draft.problems,
            explained: explained,
            policies: draft.policies,
            remark: draft.remark,
            round: try VisitQueries.round(of: number, on: draft.on, in: db)
        )
        let situation = Visit.Situation(today: today)
        let before = past.version
        try handle(.record(firm, record), on: id, &past, situation, by: .staff(staff), at: moment, db: db)
        // Sent once more: all of it is there.
        if past.version == before { return draft.code.isEmpty ? nil : past.state.isConfirmedByCode }
        // What a firm has said is a problem of its own from now on. One need beside it says of which kind.
        let need = draft.needs.count == 1 ? draft.needs.first ?? .other : .other
        for problem in draft.problems where problem.contains(where: { !$0.isWhitespace }) {
            let problem = ProblemDraft(source: .visit, need: need, text: problem, visit: id)
            _ = try collect(problem, ofFirm: summary, by: .staff(staff), at: moment, db: db)
        }
        guard !draft.code.isEmpty else { return nil }
        let code = keys.dayCode(for: number, version: summary.linkVersion, on: draft.on)
        guard Self.isSame(draft.code, code) else { return false }
        try handle(.confirm(.code, askedTwice: 0), on: id, &past, situation, by: .reporter, at: moment, db: db)
        return true
    }

    /// The firm that somebody visits, in the words of the visit.
    private func visited(
        _ number: Int,
        on day: Day,
        by staff: Staff,
        db: any Connection
    ) throws -> (EnterpriseSummary, Visit.Firm) {
        guard let summary = try EnterpriseQueries.summary(number, in: db) else { throw Refusal.unknown(.firm) }
        let enterprise = try journal.past(of: summary.id, in: db).state
        try demand(.visit, of: .staff(staff), on: enterprise)
        guard enterprise.ending.map({ $0.day >= day }) ?? true else { throw Refusal.firmEnded }
        let firm = Visit.Firm(
            number: number,
            kind: summary.kind,
            grid: enterprise.details?.place.grid,
            tag: try firmTag(of: summary.id, year: day.year, db: db)
        )
        return (summary, firm)
    }

    func handle(
        _ command: Visit.Command,
        on id: ID<Visit>,
        _ past: inout Journal.Past<Visit>,
        _ situation: Visit.Situation,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        let envelope = Envelope(at: moment, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
    }

    /// Compared as digests of one length in constant time.
    static func isSame(_ given: String, _ expected: String) -> Bool {
        let key = SymmetricKey(size: .bits256)
        return HMAC<SHA256>.isValidAuthenticationCode(
            HMAC<SHA256>.authenticationCode(for: Data(expected.utf8), using: key),
            authenticating: Data(given.utf8),
            using: key
        )
    }
}

extension Visit {
    fileprivate var isConfirmedByCode: Bool {
        if case .answered(_, .confirmed(.code)) = state { true } else { false }
    }
}
