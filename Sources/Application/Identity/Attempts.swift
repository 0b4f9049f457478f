import Domain
import FoundationEssentials
import Store

/// Counts failed attempts under several keys, and makes whoever fails often wait.
struct Attempts: Sendable {
    /// So many failures are free; then every further one doubles the wait, from two seconds to fifteen minutes.
    static let free = 5

    let keys: [String]

    /// By name and by address, so that neither one name from many places nor many names from one place can be tried fast.
    static func password(_ name: String, from address: String) -> Attempts {
        Attempts(keys: ["name:" + name.lowercased().prefix(64), "address:" + address.prefix(64)])
    }

    /// By account: whoever has come so far has the password, and an address more does not help.
    static func code(_ account: ID<Account>) -> Attempts { Attempts(keys: ["code:" + account.rawValue.uuidString]) }

    /// - Throws: ``Refusal/throttled(retryAfter:)``.
    func check(at now: Instant, in db: any Connection) throws {
        for key in keys {
            if let wait = try Self.wait(after: SignInRecords.failures(of: key, in: db), at: now) {
                throw Refusal.throttled(retryAfter: wait)
            }
        }
    }

    func note(at now: Instant, in db: any Connection) throws {
        for key in keys { try SignInRecords.noteFailure(of: key, at: now, in: db) }
    }

    func forget(in db: any Connection) throws {
        for key in keys { try SignInRecords.forgetFailures(of: key, in: db) }
    }

    /// Seconds still to wait after so many failures; nil when an attempt is free.
    private static func wait(after failures: (count: Int, last: Instant)?, at now: Instant) -> Int? {
        guard let failures, failures.count >= free else { return nil }
        let doublings = min(9, failures.count - free)
        let wait = min(900, Int64(2) << Int64(doublings))
        let left = wait - now.seconds(since: failures.last)
        return left > 0 ? Int(left) : nil
    }
}
