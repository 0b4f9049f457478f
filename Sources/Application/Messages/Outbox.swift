import Domain
import Logging
import ServiceLifecycle
import Store
import Synchronization

/// Fills the outbox from the journal and sends what is due: one process at a time, again and again.
///
/// A mail is sent at least once: whoever dies between the server's answer and the note of it leaves a batch that is sent
/// again, byte for byte and under the same Message-ID, after ``Pace/lease``.
package struct Outbox: Service {
    private let office: Office
    private let server: MailServer?
    private let isPrivateAllowed: Bool
    private let mailThread = OwnThread("mail")
    /// A receiver that hangs holds one of them; the others go on.
    private let webhookThreads = (0..<4).map { OwnThread("webhook-\($0)") }
    private let state = Mutexed()

    /// Receivers a round, rows of a mail, calls of one webhook a round.
    ///
    /// A mail takes all that waits for its receiver, so that a day is one; nobody has five thousand in a day.
    private static let (receivers, rows, calls) = (100, 5_000, 50)

    private final class Mutexed: Sendable {
        struct State {
            /// While the mail server itself fails, one message tries it now and then; the others keep their attempts.
            var failures = 0
            var pausedUntil = Instant.distantPast
            var forgotAt = Instant.distantPast
        }

        let value = Mutex(State())
    }

    /// Without a server mail waits; `isPrivateAllowed`: whether webhooks may lead to this machine or its network.
    package init(office: Office, server: MailServer?, isPrivateAllowed: Bool = false) {
        self.office = office
        self.server = server
        self.isPrivateAllowed = isPrivateAllowed
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await office.onDuty(.outbox, every: .seconds(1)) {
                do { try await round() } catch is CancellationError {
                    // Ended in the middle: what was claimed comes back after its lease.
                } catch {
                    office.logger.error("outbox not worked on", metadata: ["cause": "\(error)"])
                }
            }
        }
    }

    /// Reads the journal on, and tries once what is due.
    ///
    /// - Throws: ``Fault``; what a receiver does not take is noted, not thrown.
    package func round() async throws {
        try await office.fillOutbox()
        async let mail: Void = sendMail()
        async let webhooks: Void = callWebhooks()
        _ = try await (mail, webhooks)
        try await forget()
    }

    // MARK: - Mail

    private func sendMail() async throws {
        guard let server, office.now >= state.value.withLock({ $0.pausedUntil }) else { return }
        let office = office
        let mailings = try await office.engine.read { [now = office.now] db in
            try OutboxRecords.due(.mail, at: now, limit: Self.receivers, in: db)
        }
        for mailing in mailings where !Task.isCancelled {
            guard try await send(mailing, through: server) else { return }
        }
    }

    /// - Returns: false when the server itself does not work, and nobody else need be tried now.
    private func send(_ mailing: Mailing, through server: MailServer) async throws -> Bool {
        let office = office
        let now = office.now
        let writer = MessageWriter(office: office, server: server)
        let next = try await office.engine.read { db -> (OutboxRecords.Batch, MessageWriter.Composition)? in
            guard let batch = try OutboxRecords.next(for: mailing, at: now, limit: Self.rows, in: db) else {
                return nil
            }
            return (batch, try writer.compose(batch, at: now, in: db))
        }
        guard let (batch, composition) = next else { return true }
        guard case .mail(let text, let parts, let isRenewed) = composition else {
            if case .nothing(let why) = composition { try await note(.dropped(why), of: batch) }
            return true
        }
        // What was tried before is sent as it was then, so that two copies are one message.
        let name = Self.name(of: batch)
        let tried = isRenewed ? nil : batch.sealed
        let wire = try tried.map { try office.vault.open($0, as: name) } ?? text.wire
        let sealed = try tried ?? office.vault.seal(wire, as: name)
        let untried = tried == nil ? parts : [:]
        let sealedParts = try Dictionary(
            uniqueKeysWithValues: untried.map { receiver, text in
                (receiver, try office.vault.seal(text.wire, as: "\(receiver.text) \(batch.id)"))
            }
        )
        guard try await claim(batch, sealed: sealed, parts: sealedParts, at: now) else { return true }
        do {
            try await mailThread.run { try Wire.send(wire, to: text.to, through: server) }
            state.value.withLock { $0.failures = 0 }
            try await note(.sent, of: batch)
            return true
        } catch let failure as Wire.Failure {
            try await note(outcome(of: failure, batch), of: batch)
            guard !failure.isFinal else { return true }
            state.value.withLock { state in
                state.failures += 1
                state.pausedUntil = now.advanced(bySeconds: min(600, 5 << Int64(min(7, state.failures - 1))))
            }
            return false
        }
    }

    static func name(of batch: OutboxRecords.Batch) -> String { "\(batch.mailing.text) \(batch.id)" }

    // MARK: - Webhooks

    private func callWebhooks() async throws {
        let office = office
        let mailings = try await office.engine.read { [now = office.now] db in
            try OutboxRecords.due(.webhook, at: now, limit: Self.receivers, in: db)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, mailing) in mailings.enumerated() {
                let thread = webhookThreads[index % webhookThreads.count]
                group.addTask {
                    for _ in 0..<Self.calls where !Task.isCancelled {
                        guard try await call(mailing, on: thread) else { return }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// - Returns: false when nothing is due, or the receiver did not take it: then the rest waits for the next round.
    private func call(_ mailing: Mailing, on thread: OwnThread) async throws -> Bool {
        guard case .own(.webhook(let id)) = mailing else { return false }
        let office = office
        let now = office.now
        typealias Due = (OutboxRecords.Batch, WebhookRecords.Webhook?, WebhookCall?)
        let next = try await office.engine.read { db -> Due? in
            guard let batch = try OutboxRecords.next(for: mailing, at: now, limit: 1, in: db) else { return nil }
            let entry = try JournalEvents.published(batch.id, in: db)
            let call = try entry.map { try WebhookCall(position: batch.id, facts: $0.facts, leaf: $0.leaf) }
            return (batch, try WebhookRecords.webhook(id, in: db), call)
        }
        guard let (batch, webhook, call) = next else { return false }
        guard let webhook, webhook.isActive, let call else {
            try await note(.dropped("ended"), of: batch)
            return true
        }
        let secret = try office.vault.open(webhook.sealed, as: mailing.text)
        guard try await claim(batch, sealed: nil, at: now) else { return false }
        do {
            let headers = call.headers(at: now, secret: secret)
            let isPrivateAllowed = isPrivateAllowed
            try await thread.run {
                try Wire.post(call.body, to: webhook.url, headers: headers, isPrivateAllowed: isPrivateAllowed)
            }
            try await note(.sent, of: batch)
            return true
        } catch let failure as Wire.Failure {
            try await note(outcome(of: failure, batch), of: batch)
            // 410 Gone: the receiver says that it wants no more.
            if failure.isFinal { try await office.unsubscribe(.webhook(id)) }
            return false
        }
    }

    // MARK: - Both

    private func claim(
        _ batch: OutboxRecords.Batch,
        sealed: [UInt8]?,
        parts: [Receiver: [UInt8]] = [:],
        at now: Instant
    ) async throws -> Bool {
        struct Taken: Error {}
        do {
            try await office.engine.write { db in
                let lease = now.advanced(bySeconds: Pace.lease)
                guard
                    try OutboxRecords.claim(batch, sealed: sealed, parts: parts, at: now, until: lease, in: db)
                else { throw Taken() }
            }
            return true
        } catch is Taken {
            return false
        }
    }

    private func outcome(of failure: Wire.Failure, _ batch: OutboxRecords.Batch) -> OutboxRecords.Outcome {
        let attempt = batch.attempts + 1
        let isOver = failure.isFinal || attempt >= Pace.attempts
        office.logger.warning(
            isOver ? "message given up" : "message not delivered",
            metadata: [
                "channel": "\(batch.mailing.channel.rawValue)", "event": "\(batch.id)", "attempt": "\(attempt)",
                "code": "\(failure.code)",
            ]
        )
        if isOver { return .givenUp(failure.code) }
        let random = office.world.randomBytes(1).first ?? 0
        return .failed(failure.code, tryAgain: Pace.next(after: attempt, at: office.now, random: random))
    }

    private func note(_ outcome: OutboxRecords.Outcome, of batch: OutboxRecords.Batch) async throws {
        let now = office.now
        try await office.engine.write { try OutboxRecords.note(outcome, of: batch, at: now, in: $0) }
    }

    private func forget() async throws {
        let now = office.now
        let isTime = state.value.withLock { state in
            guard now.seconds(since: state.forgotAt) >= 3_600 else { return false }
            state.forgotAt = now
            return true
        }
        guard isTime else { return }
        let before = now.advanced(bySeconds: -Pace.kept)
        try await office.engine.write { try OutboxQueries.forgetDone(before: before, in: $0) }
    }
}
