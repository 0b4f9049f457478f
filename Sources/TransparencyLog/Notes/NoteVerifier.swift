import Crypto

/// A public key with the name under which it is trusted.
public struct NoteVerifier: Hashable, Sendable {
    /// What kind of signature a key makes; the number is its byte in C2SP signed-note, "Signature types".
    public enum SignatureType: UInt8, Hashable, Sendable {
        /// Ed25519 over the text.
        case ed25519 = 0x01
        /// A time and Ed25519 over it and the text of a checkpoint (C2SP tlog-cosignature, `cosignature/v1`).
        case cosignature = 0x04
    }

    /// By what a note's signature line names a key.
    struct Identity: Hashable {
        let name: KeyName
        let keyID: UInt32
    }

    /// The name of the key.
    public let name: KeyName
    /// What kind of signature it makes.
    public let type: SignatureType
    /// The 32 bytes of the Ed25519 public key.
    public let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name ‖ newline ‖ type ‖ public key).
    public let keyID: UInt32

    /// Names a key of 32 bytes.
    ///
    /// - Throws: ``NoteError/malformedKey`` for any other length.
    public init(name: KeyName, type: SignatureType, publicKey: [UInt8]) throws(NoteError) {
        guard publicKey.count == 32 else { throw .malformedKey }
        self.init(checkedName: name, type: type, publicKey: publicKey)
    }

    init(checkedName name: KeyName, type: SignatureType, publicKey: [UInt8]) {
        self.name = name
        self.type = type
        self.publicKey = publicKey
        keyID = Self.keyID(name: name, type: type, publicKey: publicKey)
    }

    /// Reads a verifier key: `<name>+<8 hexadecimal digits>+<base64(type ‖ public key)>`.
    ///
    /// - Throws: ``NoteError/malformedKey``, ``NoteError/malformedKeyName``, ``NoteError/unsupportedType(_:)`` or
    ///   ``NoteError/wrongKeyID``.
    public init(vkey: some StringProtocol) throws(NoteError) {
        try self.init(vkeyBytes: Array(vkey.utf8)[...])
    }

    init(vkeyBytes: ArraySlice<UInt8>) throws(NoteError) {
        let (name, keyID, key) = try KeyText.parse(vkeyBytes)
        guard let byte = key.first else { throw .malformedKey }
        guard let type = SignatureType(rawValue: byte) else { throw .unsupportedType(byte) }
        try self.init(name: name, type: type, publicKey: Array(key.dropFirst()))
        guard keyID == self.keyID else { throw .wrongKeyID }
    }

    /// The verifier key as text.
    public var vkey: String {
        KeyText.print(name: name, keyID: keyID, key: [type.rawValue] + publicKey)
    }

    var identity: Identity { Identity(name: name, keyID: keyID) }

    /// What a signature says about a text; nil if it is wrong.
    func check(_ signature: [UInt8], over text: [UInt8]) -> VerifiedSignature? {
        switch type {
        case .ed25519:
            return isSignature(signature[...], of: text) ? VerifiedSignature(verifier: self, time: nil) : nil
        case .cosignature:
            guard let cosignature = Cosignature(bytes: signature),
                isSignature(cosignature.signature[...], of: Cosignature.message(time: cosignature.time, text: text))
            else { return nil }
            return VerifiedSignature(verifier: self, time: cosignature.time)
        }
    }

    private func isSignature(_ signature: ArraySlice<UInt8>, of message: [UInt8]) -> Bool {
        // The initialiser refuses a key only for its length, which was checked; a wrong point fails the signature.
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return signature.count == 64 && key.isValidSignature(signature, for: message)
    }

    static func keyID(name: KeyName, type: SignatureType, publicKey: [UInt8]) -> UInt32 {
        var hasher = SHA256()
        hasher.update(data: Array(name.text.utf8) + [Lines.newline, type.rawValue])
        hasher.update(data: publicKey)
        return hasher.finalize().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension NoteVerifier: CustomStringConvertible {
    /// The verifier key as text.
    public var description: String { vkey }
}
