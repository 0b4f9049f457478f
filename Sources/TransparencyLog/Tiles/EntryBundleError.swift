/// Why entries and a bundle do not fit.
public enum EntryBundleError: Error, Hashable, Sendable {
    /// A bundle has 1 to 256 entries, and exactly as many as its tile is wide.
    case wrongCount(Int)
    /// An entry has more than 65,535 bytes.
    case entryTooLong(Int)
    /// The bytes end within an entry.
    case cutOff
}

extension EntryBundleError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .wrongCount(let count):
            "The bundle has \(count) entries or more, which is not the number that it must have."
        case .entryTooLong(let count): "An entry of \(count) bytes is above the limit of 65,535."
        case .cutOff: "The bundle ends within an entry."
        }
    }
}
