import Crypto
package import Domain
import Foundation
package import Store

extension Office {
    /// The cases that a filter lets through, in its order; with words, of the newest that have them.
    ///
    /// - Throws: ``Fault``.
    package func cases(_ filter: CaseFilter) async throws -> [CaseSummary] {
        guard filter.text == nil else { return try await casesWithWords(filter).cases }
        let zone = settings.zone
        return try await engine.read { db in
            try CaseQueries.list(try CaseQueries.leaping(filter, zone: zone, in: db), in: db)
        }
    }

    /// How many cases a filter lets through.
    ///
    /// - Throws: ``Fault``.
    package func count(_ filter: CaseFilter) async throws -> CaseCount {
        guard filter.text == nil else { return try await casesWithWords(filter).count }
        let zone = settings.zone
        return try await engine.read { try CaseQueries.count(filter, zone: zone, in: $0) }
    }

    /// A case as `actor` may see it; nil when there is none of that number, or none for this person: a confidential
    /// report is hidden from the public and from those whom it is about.
    ///
    /// - Throws: ``Refusal/outsideScope`` for staff of another place or unit, ``Fault``.
    package func caseView(_ number: CaseNumber, as actor: Actor) async throws -> CaseView? {
        guard let record = try await record(of: number) else { return nil }
        let summary = record.summary
        let sight: Sight
        switch actor {
        case .resident:
            guard summary.recusal == nil else { return nil }
            sight = .anybody
        case .reporter: sight = .reporter
        case .staff(let staff):
            guard summary.recusal?.concerns(staff) != true else { return nil }
            guard sees(staff, summary, beside: record.state.file?.companions ?? []) else { throw Refusal.outsideScope }
            sight = .everything
        case .system: sight = .everything
        }
        return view(record, as: actor, sight: sight)
    }

    /// The reporter's view; nil when number or secret is wrong, and nothing tells which.
    package func caseView(_ number: CaseNumber, secret: String) async throws -> CaseView? {
        guard let record = try await record(of: number), opens(secret, record.summary) else { return nil }
        return view(record, as: .reporter, sight: .reporter)
    }

    /// A case's row, where `staff` may see it; nil otherwise.
    ///
    /// - Throws: ``Fault``.
    package func caseSummary(_ number: CaseNumber, for staff: Staff) async throws -> CaseSummary? {
        try await engine.read { try CaseQueries.summary(number, in: $0) }.flatMap { sees(staff, $0) ? $0 : nil }
    }

    /// The cases whose next move is `staff`'s, the most urgent first.
    package func queue(for staff: Staff, limit: Int) async throws -> [CaseSummary] {
        Array(try await page(of: Queue(.mine), for: staff).cases.prefix(limit))
    }

    /// Whether somebody of the staff may look at a case (domain B.5).
    ///
    /// `companions`: the units that assist, or that were called.
    package func sees(_ staff: Staff, _ summary: CaseSummary, beside companions: Set<UnitCode> = []) -> Bool {
        guard summary.recusal?.concerns(staff) != true else { return false }
        let grid = summary.gridCode.flatMap { directory.grid(named: $0) }
        guard directory.contains(staff.scope, grid) else { return false }
        return !staff.roles.isDisjoint(with: Self.wideRoles)
            || (staff.unit.map { $0 == summary.unit || companions.contains($0) } ?? false)
    }

    /// The list of what somebody of the staff may look at, to be narrowed further; nil when that is nothing.
    package func filter(for staff: Staff) -> CaseFilter? {
        var filter = CaseFilter()
        filter.reader = .staff(staff.account, staff.unit)
        filter.grids = directory.grids(in: staff.scope)
        guard staff.roles.isDisjoint(with: Self.wideRoles) else { return filter }
        guard let unit = staff.unit else { return nil }
        filter.unit = unit
        return filter
    }

    /// Who sees every case of the own part of the territory; the others see those of their unit (domain B.5).
    static let wideRoles: Set<Role> = [
        .gridWorker, .community, .intake, .dutyChief, .leader, .dispatcher, .supervisor,
    ]

    func opens(_ secret: String, _ summary: CaseSummary) -> Bool { opens(secret, receipt: summary.receipt) }

    func opens(_ secret: String, receipt: String?) -> Bool {
        guard let kept = receipt else { return false }
        let given = Self.receiptHash(secret)
        // Compared as digests of one length in constant time.
        return HMAC<SHA256>.isValidAuthenticationCode(
            HMAC<SHA256>.authenticationCode(for: Data(kept.utf8), using: Self.comparison),
            authenticating: Data(given.utf8),
            using: Self.comparison
        )
    }

    private static let comparison = SymmetricKey(size: .bits256)

    /// A case with everything that happened to it, and its parts.
    private struct Record: Sendable {
        let summary: CaseSummary
        let history: [CaseQueries.HistoryEntry]
        let state: Case
        /// In the order in which they were split off.
        let parts: [CaseSummary]
    }

    private func record(of number: CaseNumber) async throws -> Record? {
        try await engine.read { db in
            guard let summary = try CaseQueries.summary(number, in: db) else { return nil }
            let history = try CaseQueries.history(of: summary.id, in: db)
            var state = Case()
            for entry in history { state.apply(entry.event) }
            let parts = try (state.file?.parts ?? []).compactMap { try CaseQueries.summary($0.number, in: db) }
            return Record(summary: summary, history: history, state: state, parts: parts)
        }
    }

    private func view(_ record: Record, as actor: Actor, sight: Sight) -> CaseView? {
        let (summary, history, state) = (record.summary, record.history, record.state)
        guard let file = state.file else { return nil }
        let directory = directory
        let seen = history.enumerated().compactMap { index, entry in
            entry.event.redacted(for: sight).map { (event: $0, version: index + 1) }
        }
        let clock = clock(of: summary)
        let now = now
        return CaseView(
            summary: summary,
            file: file,
            stage: state.stage,
            awaits: state.awaits,
            stepDue: state.stepDue,
            light: clock?.light,
            remaining: clock?.remaining,
            events: seen.map(\.event),
            versions: seen.map(\.version),
            actions: state.possibleActions(in: situation(of: state, actor: actor, at: now, directory: directory)),
            names: sight == .everything ? directory.accountNames : [:],
            parts: record.parts,
            leaves: history.map { CaseView.Leaf(index: $0.position - 1, hash: Hexadecimal.text($0.leaf)) }
        )
    }

    /// The light and the time left of an open case; nil when nothing is owed any more.
    package func clock(of summary: CaseSummary) -> (light: DueLight, remaining: Remaining)? {
        guard summary.isOpen else { return nil }
        let calendar = directory.calendar(version: summary.calendar)
        let deadline = summary.clock.deadline
        return (deadline.light(at: now, in: calendar), deadline.remaining(at: now, in: calendar))
    }
}
