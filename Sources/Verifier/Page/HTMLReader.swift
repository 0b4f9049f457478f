/// The tags and texts of a page, in their order.
///
/// It knows as much of HTML as it takes to find elements, attributes and what is shown between them; it builds no tree,
/// mends nothing, and reads every page in one walk.
struct HTMLReader {
    enum Part: Hashable, Sendable {
        case opening(String, [String: String])
        case closing(String)
        case text(String)
    }

    /// Elements whose content is no markup.
    private static let raw: Set = ["script", "style"]

    private var rest: ArraySlice<UInt8>
    private var rawElement: String?

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next part; nil at the end.
    mutating func next() -> Part? {
        if let name = rawElement {
            rawElement = nil
            let end = Self.range(of: "</\(name)", in: rest)?.lowerBound ?? rest.endIndex
            rest = rest[end...]
        }
        while let first = rest.first {
            guard first == UInt8(ascii: "<") else { return text() }
            if rest.starts(with: "<!--".utf8) {
                skip(past: "-->")
            } else if let part = tag() {
                return part
            } else {
                return text()
            }
        }
        return nil
    }

    private mutating func text() -> Part {
        // A sign that opens no tag is text itself.
        let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "<")) ?? rest.endIndex
        defer { rest = rest[end...] }
        return .text(Self.unescaped(rest[..<end]))
    }

    private mutating func skip(past end: String) {
        rest = rest[(Self.range(of: end, in: rest)?.upperBound ?? rest.endIndex)...]
    }

    /// A tag; nil if what follows is none.
    ///
    /// Declarations are opening tags that nobody asks for.
    private mutating func tag() -> Part? {
        var after = rest.dropFirst()
        let isClosing = after.first == UInt8(ascii: "/")
        if isClosing { after = after.dropFirst() }
        guard let first = after.first, Self.isLetter(first) || first == UInt8(ascii: "!") else { return nil }
        let name = Self.lowercased(
            after.prefix { !Self.isBlank($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        )
        rest = after.dropFirst(name.utf8.count)
        let attributes = attributes()
        guard !isClosing else { return .closing(name) }
        if Self.raw.contains(name) { rawElement = name }
        return .opening(name, attributes)
    }

    /// The attributes up to and with the end of the tag; the first of two with one name counts.
    private mutating func attributes() -> [String: String] {
        var attributes: [String: String] = [:]
        while let byte = rest.first {
            if byte == UInt8(ascii: ">") {
                rest = rest.dropFirst()
                break
            }
            if Self.isBlank(byte) || byte == UInt8(ascii: "/") {
                rest = rest.dropFirst()
                continue
            }
            let name = Self.lowercased(rest.prefix { !Self.isBlank($0) && !"=>/".utf8.contains($0) })
            rest = rest.dropFirst(max(name.utf8.count, 1))
            rest = rest.drop(while: Self.isBlank)
            var value = ""
            if rest.first == UInt8(ascii: "=") {
                rest = rest.dropFirst().drop(while: Self.isBlank)
                value = self.value()
            }
            if attributes[name] == nil { attributes[name] = value }
        }
        return attributes
    }

    private mutating func value() -> String {
        guard let mark = rest.first, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else {
            let value = rest.prefix { !Self.isBlank($0) && $0 != UInt8(ascii: ">") }
            rest = rest.dropFirst(value.count)
            return Self.unescaped(value)
        }
        rest = rest.dropFirst()
        let value = rest.prefix { $0 != mark }
        rest = rest.dropFirst(value.count + 1)
        return Self.unescaped(value)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { " \t\r\n\u{0c}".utf8.contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
        String(
            decoding: bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 },
            as: UTF8.self
        )
    }

    private static func range(of text: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        let wanted = Array(text.utf8)
        var start = bytes.startIndex
        while let found = bytes[start...].firstIndex(of: wanted[0]) {
            let end = found + wanted.count
            guard end <= bytes.endIndex else { return nil }
            if lowercased(bytes[found..<end]) == text { return found..<end }
            start = found + 1
        }
        return nil
    }

    /// The few characters that pages escape; others stay as they are.
    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "minus": "−",
    ]

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        var rest = bytes
        while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
            text += String(decoding: rest[..<mark], as: UTF8.self)
            rest = rest[(mark + 1)...]
            let name = String(decoding: rest.prefix(10).prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            guard rest.dropFirst(name.utf8.count).first == UInt8(ascii: ";"), let character = character(name) else {
                text += "&"
                continue
            }
            text += character
            rest = rest.dropFirst(name.utf8.count + 1)
        }
        return text + String(decoding: rest, as: UTF8.self)
    }

    private static func character(_ name: String) -> String? {
        if let entity = entities[name] { return entity }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let code =
            digits.first.map { "xX".contains($0) } == true ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return code.flatMap(Unicode.Scalar.init).map { String($0) }
    }
}
