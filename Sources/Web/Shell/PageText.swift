import Mustache

/// Text as it stands in HTML, in an element as well as in a quoted attribute.
///
/// swift-mustache's own escaping compares whole characters, and a quote or bracket with a combining mark on it is another
/// character to Swift, but the same sign to a browser: `"` + U+0301 would end an attribute. Here every sign is looked at.
struct PageText: MustacheContentType {
    static let name = "PAGE"
    /// The line that makes a template use it; a partial begins with HTML's own again, so every template has one.
    static let pragma = "{{% CONTENT_TYPE: \(name)}}\n"

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.escape(of: $0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let escape = Self.escape(of: byte) { bytes += escape.utf8 } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escape(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
