import Crypto
import FoundationEssentials

/// `HMAC-SHA256(key, "qipan/commit/v1" || 0x00 || payload)`: hides the payload while the key is secret, and binds it.
package enum Commitment {
    private static let context = Array("qipan/commit/v1".utf8) + [0]

    /// - Parameters:
    ///   - payload: canonical JSON.
    ///   - key: 32 random bytes, another one for every entry.
    /// - Returns: 64 lower-case hexadecimal digits.
    package static func of(_ payload: [UInt8], key: [UInt8]) -> String {
        var hash = HMAC<SHA256>(key: SymmetricKey(data: key))
        hash.update(data: context)
        hash.update(data: payload)
        return Hexadecimal.text(hash.finalize())
    }
}

/// Lower-case hexadecimal.
package enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
