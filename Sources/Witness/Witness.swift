import Dispatch
package import Foundation
package import Logging
import Synchronization
package import TransparencyLog

/// Cosigns what continues what it has cosigned before, and remembers it on disk before it says so.
///
/// It needs no office and no database: whoever audits the office runs it on a machine of their own.
package final class Witness: Sendable {
    /// The most bytes of a request that are read: 63 hashes of 45 bytes, and a note with a dozen signatures of 5 kB.
    package static let largestRequest = 65_536

    private struct State: Sendable {
        var record: WitnessRecord
        /// The note that was cosigned last, by the name of its log in paths.
        var notes: [String: String] = [:]
    }

    private let cosigner: Cosigner
    private let folder: WitnessFolder
    private let now: @Sendable () -> UInt64
    private let logger: Logger
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "qipan.witness")

    /// Takes up what an earlier run has cosigned.
    ///
    /// `now`: seconds since 1970.
    /// - Throws: ``WitnessFault``. A file that is damaged is never taken for none: who has forgotten what was cosigned could
    ///   cosign something else.
    package init(
        cosigner: Cosigner,
        logs: [NoteVerifier],
        folder: URL,
        logger: Logger,
        now: @escaping @Sendable () -> UInt64 = { UInt64(max(0, Date().timeIntervalSince1970)) }
    ) throws(WitnessFault) {
        for log in logs where log.type != .ed25519 || log.publicKey == cosigner.verifier.publicKey {
            throw .notALogKey(log.vkey)
        }
        self.cosigner = cosigner
        self.folder = WitnessFolder(folder)
        self.now = now
        self.logger = logger
        var state = State(record: WitnessRecord(logs: logs))
        for origin in state.record.origins {
            let file = self.folder.checkpointFile(of: origin)
            guard let bytes = try self.folder.read(file) else { continue }
            guard let (note, head) = Self.head(in: bytes, of: origin, by: cosigner.verifier) else {
                throw .damaged(path: file.path)
            }
            state.record.remember(head, of: origin)
            state.notes[WitnessFolder.name(of: origin)] = note
        }
        self.state = Mutex(state)
    }

    /// The key that its cosignatures are verified with.
    package var verifier: NoteVerifier { cosigner.verifier }

    /// Answers the body of `POST /add-checkpoint` on a thread that may wait for the disk.
    package func answer(_ body: [UInt8]) async -> WitnessReply {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.reply(to: body)) }
        }
    }

    /// The same at once; blocks until the disk has it.
    package func reply(to body: [UInt8]) -> WitnessReply {
        do { return WitnessReply(try add(body)) } catch { return WitnessReply(error) }
    }

    /// Answers `GET /<name>/checkpoint`: the last note that was cosigned.
    package func checkpoint(named name: String) -> WitnessReply {
        state.withLock { $0.notes[name] }.map { .note($0) } ?? .missing
    }

    private func add(_ body: [UInt8]) throws(WitnessRefusal) -> NoteSignature {
        guard body.count <= Self.largestRequest else { throw .tooLong }
        let request: AddCheckpoint
        do { request = try AddCheckpoint(parsing: body) } catch { throw WitnessRefusal(error) }
        // One lock from the look at what was cosigned to the rename: no two requests pass each other.
        let result = state.withLock { state in
            Result { () throws(WitnessRefusal) in try cosign(request, &state) }
        }
        return try result.get()
    }

    private func cosign(_ request: AddCheckpoint, _ state: inout State) throws(WitnessRefusal) -> NoteSignature {
        let checkpoint = request.checkpoint.checkpoint
        let head: WitnessRecord.Head
        do { head = try state.record.decide(request, at: now()) } catch {
            tell(error, about: request, in: state.record)
            throw error
        }
        let signature: NoteSignature
        let note: SignedNote
        do {
            signature = try cosigner.signature(of: checkpoint, at: head.time)
            // Only what was checked is kept and served: lines of others may say anything.
            let known = state.record.keys(of: checkpoint.origin)
            let theirs = request.checkpoint.note.signatures.filter { line in
                known.contains { $0.name == line.name && $0.keyID == line.keyID }
            }
            note = try SignedNote(text: checkpoint.text, signatures: theirs + [signature])
            try folder.write(note.serialized, to: folder.checkpointFile(of: checkpoint.origin))
        } catch {
            logger.error("cosignature not kept", metadata: ["cause": "\(error)"])
            throw .cannotRemember
        }
        state.record.remember(head, of: checkpoint.origin)
        state.notes[WitnessFolder.name(of: checkpoint.origin)] = note.serialized
        return signature
    }

    /// What a log should never do is told, and what proves it is kept.
    private func tell(_ refusal: WitnessRefusal, about request: AddCheckpoint, in record: WitnessRecord) {
        let checkpoint = request.checkpoint.checkpoint
        let about: Logger.Metadata = [
            "log": "\(checkpoint.origin)", "size": "\(checkpoint.size)", "root": "\(checkpoint.root)",
        ]
        if record.isOtherFace(request) {
            logger.error("a log has signed two trees of one size", metadata: about)
            let file = folder.otherFaceFile(of: checkpoint.origin)
            do {
                // The first is enough, and nobody fills a disk with more.
                if try folder.read(file) == nil { try folder.write(request.checkpoint.serialized, to: file) }
            } catch {
                logger.error("evidence not kept", metadata: ["cause": "\(error)"])
            }
        } else if case .inconsistent = refusal {
            logger.error("a checkpoint does not continue what was cosigned", metadata: about)
        }
    }

    /// What a kept note says, if this witness has cosigned it.
    private static func head(
        in bytes: [UInt8],
        of origin: Origin,
        by verifier: NoteVerifier
    ) -> (note: String, head: WitnessRecord.Head)? {
        // Whatever is wrong with the file, it is damaged.
        guard let kept = try? SignedCheckpoint(parsing: bytes), kept.checkpoint.origin == origin,
            let time = try? kept.cosignature(by: verifier, among: kept.note.signatures).time
        else { return nil }
        let head = WitnessRecord.Head(size: kept.checkpoint.size, root: kept.checkpoint.root, time: time)
        return (kept.serialized, head)
    }
}
