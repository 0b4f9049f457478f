/// Bytes cut at newlines; never by `Character`, for which CR LF is one and é has two spellings.
enum Lines {
    static let newline = UInt8(ascii: "\n")

    /// The lines of a text whose every line ends in a newline; nil if the last one does not.
    static func split(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        guard bytes.last == newline else { return nil }
        return bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false)
    }

    /// What follows `prefix`; nil if the line does not start so.
    static func rest(of line: ArraySlice<UInt8>, after prefix: String) -> ArraySlice<UInt8>? {
        line.starts(with: prefix.utf8) ? line.dropFirst(prefix.utf8.count) : nil
    }

    /// An ASCII decimal number without sign or leading zero; nil for anything else, or from 2⁶⁴.
    static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard text.allSatisfy(digits.contains), text.first != digits.lowerBound || text.count == 1 else { return nil }
        return UInt64(String(decoding: text, as: UTF8.self))
    }
}
