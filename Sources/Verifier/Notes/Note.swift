/// A text with signatures (C2SP signed-note), read strictly; nothing is to be believed before ``verify(by:)``.
struct Note: Sendable {
    /// A line that says who signed.
    private struct Signature {
        let name: ArraySlice<UInt8>
        let identifier: ArraySlice<UInt8>
        let bytes: [UInt8]
    }

    /// The most bytes that are read: 100 post-quantum signatures of 5 kB still fit.
    static let maximumLength = 1_000_000
    /// The specification asks for at least 16, Go stops at 100.
    static let maximumSignatures = 100

    /// The signed bytes, final newline included.
    let text: [UInt8]
    private let signatures: [Signature]
    private let place: Problem.Place

    /// Reads a note.
    ///
    /// - Parameters:
    ///   - bytes: The whole note.
    ///   - place: Where it comes from, for the sentences about it.
    /// - Throws: ``Problem/malformedNote(_:_:)``.
    init(parsing bytes: [UInt8], place: Problem.Place) throws(Problem) {
        self.place = place
        guard bytes.count <= Self.maximumLength else { throw .malformedNote(place, .tooLong) }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformedNote(place, .notUTF8) }
        guard !bytes.contains(where: { $0 < 0x20 && $0 != Lines.newline }) else {
            throw .malformedNote(place, .controlCharacter)
        }
        // "the text is separated from the signatures by the last empty line in the note"
        let blank = bytes.indices.dropFirst().last { bytes[$0] == Lines.newline && bytes[$0 - 1] == Lines.newline }
        guard let blank else { throw .malformedNote(place, .noBlankLine) }
        text = Array(bytes[..<blank])
        guard blank + 1 < bytes.count else { throw .malformedNote(place, .noSignature) }
        guard let lines = Lines.split(bytes[(blank + 1)...]) else { throw .malformedNote(place, .noFinalNewline) }
        guard lines.count <= Self.maximumSignatures else { throw .malformedNote(place, .tooManySignatures) }
        var signatures: [Signature] = []
        for line in lines {
            let words = Lines.rest(of: line, after: "\u{2014} ")?
                .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard let words, words.count == 2, VerifierKey.isName(words[0]), let value = Base64.decode(words[1]),
                value.count > 4
            else { throw .malformedNote(place, .signatureLine(signatures.count + 1)) }
            signatures.append(
                Signature(name: words[0], identifier: value.prefix(4), bytes: Array(value.dropFirst(4)))
            )
        }
        self.signatures = signatures
    }

    /// Whether any signature, right or wrong, is by the key.
    func mentions(_ key: VerifierKey) -> Bool { signatures.contains { Self.isBy(key, $0) } }

    private static func isBy(_ key: VerifierKey, _ signature: Signature) -> Bool {
        signature.name.elementsEqual(key.name) && signature.identifier.elementsEqual(key.identifier)
    }

    /// The witnesses that cosigned.
    ///
    /// - Throws: ``Problem/badSignature(_:by:)`` if any signature by one of them is wrong.
    func cosigners(among witnesses: [Policy.Witness]) throws(Problem) -> [Policy.Witness] {
        var cosigners: [Policy.Witness] = []
        for witness in witnesses where mentions(witness.key) {
            _ = try verify(by: witness.key)
            cosigners.append(witness)
        }
        return cosigners
    }

    /// Checks that the key signed; signatures by other names or identifiers are passed over.
    ///
    /// - Returns: How many signatures are by others.
    /// - Throws: ``Problem/badSignature(_:by:)`` if any signature by this key is wrong, ``Problem/notSigned(_:by:)``.
    func verify(by key: VerifierKey) throws(Problem) -> Int {
        var others = 0
        for signature in signatures {
            guard Self.isBy(key, signature) else {
                others += 1
                continue
            }
            guard key.signed(text, signature.bytes) else { throw .badSignature(place, by: key.shortText) }
        }
        guard others < signatures.count else { throw .notSigned(place, by: key.shortText) }
        return others
    }
}
