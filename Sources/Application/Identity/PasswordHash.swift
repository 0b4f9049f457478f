import Crypto
import CryptoExtras
import Foundation
import Store

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
