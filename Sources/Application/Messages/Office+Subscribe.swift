import Crypto
package import Domain
import Foundation
package import Store

extension Contact? {
    /// - Throws: ``Refusal/malformed(_:)`` unless there is an address that mail can be sent to.
    func checkEmail() throws(Refusal) {
        do throws(Malformed) { _ = try EmailAddress(parsing: self?.email ?? "") } catch { throw .malformed(error) }
    }
}

/// What a member of staff has chosen to be told, as the own page shows it.
package struct StaffChoice: Sendable {
    package var address: EmailAddress
    package var timing: Timing
    package var isActive: Bool
}

extension Office {
    /// What somebody of the staff is told by mail; nil when nothing was ever chosen.
    ///
    /// - Throws: ``Fault``.
    package func choice(of account: ID<Account>) async throws -> StaffChoice? {
        guard let kept = try await engine.read({ try SubscriptionRecords.wish(of: account, in: $0) }) else {
            return nil
        }
        let address = try staffAddress(kept)
        return StaffChoice(address: address, timing: kept.wish.timing, isActive: kept.wish.isActive)
    }

    /// Tells somebody of the staff by mail what newly awaits them; `timing` nil ends it.
    ///
    /// - Throws: ``Refusal/malformed(_:)`` for an address that is none, ``Fault``.
    package func tell(
        _ account: ID<Account>,
        at address: String,
        _ timing: Timing?,
        in language: Language
    ) async throws {
        if timing == nil, address.isEmpty {
            _ = try await unsubscribe(.staff(account))
            return
        }
        let parsed: EmailAddress
        do { parsed = try EmailAddress(parsing: address) } catch { throw Refusal.malformed(error) }
        let sealed = try vault.seal(parsed.rawValue, as: Receiver.staff(account).text)
        let wish = Subscription(language: language, timing: timing ?? .atOnce, isActive: timing != nil)
        try await engine.write { db in
            try SubscriptionRecords.keep(.init(account: account, sealed: sealed, wish: wish), in: db)
            if !wish.isActive { try OutboxRecords.drop(everythingFor: .staff(account), in: db) }
        }
    }

    func staffAddress(_ kept: SubscriptionRecords.StaffWish) throws -> EmailAddress {
        let text = try vault.open(kept.sealed, as: Receiver.staff(kept.account).text)
        do { return try EmailAddress(parsing: text) } catch { throw Fault.corrupt("a sealed address is none") }
    }

    /// The address of the page that ends a receiver's messages.
    func unsubscribeAddress(for receiver: Receiver) -> String? {
        let secret = keys.unsubscribeSecret(for: receiver)
        switch receiver {
        case .reporter(let number): return "\(settings.publicURL)/unsubscribe/report/\(number.rawValue)/\(secret)"
        case .also(let number, let serial):
            return "\(settings.publicURL)/unsubscribe/also/\(number.rawValue)+\(serial)/\(secret)"
        case .staff(let account):
            return "\(settings.publicURL)/unsubscribe/staff/\(account.rawValue.uuidString)/\(secret)"
        case .daily(let one):
            let name = one.text.replacing(":", with: "~")
            return "\(settings.publicURL)/unsubscribe/daily/\(name)/\(secret)"
        case .webhook: return nil
        }
    }

    /// Whose messages a link of ``unsubscribeAddress(for:)`` ends; nil when any part of it is wrong.
    package func receiver(kind: String, name: String, secret: String) -> Receiver? {
        let receiver: Receiver
        switch kind {
        case "report":
            // What is no number names no case.
            guard let number = try? CaseNumber(parsing: name) else { return nil }
            receiver = .reporter(number)
        case "also":
            let halves = name.split(separator: "+").map(String.init)
            guard halves.count == 2, let serial = Int(halves[1]), let number = try? CaseNumber(parsing: halves[0])
            else { return nil }
            receiver = .also(number, serial)
        case "staff":
            guard let id = UUID(uuidString: name) else { return nil }
            receiver = .staff(ID(id))
        case "daily":
            // What names no receiver ends nothing.
            guard let one = try? Receiver(text: name.replacing("~", with: ":")) else { return nil }
            receiver = .daily(one)
        default: return nil
        }
        // Digests compare in constant time.
        let expected = SHA256.hash(data: Data(keys.unsubscribeSecret(for: receiver).utf8))
        return SHA256.hash(data: Data(secret.utf8)) == expected ? receiver : nil
    }

    /// Ends or takes up again what a receiver is told; what waits is dropped.
    ///
    /// - Returns: false when the receiver never wanted to be told.
    /// - Throws: ``Fault``.
    @discardableResult
    package func unsubscribe(_ receiver: Receiver, resume: Bool = false) async throws -> Bool {
        try await engine.write { [self] db in try set(receiver, active: resume, in: db) }
    }

    /// The same in the caller's transaction.
    func set(_ receiver: Receiver, active: Bool, in db: any Connection) throws -> Bool {
        if !active { try OutboxRecords.drop(everythingFor: receiver, in: db) }
        switch receiver {
        case .reporter(let number):
            guard var wish = try SubscriptionRecords.wish(of: number, in: db) else { return false }
            wish.isActive = active
            try SubscriptionRecords.keep(wish, of: number, in: db)
        case .also(let number, let serial):
            return try AlsoRecords.set(active: active, number, serial, in: db)
        case .staff(let account):
            guard var kept = try SubscriptionRecords.wish(of: account, in: db) else { return false }
            kept.wish.isActive = active
            try SubscriptionRecords.keep(kept, in: db)
        case .daily(let one): return try setDaily(of: one, active: active, in: db)
        case .webhook(let id): return try WebhookRecords.set(active: active, id, in: db)
        }
        return true
    }

    /// Forgets how the reporter of a case may be reached, and the texts of what they were sent; that they were sent stays.
    ///
    /// - Returns: false when there is no such case.
    /// - Throws: ``Fault``.
    package func forgetReporter(of number: CaseNumber) async throws -> Bool {
        try await engine.write { db in
            guard try CaseQueries.id(of: number, in: db) != nil else { return false }
            try OutboxRecords.drop(everythingFor: .reporter(number), in: db)
            try OutboxQueries.forgetTexts(of: .reporter(number), in: db)
            try ContactRecords.forget(number, in: db)
            return true
        }
    }
}
