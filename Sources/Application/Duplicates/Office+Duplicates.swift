package import Domain
import Geography
package import Store

/// A case that may be about the same thing, and why it is thought so.
package struct Suggestion: Sendable {
    package let likeness: Likeness
    package let found: NearbyCase
}

extension Office {
    /// So many are shown at most.
    private static let suggestions = 5

    /// The open cases that may be what somebody is about to report, the likest first: what everybody may see, and nothing
    /// confidential.
    ///
    /// Nothing is found for a confidential report, nor for one that is being sent a second time.
    /// - Throws: ``Refusal`` for a place that is none; ``Fault``.
    package func suggestions(for draft: ReportDraft) async throws -> [Suggestion] {
        guard draft.confidence == nil else { return [] }
        let directory = directory
        let place = try resolve(draft.place, in: directory)
        let since = now.advanced(bySeconds: -Self.repeatWindow)
        let matter = matter(draft.category, place, at: now, words: [draft.text, place.address], in: directory)
        let found = try await engine.read { [self] db -> [NearbyCase] in
            if let key = draft.idempotency, try RepeatGuard.find(key: key, since: since, in: db) != nil { return [] }
            return try nearby(place, seenBy: .anybody, directory, in: db)
        }
        return ranked(found, to: matter, in: directory)
    }

    /// The other open cases that may be about the same thing as a case, as far as `staff` may see them.
    ///
    /// - Throws: ``Fault``.
    package func suggestions(for summary: CaseSummary, as staff: Staff) async throws -> [Suggestion] {
        guard summary.isOpen else { return [] }
        let directory = directory
        let grid = summary.gridCode.flatMap { directory.grid(named: $0) }
        let place = Report.Place(point: summary.point, address: summary.address, grid: grid)
        let words = [summary.text, summary.address]
        let matter = matter(summary.category, place, at: summary.reportedAt, words: words, in: directory)
        let found = try await engine.read { [self] db in
            try nearby(place, seenBy: .staff(staff.account, staff.unit), directory, in: db)
        }
        let others = found.filter { candidate in
            candidate.number != summary.number
                && directory.contains(staff.scope, candidate.gridCode.flatMap { directory.grid(named: $0) })
        }
        return ranked(others, to: matter, in: directory)
    }

    /// The cases that are merged into this one, in the order of their numbers.
    ///
    /// - Throws: ``Fault``.
    package func merged(into number: CaseNumber) async throws -> [CaseNumber] {
        try await engine.read { try NearbyCases.merged(into: number, in: $0) }
    }

    private func nearby(
        _ place: Report.Place,
        seenBy reader: CaseFilter.Reader,
        _ directory: Directory,
        in db: any Connection
    ) throws -> [NearbyCase] {
        guard let point = place.point else {
            return try NearbyCases.open(in: place.grid.map { [$0] } ?? [], box: nil, seenBy: reader, in: db)
        }
        let box = CaseFilter.Box(around: point, metres: Double(Likeness.reach))
        let grids = Set(directory.grids(touching: box)).union(place.grid.map { [$0] } ?? [])
        return try NearbyCases.open(in: grids.sorted(), box: box, seenBy: reader, in: db)
    }

    private func ranked(_ found: [NearbyCase], to matter: Likeness.Matter, in directory: Directory) -> [Suggestion] {
        let candidates = found.map { found -> (matter: Likeness.Matter, candidate: NearbyCase) in
            let grid = found.gridCode.flatMap { directory.grid(named: $0) }
            let place = Report.Place(point: found.point, address: found.address, grid: grid)
            let words = [found.text, found.address]
            return (self.matter(found.category, place, at: found.reportedAt, words: words, in: directory), found)
        }
        return Likeness.rank(candidates, to: matter, limit: Self.suggestions)
            .map { Suggestion(likeness: $0.likeness, found: $0.candidate) }
    }

    private func matter(
        _ category: CategoryCode,
        _ place: Report.Place,
        at moment: Instant,
        words: [String?],
        in directory: Directory
    ) -> Likeness.Matter {
        Likeness.Matter(
            point: place.point,
            grid: place.grid,
            category: category,
            group: directory.categories[category]?.group,
            reportedAt: moment,
            words: WordSet(words)
        )
    }
}

extension Directory {
    /// The grids that a box touches: those of nine by nine places in it, fifty metres apart for a reach of 200.
    ///
    /// A grid that only reaches into it with a sliver between two of the places is missed.
    fileprivate func grids(touching box: CaseFilter.Box) -> [GridCode] {
        let steps = (0...8).map { Double($0) / 8 }
        let places = steps.flatMap { y in
            steps.map { x in
                Coordinate(
                    longitude: box.west + (box.east - box.west) * x,
                    latitude: box.south + (box.north - box.south) * y
                )
            }
        }
        return places.compactMap(grid(at:))
    }
}
