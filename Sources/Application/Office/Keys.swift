package import Crypto
package import Domain
import Foundation
import Store

/// The office's own secret, 32 random bytes in a file beside the database, and what is derived from it.
package struct Keys: Sendable {
    private let master: SymmetricKey
    /// Derived once: every report needs it.
    private let link: SymmetricKey
    private let vault: SymmetricKey
    private let vaultFile: @Sendable (Int) throws -> [UInt8]?
    /// The keys of the tags by which firms are counted, one a year.
    let firms: FirmKeys

    /// Takes the office's secret.
    ///
    /// `vaultKey`: the 32 bytes of the vault's key of a number from 2 up, from its file; nil where there is none.
    /// `firms`: where the keys of firms' tags lie; in memory unless given.
    package init(
        bytes: [UInt8],
        firms: FirmKeys = .inMemory(),
        vaultKey: @escaping @Sendable (Int) throws -> [UInt8]? = { _ in nil }
    ) {
        self.firms = firms
        master = SymmetricKey(data: bytes)
        link = Self.derived("link/v1", from: master)
        vault = Self.derived("vault/v1", from: master)
        vaultFile = vaultKey
    }

    /// The key that seals reporters' contact data: the first is derived, the later ones are files of their own.
    ///
    /// Read anew each time: a server at work finds the key that was made after its start.
    /// - Throws: ``Fault`` with code `vault_key` when this machine has no such key.
    func vault(_ number: Int) throws -> SymmetricKey {
        if number == 1 { return vault }
        guard let bytes = try vaultFile(number) else {
            throw Fault(.unavailable, code: "vault_key", message: "this machine lacks a key of the vault")
        }
        return SymmetricKey(data: bytes)
    }

    /// The secret part of a reporter's link: 26 characters of base32 (130 bits), the same whenever it is asked for,
    /// so that a report sent twice gives one slip.
    ///
    /// Only its hash is stored.
    package func linkSecret(for number: CaseNumber) -> String { Self.secret(number.rawValue, under: link) }

    /// The secret part of the link that ends somebody's messages; opens nothing else.
    func unsubscribeSecret(for receiver: Receiver) -> String {
        Self.secret(receiver.text, under: derived("unsubscribe/v1"))
    }

    /// The secret part of the receipt of somebody who has met the same as a case's reporter.
    func alsoSecret(for number: CaseNumber, _ serial: Int) -> String {
        Self.secret("\(number.rawValue)+\(serial)", under: derived("also/v1"))
    }

    /// The secret part of a firm's own link, with which it answers; another one whenever it is renewed.
    func firmSecret(for firm: Int, version: Int) -> String {
        Self.secret("firm \(firm) \(version)", under: derived("firm-link/v1"))
    }

    /// The secret part of the address on the notice at a firm's gate, which only shows who serves it.
    func gateSecret(for firm: Int) -> String {
        String(Self.secret("gate \(firm)", under: derived("firm-gate/v1")).prefix(12))
    }

    /// The six digits that a firm reads to whoever visits it on a day.
    func dayCode(for firm: Int, version: Int, on day: Day) -> String {
        let name = Data("\(firm) \(version) \(day)".utf8)
        let mac = HMAC<SHA256>.authenticationCode(for: name, using: derived("firm-code/v1"))
        let number = mac.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } % 1_000_000
        let digits = String(number)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    private static func secret(_ name: String, under key: SymmetricKey) -> String {
        let mac = HMAC<SHA256>.authenticationCode(for: Data(name.utf8), using: key)
        let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
        var text: [UInt8] = []
        var buffer = 0
        var bits = 0
        for byte in mac where text.count < 26 {
            buffer = (buffer << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 && text.count < 26 {
                bits -= 5
                text.append(alphabet[(buffer >> bits) & 31])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A key for a purpose of its own: doors that need to seal or sign something take one by name.
    package func derived(_ purpose: String) -> SymmetricKey { Self.derived(purpose, from: master) }

    private static func derived(_ purpose: String, from master: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Data("qipan/\(purpose)".utf8), outputByteCount: 32)
    }
}
