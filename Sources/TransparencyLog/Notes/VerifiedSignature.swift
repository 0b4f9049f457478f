/// A signature that was checked and found right.
public struct VerifiedSignature: Hashable, Sendable {
    /// The key that made it.
    public let verifier: NoteVerifier
    /// When a cosigner says to have made it, in seconds since 1970; nil for a plain signature.
    public let time: UInt64?

    func isOlder(than other: VerifiedSignature) -> Bool {
        (time ?? 0) < (other.time ?? 0)
    }
}
