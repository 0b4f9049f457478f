/// Bytes cut into lines and words; never by `Character`, for which CR LF is one and é has two spellings.
enum Lines {
    static let newline = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")

    /// The lines of a text whose every line ends in a newline; nil if the last one does not.
    static func split(_ bytes: ArraySlice<UInt8>) -> [[UInt8]]? {
        guard let last = bytes.last else { return [] }
        guard last == newline else { return nil }
        return bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false).map { Array($0) }
    }

    /// What follows `prefix` in `line`; nil if it does not start so.
    static func rest(of line: [UInt8], after prefix: String) -> ArraySlice<UInt8>? {
        line.starts(with: prefix.utf8) ? line.dropFirst(prefix.utf8.count) : nil
    }

    /// Whether a byte is an ASCII control character other than newline, which no signed text may contain.
    static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != newline
    }
}
