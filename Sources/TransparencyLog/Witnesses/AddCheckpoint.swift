/// What a log asks of a witness: to cosign a checkpoint that extends the one it has cosigned last (C2SP tlog-witness,
/// `add-checkpoint`).
public struct AddCheckpoint: Hashable, Sendable {
    /// How many hashes a request has at most.
    ///
    /// "The client MUST NOT send more than 63 consistency proof lines."
    public static let maximumHashes = 63
    /// The most bytes that are read: an old size, 63 hashes of 45 bytes, and a note.
    public static let maximumLength = SignedNote.maximumLength + 4_096

    /// How large the tree was that the witness has cosigned last, as far as the log knows; zero for none.
    public let oldSize: UInt64
    /// The consistency proof from there to the checkpoint, in the order of RFC 6962 section 2.1.2.
    public let path: [Digest]
    /// The checkpoint with its signatures; nothing is verified yet.
    public let checkpoint: SignedCheckpoint

    /// Puts a request together.
    ///
    /// - Throws: ``AddCheckpointError/tooManyHashes``; no proof between trees of this library is that long.
    public init(oldSize: UInt64, path: [Digest], checkpoint: SignedCheckpoint) throws(AddCheckpointError) {
        guard path.count <= Self.maximumHashes else { throw .tooManyHashes }
        self.oldSize = oldSize
        self.path = path
        self.checkpoint = checkpoint
    }

    /// Reads the body of a request.
    ///
    /// - Throws: ``AddCheckpointError`` if a line does not have its one canonical form.
    public init(parsing bytes: [UInt8]) throws(AddCheckpointError) {
        guard bytes.count <= Self.maximumLength else { throw .tooLong }
        // No line of the head is empty, so the first empty line ends it; the note behind it has another one of its own.
        let blank = bytes.indices.dropFirst().first { bytes[$0] == Lines.newline && bytes[$0 - 1] == Lines.newline }
        guard let blank, let lines = Lines.split(bytes[..<blank]) else { throw .noCheckpoint }
        guard let first = lines.first, let word = Lines.rest(of: first, after: "old "),
            let oldSize = Decimal.decode(word)
        else { throw .malformedOldSize }
        guard lines.count - 1 <= Self.maximumHashes else { throw .tooManyHashes }
        var path: [Digest] = []
        for line in lines.dropFirst() {
            guard let hash = Digest(base64Bytes: line) else { throw .malformedHash }
            path.append(hash)
        }
        let checkpoint: SignedCheckpoint
        do {
            checkpoint = try SignedCheckpoint(parsing: Array(bytes[(blank + 1)...]))
        } catch {
            throw .checkpoint(error)
        }
        try self.init(oldSize: oldSize, path: path, checkpoint: checkpoint)
    }

    /// The body of the request.
    public var serialized: String {
        "old \(oldSize)\n" + path.map { $0.base64 + "\n" }.joined() + "\n" + checkpoint.serialized
    }

    /// What the path has to prove.
    public var proof: ConsistencyProof {
        ConsistencyProof(oldSize: oldSize, newSize: checkpoint.checkpoint.size, path: path)
    }
}
