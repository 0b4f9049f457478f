import Domain
import Logging
import ServiceLifecycle
import Store
import TransparencyLog

/// Asks each witness to cosign the newest checkpoint, from the process that signs checkpoints.
///
/// Each witness has a loop and a thread of its own: one that hangs delays neither the log nor another.
package struct WitnessCalls: Service {
    /// Seconds that a call may take in all, and bytes that are read of an answer.
    private static let (seconds, limit) = (10, 65_536)

    private let office: Office
    private let witnesses: [(witness: Settings.Witness, thread: OwnThread)]
    private let isPrivateAllowed: Bool

    /// `isPrivateAllowed`: whether witnesses may be on this machine or its network, and be called over http.
    package init(office: Office, witnesses: [Settings.Witness], isPrivateAllowed: Bool) {
        self.office = office
        self.witnesses = witnesses.enumerated().map { ($1, OwnThread("witness-\($0)")) }
        self.isPrivateAllowed = isPrivateAllowed
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await office.onDuty(.checkpoints, every: .seconds(60)) {
                        await telling { try await forgetOthers() }
                    }
                }
                for index in witnesses.indices {
                    group.addTask {
                        await office.onDuty(.checkpoints, every: .seconds(1)) { await telling { try await ask(index) } }
                    }
                }
            }
        }
    }

    private func telling(_ body: () async throws -> Void) async {
        do { try await body() } catch is CancellationError {
            // Ended in the middle: the witness is asked again.
        } catch {
            office.outages.tell("witnesses not asked", of: error)
        }
    }

    /// Nobody waits any more for a witness that is configured no more.
    ///
    /// - Throws: ``Fault``.
    package func forgetOthers() async throws {
        let keys = Set(witnesses.map(\.witness.key.vkey))
        let others = try await office.engine.read { db in
            try WitnessRecords.standings(in: db).map(\.key).filter { !keys.contains($0) }
        }
        guard !others.isEmpty else { return }
        try await office.engine.write { db in for key in others { try WitnessRecords.forget(key, in: db) } }
    }

    /// Asks every witness once that has something to cosign and whose time has come.
    ///
    /// - Throws: ``Fault``; what a witness does not do is noted, not thrown.
    package func round() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in witnesses.indices { group.addTask { try await ask(index) } }
            try await group.waitForAll()
        }
    }

    private func ask(_ index: Int) async throws {
        let (witness, thread) = witnesses[index]
        // A first answer may teach how large the tree was that it has cosigned last: the second request goes on from there.
        for _ in 0..<2 {
            guard let (request, standing) = try await request(to: witness) else { return }
            let body = request.serialized
            let isPrivateAllowed = isPrivateAllowed
            let outcome: Outcome
            do {
                let (status, answer) = try await thread.run {
                    try Wire.ask(
                        body,
                        at: witness.url + "/add-checkpoint",
                        seconds: Self.seconds,
                        limit: Self.limit,
                        isPrivateAllowed: isPrivateAllowed
                    )
                }
                outcome = judge(WitnessAnswer(status: status, body: answer), to: request, standing, witness)
            } catch let failure as Wire.Failure {
                outcome = .failed(.call(failure.code))
            }
            guard try await take(outcome, of: request, standing, witness) else { return }
        }
    }

    /// Nil when nothing is new, or the witness has failed and is left in peace for a while.
    private func request(
        to witness: Settings.Witness
    ) async throws -> (request: AddCheckpoint, standing: WitnessRecords.Standing)? {
        let (key, now) = (witness.key.vkey, office.now)
        return try await office.engine.read { db in
            guard let head = try LogRecords.latest(in: db),
                try !WitnessRecords.isCosigned(head.size, by: key, in: db)
            else { return nil }
            let standing = try WitnessRecords.standing(of: key, in: db) ?? WitnessRecords.Standing(key: key)
            if let trouble = standing.trouble, trouble.nextAt > now { return nil }
            // A witness that has seen more than there is may have lost its memory meanwhile: it is asked as for the first time.
            let from = standing.size <= head.size ? standing.size : 0
            let source = TreeSource(size: UInt64(head.size), db: db)
            let proof = try ConsistencyProof.build(
                oldSize: UInt64(from),
                newSize: UInt64(head.size),
                node: source.node
            )
            let checkpoint = try SignedCheckpoint(parsing: head.note)
            return (try AddCheckpoint(oldSize: proof.oldSize, path: proof.path, checkpoint: checkpoint), standing)
        }
    }

    // MARK: - The answer

    private enum Outcome: Sendable {
        case cosigned(line: String, time: UInt64)
        /// The witness has cosigned a tree of another size last than was thought.
        case learned(size: Int64)
        case failed(WitnessTrouble)
    }

    private func judge(
        _ answer: WitnessAnswer,
        to request: AddCheckpoint,
        _ standing: WitnessRecords.Standing,
        _ witness: Settings.Witness
    ) -> Outcome {
        switch answer {
        case .cosigned(let signatures):
            do {
                let (signature, time) = try request.checkpoint.cosignature(by: witness.key, among: signatures)
                return .cosigned(line: signature.line, time: time)
            } catch {
                return .failed(.badCosignature)
            }
        case .stands(let size):
            let size = Int64(clamping: size)
            guard size == standing.size else { return .learned(size: size) }
            // Said twice. Of a tree that we have, it means another root: so has version 1.0 of the specification.
            return .failed(size > request.checkpoint.checkpoint.size ? .ahead : .inconsistent)
        case .refused(422): return .failed(.inconsistent)
        case .refused(let status): return .failed(.call("http-\(status)"))
        case .unreadable: return .failed(.unreadable)
        }
    }

    /// - Returns: whether it is worth asking again at once.
    private func take(
        _ outcome: Outcome,
        of request: AddCheckpoint,
        _ standing: WitnessRecords.Standing,
        _ witness: Settings.Witness
    ) async throws -> Bool {
        switch outcome {
        case .cosigned(let line, let time):
            let size = Int64(request.checkpoint.checkpoint.size)
            let at = Instant(secondsSinceEpoch: Int64(clamping: time))
            let now = WitnessRecords.Standing(key: standing.key, size: size, cosignedAt: at)
            try await office.engine.write { db in
                try WitnessRecords.keep(cosignature: line, of: size, by: standing.key, at: at, in: db)
                try WitnessRecords.keep(now, in: db)
            }
            if standing.trouble != nil {
                office.logger.notice("witness cosigns again", metadata: ["witness": "\(witness.key.name)"])
            }
            return false
        case .learned(let size):
            var learned = standing
            learned.size = size
            let known = learned
            try await office.engine.write { try WitnessRecords.keep(known, in: $0) }
            return true
        case .failed(let trouble):
            try await note(trouble, of: standing, witness)
            return false
        }
    }

    /// Five seconds, doubled with each failure, ten minutes at most.
    private func note(
        _ trouble: WitnessTrouble,
        of standing: WitnessRecords.Standing,
        _ witness: Settings.Witness
    ) async throws {
        let attempts = (standing.trouble?.attempts ?? 0) + 1
        let pause = min(600, Int64(5) << Int64(min(10, attempts - 1)))
        var failing = standing
        failing.trouble = WitnessRecords.Trouble(
            code: trouble.code,
            attempts: attempts,
            nextAt: office.now.advanced(bySeconds: pause)
        )
        let known = failing
        try await office.engine.write { try WitnessRecords.keep(known, in: $0) }
        // Once for each kind of trouble: an outage of a day is one line.
        guard standing.trouble?.code != trouble.code else { return }
        let about: Logger.Metadata = [
            "witness": "\(witness.key.name)", "code": "\(trouble.code)", "size": "\(standing.size)",
        ]
        if trouble.isGrave {
            office.logger.error("witness says that the log contradicts itself", metadata: about)
        } else {
            office.logger.warning("witness does not cosign", metadata: about)
        }
    }
}

/// Why a witness did not cosign.
private enum WitnessTrouble: Hashable, Sendable {
    /// It could not be reached, or answered with a status that says nothing of the log.
    case call(String)
    case unreadable
    /// Its cosignature is missing or wrong.
    case badCosignature
    /// What is offered does not continue what it has cosigned.
    case inconsistent
    /// It has cosigned a larger tree than there is.
    case ahead

    var code: String {
        switch self {
        case .call(let code): code
        case .unreadable: "answer"
        case .badCosignature: "cosignature"
        case .inconsistent: "inconsistent"
        case .ahead: "ahead"
        }
    }

    /// Either the log has lost or changed what it had signed, or the witness is wrong about it: somebody has to look.
    var isGrave: Bool {
        switch self {
        case .inconsistent, .ahead: true
        case .call, .unreadable, .badCosignature: false
        }
    }
}
