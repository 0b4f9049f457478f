package import Domain
import Geography
import Store

/// What became of a division that somebody confirmed.
package enum Publishing: Sendable {
    case published
    /// It comes into force on its day.
    case planned(from: Day)
    /// Since the preview was shown, the board has moved on: this is what holds now, and nothing was published.
    case movedOn(TerritoryPreview)
}

extension Office {
    /// What a draft would bring if it came into force on its day; nothing is written.
    ///
    /// - Throws: ``Refusal``, ``OverlayFailure``, ``Fault``.
    package func preview(_ draft: TerritoryDraft, by actor: Actor) async throws -> TerritoryPreview {
        try demand(.divide, of: actor)
        return try await preview(draft, on: directory).preview
    }

    private func preview(
        _ draft: TerritoryDraft,
        on directory: Directory
    ) async throws -> (preview: TerritoryPreview, redivision: Redivision) {
        let day = max(draft.from, today)
        let (redivision, findings, dispatch) = try await heavyWork.run {
            let redivision = try Redivision(from: directory, to: draft.division(on: directory))
            let ground =
                draft.mayChangeOutline || directory.outlines.isEmpty
                ? nil : try Redrawing.union(of: directory.outlines.map(\.region))
            let findings = try redivision.findings(outline: ground, allowsGaps: draft.mayHaveGaps)
            let division = directory.territory.after(redivision.changes)
            return (redivision, findings, directory.dispatchFindings(of: division, from: day))
        }
        let preview = try await engine.read {
            try TerritoryPreview(redivision, findings: findings, dispatch: dispatch, on: day, in: $0)
        }
        return (preview, redivision)
    }

    /// Publishes a draft whose preview somebody has seen.
    ///
    /// `seen`: the digest of that preview; nil publishes unseen, for whoever has no page.
    /// - Throws: ``Refusal``, ``Refusal/territoryFaulty(_:)``, ``Refusal/divisionUndispatched(_:)`` and ``Refusal/gridsVacant(_:)``
    ///   among them, ``OverlayFailure``, ``Fault``.
    package func publish(_ draft: TerritoryDraft, seen: String?, by actor: Actor) async throws -> Publishing {
        try demand(.divide, of: actor)
        let directory = directory
        let (preview, redivision) = try await preview(draft, on: directory)
        if let seen, seen != preview.digest { return .movedOn(preview) }
        let today = today
        if let hindrance = preview.hindrance(from: draft.from, today: today) { throw hindrance }
        let now = now
        try await engine.write { [self] db in
            var past = try journal.past(of: ID<Territory>.board, in: db)
            // Another division came first: what was seen is not what would happen.
            guard past.state.grids == directory.grids else {
                throw Fault(.conflict, code: "version", message: "the division has changed since it was looked at")
            }
            _ = try desk.handle(
                .publish(redivision.after, from: draft.from, basis: draft.basis, today: today),
                on: ID<Territory>.board,
                past: &past,
                in: (),
                envelope: Envelope(at: now, by: actor.author),
                db: db
            )
            if draft.from <= today { try endPosts(of: redivision.changes.retired, at: now, in: db) }
        }
        try await refreshDirectory()
        guard draft.from <= today else { return .planned(from: draft.from) }
        try await settleCases()
        return .published
    }

    /// Takes back what was published and has not come into force.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func withdrawPlan(by actor: Actor) async throws {
        try demand(.divide, of: actor)
        try await change(.withdrawPlan, on: ID<Territory>.board, by: actor.author)
    }

    /// The posts of a grid that is no more end with the day before: nobody answers for what is not there.
    private func endPosts(of retired: [GridCode], at now: Instant, in db: any Connection) throws {
        let yesterday = settings.zone.day(of: now).advanced(by: -1)
        for code in retired {
            for post in directory.posts(of: code) {
                var past = try journal.past(of: post.id, in: db)
                _ = try desk.handle(
                    .endAll(on: yesterday),
                    on: post.id,
                    past: &past,
                    in: (),
                    envelope: Envelope(at: now, by: .system),
                    db: db
                )
            }
        }
    }

    // MARK: - What is prepared

    /// Keeps a draft for a day.
    ///
    /// - Returns: its name in addresses.
    /// - Throws: ``Refusal``, ``Fault``.
    package func keep(_ draft: TerritoryDraft, by staff: Staff) async throws -> String {
        try demand(.divide, of: .staff(staff))
        let id = Hexadecimal.text(world.randomBytes(8))
        let now = now
        try await engine.write { try TerritoryDrafts.keep(draft, as: id, by: staff.account, at: now, in: $0) }
        return id
    }

    /// - Throws: ``Refusal/unknown(_:)`` for one that is there no more, or somebody else's.
    package func draft(_ id: String, of staff: Staff) async throws -> TerritoryDraft {
        try demand(.divide, of: .staff(staff))
        let now = now
        guard !id.utf8.contains(0),
            let draft = try await engine.read({ try TerritoryDrafts.draft(id, of: staff.account, at: now, in: $0) })
        else { throw Refusal.unknown(.draft) }
        return draft
    }

    package func forgetDraft(_ id: String) async throws {
        try await engine.write { try TerritoryDrafts.forget(id, in: $0) }
    }

    // MARK: - The clockwork

    /// Brings a division into force whose day has come, and lets open cases and firms follow it.
    ///
    /// While somebody is missing for one of its grids it waits: until then the present division has somebody everywhere.
    ///
    /// - Throws: ``Fault``.
    package func keepTerritory() async throws {
        let today = today
        if let plan = directory.plan, plan.from <= today, directory.plannedVacancies.isEmpty {
            let now = now
            try await engine.write { [self] db in
                var past = try journal.past(of: ID<Territory>.board, in: db)
                guard let plan = past.state.plan, plan.from <= today else { return }
                _ = try desk.handle(
                    .takeEffect(today: today),
                    on: ID<Territory>.board,
                    past: &past,
                    in: (),
                    envelope: Envelope(at: now, by: .system),
                    db: db
                )
                try endPosts(of: plan.changes.retired, at: now, in: db)
            }
            try await refreshDirectory()
        }
        try await settleCases()
    }
}
