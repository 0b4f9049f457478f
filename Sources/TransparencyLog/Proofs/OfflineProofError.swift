/// Why a `.tlog-proof` file cannot be read or does not hold.
public enum OfflineProofError: Error, Hashable, Sendable {
    /// The file has more than ``OfflineProof/maximumLength`` bytes.
    case tooLong
    /// The first line is not `c2sp.org/tlog-proof@v1`.
    case unknownVersion
    /// The `extra` line is not canonical base64.
    case malformedExtra
    /// There is no `index` line, or its number is malformed.
    case malformedIndex
    /// A line of the path is not 32 bytes in canonical base64.
    case malformedHash
    /// No blank line and checkpoint follow the path.
    case noCheckpoint
    /// The checkpoint cannot be read.
    case checkpoint(CheckpointError)
    /// The checkpoint is not one to believe.
    case policy(PolicyError)
    /// The path does not lead from the entry to the checkpoint's root.
    case inclusion(ProofError)
}

extension OfflineProofError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .tooLong: "The proof is longer than 2,000,000 bytes."
        case .unknownVersion: "This is not a tlog-proof of version 1."
        case .malformedExtra: "The extra data of the proof is malformed."
        case .malformedIndex: "The index of the proof is missing or malformed."
        case .malformedHash: "A hash of the proof is malformed."
        case .noCheckpoint: "The proof has no checkpoint."
        case .checkpoint(let error): error.description
        case .policy(let error): error.description
        case .inclusion(let error): error.description
        }
    }
}
