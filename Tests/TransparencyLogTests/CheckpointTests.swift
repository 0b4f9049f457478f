import Testing
import TransparencyLog

@Suite struct Checkpoints {
    private let root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="

    @Test func `a checkpoint is three lines`() throws {
        let hash = try #require(Digest(base64: root))

        let checkpoint = try Checkpoint(origin: Origin("log.example/one"), size: 8, root: hash)

        #expect(checkpoint.text == "log.example/one\n8\n\(root)\n")
        #expect(try Checkpoint(parsing: checkpoint.text) == checkpoint)
    }

    @Test func `an origin may be any line`() throws {
        for origin in ["go.sum database tree", "区 一号", " ", "a+b", "8"] {
            let text = "\(origin)\n8\n\(root)\n"
            #expect(try Checkpoint(parsing: text).origin.text == origin)
            #expect(try Checkpoint(parsing: text).text == text)
        }
        for origin in ["", "a\nb", "a\tb"] {
            #expect(throws: CheckpointError.malformedOrigin) { try Origin(origin) }
        }
    }

    @Test(arguments: ["0", "1", "9223372036854775808", "18446744073709551615"])
    func `a size is any number below 2 to the 64`(size: String) throws {
        let root = size == "0" ? Merkle.emptyRoot.base64 : root

        #expect(try String(Checkpoint(parsing: "log\n\(size)\n\(root)\n").size) == size)
    }

    @Test func `extension lines are kept, signed and mean nothing`() throws {
        let log = try People.log()
        let witness = try People.witness(1)
        let text = "\(log.name)\n8\n\(root)\nfirst extension\n二\n"
        let plain = try Checkpoint(parsing: "\(log.name)\n8\n\(root)\n")

        let checkpoint = try Checkpoint(parsing: text)
        let cosignature = try witness.signature(of: checkpoint, at: 5)
        let signed = try SignedCheckpoint(parsing: log.sign(text).adding([cosignature]).serialized)
        let other = try SignedCheckpoint(parsing: plain.signed(by: log).adding([cosignature]).serialized)

        #expect(checkpoint.extensionLines == [Array("first extension".utf8), Array("二".utf8)])
        #expect(checkpoint.text == text)
        #expect(checkpoint != plain)
        #expect(try signed.verify(log: log.verifier, witnesses: [witness.verifier]).cosignatures.count == 1)
        #expect(throws: CheckpointError.note(.badSignature(witness.name))) {
            try other.verify(log: log.verifier, witnesses: [witness.verifier])
        }
    }

    @Test(
        arguments: [
            ("", CheckpointError.tooFewLines),
            ("log\n", .tooFewLines),
            ("log\n8\n", .tooFewLines),
            ("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", .tooFewLines),
            ("\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedOrigin),
            ("log\r\n8\r\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\r\n", .malformedSize),
            ("log\n\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n00\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n+8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n 8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n8 \nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n0x8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n\u{0668}\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n18446744073709551616\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .malformedSize),
            ("log\n8\n\n", .malformedRoot),
            ("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n", .malformedRoot),
            ("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n", .malformedRoot),
            ("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg= \n", .malformedRoot),
            ("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/Rg\n", .malformedRoot),
            ("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n", .malformedExtension),
            ("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\na\n\nb\n", .malformedExtension),
            ("log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\na\tb\n", .malformedExtension),
            ("log\n0\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", .wrongEmptyRoot),
        ] as [(String, CheckpointError)]
    )
    func `what is not exactly a checkpoint is refused`(text: String, error: CheckpointError) {
        #expect(throws: error) { try Checkpoint(parsing: text) }
    }

    @Test func `bytes that are not UTF-8 are no origin`() {
        #expect(throws: CheckpointError.malformedOrigin) {
            try Checkpoint(parsing: [0xff] + Array("\n8\n\(root)\n".utf8))
        }
    }

    @Test func `a tree without leaves has the empty root`() throws {
        let origin = try Origin("log")
        let other = try #require(Digest(base64: root))

        #expect(throws: CheckpointError.wrongEmptyRoot) { try Checkpoint(origin: origin, size: 0, root: other) }
        #expect(try Checkpoint(origin: origin, size: 0, root: Merkle.emptyRoot).size == 0)
    }

    @Test func `a checkpoint cosigned by witnesses but not signed by its log is refused`() throws {
        let log = try People.log()
        let witness = try People.witness(1)
        let checkpoint = try People.checkpoint(size: 3).checkpoint
        let note = try SignedNote(text: checkpoint.text, signatures: [witness.signature(of: checkpoint, at: 1)])
        let signed = try SignedCheckpoint(parsing: note.serialized)

        #expect(throws: CheckpointError.notSignedByLog) {
            try signed.verify(log: log.verifier, witnesses: [witness.verifier])
        }
    }

    @Test func `a log's signature on a checkpoint of another origin is refused`() throws {
        let log = try People.log()
        let foreign = try Checkpoint(origin: Origin("log.example/two"), size: 0, root: Merkle.emptyRoot)

        let signed = try foreign.signed(by: log)

        #expect(throws: CheckpointError.wrongOrigin(foreign.origin)) { try signed.verify(log: log.verifier) }
        #expect(try signed.verify(log: log.verifier, origin: foreign.origin).checkpoint == foreign)
    }

    @Test func `a cosignature has a time up to 2 to the 63 less one`() throws {
        let witness = try People.witness(1)
        let checkpoint = try People.checkpoint(size: 3).checkpoint
        let last = Cosignature.maximumTime

        let signature = try witness.signature(of: checkpoint, at: last)
        let note = try SignedNote(text: checkpoint.text, signatures: [signature])

        #expect(try note.verify([witness.verifier]).map(\.time) == [last])
        #expect(signature.bytes.prefix(8) == [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
        #expect(throws: NoteError.timeTooLarge) { try witness.signature(of: checkpoint, at: last + 1) }
        #expect(Cosignature(time: last + 1, signature: [UInt8](repeating: 0, count: 64)) == nil)
        #expect(Cosignature(bytes: [0x80] + [UInt8](repeating: 0, count: 71)) == nil)
        #expect(Cosignature(bytes: [UInt8](repeating: 0, count: 71)) == nil)
        #expect(Cosignature(bytes: signature.bytes)?.bytes == signature.bytes)
    }

    @Test func `a cosignature is no plain signature and the other way round`() throws {
        let witness = try People.witness(1)
        let signed = try People.checkpoint(size: 3)
        let asLog = try NoteSigner(privateKey: witness.privateKey)
        let cosigned = try witness.signature(of: signed.checkpoint, at: 9)
        let plain = try asLog.signature(of: signed.checkpoint.text)

        for (bytes, key) in [(plain.bytes, witness.verifier), (cosigned.bytes, asLog.verifier)] {
            let line = NoteSignature(name: key.name, keyID: key.keyID, bytes: bytes)
            let note = try SignedNote(text: signed.checkpoint.text, signatures: [line])
            #expect(throws: NoteError.badSignature(key.name)) { try note.verify([key]) }
        }
    }
}
