package import Domain
package import Store

/// What a firm answers on its own page.
package enum FirmAnswer: Hashable, Sendable {
    case accept
    /// No reason is asked for, and none is kept.
    case refuse
    case move(Day, Visit.DayPart)
    /// This visit's body comes along with the other one's.
    case merge(into: ID<Visit>)
    case confirm(askedTwice: Int)
    case dispute(ground: String)
}

/// What a firm sees on its own page.
package struct FirmPageView: Sendable {
    package let enterprise: EnterpriseView
    /// What bodies ask for and what is agreed on, from today on.
    package let bookings: [VisitSummary]
    /// Visits that were recorded, the latest first.
    package let recorded: [VisitView]
    /// What it has said that it needs, the latest first.
    package let problems: [ProblemSummary]
    /// What it has asked of policies, the latest first.
    package let requests: [PolicyRequestView]
    /// The titles of the policies that its visits have explained.
    package let policyTitles: [Int: String]
    /// The six digits of today.
    package let code: String
}

extension Office {
    /// The firm's own link, for whoever hands it over: never for those who visit.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func firmLink(of number: Int, for actor: Actor) async throws -> String {
        try demand(.handLink, of: actor)
        guard let view = try await enterprise(number) else { throw Refusal.unknown(.firm) }
        try demand(.handLink, of: actor, on: view.state)
        return "\(settings.publicURL)\(firmPath(of: number, version: view.state.linkVersion))"
    }

    private func firmPath(of number: Int, version: Int) -> String {
        "/firm/\(number)/\(keys.firmSecret(for: number, version: version))"
    }

    /// What a firm sees; nil when number or secret is wrong, and nothing tells which.
    ///
    /// - Throws: ``Fault``.
    package func firmPage(of number: Int, secret: String) async throws -> FirmPageView? {
        guard let view = try await enterprise(number),
            Self.isSame(secret, keys.firmSecret(for: number, version: view.state.linkVersion))
        else { return nil }
        let (today, journal) = (today, journal)
        let until = today.advanced(by: Visit.bookingDays)
        let keys = keys
        return try await engine.read { [self] db in
            let bookings = try VisitQueries.visits(of: number, from: today, until: until, in: db)
            guard let summary = try EnterpriseQueries.summary(number, in: db) else { return nil }
            let recorded = try view.visits.filter { $0.outcome != nil }.prefix(20).map { visit in
                VisitView(id: visit.id, state: try journal.past(of: visit.id, in: db).state, firm: summary)
            }
            var filter = ProblemFilter()
            filter.status = .all
            filter.firm = number
            var titles: [Int: String] = [:]
            for serial in Set(recorded.flatMap { $0.state.record?.explained ?? [] }) {
                titles[serial] = try PolicyQueries.policy(serial, in: db)?.content.title
            }
            return FirmPageView(
                enterprise: view,
                bookings: bookings.filter { $0.outcome == nil },
                recorded: recorded,
                problems: try ProblemQueries.list(filter, in: db),
                requests: try policyRequests(ofFirm: number, db: db),
                policyTitles: titles,
                code: keys.dayCode(for: number, version: view.state.linkVersion, on: today)
            )
        }
    }

    /// Takes a firm's answer; nil when number or secret is wrong.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func answer(
        _ answer: FirmAnswer,
        to id: ID<Visit>,
        ofFirm number: Int,
        secret: String
    ) async throws -> Bool? {
        guard try await firmPage(of: number, secret: secret) != nil else { return nil }
        let (moment, today) = (now, today)
        let position = try await engine.write { [self] db in
            var past = try journal.past(of: id, in: db)
            guard past.state.firm?.number == number,
                let summary = try EnterpriseQueries.summary(number, in: db)
            else { throw Refusal.unknown(.visit) }
            let command: Visit.Command
            switch answer {
            case .accept: command = .accept
            case .refuse: command = .refuse
            case .move(let day, let part):
                command = .move(day, part, tag: try firmTag(of: summary.id, year: day.year, db: db))
            case .merge(let other):
                try join(past.state.booking?.unit, to: other, ofFirm: number, but: id, at: moment, db: db)
                command = .merge(into: other)
            case .confirm(let count): command = .confirm(.link, askedTwice: count)
            case .dispute(let ground): command = .dispute(ground: ground)
            }
            try handle(command, on: id, &past, Visit.Situation(today: today), by: .reporter, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
        return true
    }

    /// The other half of a merging: the body comes along with the visit that stays.
    private func join(
        _ unit: UnitCode?,
        to other: ID<Visit>,
        ofFirm number: Int,
        but id: ID<Visit>,
        at moment: Instant,
        db: any Connection
    ) throws {
        guard other != id else { throw Refusal.related }
        var past = try journal.past(of: other, in: db)
        guard past.state.firm?.number == number, let unit else { throw Refusal.unknown(.visit) }
        let situation = Visit.Situation(today: settings.zone.day(of: moment))
        try handle(.join(unit), on: other, &past, situation, by: .reporter, at: moment, db: db)
    }
}
