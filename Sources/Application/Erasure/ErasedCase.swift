package import Domain
import Store

/// What is left to show of a case whose content was erased.
package struct ErasedCase: Sendable {
    package let number: CaseNumber
    package let basis: Erasure.Basis
    package let erasedAt: Instant
    package let left: Erasure.Remainder
    /// The zero-based index of the report in the log, which stays.
    package let index: Int64
}

extension Office {
    /// What is left of a case for `actor`; nil when it was not erased, or was confidential and is none of theirs.
    ///
    /// - Throws: ``Fault``.
    package func erasedCase(_ number: CaseNumber, as actor: Actor) async throws -> ErasedCase? {
        guard let erased = try await erased(number) else { return nil }
        switch actor {
        case .system, .reporter: return erased
        case .resident: return erased.left.isConfidential ? nil : erased
        case .staff(let staff):
            // Whom a confidential report was about is erased too: only those who could have erased it see that it was there.
            if erased.left.isConfidential { return may(.erase, staff) ? erased : nil }
            return erased
        }
    }

    /// The same for whoever holds the reporter's link.
    ///
    /// - Throws: ``Fault``.
    package func erasedCase(_ number: CaseNumber, secret: String) async throws -> ErasedCase? {
        guard let erased = try await erased(number), opens(secret, receipt: erased.left.receipt) else { return nil }
        return erased
    }

    private func erased(_ number: CaseNumber) async throws -> ErasedCase? {
        try await engine.read { db in
            guard let row = try ErasureRecords.erased(number, in: db), case .file(let left)? = row.left else {
                return nil
            }
            let first = try CaseContent.positions(of: ID(row.request.subject), in: db).first ?? 1
            return ErasedCase(
                number: number,
                basis: row.request.basis,
                erasedAt: row.at,
                left: left,
                index: first - 1
            )
        }
    }
}
