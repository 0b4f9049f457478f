/// A text with signatures (C2SP signed-note).
///
/// Parsing says only that the bytes have the form of a note. The text means nothing until ``verify(_:)`` has found a
/// signature by a key that the reader trusts.
public struct SignedNote: Hashable, Sendable {
    /// The most bytes that are read.
    ///
    /// Post-quantum signatures have up to 5 kB each; 100 of them still fit.
    public static let maximumLength = 1_000_000
    /// The most signatures that are read; the specification asks for at least 16, Go stops at 100.
    public static let maximumSignatures = 100

    /// The signed bytes: valid UTF-8 that ends in a newline.
    public let textBytes: [UInt8]
    /// The signatures, in the order of their lines; from unknown keys too.
    public let signatures: [NoteSignature]

    /// Puts a note together, for instance a log's signature and those of witnesses.
    ///
    /// - Throws: ``NoteError`` if it could not be read back.
    public init(text: String, signatures: [NoteSignature]) throws(NoteError) {
        try self.init(textBytes: Array(text.utf8), signatures: signatures)
        guard serialized.utf8.count <= Self.maximumLength else { throw .tooLong }
    }

    /// Reads a note.
    ///
    /// - Throws: ``NoteError`` if the bytes do not have the form of a note.
    public init(parsing text: some StringProtocol) throws(NoteError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads a note.
    ///
    /// - Throws: ``NoteError`` if the bytes do not have the form of a note.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.maximumLength else { throw .tooLong }
        // "the text is separated from the signatures by the last empty line in the note"
        guard let separator = Self.lastBlankLine(in: bytes) else { throw .noSignatureBlock }
        guard let lines = Lines.split(bytes[(separator + 1)...]) else { throw .noFinalNewline }
        guard !lines.isEmpty else { throw .noSignatureBlock }
        guard lines.count <= Self.maximumSignatures else { throw .tooManySignatures }
        var signatures: [NoteSignature] = []
        for line in lines {
            // A name is checked for control characters itself, and base64 has none.
            signatures.append(try NoteSignature(line: line))
        }
        try self.init(textBytes: Array(bytes[..<separator]), signatures: signatures)
    }

    private init(textBytes: [UInt8], signatures: [NoteSignature]) throws(NoteError) {
        guard String(validating: textBytes, as: UTF8.self) != nil else { throw .notUTF8 }
        guard !textBytes.contains(where: Lines.isControl) else { throw .controlCharacter }
        guard textBytes.last == Lines.newline else { throw .noFinalNewline }
        guard !signatures.isEmpty else { throw .noSignatureBlock }
        guard signatures.count <= Self.maximumSignatures else { throw .tooManySignatures }
        self.textBytes = textBytes
        self.signatures = signatures
    }

    /// The signed text.
    public var text: String { String(decoding: textBytes, as: UTF8.self) }

    /// The whole note: text, blank line, signature lines.
    public var serialized: String {
        text + "\n" + signatures.map(\.line).joined()
    }

    /// The note with more signature lines at its end.
    ///
    /// - Throws: ``NoteError/tooManySignatures`` or ``NoteError/tooLong``.
    public func adding(_ more: [NoteSignature]) throws(NoteError) -> SignedNote {
        try SignedNote(text: text, signatures: signatures + more)
    }

    /// Checks the signatures by known keys and returns what they say, one for each key that signed.
    ///
    /// Signatures by other keys are ignored, even those that share only the name or only the identifier with a known
    /// key. Where one cosigner signed several times, the latest time counts.
    ///
    /// - Throws: ``NoteError/badSignature(_:)`` if any known key's signature is wrong, however many others are right;
    ///   ``NoteError/noKnownSignature`` if there is none; ``NoteError/ambiguousKey(_:)``.
    public func verify(_ known: [NoteVerifier]) throws(NoteError) -> [VerifiedSignature] {
        var keys: [NoteVerifier.Identity: NoteVerifier] = [:]
        for verifier in known {
            let earlier = keys.updateValue(verifier, forKey: verifier.identity)
            guard earlier == nil || earlier == verifier else { throw .ambiguousKey(verifier.name) }
        }
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            let identity = NoteVerifier.Identity(name: signature.name, keyID: signature.keyID)
            guard let verifier = keys[identity] else { continue }
            guard let found = verifier.check(signature.bytes, over: textBytes) else {
                throw .badSignature(signature.name)
            }
            if let earlier = verified.firstIndex(where: { $0.verifier == verifier }) {
                if verified[earlier].isOlder(than: found) { verified[earlier] = found }
            } else {
                verified.append(found)
            }
        }
        guard !verified.isEmpty else { throw .noKnownSignature }
        return verified
    }

    /// The position of the second newline of the last two that follow each other.
    private static func lastBlankLine(in bytes: [UInt8]) -> Int? {
        bytes.indices.dropFirst().last { bytes[$0] == Lines.newline && bytes[$0 - 1] == Lines.newline }
    }
}
