import Crypto

/// A private key with its name, which makes plain Ed25519 signatures (type 0x01): the key of a log.
///
/// It neither prints nor compares its secret; ``privateKey`` is the one way out, for storing it.
public struct NoteSigner: Sendable {
    /// The name of the key.
    public let name: KeyName
    /// The public half, for those who verify.
    public let verifier: NoteVerifier
    private let key: SigningKey

    /// Takes a seed of 32 bytes.
    ///
    /// - Throws: ``NoteError/malformedKey`` for any other length.
    public init(name: KeyName, seed: [UInt8]) throws(NoteError) {
        self.name = name
        key = try SigningKey(seed: seed)
        verifier = NoteVerifier(checkedName: name, type: .ed25519, publicKey: key.publicKey)
    }

    /// Reads a private key in Go's form: `PRIVATE+KEY+<name>+<8 hexadecimal digits>+<base64(0x01 ‖ seed)>`.
    ///
    /// - Throws: ``NoteError/malformedKey``, ``NoteError/malformedKeyName``, ``NoteError/unsupportedType(_:)`` or
    ///   ``NoteError/wrongKeyID``.
    public init(privateKey: some StringProtocol) throws(NoteError) {
        let (name, seed) = try SigningKey.parse(privateKey)
        try self.init(name: name, seed: seed)
    }

    /// The private key in Go's form, with which anybody can sign.
    public var privateKey: String { key.text(name: name) }

    /// Signs a text, final newline included.
    ///
    /// - Throws: ``NoteError/signingFailed``.
    public func signature(of text: String) throws(NoteError) -> NoteSignature {
        NoteSignature(name: name, keyID: verifier.keyID, bytes: try key.sign(Array(text.utf8)))
    }

    /// Makes a note of a text.
    ///
    /// - Throws: ``NoteError`` if the text cannot be that of a note, or signing fails.
    public func sign(_ text: String) throws(NoteError) -> SignedNote {
        try SignedNote(text: text, signatures: [signature(of: text)])
    }
}

extension NoteSigner: CustomStringConvertible {
    /// The verifier key; never the secret.
    public var description: String { "signer of \(verifier)" }
}
