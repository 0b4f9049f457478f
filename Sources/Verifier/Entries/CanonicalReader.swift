/// Reads canonical JSON (RFC 8785) of objects, arrays, strings and integers from bytes that stay where they are.
///
/// Foundation's decoder takes keys in any order, keys twice, blanks and several spellings of one text; and it would
/// take minutes for a district-year. Here every value has one spelling, and nothing is allocated.
struct CanonicalReader {
    /// A value that is no object.
    enum Value {
        /// Where the text stands, without its quotation marks, escapes as they are.
        case text(Range<Int>)
        case integer(Int64)
    }

    /// RFC 8785 section 3.2.2.3 takes numbers as IEEE doubles: exact up to 2⁵³ − 1 (RFC 7493 section 2.2).
    private static let largestInteger: Int64 = 1 << 53 - 1

    private let bytes: [UInt8]
    private var position: Int
    private let end: Int
    private var isASCII = true

    init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
        start = range.lowerBound
    }

    private let start: Int

    /// Steps into an object.
    ///
    /// - Throws: ``EntryFault``.
    mutating func open() throws(EntryFault) { try expect(UInt8(ascii: "{")) }

    /// Steps past the next key and its colon, or at the end of the object past the closing brace.
    ///
    /// - Parameter last: The key before, where the caller keeps it; nil at first.
    /// - Returns: The key; nil at the end.
    /// - Throws: ``EntryFault``.
    mutating func key(after last: inout Range<Int>?) throws(EntryFault) -> Range<Int>? {
        if skip(UInt8(ascii: "}")) { return nil }
        if last != nil { try expect(UInt8(ascii: ",")) }
        try expect(UInt8(ascii: "\""))
        let first = position
        // Keys are plain ASCII, so that the order of bytes is that of UTF-16 units, which RFC 8785 sorts by.
        while position < end, bytes[position] != UInt8(ascii: "\"") {
            guard (0x20..<0x7f).contains(bytes[position]), bytes[position] != UInt8(ascii: "\\") else {
                throw .unexpectedByte(position - start)
            }
            position += 1
        }
        let key = first..<position
        try expect(UInt8(ascii: "\""))
        if let last, !bytes[last].lexicographicallyPrecedes(bytes[key]) {
            throw .unsortedKeys(text(of: last), text(of: key))
        }
        try expect(UInt8(ascii: ":"))
        last = key
        return key
    }

    /// A text or a number.
    ///
    /// - Throws: ``EntryFault``.
    mutating func value() throws(EntryFault) -> Value {
        skip(UInt8(ascii: "\"")) ? .text(try textAfterMark()) : .integer(try integer())
    }

    /// Whether the next byte opens an object.
    var isAtObject: Bool { position < end && bytes[position] == UInt8(ascii: "{") }

    /// Steps into an array, if there is one.
    mutating func openArray() -> Bool { skip(UInt8(ascii: "[")) }

    /// Steps past the comma before the next element of an array, or at the end of it past the closing bracket.
    ///
    /// - Parameter isFirst: Whether no element came before.
    /// - Returns: Whether there is another element.
    /// - Throws: ``EntryFault``.
    mutating func element(isFirst: Bool) throws(EntryFault) -> Bool {
        if skip(UInt8(ascii: "]")) { return false }
        if !isFirst { try expect(UInt8(ascii: ",")) }
        return true
    }

    /// Checks that nothing follows, and that all that was read is UTF-8.
    ///
    /// - Throws: ``EntryFault``.
    func finish() throws(EntryFault) {
        guard position == end else { throw .trailingBytes(end - position) }
        guard isASCII || String(validating: bytes[start..<end], as: UTF8.self) != nil else { throw .notUTF8 }
    }

    /// Whether the bytes of a range are these.
    func holds(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { bytes[range].elementsEqual($0) }
    }

    /// The bytes of a text as they stand there.
    func written(_ range: Range<Int>) -> [UInt8] { Array(bytes[range]) }

    func text(of range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// A short name of printable ASCII without escapes, so that equal strings are equal bytes; nil for other texts.
    func label(_ range: Range<Int>) -> String? {
        let isLabel = bytes[range].allSatisfy { (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "\\") }
        // 100 characters are three times the longest grid code; hostile names must not fill the memory.
        return isLabel && (1...100).contains(range.count) ? text(of: range) : nil
    }

    /// The bytes that a text stands for, without its escapes.
    func plain(_ range: Range<Int>) -> [UInt8] {
        guard bytes[range].contains(UInt8(ascii: "\\")) else { return Array(bytes[range]) }
        var plain: [UInt8] = []
        var rest = bytes[range]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
                plain.append(byte)
                continue
            }
            switch letter {
            case UInt8(ascii: "b"): plain.append(0x08)
            case UInt8(ascii: "t"): plain.append(0x09)
            case UInt8(ascii: "n"): plain.append(0x0a)
            case UInt8(ascii: "f"): plain.append(0x0c)
            case UInt8(ascii: "r"): plain.append(0x0d)
            case UInt8(ascii: "u"):
                plain.append(UInt8(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(4)
            default: plain.append(letter)
            }
        }
        return plain
    }

    private mutating func textAfterMark() throws(EntryFault) -> Range<Int> {
        let first = position
        while position < end {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return first..<position - 1
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw .unexpectedByte(position - 1 - start)
            case 0x80...: isASCII = false
            default: break
            }
        }
        throw .endsEarly
    }

    /// RFC 8785 section 3.2.2.2: two characters where JSON has such an escape, `\u00xx` in lower case for the other
    /// control characters, and nothing else is escaped.
    private mutating func escape() throws(EntryFault) {
        guard position < end else { throw .endsEarly }
        let fault = EntryFault.escape(position - 1 - start)
        switch bytes[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "n"),
            UInt8(ascii: "f"), UInt8(ascii: "r"):
            position += 1
        case UInt8(ascii: "u"):
            guard position + 5 <= end else { throw .endsEarly }
            let digits = text(of: position + 1..<position + 5)
            guard let code = UInt8(digits, radix: 16), code < 0x20, digits == digits.lowercased(),
                digits.hasPrefix("00"), ![0x08, 0x09, 0x0a, 0x0c, 0x0d].contains(code)
            else { throw fault }
            position += 5
        default: throw fault
        }
    }

    private mutating func integer() throws(EntryFault) -> Int64 {
        let first = position
        let isNegative = skip(UInt8(ascii: "-"))
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let firstDigit = position
        var number: Int64 = 0
        while position < end, digits.contains(bytes[position]) {
            number = number * 10 + Int64(bytes[position] - digits.lowerBound)
            guard number <= Self.largestInteger else { throw .number(first - start) }
            position += 1
        }
        guard position > firstDigit else { throw position < end ? .unexpectedByte(position - start) : .endsEarly }
        // Neither 007 nor -0.
        guard bytes[firstDigit] != digits.lowerBound || position - first == 1 else { throw .number(first - start) }
        return isNegative ? -number : number
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(EntryFault) {
        guard position < end else { throw .endsEarly }
        guard bytes[position] == byte else { throw .unexpectedByte(position - start) }
        position += 1
    }
}
