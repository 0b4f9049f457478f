/// A checkpoint with its signatures, as a log serves it; nothing is verified yet.
public struct SignedCheckpoint: Hashable, Sendable {
    /// What was signed.
    public let checkpoint: Checkpoint
    /// The note around it.
    public let note: SignedNote

    init(checkpoint: Checkpoint, note: SignedNote) {
        self.checkpoint = checkpoint
        self.note = note
    }

    /// Reads a note whose text is a checkpoint.
    ///
    /// - Throws: ``CheckpointError`` if it is not one.
    public init(parsing text: some StringProtocol) throws(CheckpointError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads a note whose text is a checkpoint.
    ///
    /// - Throws: ``CheckpointError`` if it is not one.
    public init(parsing bytes: [UInt8]) throws(CheckpointError) {
        do {
            note = try SignedNote(parsing: bytes)
        } catch {
            throw .note(error)
        }
        checkpoint = try Checkpoint(parsing: note.textBytes)
    }

    /// The whole note as text, to be served or stored.
    public var serialized: String { note.serialized }

    /// The checkpoint with more signatures, for instance those that witnesses answered with.
    ///
    /// - Throws: ``CheckpointError/note(_:)`` if there are too many.
    public func adding(_ signatures: [NoteSignature]) throws(CheckpointError) -> SignedCheckpoint {
        do {
            return SignedCheckpoint(checkpoint: checkpoint, note: try note.adding(signatures))
        } catch {
            throw .note(error)
        }
    }

    /// Checks that the log signed, and which of the witnesses did.
    ///
    /// - Parameters:
    ///   - log: The log's key.
    ///   - origin: What the log calls itself, where that is not the name of its key.
    ///   - witnesses: The keys whose cosignatures are looked for; none is needed. See ``TrustPolicy`` for a quorum.
    /// - Returns: The checkpoint with the witnesses that cosigned it.
    /// - Throws: ``CheckpointError`` if the log's signature is missing, any known signature is wrong, or the
    ///   checkpoint is of another log.
    public func verify(
        log: NoteVerifier,
        origin: Origin? = nil,
        witnesses: [NoteVerifier] = []
    ) throws(CheckpointError) -> VerifiedCheckpoint {
        let verified = try verifiedSignatures(by: [log] + witnesses)
        guard checkpoint.origin == origin ?? Origin(log.name) else { throw .wrongOrigin(checkpoint.origin) }
        guard verified.contains(where: { $0.verifier == log }) else { throw .notSignedByLog }
        return VerifiedCheckpoint(
            checkpoint: checkpoint,
            log: log,
            cosignatures: verified.filter { $0.verifier != log }
        )
    }

    func verifiedSignatures(by known: [NoteVerifier]) throws(CheckpointError) -> [VerifiedSignature] {
        do {
            return try note.verify(known)
        } catch {
            throw .note(error)
        }
    }
}
