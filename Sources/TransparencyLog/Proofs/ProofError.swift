/// Why a proof does not hold, or cannot be made.
public enum ProofError: Error, Hashable, Sendable {
    /// There is no such leaf in a tree of this size.
    case indexOutsideTree(index: UInt64, size: UInt64)
    /// A tree cannot be consistent with a smaller later one.
    case treeShrank(oldSize: UInt64, newSize: UInt64)
    /// The size is above ``Merkle/maximumSize``.
    case treeTooLarge(size: UInt64)
    /// The path ends before the root is reached.
    case pathTooShort
    /// The path has hashes left when the root is reached.
    case pathTooLong
    /// The path leads to another root than the one given.
    case rootMismatch
    /// The path leads to another old root than the one given.
    case oldRootMismatch
}

extension ProofError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .indexOutsideTree(let index, let size): "A tree of \(size) leaves has no leaf \(index)."
        case .treeShrank(let oldSize, let newSize): "A tree of \(newSize) leaves cannot extend one of \(oldSize)."
        case .treeTooLarge(let size): "A tree of \(size) leaves is above the limit of 2^63."
        case .pathTooShort: "The proof has too few hashes."
        case .pathTooLong: "The proof has too many hashes."
        case .rootMismatch: "The proof does not lead to the given root."
        case .oldRootMismatch: "The proof does not lead to the given old root."
        }
    }
}
