package import Domain
import FoundationEssentials

/// Time and randomness, which come in as arguments: the real ones, or a test's.
package struct OutsideWorld: Sendable {
    package var now: @Sendable () -> Instant
    /// So many random bytes.
    package var randomBytes: @Sendable (Int) -> [UInt8]

    package init(now: @escaping @Sendable () -> Instant, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.now = now
        self.randomBytes = randomBytes
    }

    /// The machine's clock and the kernel's generator.
    package static let real = OutsideWorld(
        now: { Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) },
        randomBytes: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
    )

    /// A new identifier: UUID version 7 (RFC 9562 5.7), so that subjects lie in the journal in the order of their birth.
    package func newID<Subject>(at now: Instant) -> ID<Subject> {
        let milliseconds = UInt64(max(0, now.secondsSinceEpoch)) * 1_000
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (8 * (5 - $0))) } + randomBytes(10)
        bytes[6] = 0x70 | (bytes[6] & 0x0F)
        bytes[8] = 0x80 | (bytes[8] & 0x3F)
        guard let id = ID<Subject>(bytes: bytes) else { preconditionFailure("assumed 16 bytes: \(bytes.count)") }
        return id
    }
}
