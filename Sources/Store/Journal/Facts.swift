/// A flat JSON object of strings and integers in canonical form (RFC 8785 for this subset): keys sorted, no blanks,
/// so that any serializer with sorted keys makes the same bytes.
package struct Facts: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    package enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int64)
    }

    /// Sorted by key; keys are ASCII, so byte order is RFC 8785's UTF-16 order.
    package private(set) var fields: [(key: String, value: Value)]

    package init() { fields = [] }

    package init(dictionaryLiteral elements: (String, Value)...) { self.init(sorting: elements) }

    private init(sorting fields: [(String, Value)]) {
        self.fields = fields.map { (key: $0.0, value: $0.1) }
        self.fields.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    package subscript(key: String) -> Value? {
        get {
            for field in fields where field.key == key { return field.value }
            return nil
        }
        set {
            fields.removeAll { $0.key == key }
            guard let newValue else { return }
            let index = fields.firstIndex { key.utf8.lexicographicallyPrecedes($0.key.utf8) } ?? fields.endIndex
            fields.insert((key, newValue), at: index)
        }
    }

    package static func == (left: Facts, right: Facts) -> Bool {
        left.fields.elementsEqual(right.fields) { $0.key == $1.key && $0.value == $1.value }
    }

    package func hash(into hasher: inout Hasher) {
        for field in fields {
            hasher.combine(field.key)
            hasher.combine(field.value)
        }
    }
}

extension Facts {
    /// - Throws: ``Fault/corrupt(_:)`` when the field is not there or is no text.
    package func text(_ key: String) throws -> String {
        guard case .text(let text) = self[key] else { throw Fault.corrupt("a journal entry lacks the text \(key)") }
        return text
    }

    package func optionalText(_ key: String) -> String? {
        if case .text(let text) = self[key] { text } else { nil }
    }

    /// - Throws: ``Fault/corrupt(_:)`` when the field is not there or is no integer.
    package func integer(_ key: String) throws -> Int64 {
        guard case .integer(let number) = self[key] else {
            throw Fault.corrupt("a journal entry lacks the number \(key)")
        }
        return number
    }

    package func optionalInteger(_ key: String) -> Int64? {
        if case .integer(let number) = self[key] { number } else { nil }
    }

    /// Writes a text field; nil leaves it out.
    package mutating func set(_ key: String, _ text: String?) {
        self[key] = text.map { .text($0) }
    }

    /// Writes a number field; nil leaves it out.
    package mutating func set(_ key: String, _ number: (some BinaryInteger)?) {
        self[key] = number.map { .integer(Int64($0)) }
    }
}

extension Facts {
    /// The canonical bytes.
    package var canonical: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 * fields.count)
        bytes.append(UInt8(ascii: "{"))
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            Self.append(field.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            switch field.value {
            case .text(let text): Self.append(text, to: &bytes)
            case .integer(let number): bytes += String(number).utf8
            }
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// RFC 8785 3.2.2.2: the two-character escapes where JSON has them, `\u00xx` for other controls, all else as it is.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += "\\u00".utf8
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Reads canonical bytes back.
    ///
    /// - Throws: ``Fault/corrupt(_:)`` for anything that ``canonical`` would not have written.
    package init(canonical bytes: some Collection<UInt8>) throws {
        var fields: [(key: String, value: Value)] = []
        fields.reserveCapacity(16)
        let isComplete = bytes.withContiguousStorageIfAvailable { buffer in
            var reader = FactsReader(bytes: buffer)
            return reader.readObject(into: &fields)
        }
        guard isComplete == true else { throw Fault.corrupt("a journal entry is not canonical JSON") }
        self.fields = fields
    }
}

/// Reads what ``Facts/canonical`` writes, and nothing else.
private struct FactsReader {
    let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func readObject(into fields: inout [(key: String, value: Facts.Value)]) -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        if take(UInt8(ascii: "}")) { return index == bytes.count }
        while true {
            guard let key = readText(), take(UInt8(ascii: ":")), let value = readValue() else { return false }
            if let last = fields.last, !last.key.utf8.lexicographicallyPrecedes(key.utf8) { return false }
            fields.append((key, value))
            if take(UInt8(ascii: "}")) { return index == bytes.count }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func readValue() -> Facts.Value? {
        guard index < bytes.count else { return nil }
        if bytes[index] == UInt8(ascii: "\"") { return readText().map { .text($0) } }
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        let digits = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let number = Int64(digits), String(number) == digits else { return nil }
        return .integer(number)
    }

    private mutating func readText() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = index
        // Most texts carry no escape: find the end, and take the bytes as they are.
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let text = Self.text(UnsafeBufferPointer(rebasing: bytes[start..<index]))
                index += 1
                return text
            case UInt8(ascii: "\\"): return readEscaped(from: start)
            case 0..<0x20: return nil
            default: index += 1
            }
        }
        return nil
    }

    /// The bytes are what ``Facts/canonical`` wrote from a String, so they are valid UTF-8 unless the disk has failed; then
    /// the leaf hash no longer fits either.
    private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(unsafeUninitializedCapacity: bytes.count) { buffer in
            _ = buffer.initialize(from: bytes)
            return bytes.count
        }
    }

    private mutating func readEscaped(from start: Int) -> String? {
        var text = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = readEscape() else { return nil }
                text.append(escaped)
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func readEscape() -> UInt8? {
        guard index < bytes.count else { return nil }
        defer { index += 1 }
        switch bytes[index] {
        case UInt8(ascii: "\""): return UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "u"):
            guard index + 4 < bytes.count else { return nil }
            let digits = String(decoding: bytes[(index + 1)...(index + 4)], as: UTF8.self)
            index += 4
            guard let code = UInt8(digits, radix: 16), code < 0x20 else { return nil }
            return code
        default: return nil
        }
    }
}

extension Facts {
    /// These fields and `other`'s, for reading both as one; where a key stands in both, `other` wins.
    ///
    /// Not sorted: what is read together is never written together.
    package func layered(under other: Facts) -> Facts {
        var layers = other
        layers.fields += fields
        return layers
    }
}
