/// A file which shows that an entry is in a log, without asking the log (C2SP tlog-proof, `.tlog-proof`).
public struct OfflineProof: Hashable, Sendable {
    /// The first line of the file.
    static let header = "c2sp.org/tlog-proof@v1"
    /// The most bytes that are read: a note, 64 hashes, and as much extra data again.
    public static let maximumLength = 2 * SignedNote.maximumLength

    /// Data of the application that came along, for which nothing vouches.
    public let extra: [UInt8]?
    /// The way from the entry to the checkpoint's root; its size is that of the checkpoint.
    public let inclusion: InclusionProof
    /// The checkpoint with its signatures.
    public let checkpoint: SignedCheckpoint

    /// Puts a proof together; ``verify(entry:policy:)`` judges it.
    public init(extra: [UInt8]? = nil, index: UInt64, path: [Digest], checkpoint: SignedCheckpoint) {
        self.extra = extra
        self.inclusion = InclusionProof(index: index, size: checkpoint.checkpoint.size, path: path)
        self.checkpoint = checkpoint
    }

    /// Reads a file.
    ///
    /// - Throws: ``OfflineProofError`` if a line does not have its one canonical form.
    public init(parsing text: some StringProtocol) throws(OfflineProofError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads a file.
    ///
    /// - Throws: ``OfflineProofError`` if a line does not have its one canonical form.
    public init(parsing bytes: [UInt8]) throws(OfflineProofError) {
        guard bytes.count <= Self.maximumLength else { throw .tooLong }
        // The head ends at the first empty line; the checkpoint, verbatim behind it, has another one of its own.
        let blank = bytes.indices.dropFirst().first { bytes[$0] == Lines.newline && bytes[$0 - 1] == Lines.newline }
        guard let blank, let lines = Lines.split(bytes[..<blank]) else { throw .noCheckpoint }

        var rest = lines[...]
        guard let first = rest.popFirst(), first.elementsEqual(Self.header.utf8) else { throw .unknownVersion }
        var extra: [UInt8]?
        if let line = rest.first, let word = Lines.rest(of: line, after: "extra ") {
            guard let data = Base64.decode(word) else { throw .malformedExtra }
            extra = data
            rest.removeFirst()
        }
        guard let line = rest.popFirst(), let word = Lines.rest(of: line, after: "index "),
            let index = Decimal.decode(word)
        else { throw .malformedIndex }
        // A tree of up to 2⁶⁴ leaves is 64 levels high.
        guard rest.count <= 64 else { throw .inclusion(.pathTooLong) }
        var path: [Digest] = []
        for line in rest {
            guard let hash = Digest(base64Bytes: line) else { throw .malformedHash }
            path.append(hash)
        }

        let checkpoint: SignedCheckpoint
        do {
            checkpoint = try SignedCheckpoint(parsing: Array(bytes[(blank + 1)...]))
        } catch {
            throw .checkpoint(error)
        }
        self.init(extra: extra, index: index, path: path, checkpoint: checkpoint)
    }

    /// The file.
    public var serialized: String {
        var text = "\(Self.header)\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(inclusion.index)\n"
        for hash in inclusion.path { text += hash.base64 + "\n" }
        return text + "\n" + checkpoint.serialized
    }

    /// Checks that the entry is in a log that the policy believes.
    ///
    /// - Throws: ``OfflineProofError/policy(_:)`` or ``OfflineProofError/inclusion(_:)``.
    public func verify(entry: [UInt8], policy: TrustPolicy) throws(OfflineProofError) -> VerifiedCheckpoint {
        let verified: VerifiedCheckpoint
        do {
            verified = try policy.verify(checkpoint)
        } catch {
            throw .policy(error)
        }
        do {
            try inclusion.verify(leaf: Merkle.leaf(entry), root: verified.checkpoint.root)
        } catch {
            throw .inclusion(error)
        }
        return verified
    }

    /// Checks that the entry is in this log, whatever witnesses say.
    ///
    /// - Throws: ``OfflineProofError/policy(_:)`` or ``OfflineProofError/inclusion(_:)``.
    public func verify(entry: [UInt8], log: NoteVerifier) throws(OfflineProofError) -> VerifiedCheckpoint {
        try verify(entry: entry, policy: TrustPolicy(trusting: log))
    }
}
