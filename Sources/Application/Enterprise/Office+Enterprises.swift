package import Domain
import Foundation
package import Store

/// A firm with everything that is on record of it.
package struct EnterpriseView: Sendable {
    package let id: ID<Enterprise>
    package let state: Enterprise
    package let details: Enterprise.Details
    /// The latest first.
    package let visits: [VisitSummary]
    /// From this day's Monday to its Sunday.
    package let week: [VisitSummary]
    /// Of this year.
    package let burden: Burden
    /// Firms that it was merged into, split into or came from, and those merged into it.
    package let relatives: [EnterpriseSummary]
}

extension Office {
    /// Whether somebody may do something in enterprise service.
    ///
    /// `firm`: which one it is done to; nil where the action is not about one.
    /// - Throws: ``Refusal/signInNeeded``, ``Refusal/roleNeeded(_:)``, ``Refusal/outsideScope`` or ``Refusal/otherSteward``.
    package func demand(_ action: ServiceAction, of actor: Actor, on firm: Enterprise? = nil) throws(Refusal) {
        switch actor {
        case .system: return
        case .resident, .reporter: throw .signInNeeded
        case .staff(let staff):
            guard let role = action.roles.sorted(by: { $0.rawValue < $1.rawValue }).last else { throw .outsideScope }
            let held = staff.roles.intersection(action.roles)
            guard !held.isEmpty else { throw .roleNeeded(role) }
            guard let firm else { return }
            let isServed = firm.stewardship.serves(staff.account, on: today)
            if held == [.steward] {
                // A steward's part of the territory is what is narrower than the district.
                let isHere = staff.scope != .district && directory.contains(staff.scope, firm.details?.place.grid)
                guard isServed || isHere else { throw .otherSteward }
            } else if !isServed, !directory.contains(staff.scope, firm.details?.place.grid) {
                throw .outsideScope
            }
        }
    }

    package func may(_ action: ServiceAction, _ staff: Staff) -> Bool { !staff.roles.isDisjoint(with: action.roles) }

    /// The list as somebody may see it.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func enterprises(_ filter: EnterpriseFilter, for staff: Staff) async throws -> [EnterpriseSummary] {
        try demand(.see, of: .staff(staff))
        var filter = filter
        filter.day = today
        let grids = directory.grids(in: staff.scope)?.map(\.rawValue)
        if staff.roles.intersection(ServiceAction.see.roles) == [.steward] {
            let own = staff.scope == .district ? [] : grids ?? []
            filter.sight = EnterpriseFilter.Sight(account: staff.account, day: today, grids: own)
        } else if let grids {
            filter.grids = filter.grids.map { $0.filter(grids.contains) } ?? grids
        }
        if let text = filter.text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty {
            if let found = try await found(by: text, filter) { return found }
            filter.text = text
        } else {
            filter.text = nil
        }
        let asked = filter
        return try await engine.read { try EnterpriseQueries.list(asked, in: $0) }
    }

    /// A firm's number or its whole credit code names it.
    private func found(by text: String, _ filter: EnterpriseFilter) async throws -> [EnterpriseSummary]? {
        // What is no code is looked for as words.
        let code = try? CreditCode(parsing: text)
        guard code != nil || Int(text) != nil else { return nil }
        let summary = try await engine.read { db in
            if let code { return try EnterpriseQueries.summary(of: code, in: db) }
            return try Int(text).flatMap { try EnterpriseQueries.summary($0, in: db) }
        }
        guard let summary else { return nil }
        if let grids = filter.grids, !grids.contains(summary.grid ?? "") { return [] }
        if filter.sight != nil {
            var narrow = filter
            narrow.before = summary.number + 1
            narrow.limit = 1
            (narrow.text, narrow.hasEnded) = (nil, !summary.isOpen)
            let asked = narrow
            return try await engine.read { try EnterpriseQueries.list(asked, in: $0) }.filter { $0.id == summary.id }
        }
        return [summary]
    }

    /// A firm as somebody may see it; nil when there is none of that number.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func enterprise(_ number: Int, for actor: Actor) async throws -> EnterpriseView? {
        guard let view = try await enterprise(number) else { return nil }
        try demand(.see, of: actor, on: view.state)
        return view
    }

    /// The same for whoever was let in otherwise.
    func enterprise(_ number: Int) async throws -> EnterpriseView? {
        let (today, journal) = (today, journal)
        return try await engine.read { db in
            guard let summary = try EnterpriseQueries.summary(number, in: db) else { return nil }
            let state = try journal.past(of: summary.id, in: db).state
            guard let details = state.details else { return nil }
            let monday = today.monday
            let firstOfYear = Day(year: today.year, month: 1, day: 1) ?? today
            return EnterpriseView(
                id: summary.id,
                state: state,
                details: details,
                visits: try VisitQueries.visits(of: number, limit: 50, in: db),
                week: try VisitQueries.visits(of: number, from: monday, until: monday.advanced(by: 6), in: db),
                burden: try VisitQueries.burden(of: number, from: firstOfYear, until: today, in: db),
                relatives: try state.relatives.compactMap { try EnterpriseQueries.summary($0, in: db) }
            )
        }
    }

    /// Parks, leading industries and the cap.
    package func enterpriseLists() async throws -> EnterpriseLists {
        try await engine.read { try EnterpriseQueries.lists(in: $0) }
    }

    /// - Throws: ``Refusal``, ``Fault``.
    package func changeLists(_ command: EnterpriseLists.Command, by actor: Actor) async throws {
        try demand(.keep, of: actor)
        let handled = try await desk.handle(
            command,
            on: ID<EnterpriseLists>.board,
            envelope: Envelope(at: now, by: actor.author)
        )
        if let appended = handled.appended { noteCommitted(appended.first) }
    }

    // MARK: - Changes

    /// Puts a firm on the list, in the grid of its point.
    ///
    /// - Returns: its number.
    /// - Throws: ``Refusal``, ``Fault``.
    package func register(_ draft: EnterpriseDraft, by actor: Actor) async throws -> Int {
        try demand(.keep, of: actor)
        let (moment, directory) = (now, directory)
        let details = try details(draft, in: directory)
        try demandPlace(details.place.grid, of: actor)
        let (number, position) = try await engine.write { [self] db in
            try check(details, beside: nil, db: db)
            let number = try EnterpriseQueries.lastNumber(in: db) + 1
            try register(details, number: number, origin: .registered, by: actor, at: moment, db: db)
            return (number, try journal.position(in: db))
        }
        noteCommitted(position)
        return number
    }

    /// Does something to one firm.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func perform(
        _ command: Enterprise.Command,
        needing action: ServiceAction = .keep,
        on number: Int,
        by actor: Actor
    ) async throws {
        try demand(action, of: actor)
        let moment = now
        let position = try await engine.write { [self] db in
            try perform(command, needing: action, on: number, by: actor, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// Writes anew what is on record of a firm.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func change(_ number: Int, to draft: EnterpriseDraft, by actor: Actor) async throws {
        try demand(.keep, of: actor)
        let details = try details(draft, in: directory)
        try demandPlace(details.place.grid, of: actor)
        let moment = now
        let position = try await engine.write { [self] db in
            try check(details, beside: number, db: db)
            try perform(.change(details), needing: .keep, on: number, by: actor, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// Makes one firm of two; both keep what happened to them.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func merge(_ number: Int, into other: Int, on day: Day, by actor: Actor) async throws {
        try demand(.keep, of: actor)
        let moment = now
        let position = try await engine.write { [self] db in
            try perform(.merge(into: other, on: day), needing: .keep, on: number, by: actor, at: moment, db: db)
            try perform(.absorb(number, on: day), needing: .keep, on: other, by: actor, at: moment, db: db)
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// Makes several firms of one, at its place until somebody says otherwise; they begin with no steward.
    ///
    /// - Returns: their numbers.
    /// - Throws: ``Refusal``, ``Fault``.
    package func split(_ number: Int, into names: [String], on day: Day, by actor: Actor) async throws -> [Int] {
        try demand(.keep, of: actor)
        let moment = now
        let (numbers, position) = try await engine.write { [self] db in
            guard let summary = try EnterpriseQueries.summary(number, in: db) else { throw Refusal.unknown(.firm) }
            guard let details = try journal.past(of: summary.id, in: db).state.details else {
                throw Refusal.unknown(.firm)
            }
            let first = try EnterpriseQueries.lastNumber(in: db) + 1
            let numbers = names.indices.map { first + $0 }
            try perform(.split(into: numbers, on: day), needing: .keep, on: number, by: actor, at: moment, db: db)
            for (part, name) in zip(numbers, names) {
                var new = details
                // The code stays with the firm that had it: each part gets its own.
                (new.name, new.creditCode) = (name, nil)
                try register(new, number: part, origin: .split(from: number), by: actor, at: moment, db: db)
            }
            return (numbers, try journal.position(in: db))
        }
        noteCommitted(position)
        return numbers
    }

    /// Whoever keeps the list of a part of the territory puts no firm elsewhere.
    private func demandPlace(_ grid: GridCode?, of actor: Actor) throws(Refusal) {
        guard case .staff(let staff) = actor else { return }
        guard directory.contains(staff.scope, grid) else { throw .outsideScope }
    }

    // MARK: - In the caller's transaction

    /// What a draft says, with the grid of its place.
    ///
    /// - Throws: ``Refusal``.
    func details(_ draft: EnterpriseDraft, in directory: Directory) throws -> Enterprise.Details {
        Enterprise.Details(
            name: draft.name.trimmingCharacters(in: .whitespacesAndNewlines),
            creditCode: draft.creditCode,
            kind: draft.kind,
            industry: draft.industry,
            park: draft.park,
            place: try resolve(draft.place, in: directory)
        )
    }

    /// What no firm can know of itself: that its code is no other's, and that its park is one of the district's.
    func check(_ details: Enterprise.Details, beside number: Int?, db: any Connection) throws {
        if let code = details.creditCode, let found = try EnterpriseQueries.summary(of: code, in: db),
            found.number != number
        {
            throw Refusal.firmExists
        }
        if let park = details.park, try EnterpriseQueries.lists(in: db).parks[park] == nil {
            throw Refusal.unknown(.park)
        }
    }

    func register(
        _ details: Enterprise.Details,
        number: Int,
        origin: Enterprise.Origin,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        let id: ID<Enterprise> = world.newID(at: moment)
        var past = Journal.Past<Enterprise>()
        _ = try desk.handle(
            .register(number: number, details, origin),
            on: id,
            past: &past,
            in: try situation(of: id, at: moment, db: db),
            envelope: Envelope(at: moment, by: actor.author),
            db: db
        )
    }

    func perform(
        _ command: Enterprise.Command,
        needing action: ServiceAction,
        on number: Int,
        by actor: Actor,
        at moment: Instant,
        db: any Connection
    ) throws {
        guard let summary = try EnterpriseQueries.summary(number, in: db) else { throw Refusal.unknown(.firm) }
        var past = try journal.past(of: summary.id, in: db)
        try demand(action, of: actor, on: past.state)
        if case .tag(let tag, _) = command, try EnterpriseQueries.lists(in: db).tags[tag] == nil {
            throw Refusal.unknown(.industry)
        }
        _ = try desk.handle(
            command,
            on: summary.id,
            past: &past,
            in: try situation(of: summary.id, at: moment, db: db),
            envelope: Envelope(at: moment, by: actor.author),
            db: db
        )
    }

    private func situation(
        of id: ID<Enterprise>,
        at moment: Instant,
        db: any Connection
    ) throws -> Enterprise.Situation {
        let day = settings.zone.day(of: moment)
        return Enterprise.Situation(today: day, tag: try firmTag(of: id, year: day.year, db: db))
    }

    /// The tag under which a firm is counted in a year.
    ///
    /// - Throws: ``Fault`` with code `firm_key`.
    func firmTag(of id: ID<Enterprise>, year: Int, db: any Connection) throws -> FirmTag {
        try keys.firms.tag(of: id, year: year, random: world.randomBytes, in: db)
    }
}

/// What a form or a file says of a firm.
package struct EnterpriseDraft: Sendable {
    package var name: String
    package var creditCode: CreditCode?
    package var kind: Enterprise.Kind
    package var industry: String
    package var park: UnitCode?
    package var place: PlaceDraft

    package init(
        name: String,
        creditCode: CreditCode? = nil,
        kind: Enterprise.Kind,
        industry: String = "",
        park: UnitCode? = nil,
        place: PlaceDraft = PlaceDraft()
    ) {
        self.name = name
        self.creditCode = creditCode
        self.kind = kind
        self.industry = industry
        self.park = park
        self.place = place
    }
}

extension Enterprise {
    /// Numbers of the firms that this one came from, became or took in.
    fileprivate var relatives: [Int] {
        var numbers = absorbed
        if case .split(let from) = origin { numbers.append(from) }
        switch ending {
        case nil, .closed: break
        case .merged(let into, _): numbers.append(into)
        case .split(let into, _): numbers += into
        }
        return numbers
    }
}

extension Day {
    /// The Monday of its week.
    var monday: Day { advanced(by: 1 - weekday.rawValue) }
}
