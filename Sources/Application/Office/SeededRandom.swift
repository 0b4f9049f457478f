import Synchronization

/// Randomness that is the same on every run: SplitMix64 from a seed.
///
/// For the demonstration and for tests, never for secrets.
package final class SeededRandom: Sendable {
    private let state: Mutex<UInt64>

    package init(seed: UInt64) { state = Mutex(seed) }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// A number from zero up to, and without, `bound`.
    package func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// True in `percent` of a hundred cases.
    package func chance(_ percent: Int) -> Bool { below(100) < percent }

    package func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    package func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count { withUnsafeBytes(of: next().littleEndian) { bytes.append(contentsOf: $0) } }
        return Array(bytes.prefix(count))
    }
}
