import Crypto
package import Domain
import FoundationEssentials
import Store

/// What a definition would be on the board, before anybody files it.
package struct DefinitionPreview: Sendable {
    package let indicator: Indicator
    /// SHA-256 of its bytes, hexadecimal: how its figures name it.
    package let digest: String
    /// The version that it follows.
    package let earlier: Indicator?
    /// The first day whose windows it may be used for and still counts as made beforehand; a window that begins earlier says
    /// that it was defined afterwards.
    package let beforehandFrom: Day

    /// Whether it may be used for windows that have begun.
    package var isAfterwards: Bool { indicator.validFrom < beforehandFrom }
}

extension Office {
    /// Reads a definition as it is to be filed, and refuses what filing would refuse.
    ///
    /// - Throws: ``Refusal/malformed(_:)``, ``Refusal/indicatorVersion(next:)``, ``Fault``.
    package func preview(definition text: String, by actor: Actor) async throws -> DefinitionPreview {
        try demand(.defineIndicators, of: actor)
        let indicator: Indicator
        do {
            // Blanks around it come from editors, and are no part of it.
            let bare = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
            indicator = try Indicator(parsing: String(bare))
        } catch { throw Refusal.malformed(error) }
        let versions = try await engine.read { try FigureQueries.definitions(of: indicator.code, in: $0) }
        let next = (versions.last?.indicator.version ?? 0) + 1
        guard indicator.version == next else { throw Refusal.indicatorVersion(next: next) }
        let digest = SHA256.hash(data: Array(indicator.text.utf8))
        return DefinitionPreview(
            indicator: indicator,
            digest: digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
            earlier: versions.last?.indicator,
            beforehandFrom: today.advanced(by: 1)
        )
    }
}
