package import TransparencyLog

/// Why a witness does not cosign.
package enum WitnessRefusal: Error, Hashable, Sendable {
    /// The request cannot be read; why, in words.
    case malformed(String)
    /// The request is longer than any that is read.
    case tooLong
    /// The log is none of those that are witnessed.
    case unknownLog
    /// No trusted key has signed the checkpoint, or one has and wrongly.
    case notSigned
    /// The old size is larger than the checkpoint's.
    case oldIsLarger
    /// The old size is not that of the tree that was cosigned last, which is this one.
    case otherSize(UInt64)
    /// The checkpoint does not continue what was cosigned last, or nothing shows that it does.
    case inconsistent(ProofError)
    /// The checkpoint has no leaves and another root than the empty tree's.
    case wrongEmptyRoot
    /// What would be cosigned cannot be written down.
    case cannotRemember
}

extension WitnessRefusal {
    init(_ error: AddCheckpointError) {
        switch error {
        case .checkpoint(.wrongEmptyRoot): self = .wrongEmptyRoot
        case .tooLong: self = .tooLong
        case .noCheckpoint, .malformedOldSize, .tooManyHashes, .malformedHash, .checkpoint:
            self = .malformed(error.description)
        }
    }
}
