/// An entry that files a definition or a figure, as it stands in the log.
struct FiledEntry: Hashable, Sendable {
    /// What the types of such entries begin with.
    static let prefix = "figure."

    let index: UInt64
    let type: String
    /// When it was recorded.
    let day: EntryDay
    let bytes: [UInt8]
}
