/// What is wrong with an entry, or with the figures: the bytes are not canonical JSON, or a field is not as it must be.
package enum EntryFault: Error, Hashable, Sendable {
    case endsEarly
    case trailingBytes(Int)
    case unexpectedByte(Int)
    case unsortedKeys(String, String)
    case escape(Int)
    case number(Int)
    case notUTF8
    case lacks(String)
    case field(String, expected: String)
}

extension EntryFault: CustomStringConvertible {
    /// What is wrong, to follow a name: "… ends in the middle".
    package var description: String {
        switch self {
        case .endsEarly: "ends in the middle"
        case .trailingBytes(let count): "has \(count) bytes after its end"
        case .unexpectedByte(let offset):
            "has a byte at offset \(offset) that canonical JSON of texts and integers does not have there"
        case .unsortedKeys(let first, let second):
            first == second
                ? "is not canonical JSON: the key \"\(first)\" stands there twice"
                : "is not canonical JSON: the key \"\(second)\" stands after \"\(first)\""
        case .escape(let offset):
            "is not canonical JSON: the escape at offset \(offset) is not the one form of its text"
        case .number(let offset):
            "is not canonical JSON: the number at offset \(offset) is not the one form of an integer below 2^53"
        case .notUTF8: "is not UTF-8 text"
        case .lacks(let field): "lacks the field \"\(field)\""
        case .field(let field, let expected): "has in \"\(field)\" something else than \(expected)"
        }
    }
}
