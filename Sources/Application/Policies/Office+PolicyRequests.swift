package import Domain
package import Store

/// What a firm sends, or its steward for it: no answers to conditions.
package struct PolicyRequestDraft: Hashable, Sendable {
    package var policy: Int
    package var kind: PolicyRequest.Kind
    package var words: String

    package init(policy: Int, kind: PolicyRequest.Kind, words: String) {
        self.policy = policy
        self.kind = kind
        self.words = words
    }
}

/// What the unit does about it.
package enum PolicyRequestStep: Hashable, Sendable {
    case answer(PolicyRequest.Result, words: String)
    case passOn(UnitCode, words: String)
}

/// A request with everything that is on record of it.
package struct PolicyRequestView: Sendable {
    package let summary: PolicyRequestSummary
    package let state: PolicyRequest
    package let intake: PolicyRequest.Intake
    /// Whoever looks may answer it.
    package let mayAnswer: Bool
}

extension Office {
    // MARK: - Asking

    /// The firm asks by its own link; nil when number or secret is wrong.
    ///
    /// - Returns: the request's number.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func ask(_ draft: PolicyRequestDraft, ofFirm number: Int, secret: String) async throws -> Int? {
        guard try await firmPage(of: number, secret: secret) != nil else { return nil }
        let moment = now
        let (request, position) = try await engine.write { [self] db in
            guard let firm = try EnterpriseQueries.summary(number, in: db) else { throw Refusal.unknown(.firm) }
            let request = try ask(draft, of: firm, through: .link, by: .reporter, at: moment, db: db)
            return (request, try journal.position(in: db))
        }
        noteCommitted(position)
        return request
    }

    /// Somebody asks for a firm.
    ///
    /// `hasConsent`: the firm has agreed to it.
    /// - Returns: the request's number.
    /// - Throws: ``Refusal`` or ``Fault``.
    package func ask(
        _ draft: PolicyRequestDraft,
        forFirm number: Int,
        hasConsent: Bool,
        by staff: Staff
    ) async throws -> Int {
        try demand(.askForFirm, of: .staff(staff))
        let moment = now
        let (request, position) = try await engine.write { [self] db in
            guard let firm = try EnterpriseQueries.summary(number, in: db) else { throw Refusal.unknown(.firm) }
            try demand(.askForFirm, of: .staff(staff), on: journal.past(of: firm.id, in: db).state)
            guard hasConsent else { throw Refusal.work(.consentMissing) }
            let request = try ask(draft, of: firm, through: .steward, by: .staff(staff), at: moment, db: db)
            return (request, try journal.position(in: db))
        }
        noteCommitted(position)
        return request
    }

    /// The same in the caller's transaction, for whoever was let in.
    func ask(
        _ draft: PolicyRequestDraft,
        of firm: EnterpriseSummary,
        through channel: PolicyRequest.Channel,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws -> Int {
        guard firm.isOpen else { throw Refusal.firmEnded }
        let today = settings.zone.day(of: moment)
        let policy = try journal.past(of: FirmPolicy.id(of: draft.policy, in: db), in: db).state
        guard let content = policy.content, policy.isInForce(on: today) else {
            throw Refusal.work(.policyNotInForce)
        }
        let days: Int
        switch draft.kind {
        case .application:
            guard try !PolicyQueries.hasApplied(firm.number, for: draft.policy, in: db) else {
                throw Refusal.work(.requestOpen)
            }
            days = content.days
        case .question: days = PolicyRequest.questionDays
        }
        let intake = PolicyRequest.Intake(
            number: try PolicyQueries.lastNumber(in: db) + 1,
            kind: draft.kind,
            policy: draft.policy,
            version: policy.versions.count,
            firm: firm.number,
            firmKind: firm.kind,
            grid: firm.grid.flatMap { directory.grid(named: $0) },
            channel: channel,
            words: draft.words,
            unit: content.lead,
            days: days,
            due: directory.calendar.workingDay(days, after: today)
        )
        var past = Journal.Past<PolicyRequest>()
        let id: ID<PolicyRequest> = world.newID(at: moment)
        try handle(.ask(intake), on: id, &past, ofFirm: firm.id, by: actor, at: moment, db: db)
        return intake.number
    }

    /// The firm takes back what has no answer yet; nil when number or secret is wrong.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func takeBack(_ request: Int, ofFirm number: Int, secret: String) async throws -> Bool? {
        guard try await firmPage(of: number, secret: secret) != nil else { return nil }
        let moment = now
        let position = try await engine.write { [self] db in
            guard try PolicyQueries.request(request, in: db)?.firm == number else {
                throw Refusal.unknown(.policyRequest)
            }
            try takeBack(request, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
        return true
    }

    /// The same in the caller's transaction.
    func takeBack(_ request: Int, at moment: Instant, db: any Connection) throws {
        guard let row = try PolicyQueries.request(request, in: db),
            let firm = try EnterpriseQueries.summary(row.firm, in: db)
        else { throw Refusal.unknown(.policyRequest) }
        var past = try journal.past(of: row.id, in: db)
        try handle(.takeBack, on: row.id, &past, ofFirm: firm.id, by: .reporter, at: moment, db: db)
    }

    // MARK: - Answering

    /// - Throws: ``Refusal`` or ``Fault``.
    package func take(_ step: PolicyRequestStep, atRequest number: Int, by staff: Staff) async throws {
        try demand(.answerRequests, of: .staff(staff))
        let moment = now
        let position = try await engine.write { [self] db in
            try take(step, atRequest: number, by: staff, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// The same in the caller's transaction; working days are counted by the calendar in force.
    func take(
        _ step: PolicyRequestStep,
        atRequest number: Int,
        by staff: Staff,
        at moment: Instant,
        db: any Connection
    ) throws {
        guard let row = try PolicyQueries.request(number, in: db),
            let firm = try EnterpriseQueries.summary(row.firm, in: db)
        else { throw Refusal.unknown(.policyRequest) }
        var past = try journal.past(of: row.id, in: db)
        guard staff.unit != nil, staff.unit == past.state.unit else { throw Refusal.otherUnit }
        let command: PolicyRequest.Command
        switch step {
        case .answer(let result, let words):
            let today = settings.zone.day(of: moment)
            let days = directory.calendar.workingDays(after: past.state.askedOn ?? today, through: today)
            command = .answer(result, words: words, days: days)
        case .passOn(let unit, let words):
            guard directory.handlingUnits[unit] != nil else { throw Refusal.unknown(.handlingUnit) }
            command = .passOn(unit, words: words)
        }
        try handle(command, on: row.id, &past, ofFirm: firm.id, by: .staff(staff), at: moment, db: db)
    }

    private func handle(
        _ command: PolicyRequest.Command,
        on id: ID<PolicyRequest>,
        _ past: inout Journal.Past<PolicyRequest>,
        ofFirm firm: ID<Enterprise>,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        let day = settings.zone.day(of: moment)
        let situation = PolicyRequest.Situation(today: day, tag: try firmTag(of: firm, year: day.year, db: db))
        let envelope = Envelope(at: moment, by: actor.author)
        _ = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
    }

    // MARK: - Looking

    /// The requests that somebody may see: a unit its own, a steward those of the firms that it serves.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func policyRequests(
        _ filter: PolicyRequestFilter,
        for staff: Staff
    ) async throws -> [PolicyRequestSummary] {
        try demand(.see, of: .staff(staff))
        guard let asked = narrowed(filter, to: staff) else { return [] }
        return try await engine.read { try PolicyQueries.requests(asked, in: $0) }
    }

    /// What waits for the answer of somebody's unit, the day that comes first on top.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func waitingRequests(of staff: Staff, limit: Int = 100) async throws -> [PolicyRequestSummary] {
        guard may(.answerRequests, staff), let unit = staff.unit else { return [] }
        return try await engine.read { try PolicyQueries.waiting(for: unit, limit: limit, in: $0) }
    }

    /// What a firm has asked, for whoever was let in by its link.
    ///
    /// - Throws: ``Fault``.
    func policyRequests(ofFirm number: Int, db: any Connection) throws -> [PolicyRequestView] {
        var filter = PolicyRequestFilter()
        filter.status = .all
        filter.firm = number
        filter.limit = 20
        return try PolicyQueries.requests(filter, in: db).compactMap { try view($0, mayAnswer: false, db: db) }
    }

    private func view(
        _ summary: PolicyRequestSummary,
        mayAnswer: Bool,
        db: any Connection
    ) throws -> PolicyRequestView? {
        let state = try journal.past(of: summary.id, in: db).state
        guard let intake = state.intake else { return nil }
        return PolicyRequestView(summary: summary, state: state, intake: intake, mayAnswer: mayAnswer)
    }

    /// A request as somebody may see it; nil when there is none of that number.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    package func policyRequest(_ number: Int, for staff: Staff) async throws -> PolicyRequestView? {
        try demand(.see, of: .staff(staff))
        return try await engine.read { [self] db in
            guard let summary = try PolicyQueries.request(number, in: db),
                let firm = try EnterpriseQueries.summary(summary.firm, in: db)
            else { return nil }
            // The unit that answers sees it wherever the firm lies.
            let isOurs = staff.unit != nil && staff.unit == summary.unit && may(.answerRequests, staff)
            if !isOurs { try demand(.see, of: .staff(staff), on: journal.past(of: firm.id, in: db).state) }
            return try view(summary, mayAnswer: isOurs && summary.state == .open, db: db)
        }
    }
}
