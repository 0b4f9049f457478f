import Foundation
import Testing
import TransparencyLog
import Verifier
import Witness

/// What a log must never do is caught twice: by whoever cosigns, and by whoever kept a checkpoint.
@Suite struct `A log that betrays its readers` {
    private let honest: SmallLog

    init() throws { honest = try SmallLog(size: 300) }

    /// What `qipan verify --previous` says of a log to somebody who has kept the honest one's head of 260 entries.
    private func growth(of log: SmallLog) async throws -> Report.Outcome? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "faces-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try log.write(to: folder)
        let kept = Array(try honest.checkpoint(260).serialized.utf8)
        let report = try await Verification(source: folder.path, key: log.verifier.vkey, earlier: kept).run()
        // Whatever it hides, it is a sound log by itself.
        #expect(report.checks.filter { $0.outcome == .fails }.map(\.subject).allSatisfy { $0 == .growth })
        return report.checks.first { $0.subject == .growth }?.outcome
    }

    private func witness(at size: Int) throws -> (TestWitness, Witness) {
        let place = TestWitness([honest.verifier])
        let witness = try place.open()
        #expect(try witness.status(honest.body(size, from: 0)) == 200)
        return (place, witness)
    }

    @Test func `is not one that grows`() async throws {
        let (place, witness) = try witness(at: 260)
        #expect(try witness.status(honest.body(300, from: 260)) == 200)
        #expect(try await growth(of: honest) == .holds)
        withExtendedLifetime(place) {}
    }

    @Test func `by showing two faces is caught by both`() async throws {
        let (place, witness) = try witness(at: 260)
        let other = try SmallLog(size: 260, forkedAt: 250)
        #expect(try witness.status(other.body(260, from: 260)) == 422)
        #expect(try await growth(of: other) == .fails)
        withExtendedLifetime(place) {}
    }

    @Test func `by shrinking is caught by both`() async throws {
        let (place, witness) = try witness(at: 260)
        let shorter = try SmallLog(size: 259)
        // It may say what it had before, or nothing, or what the witness has.
        #expect(try witness.reply(to: shorter.body(259, from: 258)).body == "260\n")
        #expect(try witness.reply(to: shorter.body(259, from: 0)).body == "260\n")
        let claim = try AddCheckpoint(oldSize: 260, path: [], checkpoint: shorter.checkpoint(259))
        #expect(witness.status(Array(claim.serialized.utf8)) == 400)
        #expect(try await growth(of: shorter) == .fails)
        withExtendedLifetime(place) {}
    }

    @Test func `by going another way is caught by both`() async throws {
        let (place, witness) = try witness(at: 260)
        let fork = try SmallLog(size: 300, forkedAt: 255)
        #expect(try witness.status(fork.body(300, from: 260)) == 422)
        #expect(try await growth(of: fork) == .fails)
        // And its rewritten past gets no further than the old size.
        #expect(try witness.status(fork.body(300, from: 255)) == 409)
        withExtendedLifetime(place) {}
    }
}
