import Crypto
import Domain
import Foundation
import Store

extension Office {
    /// The name of the digest that everything for an address goes into that is due at `start`.
    ///
    /// The address cannot be found from it, and tomorrow's says nothing of today's: nothing that is kept says which reports
    /// are one person's.
    private func digestName(of address: EmailAddress, at start: Instant) -> String {
        let text = "\(start.secondsSinceEpoch) \(address.rawValue.lowercased())"
        let mac = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: keys.derived("digest/v1"))
        return Hexadecimal.text(mac.prefix(16))
    }

    /// Puts what is to wait for a digest into the one of its address; what is told at once stays as it is.
    ///
    /// Staff are one receiver for all their cases already.
    func gathered(
        _ draft: OutboxRecords.Draft,
        _ timing: Timing,
        in db: any Connection
    ) throws -> OutboxRecords.Draft {
        guard timing == .daily, let address = try address(of: draft.receiver, in: db) else { return draft }
        var gathered = draft
        gathered.digest = digestName(of: address, at: draft.notBefore)
        return gathered
    }

    /// Where somebody outside the office is reached; nil for staff and machines, and where there is no address any more.
    func address(of receiver: Receiver, in db: any Connection) throws -> EmailAddress? {
        switch receiver {
        case .reporter(let number):
            guard let sealed = try ContactRecords.sealed(for: number, in: db) else { return nil }
            // An address that is none was refused at the door; one that came another way is nobody's.
            return try? EmailAddress(parsing: vault.open(sealed, for: number).email)
        case .also(let number, let serial):
            guard let sealed = try AlsoRecords.row(number, serial, in: db)?.sealed else { return nil }
            return try? EmailAddress(parsing: vault.open(sealed, as: receiver.text))
        case .staff, .daily, .webhook: return nil
        }
    }

    /// Everybody who is told once a day at the address of `receiver`, whether that holds or has been ended.
    ///
    /// - Complexity: O(everybody who is told once a day): asked by a person who clicks, never by the clock.
    private func sharers(of receiver: Receiver, in db: any Connection) throws -> [Receiver] {
        guard let address = try address(of: receiver, in: db)?.rawValue.lowercased() else { return [] }
        let others =
            try SubscriptionRecords.daily(in: db).map { Receiver.reporter($0) }
            + AlsoRecords.daily(in: db).map { Receiver.also($0.number, $0.serial) }
        return try others.filter { try self.address(of: $0, in: db)?.rawValue.lowercased() == address }
    }

    /// Ends or takes up again everything that goes once a day to the address of `receiver`.
    ///
    /// - Returns: false when nobody there wanted to be told.
    func setDaily(of receiver: Receiver, active: Bool, in db: any Connection) throws -> Bool {
        let sharers = try sharers(of: receiver, in: db)
        for sharer in sharers { _ = try set(sharer, active: active, in: db) }
        return !sharers.isEmpty
    }
}
