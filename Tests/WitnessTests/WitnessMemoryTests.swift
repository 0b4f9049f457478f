import Foundation
import Testing
import TransparencyLog
import Witness

@Suite struct `A witness's memory` {
    private let log: SmallLog
    private let fork: SmallLog

    init() throws {
        log = try SmallLog(size: 300)
        fork = try SmallLog(size: 300, forkedAt: 5)
    }

    @Test func `lasts over a restart`() throws {
        let place = TestWitness([log.verifier])
        #expect(try place.open().status(log.body(13, from: 0)) == 200)

        let again = try place.open()

        #expect(try again.status(fork.body(20, from: 13)) == 422)
        #expect(try again.reply(to: log.body(12, from: 0)).body == "13\n")
        #expect(try again.status(log.body(300, from: 13)) == 200)
        #expect(try place.open().reply(to: log.body(300, from: 13)).body == "300\n")
    }

    @Test func `is the note that it serves, with its cosignature and nothing of strangers`() throws {
        let place = TestWitness([log.verifier])
        let witness = try place.open()
        let stranger = try TestWitness.cosigner(seed: 5).signature(of: log.checkpoint(13).checkpoint, at: 5)
        let noisy = try AddCheckpoint(oldSize: 0, path: [], checkpoint: log.checkpoint(13).adding([stranger]))
        let line = witness.reply(to: Array(noisy.serialized.utf8)).body

        let name = try place.file.deletingLastPathComponent().lastPathComponent
        let served = witness.checkpoint(named: name)

        #expect(served.status == 200)
        #expect(try served.body == String(contentsOf: place.file, encoding: .utf8))
        #expect(try served.body == log.checkpoint(13).serialized + line)
        let kept = try SignedCheckpoint(parsing: served.body)
        let verified = try kept.verify(log: log.verifier, witnesses: [witness.verifier])
        #expect(verified.cosignatures.map(\.time) == [1_780_300_800])
        #expect(witness.checkpoint(named: "none").status == 404)
    }

    /// What may have happened to the file: each is damage, never a fresh start.
    private static let damages: [@Sendable ([UInt8]) -> [UInt8]] = [
        { _ in [] }, { Array($0.prefix($0.count / 2)) }, { Array($0.dropLast()) }, { $0 + $0 },
        { bytes in bytes.map { $0 == UInt8(ascii: "3") ? UInt8(ascii: "4") : $0 } },
        { _ in [UInt8](repeating: 0, count: 200) },
    ]

    @Test(arguments: damages.indices)
    func `that is torn or changed is never taken for none`(index: Int) throws {
        let place = TestWitness([log.verifier])
        #expect(try place.open().status(log.body(13, from: 0)) == 200)
        let file = try place.file
        let bytes = [UInt8](try Data(contentsOf: file))
        try Data(Self.damages[index](bytes)).write(to: file)

        #expect(throws: WitnessFault.damaged(path: file.path)) { try place.open() }
    }

    @Test func `of another key is not its own`() throws {
        let place = TestWitness([log.verifier])
        #expect(try place.open().status(log.body(13, from: 0)) == 200)
        #expect(throws: WitnessFault.damaged(path: try place.file.path)) { try place.open(seed: 8) }
    }

    @Test func `is as it was when a new file was half written`() throws {
        let place = TestWitness([log.verifier])
        #expect(try place.open().status(log.body(13, from: 0)) == 200)
        // What a power cut leaves before the rename.
        let torn = try place.file.deletingLastPathComponent().appending(path: ".checkpoint.new")
        try Data("log.exam".utf8).write(to: torn)

        let again = try place.open()

        #expect(try again.status(log.body(20, from: 0)) == 409)
        #expect(try again.status(log.body(20, from: 13)) == 200)
    }

    @Test func `that cannot be written is no cosignature`() throws {
        let place = TestWitness([log.verifier])
        let witness = try place.open()
        #expect(try witness.status(log.body(13, from: 0)) == 200)
        // A folder in the way of the new file: so it is for root too, whom no mode hinders.
        let way = try place.file.deletingLastPathComponent().appending(path: ".checkpoint.new")
        try FileManager.default.createDirectory(at: way, withIntermediateDirectories: true)
        #expect(try witness.status(log.body(20, from: 13)) == 503)
        try FileManager.default.removeItem(at: way)

        // Nothing was said of 20, so another 20 is as good.
        #expect(try witness.reply(to: log.body(20, from: 0)).body == "13\n")
        #expect(try witness.status(log.body(20, from: 13)) == 200)
    }

    @Test func `keeps what proves that a log has two faces, once`() throws {
        let place = TestWitness([log.verifier])
        let witness = try place.open()
        #expect(try witness.status(log.body(13, from: 0)) == 200)
        let proof = try place.file.deletingLastPathComponent().appending(path: "other-face")
        #expect(!FileManager.default.fileExists(atPath: proof.path))

        #expect(try witness.status(fork.body(13, from: 13)) == 422)
        let third = try SmallLog(size: 20, forkedAt: 7)
        #expect(try witness.status(third.body(13, from: 0)) == 409)

        #expect(try String(contentsOf: proof, encoding: .utf8) == fork.checkpoint(13).serialized)
    }

    @Test func `lets no two requests pass each other`() async throws {
        let place = TestWitness([log.verifier])
        let witness = try place.open()
        let log = log
        // Both are right on their own; whoever comes second is told so.
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for size in 1...60 {
                group.addTask { await witness.answer(try log.body(size, from: 0)).status }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.count { $0 == 409 } == 59)
    }

    @Test func `never holds its own key for a log's`() throws {
        let own = try TestWitness.cosigner().verifier
        let asLog = try NoteVerifier(name: KeyName("log.example/x"), type: .ed25519, publicKey: own.publicKey)
        #expect(throws: WitnessFault.notALogKey(asLog.vkey)) { try TestWitness([asLog]).open() }
        #expect(throws: WitnessFault.notALogKey(own.vkey)) { try TestWitness([own]).open() }
    }
}
