import Crypto
import Foundation

/// Which elements are looked at again: drawn so that anybody can draw them once more, and nobody could choose them.
///
/// The seed is SHA-256 over the root of the log's first head after the sweep's end, 32 bytes, followed by the numbers of the public
/// draw as they are written, UTF-8. Words of 64 bits come from SHA-256 over the seed and a count of eight bytes from zero,
/// four words a digest, the highest byte first. The k-th element is picked among those that are left, in their order, by a word that
/// is taken modulo their number; a word that would make some likelier than others is passed over.
package enum Sample {
    package static func seed(root: [UInt8], numbers: String) -> [UInt8] {
        Array(SHA256.hash(data: Data(root + Array(numbers.utf8))))
    }

    /// `count` different numbers of 1 to `population`, in the order in which they are drawn.
    package static func draw(_ count: Int, of population: Int, seed: [UInt8]) -> [Int] {
        var words = Words(seed: seed)
        var left = Array(1...max(1, population))
        return (0..<min(count, population)).map { _ in left.remove(at: words.below(left.count)) }
    }

    private struct Words {
        let seed: [UInt8]
        private var count: UInt64 = 0
        private var ready: [UInt64] = []

        init(seed: [UInt8]) { self.seed = seed }

        mutating func below(_ bound: Int) -> Int {
            let bound = UInt64(bound)
            // The greatest multiple of the bound that 64 bits hold; words above it are passed over.
            let end = UInt64.max - (UInt64.max % bound + 1) % bound
            while true {
                let word = next()
                if word <= end { return Int(word % bound) }
            }
        }

        private mutating func next() -> UInt64 {
            if ready.isEmpty {
                let bytes = (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * (7 - $0))) }
                count += 1
                let digest = Array(SHA256.hash(data: Data(seed + bytes)))
                ready = stride(from: 0, to: 32, by: 8).map { start in
                    digest[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
                }
            }
            return ready.removeFirst()
        }
    }
}
