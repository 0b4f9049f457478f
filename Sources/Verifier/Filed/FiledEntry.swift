/// An entry that files a definition or a figure, or releases a bulletin of figures, as it stands in the log.
struct FiledEntry: Hashable, Sendable {
    /// Whether entries of a type are such.
    static func isOne(_ type: String) -> Bool {
        type.utf8.starts(with: "figure.".utf8) || type == "bulletin.released" || type == "bulletin.withdrawn"
    }

    let index: UInt64
    let type: String
    /// When it was recorded.
    let day: EntryDay
    let bytes: [UInt8]
}
