/// Why a saved tree cannot be continued.
public enum TreeError: Error, Hashable, Sendable {
    /// The size is above ``Merkle/maximumSize``.
    case treeTooLarge(size: UInt64)
    /// A tree has one frontier hash for each set bit of its size.
    case wrongFrontier(expected: Int, found: Int)
}

extension TreeError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .treeTooLarge(let size): "A tree of \(size) leaves is above the limit of 2^63."
        case .wrongFrontier(let expected, let found): "The tree needs \(expected) frontier hashes; \(found) were given."
        }
    }
}
