import Crypto

/// A SHA-256 value, and the hash functions of RFC 6962 section 2.1.
///
/// Written here once more, and not shared with the server: a fault in its tree must not be a fault in this one too.
package struct Hash: Hashable, Sendable {
    static let byteCount = 32

    // The 32 bytes in memory order: they are only ever compared and hashed, never calculated with. Not a SIMD4: its
    // alignment of 32 is more than an async function's frame has, and Swift 6.3 writes past the end of such a frame.
    private struct Words: Hashable, BitwiseCopyable {
        let a: UInt64
        let b: UInt64
        let c: UInt64
        let d: UInt64
    }

    private let words: Words

    /// Takes 32 bytes; nil for any other number.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        words = bytes.loadUnaligned(as: Words.self)
    }

    private init(finishing hasher: SHA256) {
        words = hasher.finalize().withUnsafeBytes { $0.loadUnaligned(as: Words.self) }
    }

    /// The hash of an entry: SHA-256(0x00 ‖ entry).
    static func leaf(_ entry: UnsafeRawBufferPointer) -> Hash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x00)) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: entry)
        return Hash(finishing: hasher)
    }

    /// The hash of an entry: SHA-256(0x00 ‖ entry).
    static func leaf(_ entry: [UInt8]) -> Hash {
        entry.withUnsafeBytes { leaf($0) }
    }

    /// The hash of a node: SHA-256(0x01 ‖ left ‖ right).
    static func node(_ left: Hash, _ right: Hash) -> Hash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x01)) { hasher.update(bufferPointer: $0) }
        withUnsafeBytes(of: left.words) { hasher.update(bufferPointer: $0) }
        withUnsafeBytes(of: right.words) { hasher.update(bufferPointer: $0) }
        return Hash(finishing: hasher)
    }

    /// The root over hashes that stand side by side; SHA-256 of nothing for none.
    ///
    /// RFC 6962 splits at the largest power of two below the number. From the bottom up that is: join neighbours, and
    /// carry a last one without a neighbour up as it is.
    static func root(_ hashes: some Collection<Hash>) -> Hash {
        var row = Array(hashes)
        guard !row.isEmpty else { return Hash(finishing: SHA256()) }
        while row.count > 1 {
            let pairs = row.count / 2
            for pair in 0..<pairs { row[pair] = node(row[2 * pair], row[2 * pair + 1]) }
            if !row.count.isMultiple(of: 2) {
                row[pairs] = row[row.count - 1]
                row.removeLast(row.count - pairs - 1)
            } else {
                row.removeLast(pairs)
            }
        }
        return row[0]
    }

    var bytes: [UInt8] { withUnsafeBytes(of: words) { [UInt8]($0) } }
}

extension Hash: CustomStringConvertible {
    /// Base64, as checkpoints write it.
    package var description: String { Base64.encode(bytes) }
}
