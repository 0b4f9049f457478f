import Crypto
import CryptoExtras
package import Domain
import Foundation
import Store

/// Somebody who has signed in.
package struct SignedIn: Sendable {
    /// The secret in the cookie; only its hash is stored.
    package let token: String
    /// Goes into every form; a form without it is refused.
    package let csrf: String
    package let staff: Staff
    package let displayName: String
    package let expiresAt: Instant
}

extension Office {
    /// Twelve hours: a long shift, in seconds.
    package static let sessionLength: Int64 = 43_200
    /// So many failures are free; then every further one doubles the wait, from two seconds to fifteen minutes.
    package static let freeFailures = 5

    /// Signs somebody in.
    ///
    /// `address`: where the attempt comes from; throttled beside the name, so that neither one name from many
    /// places nor many names from one place can be tried fast.
    /// - Throws: ``Refusal/signInFailed`` for a wrong name or password alike, ``Refusal/throttled(retryAfter:)``.
    package func signIn(name: String, password: String, from address: String) async throws -> SignedIn {
        // No account has such a name, and no table can hold it.
        guard !name.utf8.contains(0) else { throw Refusal.signInFailed }
        let now = now
        let throttles = ["name:" + name.lowercased().prefix(64), "address:" + address.prefix(64)]
        let (row, credential) = try await engine.read { db in
            for key in throttles {
                if let wait = try Self.wait(after: SignInRecords.failures(of: key, in: db), at: now) {
                    throw Refusal.throttled(retryAfter: wait)
                }
            }
            let row = try AccountQueries.named(name, in: db)
            return (row, try row.flatMap { try SignInRecords.credential(of: $0.id, in: db) })
        }
        // The same work for a name that does not exist, so that time does not tell which names do.
        let asked = credential ?? PasswordHash.nobody(cost: settings.passwordCost)
        let matches = try await heavyWork.run { try PasswordHash.matches(password, asked) }
        guard matches, credential != nil, let row, row.isOpen else {
            try await engine.write { db in
                for key in throttles { try SignInRecords.noteFailure(of: key, at: now, in: db) }
            }
            throw Refusal.signInFailed
        }
        let token = Hexadecimal.text(world.randomBytes(32))
        let session = SignInRecords.Session(
            account: row.id,
            csrf: Hexadecimal.text(world.randomBytes(16)),
            expiresAt: now.advanced(bySeconds: Self.sessionLength)
        )
        try await engine.write { db in
            try SignInRecords.forgetExpired(at: now, in: db)
            for key in throttles { try SignInRecords.forgetFailures(of: key, in: db) }
            try SignInRecords.keep(session, tokenHash: Self.hash(of: token), in: db)
        }
        return Self.signedIn(row, session, token: token)
    }

    /// Whose session a cookie opens; nil when it has expired or never was.
    package func signedIn(token: String) async throws -> SignedIn? {
        let now = now
        return try await engine.read { db in
            guard let session = try SignInRecords.session(tokenHash: Self.hash(of: token), at: now, in: db),
                let row = try AccountQueries.account(session.account, in: db), row.isOpen
            else { return nil }
            return Self.signedIn(row, session, token: token)
        }
    }

    package func signOut(token: String) async throws {
        try await engine.write { try SignInRecords.endSession(tokenHash: Self.hash(of: token), in: $0) }
    }

    /// Sets a password; every session of the account ends.
    ///
    /// - Throws: ``Refusal`` for a password of fewer than 10 characters.
    package func setPassword(_ password: String, for account: ID<Account>) async throws {
        guard password.count >= 10 else {
            throw Refusal.malformed(Malformed("password", expected: "at least 10 characters"))
        }
        let salt = world.randomBytes(16)
        let cost = settings.passwordCost
        let credential = try await heavyWork.run { try PasswordHash.make(password, salt: salt, cost: cost) }
        try await engine.write { try SignInRecords.keep(credential, for: account, in: $0) }
    }

    /// Seconds still to wait after so many failures; nil when an attempt is free.
    private static func wait(after failures: (count: Int, last: Instant)?, at now: Instant) -> Int? {
        guard let failures, failures.count >= freeFailures else { return nil }
        let doublings = min(9, failures.count - freeFailures)
        let wait = min(900, Int64(2) << Int64(doublings))
        let left = wait - now.seconds(since: failures.last)
        return left > 0 ? Int(left) : nil
    }

    private static func hash(of token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    private static func signedIn(_ row: AccountRow, _ session: SignInRecords.Session, token: String) -> SignedIn {
        SignedIn(
            token: token,
            csrf: session.csrf,
            staff: Staff(account: row.id, roles: row.grant.roles, scope: row.grant.scope, unit: row.grant.unit),
            displayName: row.grant.displayName,
            expiresAt: session.expiresAt
        )
    }
}

/// Passwords as scrypt hashes (RFC 7914) with r = 8 and p = 1.
enum PasswordHash {
    /// What a name without a password is compared with.
    static func nobody(cost: Int) -> SignInRecords.Credential {
        SignInRecords.Credential(
            salt: [UInt8](repeating: 0, count: 16),
            hash: [UInt8](repeating: 0, count: 32),
            cost: cost
        )
    }

    static func make(_ password: String, salt: [UInt8], cost: Int) throws -> SignInRecords.Credential {
        SignInRecords.Credential(salt: salt, hash: try derive(password, salt: salt, cost: cost), cost: cost)
    }

    static func matches(_ password: String, _ credential: SignInRecords.Credential) throws -> Bool {
        let given = try derive(password, salt: credential.salt, cost: credential.cost)
        // Compared without an early end: every byte is looked at.
        var difference: UInt8 = given.count == credential.hash.count ? 0 : 1
        for (a, b) in zip(given, credential.hash) { difference |= a ^ b }
        return difference == 0
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Int) throws -> [UInt8] {
        // Unicode writes one password in several ways; phones and desks must agree.
        let normal = password.precomposedStringWithCompatibilityMapping
        let key = try KDF.Scrypt.deriveKey(
            from: Data(normal.utf8.prefix(1_024)),
            salt: salt,
            outputByteCount: 32,
            rounds: 1 << cost,
            blockSize: 8,
            parallelism: 1
        )
        return key.withUnsafeBytes { [UInt8]($0) }
    }
}
