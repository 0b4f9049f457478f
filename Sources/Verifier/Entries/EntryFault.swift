/// What is wrong with an entry, or with the figures: the bytes are not canonical JSON, or a field is not as it must be.
package enum EntryFault: Error, Hashable, Sendable {
    /// What a field must hold.
    package enum Expected: Hashable, Sendable, CaseIterable {
        case number
        case type
        case day
        case version
        case commitment
        case grid
        case channel
        case truth
        case waitingDays
        case text
        case laterDay
        case root
        case status
        case conditions
        case counts
        case entries
    }

    case endsEarly
    case tooDeep
    case trailingBytes(Int)
    case unexpectedByte(Int)
    case unsortedKeys(String, String)
    case escape(Int)
    case number(Int)
    case notUTF8
    case lacks(String)
    case field(String, expected: Expected)
}
