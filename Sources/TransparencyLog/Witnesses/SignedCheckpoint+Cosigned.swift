extension SignedCheckpoint {
    /// The one cosignature by `witness` among `signatures`, if it is right; the latest where there are several.
    ///
    /// - Throws: ``CheckpointError/note(_:)`` if a signature by this witness is wrong or there is none.
    public func cosignature(
        by witness: NoteVerifier,
        among signatures: [NoteSignature]
    ) throws(CheckpointError) -> (signature: NoteSignature, time: UInt64) {
        var latest: (signature: NoteSignature, time: UInt64)?
        for signature in signatures where signature.name == witness.name && signature.keyID == witness.keyID {
            guard let found = witness.check(signature.bytes, over: note.textBytes) else {
                throw .note(.badSignature(witness.name))
            }
            if (found.time ?? 0) >= (latest?.time ?? 0) { latest = (signature, found.time ?? 0) }
        }
        guard let latest else { throw .note(.noKnownSignature) }
        return latest
    }
}
