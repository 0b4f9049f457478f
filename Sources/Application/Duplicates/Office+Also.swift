import Crypto
package import Domain
import Foundation
package import Store

/// The receipt of somebody who has met the same as a case's reporter.
package struct AlsoReceipt: Hashable, Sendable {
    package let number: CaseNumber
    /// Counts up with everybody who joined the case, from 1.
    package let serial: Int
    /// The secret part of the receipt's address; 26 characters.
    package let secret: String

    package init(number: CaseNumber, serial: Int, secret: String) {
        self.number = number
        self.serial = serial
        self.secret = secret
    }
}

extension Office {
    /// The address of a receipt, without the server's.
    package func alsoPath(_ number: CaseNumber, _ serial: Int) -> String {
        "/also/\(number.rawValue)/\(serial)/\(keys.alsoSecret(for: number, serial))"
    }

    /// A word for one form, good for one receipt: whoever sends the form twice gets the same one.
    ///
    /// It says which case it was made for and that this office made it, and nothing about whoever it is shown to.
    package func alsoWord(for number: CaseNumber) -> String {
        let nonce = Hexadecimal.text(world.randomBytes(16))
        return "\(nonce)-\(alsoSeal(nonce, number))"
    }

    private func alsoSeal(_ nonce: String, _ number: CaseNumber) -> String {
        let data = Data("\(number.rawValue) \(nonce)".utf8)
        let mac = HMAC<SHA256>.authenticationCode(for: data, using: keys.derived("also-word/v1"))
        return Hexadecimal.text(mac.prefix(16))
    }

    /// Notes that somebody has met the same.
    ///
    /// `held`: the receipt that the browser has kept of this case; whoever has one is counted already.
    /// - Throws: ``Refusal/notOpen`` when the case has ended, ``Refusal/unknown(_:)`` where there is none for everybody's eyes,
    ///   ``Refusal/formExpired`` for a word that this office has not made for it, ``Fault``.
    package func joinAlso(_ number: CaseNumber, word: String, held: AlsoReceipt? = nil) async throws -> AlsoReceipt {
        let halves = word.split(separator: "-").map(String.init)
        guard halves.count == 2, halves[0].utf8.count == 32,
            SHA256.hash(data: Data(halves[1].utf8)) == SHA256.hash(data: Data(alsoSeal(halves[0], number).utf8))
        else { throw Refusal.formExpired }
        let mark = Hexadecimal.text(SHA256.hash(data: Data(word.utf8)))
        let held = held.flatMap { isOurs($0) && $0.number == number ? $0 : nil }
        let now = now
        let serial = try await engine.write { db in
            guard let summary = try CaseQueries.summary(number, in: db), summary.recusal == nil else {
                throw Refusal.unknown(.caseFile)
            }
            guard summary.isOpen else { throw Refusal.notOpen }
            guard let held, try AlsoRecords.row(number, held.serial, in: db) != nil else {
                return try AlsoRecords.join(number, mark: mark, at: now, in: db)
            }
            try AlsoRecords.comeBack(number, held.serial, in: db)
            return held.serial
        }
        return AlsoReceipt(number: number, serial: serial, secret: keys.alsoSecret(for: number, serial))
    }

    /// How many others have met the same as the reporter of a case, as far as anybody can know: a receipt each.
    ///
    /// - Throws: ``Fault``.
    package func alsoCount(of number: CaseNumber) async throws -> Int {
        try await engine.read { try AlsoRecords.count(of: number, in: $0) }
    }

    /// What a receipt stands for; nil when any part of it is wrong.
    ///
    /// - Throws: ``Fault``.
    package func also(_ receipt: AlsoReceipt) async throws -> AlsoRecords.Row? {
        guard isOurs(receipt) else { return nil }
        return try await engine.read { try AlsoRecords.row(receipt.number, receipt.serial, in: $0) }
    }

    /// Takes a receipt back: it counts no more, and the address is forgotten.
    ///
    /// - Throws: ``Refusal/unknown(_:)`` for a receipt that is none, ``Fault``.
    package func leaveAlso(_ receipt: AlsoReceipt) async throws {
        guard isOurs(receipt) else { throw Refusal.unknown(.receipt) }
        let now = now
        try await engine.write { db in
            try OutboxRecords.drop(everythingFor: .also(receipt.number, receipt.serial), in: db)
            try AlsoRecords.leave(receipt.number, receipt.serial, at: now, in: db)
        }
    }

    /// Tells the holder of a receipt by mail what happens to the case; `timing` nil ends it.
    ///
    /// - Throws: ``Refusal/malformed(_:)`` for an address that is none, ``Refusal/unknown(_:)`` for a receipt that is none,
    ///   ``Fault``.
    package func tellAlso(
        _ receipt: AlsoReceipt,
        at address: String,
        _ timing: Timing?,
        in language: Language
    ) async throws {
        guard isOurs(receipt) else { throw Refusal.unknown(.receipt) }
        let receiver = Receiver.also(receipt.number, receipt.serial)
        guard let timing else {
            try await unsubscribe(receiver)
            return
        }
        let parsed: EmailAddress
        do { parsed = try EmailAddress(parsing: address) } catch { throw Refusal.malformed(error) }
        let sealed = try vault.seal(parsed.rawValue, as: receiver.text)
        let wish = Subscription(language: language, timing: timing)
        try await engine.write { db in
            try DigestRecords.leave(receiver, in: db)
            try AlsoRecords.keep(sealed, wish, of: receipt.number, receipt.serial, in: db)
        }
    }

    /// Digests compare in constant time.
    private func isOurs(_ receipt: AlsoReceipt) -> Bool {
        let expected = keys.alsoSecret(for: receipt.number, receipt.serial)
        return SHA256.hash(data: Data(expected.utf8)) == SHA256.hash(data: Data(receipt.secret.utf8))
    }

    /// Who else is to be told of the entries in `range`: those who have met the same, and the reporters of merged cases.
    func draftsForOthers(
        of range: Range<Int64>,
        at now: Instant,
        db: any Connection
    ) throws -> [OutboxRecords.Draft] {
        let others = try JournalEvents.toOthers(range, in: db).map { ($0.event, $0.receiver, $0.timing) }
        let merged = try JournalEvents.toMerged(range, in: db).map {
            ($0.event, Receiver.reporter($0.number), $0.timing)
        }
        return try (others + merged).compactMap { event, receiver, timing in
            guard let step = ReporterStep(type: try event.facts.text("t"), facts: event.facts) else { return nil }
            let start = Pace.start(timing, at: now, gathering: 0, zone: settings.zone)
            let draft = OutboxRecords.Draft(
                event: event.position,
                receiver: receiver,
                step: step.rawValue,
                notBefore: start
            )
            return try gathered(draft, timing, in: db)
        }
    }
}
