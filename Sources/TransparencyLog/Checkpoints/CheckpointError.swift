/// Why a checkpoint is not accepted.
public enum CheckpointError: Error, Hashable, Sendable {
    /// The note around it is wrong, or its signatures are.
    case note(NoteError)
    /// The text has fewer than three lines, or does not end in a newline.
    case tooFewLines
    /// The origin is empty, has a control character or is not UTF-8.
    case malformedOrigin
    /// The size is not a decimal number without sign and leading zeros, below 2⁶⁴.
    case malformedSize
    /// The root is not 32 bytes in canonical base64.
    case malformedRoot
    /// An extension line is empty or has a control character.
    case malformedExtension
    /// The tree has no leaves, but another root than the empty one.
    case wrongEmptyRoot
    /// The checkpoint is of another log.
    case wrongOrigin(Origin)
    /// Known witnesses have signed, but the log has not.
    case notSignedByLog
}

extension CheckpointError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .note(let error): error.description
        case .tooFewLines: "A checkpoint has an origin, a size and a root, each on a line."
        case .malformedOrigin: "The origin of the checkpoint is malformed."
        case .malformedSize: "The size of the checkpoint is malformed."
        case .malformedRoot: "The root of the checkpoint is malformed."
        case .malformedExtension: "An extension line of the checkpoint is malformed."
        case .wrongEmptyRoot: "The checkpoint has size 0, but not the root of the empty tree."
        case .wrongOrigin(let origin): "The checkpoint is of another log: \(origin)."
        case .notSignedByLog: "The log itself has not signed the checkpoint."
        }
    }
}
