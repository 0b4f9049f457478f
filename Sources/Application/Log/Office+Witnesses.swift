package import Domain
import Store
import TransparencyLog

/// How a witness of this log stands.
package struct WitnessStanding: Sendable {
    package let witness: Settings.Witness
    /// The largest tree that it is known to have seen.
    package let size: Int64
    package let cosignedAt: Instant?
    /// The code of what hinders it; nil when it was well at the last call.
    package let failure: String?
}

extension Office {
    /// How `witnesses` stand, and how large the tree is that was signed last.
    ///
    /// - Throws: ``Fault``.
    package func standings(
        of witnesses: [Settings.Witness]
    ) async throws -> (size: Int64, standings: [WitnessStanding]) {
        try await engine.read { db in
            let standings = try witnesses.map { witness in
                let known = try WitnessRecords.standing(of: witness.key.vkey, in: db)
                return WitnessStanding(
                    witness: witness,
                    size: known?.size ?? 0,
                    cosignedAt: known?.cosignedAt,
                    failure: known?.trouble?.code
                )
            }
            return (try LogRecords.latest(in: db)?.size ?? 0, standings)
        }
    }
}
