import Testing
import TransparencyLog

@Suite struct `Signed notes` {
    let alice: NoteSigner
    let bob: NoteSigner

    init() throws {
        alice = try People.log("alice.example", seed: 1)
        bob = try People.log("bob.example", seed: 2)
    }

    @Test func `a note is read as it was written, empty lines and all`() throws {
        for text in ["a\n", "a\n\nb\n", "a\n\n", "\n", "\n\n\n", "\u{2014} a b\n\n\u{2014} c d\n", "党群服务\n"] {
            let note = try alice.sign(text)

            let read = try SignedNote(parsing: note.serialized)

            #expect(read == note)
            #expect(read.text.utf8.elementsEqual(text.utf8))
            #expect(try read.verify([alice.verifier]).map(\.verifier) == [alice.verifier])
        }
    }

    @Test func `signatures of unknown keys are ignored`() throws {
        let note = try alice.sign("text\n").adding([bob.signature(of: "another text\n")])

        #expect(try note.verify([alice.verifier]).map(\.verifier) == [alice.verifier])
        #expect(throws: NoteError.badSignature(bob.name)) { try note.verify([alice.verifier, bob.verifier]) }
        #expect(throws: NoteError.badSignature(bob.name)) { try note.verify([bob.verifier]) }
        #expect(throws: NoteError.noKnownSignature) { try note.verify([]) }
    }

    @Test func `a key that shares only the name or only the identifier is unknown`() throws {
        let good = try alice.signature(of: "text\n")
        let otherID = NoteSignature(name: good.name, keyID: good.keyID ^ 1, bytes: good.bytes)
        let otherName = NoteSignature(name: bob.name, keyID: good.keyID, bytes: good.bytes)
        let note = try SignedNote(text: "text\n", signatures: [otherID, otherName])

        #expect(throws: NoteError.noKnownSignature) { try note.verify([alice.verifier, bob.verifier]) }
        #expect(try note.adding([good]).verify([alice.verifier]).count == 1)
    }

    @Test func `a repeated signature counts once, and a wrong repetition rejects the note`() throws {
        let good = try alice.signature(of: "text\n")
        let wrong = try alice.signature(of: "another text\n")

        #expect(try SignedNote(text: "text\n", signatures: [good, good]).verify([alice.verifier]).count == 1)
        for signatures in [[good, wrong], [wrong, good]] {
            let note = try SignedNote(text: "text\n", signatures: signatures)
            #expect(throws: NoteError.badSignature(alice.name)) { try note.verify([alice.verifier]) }
        }
    }

    @Test func `of several cosignatures by one key the latest time counts`() throws {
        let witness = try People.witness(1)
        let signed = try People.checkpoint(size: 5)
        let times: [UInt64] = [20, 30, 10]

        let note = try signed.note.adding(times.map { try witness.signature(of: signed.checkpoint, at: $0) })

        #expect(try note.verify([witness.verifier]).map(\.time) == [30])
    }

    @Test func `a hundred signatures are read and one more is not`() throws {
        let signature = try alice.signature(of: "text\n")
        let note = try SignedNote(text: "text\n", signatures: [NoteSignature](repeating: signature, count: 100))

        #expect(try SignedNote(parsing: note.serialized).signatures.count == 100)
        #expect(throws: NoteError.tooManySignatures) { try note.adding([signature]) }
        #expect(throws: NoteError.tooManySignatures) { try SignedNote(parsing: note.serialized + signature.line) }
    }

    @Test func `sixteen cosigners of one checkpoint are all found`() throws {
        let numbers = Array(UInt8(1)...16)
        let signed = try People.checkpoint(size: 9, witnesses: numbers)

        let verified = try SignedCheckpoint(parsing: signed.serialized)
            .verify(log: People.log().verifier, witnesses: numbers.map { try People.witness($0).verifier })

        #expect(verified.cosignatures.map(\.time) == numbers.map { 1_780_300_800 + UInt64($0) })
    }

    @Test func `a note of a million bytes is read and one more is not`() throws {
        let overhead = try alice.sign("\n").serialized.utf8.count
        let longest = String(repeating: "a", count: SignedNote.maximumLength - overhead) + "\n"

        let note = try alice.sign(longest)

        #expect(try SignedNote(parsing: note.serialized) == note)
        #expect(throws: NoteError.tooLong) { try SignedNote(parsing: "a" + note.serialized) }
        #expect(throws: NoteError.tooLong) { try alice.sign("a" + longest) }
    }

    @Test func `the base64 of a signature line has one form only`() throws {
        let note = try alice.sign("text\n").serialized
        // 68 bytes are 91 symbols and one of padding; the last symbol has two bits that must be zero.
        let last = try #require(note.dropLast(2).last)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let position = try #require(alphabet.firstIndex(of: last))

        for symbol in alphabet[position + 1...position + 3] {
            #expect(throws: NoteError.malformedSignatureLine) {
                try SignedNote(parsing: note.dropLast(3) + "\(symbol)=\n")
            }
        }
    }

    @Test(
        arguments: [
            ("", NoteError.noSignatureBlock),
            ("\n", .noSignatureBlock),
            ("text\n", .noSignatureBlock),
            ("text\n\n", .noSignatureBlock),
            ("text\n\n\n", .noSignatureBlock),
            ("text\n\n\u{2014} a.example AAAAAAA=", .noFinalNewline),
            ("text\n\n\u{2014} a.example AAAAAAA=\n\n", .noSignatureBlock),
            ("text\n\n\u{2014} a.example AAAA\n", .malformedSignatureLine),
            ("text\n\n\u{2014} a.example AAAAAA==\n", .malformedSignatureLine),
            ("text\n\n\u{2014} a.example\n", .malformedSignatureLine),
            ("text\n\n\u{2014} AAAAAAA=\n", .malformedSignatureLine),
            ("text\n\n\u{2014}  AAAAAAA=\n", .malformedKeyName),
            ("text\n\n\u{2014} a.example  AAAAAAA=\n", .malformedSignatureLine),
            ("text\n\n\u{2014} a.example AAAAAAA= \n", .malformedSignatureLine),
            ("text\n\n \u{2014} a.example AAAAAAA=\n", .malformedSignatureLine),
            ("text\n\n\u{2014}a.example AAAAAAA=\n", .malformedSignatureLine),
            ("text\n\n\u{2013} a.example AAAAAAA=\n", .malformedSignatureLine),
            ("text\n\n\u{2014} a.example AAAAAAA=\r\n", .malformedSignatureLine),
            ("text\n\n\u{2014} a+example AAAAAAA=\n", .malformedKeyName),
            ("text\n\n\u{2014} a\u{00a0}example AAAAAAA=\n", .malformedKeyName),
            ("text\n\n\u{2014} a\u{3000}example AAAAAAA=\n", .malformedKeyName),
            ("text\n\n\u{2014} a\texample AAAAAAA=\n", .malformedKeyName),
            ("text\n\n\u{2014} a\u{1}example AAAAAAA=\n", .malformedKeyName),
            ("te\rxt\n\n\u{2014} a.example AAAAAAA=\n", .controlCharacter),
            ("te\0xt\n\n\u{2014} a.example AAAAAAA=\n", .controlCharacter),
            ("text\r\n\r\n\u{2014} a.example AAAAAAA=\r\n", .noSignatureBlock),
            ("text\n\n\u{2014} a.example AAAAAAA=\nmore\n", .malformedSignatureLine),
        ] as [(String, NoteError)]
    )
    func `what does not have the form of a note is refused`(text: String, error: NoteError) {
        #expect(throws: error) { try SignedNote(parsing: text) }
    }

    @Test func `the shortest signature line is read`() throws {
        let note = try SignedNote(parsing: "text\n\n\u{2014} a.example AAAAAAA=\n")

        #expect(note.signatures == [NoteSignature(name: try KeyName("a.example"), keyID: 0, bytes: [0])])
    }

    @Test func `a text that no note can have is not signed`() {
        #expect(throws: NoteError.noFinalNewline) { try alice.sign("text") }
        #expect(throws: NoteError.noFinalNewline) { try alice.sign("") }
        #expect(throws: NoteError.controlCharacter) { try alice.sign("te\txt\n") }
        #expect(throws: NoteError.noSignatureBlock) { try SignedNote(text: "text\n", signatures: []) }
    }

    @Test func `no byte of a note can be changed without its being noticed`() throws {
        let signed = try People.checkpoint(size: 5, witnesses: [1])
        let log = try People.log().verifier
        let witness = try People.witness(1).verifier
        let bytes = Array(signed.serialized.utf8)
        let expected = try signed.verify(log: log, witnesses: [witness])

        for position in bytes.indices {
            for mask in [0x01, 0x20, 0x80] as [UInt8] {
                var changed = bytes
                changed[position] ^= mask
                // A changed name or identifier makes a known key unknown, so what remains may pass with less; but
                // never with another checkpoint or with a cosignature that was not made.
                let read = try? SignedCheckpoint(parsing: changed).verify(log: log, witnesses: [witness])
                #expect(
                    read == nil || read?.checkpoint == expected.checkpoint && read?.cosignatures == [],
                    "\(position)"
                )
            }
        }
    }

    @Test func `a note cut off anywhere is refused`() throws {
        let bytes = Array(try alice.sign("first\n\nsecond\n").serialized.utf8)

        for end in bytes.indices {
            #expect(throws: NoteError.self, "\(end)") {
                try SignedNote(parsing: Array(bytes[..<end])).verify([alice.verifier])
            }
        }
    }
}
