import Crypto

/// The public key of a log or a witness with its name, as people pass it on: `name+hash+base64` (C2SP signed-note).
struct VerifierKey: Hashable, Sendable {
    /// What it signs (C2SP signed-note, "Signature types").
    enum Kind: UInt8, Hashable, Sendable {
        /// Ed25519 over the text.
        case plain = 0x01
        /// Ed25519 over a time and the text, as witnesses do (C2SP tlog-cosignature).
        case cosignature = 0x04
    }

    let kind: Kind
    /// The name, compared byte by byte and not by how it looks.
    let name: [UInt8]
    /// The first four bytes of SHA-256(name ‖ newline ‖ type ‖ public key).
    let identifier: [UInt8]
    let publicKey: [UInt8]

    /// Reads a key; blanks and newlines around it, as a file has them, do not matter.
    ///
    /// - Throws: ``Problem/malformedKey``, ``Problem/otherKindOfKey(_:)`` or ``Problem/wrongKeyIdentifier``.
    init(parsing text: some Sequence<UInt8>, kinds: Set<Kind> = [.plain]) throws(Problem) {
        let blanks = Set(" \t\r\n".utf8)
        let bytes = Array(Array(text).trimmingPrefix { blanks.contains($0) }.reversed())
        let key = Array(bytes.trimmingPrefix { blanks.contains($0) }.reversed())
        // Base64 has plus signs of its own, a name has none.
        let parts = key.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isName(parts[0]), let typed = Base64.decode(parts[2]), let type = typed.first
        else { throw .malformedKey }
        guard let kind = Kind(rawValue: type), kinds.contains(kind) else { throw .otherKindOfKey(type) }
        self.kind = kind
        guard typed.count == 33 else { throw .malformedKey }
        name = Array(parts[0])
        publicKey = Array(typed.dropFirst())
        identifier = Array(SHA256.hash(data: name + [Lines.newline] + typed).prefix(4))
        guard parts[1].elementsEqual(Hexadecimal.encode(identifier).utf8) else { throw .wrongKeyIdentifier }
    }

    var nameText: String { String(decoding: name, as: UTF8.self) }

    /// Name and identifier, enough to tell keys apart by eye.
    var shortText: String { "\(nameText)+\(Hexadecimal.encode(identifier))" }

    func signed(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
        // The initialiser refuses a key only for its length, which was checked; a wrong point fails the signature.
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        switch kind {
        case .plain: return signature.count == 64 && key.isValidSignature(signature, for: message)
        case .cosignature:
            // u64 big-endian POSIX time ‖ signature
            guard signature.count == 72 else { return false }
            let time = signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let message = Array("cosignature/v1\ntime \(time)\n".utf8) + message
            return key.isValidSignature(signature.dropFirst(8), for: message)
        }
    }

    /// Not empty, UTF-8, no Unicode space, no plus sign, no control character (C2SP signed-note, "Format").
    static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 }
    }
}
