/// A field of a table that we write (RFC 4180).
package enum SpreadsheetField {
    /// The field in quotes where it needs them.
    ///
    /// Looked at byte by byte: a comma or quote with a combining mark on it is another character to Swift, but the same
    /// sign to every reader of such files.
    package static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: needsQuotes) else { return field }
        var bytes = [quote]
        for byte in field.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The field with an apostrophe before it where a spreadsheet would take it for a formula
    /// (https://owasp.org/www-community/attacks/CSV_Injection); numbers are none.
    package static func disarmed(_ field: String) -> String {
        switch field.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
            UInt8(ascii: "\r"):
            Double(field) == nil ? "'" + field : field
        default: field
        }
    }

    private static let quote = UInt8(ascii: "\"")

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), quote, UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
        default: false
        }
    }
}
