import Crypto

/// The hash functions of RFC 6962 section 2.1 (the same in RFC 9162 section 2.1).
///
/// Leaves and nodes start with different bytes, so that no node can be passed off as an entry.
public enum Merkle {
    /// The most leaves that a tree of this library may have: 2⁶³, so that no position or end overflows.
    public static let maximumSize: UInt64 = 1 << 63

    /// The root of the tree without entries: SHA-256 of nothing.
    public static let emptyRoot = digest(of: SHA256())

    /// The leaf hash of an entry: SHA-256(0x00 ‖ entry).
    public static func leaf(_ entry: UnsafeRawBufferPointer) -> Digest {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x00)) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: entry)
        return digest(of: hasher)
    }

    /// The leaf hash of an entry: SHA-256(0x00 ‖ entry).
    public static func leaf(_ entry: some Sequence<UInt8>) -> Digest {
        entry.withContiguousStorageIfAvailable { leaf(UnsafeRawBufferPointer($0)) }
            ?? Array(entry).withUnsafeBytes { leaf($0) }
    }

    /// The hash of a node: SHA-256(0x01 ‖ left ‖ right).
    public static func node(_ left: Digest, _ right: Digest) -> Digest {
        // 65 bytes on the stack and one update. The one allocation left per hash is inside swift-crypto's SHA256.
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digest.byteCount, alignment: 8) { buffer in
            buffer[0] = 0x01
            buffer.storeBytes(of: left, toByteOffset: 1, as: Digest.self)
            buffer.storeBytes(of: right, toByteOffset: 1 + Digest.byteCount, as: Digest.self)
            var hasher = SHA256()
            hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return digest(of: hasher)
        }
    }

    /// The root over complete subtrees that stand side by side, the largest first; the empty root for none.
    ///
    /// An incomplete tree hashes from the right: the small subtrees join first (RFC 6962 section 2.1, where the left
    /// part is the largest power of two below the size).
    public static func root(ofFrontier hashes: some BidirectionalCollection<Digest>) -> Digest {
        guard var root = hashes.last else { return emptyRoot }
        for hash in hashes.dropLast().reversed() {
            root = node(hash, root)
        }
        return root
    }

    /// The root of the first `size` leaves, from a source of complete subtrees.
    ///
    /// - Throws: ``ProofError/treeTooLarge(size:)``, or what `node` throws.
    /// - Complexity: at most 63 calls of `node`.
    public static func root(size: UInt64, node: (Subtree) throws -> Digest) throws -> Digest {
        guard size <= maximumSize else { throw ProofError.treeTooLarge(size: size) }
        return root(ofFrontier: try Subtree.covering(size: size).map(node))
    }

    private static func digest(of hasher: SHA256) -> Digest {
        guard let digest = hasher.finalize().withUnsafeBytes({ Digest(exactly: $0) }) else {
            preconditionFailure("assumed that SHA-256 has 32 bytes")
        }
        return digest
    }
}
