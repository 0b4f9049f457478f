/// Why a policy cannot be read, or a checkpoint does not meet it.
public enum PolicyError: Error, Hashable, Sendable {
    /// What is wrong with one line of a policy.
    public enum LineError: Error, Hashable, Sendable {
        /// There is a control character other than tab.
        case controlCharacter
        /// The line starts with none of `log`, `witness`, `group` and `quorum`.
        case unknownKeyword
        /// The line has too few or too many words.
        case wrongNumberOfWords
        /// The key cannot be read.
        case key(NoteError)
        /// The key of a witness is not one that makes cosignatures.
        case notAWitnessKey
        /// Another line has the same public key.
        case duplicateKey
        /// The name is defined already, or is `none`.
        case nameTaken(PolicyName)
        /// No earlier line defines this name.
        case unknownName(PolicyName)
        /// The name is a member of a group already.
        case repeatedMember(PolicyName)
        /// The threshold is not `all`, `any` or a number from 1 to that of the members.
        case wrongThreshold
        /// There is a quorum line already.
        case secondQuorum
        /// The policy has more than 1,000 logs, witnesses and groups.
        case tooMany
    }

    /// A line of the policy is wrong; the first line is 1.
    case malformed(line: Int, LineError)
    /// The policy does not say which quorum it asks for.
    case missingQuorum
    /// Neither the policy nor the caller names a log.
    case noLog
    /// The checkpoint is not that of a listed log, or a signature on it is wrong.
    case checkpoint(CheckpointError)
    /// The witnesses that cosigned are not enough.
    case noQuorum
}

extension PolicyError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .malformed(let line, let error): "Line \(line) of the policy: \(error)"
        case .missingQuorum: "The policy has no quorum line."
        case .noLog: "The policy names no log."
        case .checkpoint(let error): error.description
        case .noQuorum: "Too few of the policy's witnesses have cosigned the checkpoint."
        }
    }
}

extension PolicyError.LineError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .controlCharacter: "there is a control character."
        case .unknownKeyword: "it starts with none of log, witness, group and quorum."
        case .wrongNumberOfWords: "it has too few or too many words."
        case .key(let error): error.description
        case .notAWitnessKey: "a witness needs a cosignature key (type 0x04)."
        case .duplicateKey: "the key is listed already."
        case .nameTaken(let name): "the name \(name) is taken."
        case .unknownName(let name): "the name \(name) is not defined before."
        case .repeatedMember(let name): "\(name) is a member of a group already."
        case .wrongThreshold: "the threshold is not all, any or a number up to that of the members."
        case .secondQuorum: "there is a quorum line already."
        case .tooMany: "the policy has more than 1,000 parts."
        }
    }
}
