import Testing
import TransparencyLog

@Suite struct Keys {
    private let foo = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

    @Test func `a verifier key is read as it is printed`() throws {
        let key = try NoteVerifier(vkey: foo)

        #expect(key.name.text == "example.com/foo")
        #expect(key.type == .ed25519)
        #expect(key.keyID == 0x530d_903a)
        #expect(key.publicKey.count == 32)
        #expect(key.vkey == foo)
        #expect(key.description == foo)
    }

    @Test(
        arguments: [
            ("", NoteError.malformedKey),
            ("example.com/foo", .malformedKey),
            ("example.com/foo+530d903a", .malformedKey),
            ("example.com/foo+530d903a+", .malformedKey),
            ("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .malformedKey),
            ("example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .malformedKey),
            ("example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .malformedKey),
            ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2", .malformedKey),
            ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv", .malformedKey),
            ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n", .malformedKey),
            ("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .malformedKeyName),
            ("example com+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .malformedKeyName),
            ("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .wrongKeyID),
            ("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .wrongKeyID),
            ("example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .wrongKeyID),
            ("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .unsupportedType(2)),
            ("example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .unsupportedType(6)),
            ("example.com/foo+530d903a+/+kyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", .unsupportedType(0xff)),
        ] as [(String, NoteError)]
    )
    func `a verifier key in any other form is refused`(text: String, error: NoteError) {
        #expect(throws: error) { try NoteVerifier(vkey: text) }
    }

    @Test func `a private key is read as it is printed, and signs as before`() throws {
        let text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

        let signer = try NoteSigner(privateKey: text)

        #expect(signer.privateKey == text)
        #expect(signer.verifier.vkey == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        #expect(try NoteSigner(privateKey: signer.privateKey).sign("text\n").verify([signer.verifier]).count == 1)
    }

    @Test(
        arguments: [
            ("", NoteError.malformedKey),
            ("PRIVATE+KEY+", .malformedKey),
            ("private+key+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", .malformedKey),
            ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .malformedKey),
            ("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXH", .malformedKey),
            ("PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", .wrongKeyID),
            ("PRIVATE+KEY+PaulNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", .wrongKeyID),
            ("PRIVATE+KEY+PeterNeumann+c74f20a3+BIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", .unsupportedType(4)),
        ] as [(String, NoteError)]
    )
    func `a private key in any other form is refused`(text: String, error: NoteError) {
        #expect(throws: error) { try NoteSigner(privateKey: text) }
        #expect(throws: error) { try Cosigner(privateKey: text) }
    }

    @Test func `a cosigner is stored in the same form and keeps its own identifier`() throws {
        let witness = try People.witness(1)

        let restored = try Cosigner(privateKey: witness.privateKey)

        #expect(restored.verifier == witness.verifier)
        #expect(restored.verifier.type == .cosignature)
        #expect(try NoteSigner(privateKey: witness.privateKey).verifier.keyID != witness.verifier.keyID)
    }

    @Test func `a signer does not print its secret`() throws {
        let signer = try People.log()
        let cosigner = try People.witness(1)
        let secret = try #require(signer.privateKey.split(separator: "+").last)
        let cosignerSecret = try #require(cosigner.privateKey.split(separator: "+").last)

        #expect("\(signer)" == "signer of \(signer.verifier.vkey)")
        #expect("\(cosigner)" == "cosigner of \(cosigner.verifier.vkey)")
        for text in [String(reflecting: signer), String(reflecting: [signer])] { #expect(!text.contains(secret)) }
        #expect(!String(reflecting: [cosigner]).contains(cosignerSecret))
        var dumped = ""
        dump(signer, to: &dumped)
        #expect(dumped.contains("SigningKey\n"))
    }

    @Test func `seeds and public keys have 32 bytes`() throws {
        let name = try KeyName("a.example")

        for count in [0, 31, 33, 64] {
            let bytes = [UInt8](repeating: 1, count: count)
            #expect(throws: NoteError.malformedKey) { try NoteSigner(name: name, seed: bytes) }
            #expect(throws: NoteError.malformedKey) { try Cosigner(name: name, seed: bytes) }
            #expect(throws: NoteError.malformedKey) {
                try NoteVerifier(name: name, type: .ed25519, publicKey: bytes)
            }
        }
    }

    @Test func `a public key that is no point verifies nothing`() throws {
        let name = try KeyName("a.example")
        let verifier = try NoteVerifier(name: name, type: .ed25519, publicKey: [UInt8](repeating: 0xff, count: 32))
        let signature = NoteSignature(name: name, keyID: verifier.keyID, bytes: [UInt8](repeating: 1, count: 64))
        let note = try SignedNote(text: "text\n", signatures: [signature])

        #expect(throws: NoteError.badSignature(name)) { try note.verify([verifier]) }
    }

    @Test func `names that look alike are different`() throws {
        let composed = try KeyName("caf\u{e9}.example")
        let decomposed = try KeyName("cafe\u{301}.example")

        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(Origin(composed) != Origin(decomposed))
        #expect(Set([Origin(composed), Origin(decomposed)]).count == 2)
    }

    @Test(arguments: ["", " ", "a b", "a+b", "a\u{a0}b", "a\u{2003}b", "a\u{85}b", "a\nb", "a\0b", "a\u{1f}"])
    func `a name has no space, plus sign or control character`(text: String) {
        #expect(throws: NoteError.malformedKeyName) { try KeyName(text) }
    }

    @Test func `a key listed twice is one key`() throws {
        let signer = try People.log()

        #expect(try signer.sign("text\n").verify([signer.verifier, signer.verifier]).count == 1)
    }
}
