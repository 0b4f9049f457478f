import Crypto

/// The secret half that signer and cosigner share.
struct SigningKey: Sendable {
    private static let prefix = "PRIVATE+KEY+"
    private let key: Curve25519.Signing.PrivateKey
    let publicKey: [UInt8]

    init(seed: [UInt8]) throws(NoteError) {
        // The initialiser's only reason to fail is the length, which is what `malformedKey` says.
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { throw .malformedKey }
        self.key = key
        publicKey = Array(key.publicKey.rawRepresentation)
    }

    /// The name and the seed from Go's form of a private key, whose identifier is that of the type 0x01.
    static func parse(_ text: some StringProtocol) throws(NoteError) -> (name: KeyName, seed: [UInt8]) {
        guard let rest = Lines.rest(of: Array(text.utf8), after: prefix) else { throw .malformedKey }
        let (name, keyID, bytes) = try KeyText.parse(rest)
        guard let type = bytes.first else { throw .malformedKey }
        guard type == NoteVerifier.SignatureType.ed25519.rawValue else { throw .unsupportedType(type) }
        let key = try SigningKey(seed: Array(bytes.dropFirst()))
        guard NoteVerifier.keyID(name: name, type: .ed25519, publicKey: key.publicKey) == keyID else {
            throw .wrongKeyID
        }
        return (name, Array(bytes.dropFirst()))
    }

    func text(name: KeyName) -> String {
        let type = NoteVerifier.SignatureType.ed25519
        let keyID = NoteVerifier.keyID(name: name, type: type, publicKey: publicKey)
        return Self.prefix
            + KeyText.print(name: name, keyID: keyID, key: [type.rawValue] + Array(key.rawRepresentation))
    }

    func sign(_ message: [UInt8]) throws(NoteError) -> [UInt8] {
        // BoringSSL's Ed25519 has no reason to fail that a caller could act on.
        guard let signature = try? key.signature(for: message) else { throw .signingFailed }
        return Array(signature)
    }
}

extension SigningKey: CustomReflectable {
    /// Nothing: a dump of a signer must not show the secret.
    var customMirror: Mirror { Mirror(self, children: []) }
}
