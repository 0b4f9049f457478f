/// One signature line of a note, not verified: who says to have signed, and the bytes.
public struct NoteSignature: Hashable, Sendable {
    /// The name of the key.
    public let name: KeyName
    /// The identifier of the key: a short cut for finding it, not a protection.
    public let keyID: UInt32
    /// What follows the identifier: 64 bytes of Ed25519, or a time and those.
    public let bytes: [UInt8]

    /// Em dash and space, with which a signature line starts.
    static let lineStart = "\u{2014} "

    /// Puts a signature together.
    public init(name: KeyName, keyID: UInt32, bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Reads a line without its newline: `— <name> <base64(identifier ‖ signature)>`.
    ///
    /// - Throws: ``NoteError/malformedSignatureLine`` or ``NoteError/malformedKeyName``.
    init(line: [UInt8]) throws(NoteError) {
        guard let rest = Lines.rest(of: line, after: Self.lineStart) else { throw .malformedSignatureLine }
        let words = rest.split(separator: Lines.space, omittingEmptySubsequences: false)
        guard words.count == 2, let decoded = Base64.decode(words[1]), decoded.count > 4 else {
            throw .malformedSignatureLine
        }
        name = try KeyName(bytes: words[0])
        keyID = decoded.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        bytes = Array(decoded.dropFirst(4))
    }

    /// The line with its newline.
    public var line: String {
        "\(Self.lineStart)\(name) \(Base64.encode(BigEndian.bytes(of: keyID) + bytes))\n"
    }
}
