/// Canonical JSON that was read as a whole: for definitions, which are short and nested.
enum CanonicalValue: Hashable, Sendable {
    case text(Text)
    case integer(Int64)
    case array([CanonicalValue])
    case object([Field])

    struct Field: Hashable, Sendable {
        let key: String
        let value: CanonicalValue
    }

    /// A text, byte by byte: Swift's strings take é in one scalar value for é in two.
    struct Text: Hashable, Sendable {
        /// As it stands between its quotation marks.
        ///
        /// Every text has one spelling, so equal texts are equal here, and one
        /// begins with another exactly if it does so here.
        let written: [UInt8]
        /// Without escapes, for the order.
        let plain: [UInt8]

        var string: String { String(decoding: plain, as: UTF8.self) }
    }

    /// A definition's conditions lie five deep.
    private static let deepest = 8

    /// Reads one value that fills all the bytes.
    ///
    /// - Throws: ``EntryFault``.
    init(parsing bytes: [UInt8]) throws(EntryFault) {
        var reader = CanonicalReader(bytes, in: bytes.indices)
        self = try Self.value(&reader, depth: 0)
        try reader.finish()
    }

    private static func value(_ reader: inout CanonicalReader, depth: Int) throws(EntryFault) -> CanonicalValue {
        guard depth < deepest else { throw .tooDeep }
        if reader.isAtObject {
            try reader.open()
            var fields: [Field] = []
            var last: Range<Int>?
            while let key = try reader.key(after: &last) {
                fields.append(Field(key: reader.text(of: key), value: try value(&reader, depth: depth + 1)))
            }
            return .object(fields)
        }
        if reader.openArray() {
            var elements: [CanonicalValue] = []
            while try reader.element(isFirst: elements.isEmpty) {
                elements.append(try value(&reader, depth: depth + 1))
            }
            return .array(elements)
        }
        switch try reader.value() {
        case .integer(let number): return .integer(number)
        case .text(let range): return .text(Text(written: reader.written(range), plain: reader.plain(range)))
        }
    }
}
