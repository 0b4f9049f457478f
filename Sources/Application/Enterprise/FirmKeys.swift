import Crypto
import Domain
import Foundation
import Store
import Synchronization

/// The keys of the tags by which firms are counted in public facts: 32 random bytes for every calendar year
/// (transparency log 5.6).
///
/// Whoever destroys a year's key makes its tags unlinkable; nothing that is counted changes.
package struct FirmKeys: Sendable {
    private let read: @Sendable (Int) throws -> [UInt8]?
    private let keep: @Sendable (Int, [UInt8]) throws -> Void

    /// `read`: the key of a year, nil where this machine has none; `keep`: puts a new one down.
    package init(
        read: @escaping @Sendable (Int) throws -> [UInt8]?,
        keep: @escaping @Sendable (Int, [UInt8]) throws -> Void
    ) {
        self.read = read
        self.keep = keep
    }

    /// Keys that are gone with the process.
    package static func inMemory() -> FirmKeys {
        let keys = KeysInMemory()
        return FirmKeys(read: { keys.get($0) }, keep: { keys.set($0, $1) })
    }

    /// A firm's tag of a year; makes the year's key when nobody has needed it yet.
    ///
    /// - Throws: ``Fault`` with code `firm_key` when this machine has not the key that the board's tags are made with.
    func tag(of firm: ID<Enterprise>, year: Int, random: (Int) -> [UInt8], in db: any Connection) throws -> FirmTag {
        let known = try FirmKeyRecords.digest(of: year, in: db)
        var key = try read(year)
        if key == nil, known == nil {
            let fresh = random(32)
            try keep(year, fresh)
            key = fresh
        }
        guard let key, known == nil || known == Self.digest(key) else { throw Self.missing }
        if known == nil { try FirmKeyRecords.keep(Self.digest(key), of: year, in: db) }
        let mac = HMAC<SHA256>.authenticationCode(for: Data(firm.bytes), using: SymmetricKey(data: key))
        do { return try FirmTag(parsing: Hexadecimal.text(mac.prefix(16))) } catch {
            preconditionFailure("assumed 32 digits: \(error)")
        }
    }

    /// Tells a key from another one, and nothing about it.
    private static func digest(_ key: [UInt8]) -> String {
        Hexadecimal.text(SHA256.hash(data: Data("qipan/firm-key/v1".utf8) + Data(key)))
    }

    private static let missing = Fault(
        .unavailable,
        code: "firm_key",
        message: "this machine lacks the year's key of firms' tags"
    )
}

private final class KeysInMemory: Sendable {
    private let keys = Mutex<[Int: [UInt8]]>([:])

    func get(_ year: Int) -> [UInt8]? { keys.withLock { $0[year] } }
    func set(_ year: Int, _ bytes: [UInt8]) { keys.withLock { $0[year] = bytes } }
}
