/// Why a request to a witness cannot be read.
public enum AddCheckpointError: Error, Hashable, Sendable {
    /// It has more than ``AddCheckpoint/maximumLength`` bytes.
    case tooLong
    /// No empty line parts the head from the checkpoint.
    case noCheckpoint
    /// The first line is not `old ` and a decimal number without sign and leading zeros, below 2⁶⁴.
    case malformedOldSize
    /// There are more than ``AddCheckpoint/maximumHashes`` hashes.
    case tooManyHashes
    /// A hash is not 32 bytes in canonical base64.
    case malformedHash
    /// What follows the empty line is no signed checkpoint.
    case checkpoint(CheckpointError)
}

extension AddCheckpointError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .tooLong: "The request is longer than \(AddCheckpoint.maximumLength) bytes."
        case .noCheckpoint: "The request has no empty line before a checkpoint."
        case .malformedOldSize: "The first line is not \"old\" and a size."
        case .tooManyHashes: "The request has more than 63 hashes."
        case .malformedHash: "A hash of the consistency proof is malformed."
        case .checkpoint(let error): error.description
        }
    }
}
