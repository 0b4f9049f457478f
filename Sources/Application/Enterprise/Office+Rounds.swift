package import Domain
package import Store

/// What a round is made of.
package struct RoundDraft: Sendable {
    package var definition: VisitRound.Definition
    package var kinds: Set<Enterprise.Kind>
    /// A unit of the territory; nil for the whole district.
    package var area: UnitCode?
    package var park: UnitCode?

    package init(
        definition: VisitRound.Definition,
        kinds: Set<Enterprise.Kind>,
        area: UnitCode? = nil,
        park: UnitCode? = nil
    ) {
        self.definition = definition
        self.kinds = kinds
        self.area = area
        self.park = park
    }
}

extension Office {
    /// Freezes the list of a round: from now on nobody adds a firm to it or takes one out.
    ///
    /// - Returns: how many firms are on it.
    /// - Throws: ``Refusal``, ``Fault``.
    @discardableResult
    package func freeze(_ draft: RoundDraft, by actor: Actor) async throws -> Int {
        try demand(.freeze, of: actor)
        let directory = directory
        var area = draft.area.map { Scope.unit($0) } ?? .district
        if case .staff(let staff) = actor, staff.scope != .district {
            if draft.area == nil { area = staff.scope }
            guard directory.contains(staff.scope, area) else { throw Refusal.outsideScope }
        }
        if let unit = draft.area, directory.units[unit] == nil { throw Refusal.unknown(.unit) }
        let grids = directory.grids(in: area).map { Set($0.map(\.rawValue)) }
        let (moment, today) = (now, today)
        let id: ID<VisitRound> = world.newID(at: moment)
        let (count, position) = try await engine.write { [self] db in
            guard try VisitQueries.round(draft.definition.code.rawValue, in: db) == nil else {
                throw Refusal.roundExists
            }
            let frame = try EnterpriseQueries.frame(kinds: draft.kinds, grids: grids, park: draft.park, in: db)
            var past = Journal.Past<VisitRound>()
            _ = try desk.handle(
                .freeze(draft.definition, frame),
                on: id,
                past: &past,
                in: today,
                envelope: Envelope(at: moment, by: actor.author),
                db: db
            )
            return (frame.values.reduce(0) { $0 + $1.count }, try journal.position(in: db))
        }
        noteCommitted(position)
        return count
    }

    /// Ends a round before its last day.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func closeRound(_ code: String, by actor: Actor) async throws {
        try demand(.freeze, of: actor)
        let (moment, today) = (now, today)
        let position = try await engine.write { [self] db in
            guard let round = try VisitQueries.round(code, in: db) else { throw Refusal.unknown(.round) }
            var past = try journal.past(of: round.id, in: db)
            _ = try desk.handle(
                .close,
                on: round.id,
                past: &past,
                in: today,
                envelope: Envelope(at: moment, by: actor.author),
                db: db
            )
            return try journal.position(in: db)
        }
        noteCommitted(position)
    }

    /// Every round, the latest first.
    package func rounds() async throws -> [RoundSummary] {
        try await engine.read { try VisitQueries.rounds(in: $0) }
    }

    /// A round with how far it has come; nil when there is none of that code.
    package func round(_ code: String) async throws -> (round: RoundSummary, coverage: Coverage)? {
        try await engine.read { db in
            guard let round = try VisitQueries.round(code, in: db) else { return nil }
            return (round, try VisitQueries.coverage(of: code, in: db))
        }
    }

    /// The firms of a round that nobody has visited yet, by number.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func missing(
        from round: String,
        after number: Int,
        limit: Int,
        for staff: Staff
    ) async throws -> [EnterpriseSummary] {
        try demand(.see, of: .staff(staff))
        return try await engine.read { try VisitQueries.missing(from: round, after: number, limit: limit, in: $0) }
    }

    /// What visits have cost all firms in this month and in this year so far: a published figure.
    ///
    /// - Throws: ``Fault``.
    package func burden() async throws -> (month: Burden, year: Burden) {
        let today = today
        let newYear = Day(year: today.year, month: 1, day: 1) ?? today
        return try await engine.read { db in
            (
                try VisitQueries.burden(since: today.advanced(by: 1 - today.day), in: db),
                try VisitQueries.burden(since: newYear, in: db)
            )
        }
    }
}
