package import Domain
package import Store

/// What would become of a case if something were done to it now.
package enum Outlook: Sendable {
    /// It can be done; the version is the one that this was found out for.
    case possible(CaseSummary)
    case refused(CaseSummary, Refusal)
    /// There is no such case, or none for this reader.
    case unseen(CaseNumber)
}

extension Office {
    /// Asks the rules, for each of these cases, whether something can be done; nothing is stored.
    ///
    /// `command`: what would be done to a case.
    /// - Throws: ``Fault``.
    package func foresee(
        _ numbers: [CaseNumber],
        by staff: Staff,
        _ command: @escaping @Sendable (CaseSummary) throws(Refusal) -> CaseCommand
    ) async throws -> [Outlook] {
        let now = now
        let directory = directory
        return try await engine.read { [self] db in
            try numbers.map { number in
                guard let summary = try CaseQueries.summary(number, in: db), sees(staff, summary) else {
                    return .unseen(number)
                }
                let past = try journal.past(of: summary.id, in: db)
                let situation = situation(of: past.state, actor: .staff(staff), at: now, directory: directory)
                do throws(Refusal) {
                    _ = try past.state.decide(try command(summary), in: situation)
                    return .possible(summary)
                } catch {
                    return .refused(summary, error)
                }
            }
        }
    }
}
