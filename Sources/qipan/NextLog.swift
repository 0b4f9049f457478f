import Store
import TransparencyLog

/// The log that a board goes on under after a loss: another name and a new key, so that nothing is signed twice
/// (docs/decisions/2026-11-24-new-log-after-a-loss.md).
struct NextLog {
    let name: String
    let signer: NoteSigner

    /// - Throws: ``Hindrance`` for what is no name of a log.
    init(name: String) throws {
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        do { signer = try NoteSigner(name: KeyName(name), seed: seed) } catch {
            throw Hindrance("restore.bad_name", ["name": name])
        }
        self.name = name
    }

    /// Makes a database this log's.
    ///
    /// - Throws: ``Fault``.
    func claim(_ engine: some Engine) async throws {
        try await engine.migrate()
        try await BoardIdentity.rename(to: name, on: engine)
        try await engine.write { try WitnessRecords.forgetAll(in: $0) }
    }
}
