package import Domain
import Store

extension Office {
    /// Files the built-in definitions that the board does not have yet.
    ///
    /// Figures of windows that begin after that day are of definitions made beforehand.
    /// `at`: the present, but for those who make a past up.
    /// - Throws: ``Fault``.
    package func adoptIndicators(at moment: Instant? = nil) async throws {
        let known = Set(try await indicators().map(\.indicator.code))
        let envelope = Envelope(at: moment ?? now, by: .system)
        for indicator in Indicator.builtIn where !known.contains(indicator.code) {
            do {
                _ = try await desk.handle(.define(indicator), on: ID<Indicators>.board, envelope: envelope)
            } catch is Refusal {
                // Another process on this database was faster: then it is filed.
                continue
            }
        }
        noteCommitted(try await engine.read { [journal] in try journal.position(in: $0) })
    }
}
