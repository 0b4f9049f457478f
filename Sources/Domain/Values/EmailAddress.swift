/// An address that mail can be sent to: `name@example.org`.
///
/// Narrower than RFC 5322: no quoted names, no comments, no blanks, ASCII only (an international domain in its `xn--` form),
/// so that an address can never end a header or a command and begin another.
package struct EmailAddress: Hashable, Sendable {
    package let rawValue: String

    /// The part after the `@`, in lower case.
    package var domain: String { rawValue.split(separator: "@").last.map { $0.lowercased() } ?? "" }

    /// - Throws: ``Malformed`` unless `text`, without blanks around it, is a name of at most 64 characters, `@`, and a domain
    ///   with a dot in it; 254 characters in all (RFC 5321 4.5.3.1).
    package init(parsing text: some StringProtocol) throws(Malformed) {
        let trimmed = text.utf8.drop(while: Self.isBlank).reversed().drop(while: Self.isBlank).reversed()
        let bytes = Array(trimmed)
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), bytes.count <= 254,
            Self.isName(bytes[..<at]), Self.isDomain(bytes[(at + 1)...])
        else { throw Malformed("email_address", expected: "an e-mail address like name@example.org") }
        rawValue = String(decoding: bytes, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// `dot-atom` of RFC 5322 3.2.3.
    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        let signs = Array("!#$%&'*+-/=?^_`{|}~".utf8)
        return (1...64).contains(bytes.count)
            && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.allSatisfy { isLetterOrDigit($0) || signs.contains($0) }
            }
    }

    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }
}
