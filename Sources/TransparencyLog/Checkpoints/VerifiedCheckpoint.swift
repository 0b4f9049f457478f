/// A checkpoint whose signatures were checked against keys that the reader trusts.
public struct VerifiedCheckpoint: Hashable, Sendable {
    /// What was signed.
    public let checkpoint: Checkpoint
    /// The log's key that signed it.
    public let log: NoteVerifier
    /// The known witnesses that cosigned it, each once.
    public let cosignatures: [VerifiedSignature]
}
