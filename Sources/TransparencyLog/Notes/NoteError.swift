/// Why a note or a key is not accepted.
public enum NoteError: Error, Hashable, Sendable {
    /// The note has more than ``SignedNote/maximumLength`` bytes.
    case tooLong
    /// The bytes are not UTF-8.
    case notUTF8
    /// There is a control character other than newline.
    case controlCharacter
    /// The text does not end in a newline.
    case noFinalNewline
    /// There is no blank line between text and signatures.
    case noSignatureBlock
    /// A line after the blank line is not a signature line.
    case malformedSignatureLine
    /// There are more than ``SignedNote/maximumSignatures`` signatures.
    case tooManySignatures
    /// A key name is empty or has a space, a plus sign or a control character.
    case malformedKeyName
    /// The text is not a verifier key, or not a private key, in its one canonical form.
    case malformedKey
    /// The key's identifier does not follow from its name, type and bytes.
    case wrongKeyID
    /// The key is of a signature type that this library does not know.
    case unsupportedType(UInt8)
    /// Two different known keys have the same name and identifier.
    case ambiguousKey(KeyName)
    /// A known key's signature is wrong, so nothing in the note is to be believed.
    case badSignature(KeyName)
    /// No known key signed the note.
    case noKnownSignature
    /// A cosignature's time is above 2⁶³−1.
    case timeTooLarge
    /// The cryptographic library could not make the signature.
    case signingFailed
}

extension NoteError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .tooLong: "The note is longer than 1,000,000 bytes."
        case .notUTF8: "The note is not UTF-8 text."
        case .controlCharacter: "The note has a control character."
        case .noFinalNewline: "The text does not end in a newline."
        case .noSignatureBlock: "The note has no blank line before its signatures."
        case .malformedSignatureLine: "A signature line of the note is malformed."
        case .tooManySignatures: "The note has more than 100 signatures."
        case .malformedKeyName: "A key name is empty or has a space, a plus sign or a control character."
        case .malformedKey: "The key is malformed."
        case .wrongKeyID: "The identifier of the key does not belong to its name, type and bytes."
        case .unsupportedType(let type): "Signatures of type \(type) are not supported."
        case .ambiguousKey(let name): "Two known keys of \(name) have the same identifier."
        case .badSignature(let name): "The signature by \(name) is wrong; the whole note is rejected."
        case .noKnownSignature: "No known key has signed the note."
        case .timeTooLarge: "The time of a cosignature is above 2^63-1."
        case .signingFailed: "The signature could not be made."
        }
    }
}
