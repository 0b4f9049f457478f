/// A value of canonical JSON (RFC 8785) without fractions: what a definition is written in.
///
/// Two programs that write the same value write the same bytes, so its hash names it. U+0000 stands in no text: PostgreSQL
/// has none, and what one engine cannot look for no figure may hang on.
package indirect enum Canonical: Hashable, Sendable {
    case object([String: Canonical])
    case array([Canonical])
    case text(String)
    case integer(Int64)

    /// Reads a text as ``text`` writes it, and nothing else.
    ///
    /// - Throws: ``Malformed``.
    package init(parsing text: some StringProtocol) throws(Malformed) {
        var reader = CanonicalReader(text)
        guard let value = reader.value(depth: 0), reader.isAtEnd, value.text.utf8.elementsEqual(text.utf8)
        else {
            throw Malformed(
                "definition",
                expected: "canonical: JSON with sorted keys, without blanks and fractions (RFC 8785)"
            )
        }
        self = value
    }

    /// Whether two of them are written alike; Swift would also take é in one scalar value and in two for equal.
    package static func haveEqual(_ values: [Canonical]) -> Bool {
        Set(values.map { Array($0.text.utf8) }).count < values.count
    }

    /// The one way to write it.
    package var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .object(let fields):
            // RFC 8785 3.2.3 sorts by UTF-16 code units.
            let sorted = fields.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            text += "{"
            for (index, field) in sorted.enumerated() {
                if index > 0 { text += "," }
                Self.write(field.key, to: &text)
                text += ":"
                field.value.write(to: &text)
            }
            text += "}"
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .text(let value): Self.write(value, to: &text)
        case .integer(let number): text += String(number)
        }
    }

    /// RFC 8785 3.2.2.2.
    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{08}": text += "\\b"
            case "\t": text += "\\t"
            case "\n": text += "\\n"
            case "\u{0C}": text += "\\f"
            case "\r": text += "\\r"
            case "\u{00}"..<"\u{20}":
                text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// Reads JSON of that kind; whether it was canonical shows when it is written again.
private struct CanonicalReader {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// Far above what a definition needs, and far below what a thread's stack holds.
    private static let deepest = 8

    init(_ text: some StringProtocol) { scalars = Array(text.unicodeScalars) }

    var isAtEnd: Bool { index == scalars.count }

    mutating func value(depth: Int) -> Canonical? {
        guard depth < Self.deepest, index < scalars.count else { return nil }
        switch scalars[index] {
        case "{": return object(depth: depth)
        case "[": return array(depth: depth)
        case "\"": return string().map { .text($0) }
        default: return integer()
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard index < scalars.count, scalars[index] == scalar else { return false }
        index += 1
        return true
    }

    private mutating func object(depth: Int) -> Canonical? {
        guard take("{") else { return nil }
        var fields: [String: Canonical] = [:]
        if take("}") { return .object(fields) }
        repeat {
            guard let key = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
            fields[key] = value
        } while take(",")
        return take("}") ? .object(fields) : nil
    }

    private mutating func array(depth: Int) -> Canonical? {
        guard take("[") else { return nil }
        var values: [Canonical] = []
        if take("]") { return .array(values) }
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
        } while take(",")
        return take("]") ? .array(values) : nil
    }

    private mutating func integer() -> Canonical? {
        let start = index
        _ = take("-")
        while index < scalars.count, ("0"..."9").contains(scalars[index]) { index += 1 }
        var digits = String.UnicodeScalarView()
        digits.append(contentsOf: scalars[start..<index])
        return Int64(String(digits)).map { .integer($0) }
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var text = String.UnicodeScalarView()
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            switch scalar {
            case "\"": return String(text)
            case "\\":
                guard let escaped = escape() else { return nil }
                text.append(escaped)
            case "\u{00}"..<"\u{20}": return nil
            default: text.append(scalar)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard index < scalars.count else { return nil }
        defer { index += 1 }
        switch scalars[index] {
        case "\"": return "\""
        case "\\": return "\\"
        case "b": return "\u{08}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            guard index + 4 < scalars.count else { return nil }
            var digits = String.UnicodeScalarView()
            digits.append(contentsOf: scalars[(index + 1)...(index + 4)])
            index += 4
            guard let code = UInt32(String(digits), radix: 16), (1..<0x20).contains(code) else { return nil }
            return Unicode.Scalar(code)
        default: return nil
        }
    }
}
