/// A private key with its name, which makes timestamped cosignatures (type 0x04): the key of a witness.
///
/// The signed message does not contain the cosigner's name, so two cosigners must never share a key.
public struct Cosigner: Sendable {
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
        verifier = NoteVerifier(checkedName: name, type: .cosignature, publicKey: key.publicKey)
    }

    /// Reads a private key in Go's form, which for a cosigner too is that of the type 0x01.
    ///
    /// - Throws: ``NoteError/malformedKey``, ``NoteError/malformedKeyName``, ``NoteError/unsupportedType(_:)`` or
    ///   ``NoteError/wrongKeyID``.
    public init(privateKey: some StringProtocol) throws(NoteError) {
        let (name, seed) = try SigningKey.parse(privateKey)
        try self.init(name: name, seed: seed)
    }

    /// The private key in Go's form, with which anybody can sign.
    public var privateKey: String { key.text(name: name) }

    /// Cosigns the text of a checkpoint as seen at `time`, in seconds since 1970.
    ///
    /// That the checkpoint extends all that this cosigner has signed before is for the caller to have checked.
    ///
    /// - Throws: ``NoteError/timeTooLarge`` or ``NoteError/signingFailed``.
    public func signature(of checkpoint: Checkpoint, at time: UInt64) throws(NoteError) -> NoteSignature {
        guard time <= Cosignature.maximumTime else { throw .timeTooLarge }
        let signature = try key.sign(Cosignature.message(time: time, text: Array(checkpoint.text.utf8)))
        return NoteSignature(name: name, keyID: verifier.keyID, bytes: BigEndian.bytes(of: time) + signature)
    }
}

extension Cosigner: CustomStringConvertible {
    /// The verifier key; never the secret.
    public var description: String { "cosigner of \(verifier)" }
}
