/// A file which shows that an entry is in a log, without asking the log (C2SP tlog-proof, `.tlog-proof`).
struct ProofFile: Sendable {
    static let header = "c2sp.org/tlog-proof@v1"
    /// A note, its hashes, and as much again for the entry.
    static let maximumLength = 2 * Note.maximumLength

    /// What the maker of the file put in, for which only the proof vouches: here the entry.
    let extra: [UInt8]?
    let index: UInt64
    /// The sibling hashes, the leaf's first.
    let path: [Hash]
    /// The signed note, verbatim.
    let checkpoint: [UInt8]

    /// Reads a file.
    ///
    /// - Throws: ``Problem/malformedProof(_:)``.
    init(parsing bytes: [UInt8]) throws(Problem) {
        guard bytes.count <= Self.maximumLength else { throw .malformedProof(.tooLong) }
        // The first blank line ends the proof; the checkpoint behind it has another one of its own.
        let blank = bytes.indices.dropFirst().first { bytes[$0] == Lines.newline && bytes[$0 - 1] == Lines.newline }
        guard let blank, let lines = Lines.split(bytes[..<blank]) else { throw .malformedProof(.noCheckpoint) }
        checkpoint = Array(bytes[(blank + 1)...])

        guard lines[0].elementsEqual(Self.header.utf8) else { throw .malformedProof(.version) }
        var rest = lines.dropFirst()
        if let line = rest.first, let word = Lines.rest(of: line, after: "extra ") {
            guard let decoded = Base64.decode(word) else { throw .malformedProof(.extra) }
            extra = decoded
            rest.removeFirst()
        } else {
            extra = nil
        }
        guard let line = rest.first, let word = Lines.rest(of: line, after: "index "), let index = Lines.number(word)
        else { throw .malformedProof(.index) }
        self.index = index
        var path: [Hash] = []
        for line in rest.dropFirst() {
            guard let hash = Base64.decode(line).flatMap({ $0.withUnsafeBytes { Hash($0) } }) else {
                throw .malformedProof(.hash(path.count + 1))
            }
            path.append(hash)
        }
        self.path = path
    }

    /// The root that the path leads to, starting from the hash of an entry.
    ///
    /// The tree of RFC 6962 above a leaf: at each level the leaf's ancestor is a right child (its sibling stands
    /// left), a left child (its sibling stands right), or the last of its row without a sibling, which moves up as it
    /// is. Whether it is depends on the index and the size alone, so a path has exactly one right length.
    /// - Throws: ``Problem/proofIndex(_:size:)`` or ``Problem/proofLength(expected:found:)``.
    func root(leaf: Hash, size: UInt64) throws(Problem) -> Hash {
        guard index < size else { throw .proofIndex(index, size: size) }
        var hash = leaf
        var used = 0
        var position = index
        var last = size - 1
        while last > 0 {
            let isRight = !position.isMultiple(of: 2)
            if isRight || position < last {
                if used < path.count {
                    hash = isRight ? .node(path[used], hash) : .node(hash, path[used])
                }
                used += 1
            }
            position /= 2
            last /= 2
        }
        guard used == path.count else { throw .proofLength(expected: used, found: path.count) }
        return hash
    }
}
