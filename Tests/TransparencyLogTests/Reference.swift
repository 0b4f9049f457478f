import TransparencyLog

import struct Crypto.SHA256

/// The definitions of RFC 6962 section 2.1 written down once more, recursively, sharing nothing with the library.
struct Reference {
    let leaves: [[UInt8]]
    private var known: [Range<Int>: [UInt8]] = [:]

    init(entries: [[UInt8]]) {
        leaves = entries.map { Array(SHA256.hash(data: [0x00] + $0)) }
    }

    /// A log whose entries are all different.
    init(count: Int) {
        self.init(entries: (0..<count).map { Reference.entry($0) })
    }

    static func entry(_ index: Int) -> [UInt8] {
        Array("entry \(index)".utf8)
    }

    /// MTH(D[lower:upper]).
    mutating func hash(_ range: Range<Int>) -> [UInt8] {
        if let hash = known[range] { return hash }
        let hash: [UInt8]
        switch range.count {
        case 0: hash = Array(SHA256.hash(data: [UInt8]()))
        case 1: hash = leaves[range.lowerBound]
        default:
            let middle = range.lowerBound + split(range.count)
            let left = self.hash(range.lowerBound..<middle)
            hash = Array(SHA256.hash(data: [0x01] + left + self.hash(middle..<range.upperBound)))
        }
        known[range] = hash
        return hash
    }

    /// PATH(m, D[lower:upper]).
    mutating func path(_ leaf: Int, _ range: Range<Int>) -> [[UInt8]] {
        guard range.count > 1 else { return [] }
        let middle = range.lowerBound + split(range.count)
        if leaf < middle {
            return path(leaf, range.lowerBound..<middle) + [hash(middle..<range.upperBound)]
        }
        return path(leaf, middle..<range.upperBound) + [hash(range.lowerBound..<middle)]
    }

    /// SUBPROOF(m, D[lower:upper], b), where m counts from the first leaf of the log.
    mutating func consistency(_ old: Int, _ range: Range<Int>, isWhole: Bool = true) -> [[UInt8]] {
        if old == range.upperBound { return isWhole ? [] : [hash(range)] }
        let middle = range.lowerBound + split(range.count)
        if old <= middle {
            return consistency(old, range.lowerBound..<middle, isWhole: isWhole) + [hash(middle..<range.upperBound)]
        }
        return consistency(old, middle..<range.upperBound, isWhole: false) + [hash(range.lowerBound..<middle)]
    }

    /// The largest power of two below a number.
    private func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

/// A log in memory: every complete subtree, as a store would keep them.
struct Log {
    private(set) var tree = CompactTree()
    private(set) var nodes: [Subtree: Digest] = [:]
    private(set) var roots: [Digest] = []

    /// A log of the entries that ``Reference`` has; the roots of all its sizes only if asked for.
    init(count: Int, keepingRoots: Bool = false) {
        if keepingRoots { roots.append(tree.root) }
        for index in 0..<count {
            tree.append(Merkle.leaf(Reference.entry(index))) { nodes[$0] = $1 }
            if keepingRoots { roots.append(tree.root) }
        }
    }

    init(entries: [[UInt8]]) {
        for entry in entries {
            tree.append(Merkle.leaf(entry)) { nodes[$0] = $1 }
        }
    }

    struct Missing: Error {
        let subtree: Subtree
    }

    func node(_ subtree: Subtree) throws -> Digest {
        guard let hash = nodes[subtree] else { throw Missing(subtree: subtree) }
        return hash
    }
}

extension Digest {
    /// The digest with its first bit turned over.
    var flipped: Digest? {
        var bytes = bytes
        bytes[0] ^= 0x80
        return Digest(bytes: bytes)
    }
}
