/// The fields of an object in a definition, taken out one by one; what is left over at the end is unknown.
struct DefinitionFields {
    private let path: String
    private var rest: [String: CanonicalValue] = [:]

    /// - Throws: ``DefinitionFault/wrong(_:)`` if it is no object.
    init(_ value: CanonicalValue, at path: String) throws(DefinitionFault) {
        guard case .object(let fields) = value else { throw .wrong(path) }
        self.path = path
        for field in fields { rest[field.key] = field.value }
    }

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    mutating func optional(_ key: String) -> CanonicalValue? { rest.removeValue(forKey: key) }

    /// - Throws: ``DefinitionFault/lacks(_:)``.
    mutating func required(_ key: String) throws(DefinitionFault) -> CanonicalValue {
        guard let value = optional(key) else { throw .lacks(path(key)) }
        return value
    }

    /// A text that is not empty.
    ///
    /// - Throws: ``DefinitionFault``.
    mutating func text(_ key: String) throws(DefinitionFault) -> String {
        guard case .text(let text) = try required(key), !text.plain.isEmpty, !text.plain.contains(0) else {
            throw .wrong(path(key))
        }
        return text.string
    }

    /// An integer of a key that may be absent, whose default is not written out.
    ///
    /// - Throws: ``DefinitionFault``.
    mutating func integer(
        _ key: String,
        in range: ClosedRange<Int64>,
        absent: Int64
    ) throws(DefinitionFault) -> Int64 {
        guard let value = optional(key) else { return absent }
        guard case .integer(let number) = value, range.contains(number) else { throw .wrong(path(key)) }
        guard number != absent else { throw .isDefault(path(key)) }
        return number
    }

    /// - Throws: ``DefinitionFault``.
    mutating func day(_ key: String) throws(DefinitionFault) -> EntryDay? {
        guard let value = optional(key) else { return nil }
        guard case .text(let text) = value, let day = EntryDay(text.plain[...]) else { throw .wrong(path(key)) }
        return day
    }

    /// The name of a fact.
    ///
    /// - Throws: ``DefinitionFault``.
    mutating func name(_ key: String) throws(DefinitionFault) -> String? {
        guard let value = optional(key) else { return nil }
        guard case .text(let text) = value, Name.isFact(text.plain[...]) else { throw .wrong(path(key)) }
        return text.string
    }

    /// Checks that every field was taken.
    ///
    /// - Throws: ``DefinitionFault/unknownKey(_:)``.
    func finish() throws(DefinitionFault) {
        if let key = rest.keys.min() { throw .unknownKey(path(key)) }
    }
}

/// The two kinds of names in definitions.
enum Name {
    /// Names of facts: `[a-z][a-z0-9_]{0,39}`.
    static func isFact(_ name: some Collection<UInt8>) -> Bool {
        guard let first = name.first, letters.contains(first), name.count <= 40 else { return false }
        return name.allSatisfy(isInner)
    }

    /// Codes and types: such names of any length, joined by dots, 60 characters in all.
    static func isCode(_ name: [UInt8]) -> Bool {
        guard name.count <= 60 else { return false }
        return name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
            part.first.map(letters.contains) == true && part.allSatisfy(isInner)
        }
    }

    private static let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    private static func isInner(_ byte: UInt8) -> Bool {
        letters.contains(byte) || digits.contains(byte) || byte == UInt8(ascii: "_")
    }
}
