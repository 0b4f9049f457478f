/// The name of a key, usually a URL without scheme: not empty, no Unicode space, no plus sign, no control character.
///
/// Names are compared byte by byte, not by how they look: é as one scalar and as two are different names.
public struct KeyName: Sendable {
    /// The name as text.
    public let text: String

    /// Checks a name (C2SP signed-note, "Format").
    ///
    /// - Throws: ``NoteError/malformedKeyName``.
    public init(_ text: String) throws(NoteError) {
        let isName = text.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar != "+" && scalar.value >= 0x20
        }
        guard isName, !text.isEmpty else { throw .malformedKeyName }
        self.text = text
    }

    init(bytes: some Sequence<UInt8>) throws(NoteError) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformedKeyName }
        try self.init(text)
    }
}

extension KeyName: Hashable {
    /// Whether two names have the same bytes.
    public static func == (left: KeyName, right: KeyName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Feeds the bytes of the name.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension KeyName: CustomStringConvertible {
    /// The name.
    public var description: String { text }
}
