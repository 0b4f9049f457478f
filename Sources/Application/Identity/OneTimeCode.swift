import Crypto
import Foundation

/// Codes that an app makes from a shared secret and the time (TOTP, RFC 6238; HOTP, RFC 4226).
///
/// https://www.rfc-editor.org/rfc/rfc6238
package enum OneTimeCode {
    package enum Hash: String, Sendable, CaseIterable {
        /// What every app can do, and all that some can (Google's key URI format: "ignored").
        case sha1
        case sha256
        case sha512
    }

    /// Seconds: X of RFC 6238, 4.1; its default.
    package static let period: Int64 = 30
    /// Six digits, as the apps show them.
    package static let digits = 6
    /// Bytes: RFC 4226, 4 recommends 160 bits.
    package static let secretLength = 20

    /// The number of the period that a moment lies in (T of RFC 6238, 4.2).
    package static func step(atSecond second: Int64) -> Int64 { second / period }

    /// The code of a period.
    package static func code(
        secret: [UInt8],
        step: Int64,
        digits: Int = digits,
        hash: Hash = .sha1
    ) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let key = SymmetricKey(data: secret)
        let mac: [UInt8] =
            switch hash {
            case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
            case .sha256: Array(HMAC<SHA256>.authenticationCode(for: counter, using: key))
            case .sha512: Array(HMAC<SHA512>.authenticationCode(for: counter, using: key))
            }
        // RFC 4226, 5.3: the last four bits say where 31 bits are taken from.
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt64(1)) { product, _ in product * 10 }
        let text = String(UInt64(number) % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The period that a code belongs to, of this one and its two neighbours: clocks differ (RFC 6238, 5.2).
    ///
    /// All three are compared, so that the time it takes does not tell which one it was.
    package static func step(of code: String, secret: [UInt8], around now: Int64) -> Int64? {
        let given = SHA256.hash(data: Data(code.utf8))
        var found: Int64?
        for step in [now - 1, now + 1, now] {
            let right = SHA256.hash(data: Data(Self.code(secret: secret, step: step).utf8))
            if right == given { found = step }
        }
        return found
    }

    /// What the QR code says.
    ///
    /// https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    package static func address(secret: [UInt8], issuer: String, account: String) -> String {
        func escape(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .urlUnreserved) ?? ""
        }
        let label = escape(issuer) + ":" + escape(account)
        return "otpauth://totp/\(label)?secret=\(base32(secret))&issuer=\(escape(issuer))"
            + "&algorithm=SHA1&digits=\(digits)&period=\(period)"
    }

    /// RFC 4648, 6, without padding.
    package static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var (buffer, bits) = (0, 0)
        for byte in bytes {
            buffer = (buffer << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[buffer >> bits & 31])
            }
        }
        if bits > 0 { text.append(alphabet[buffer << (5 - bits) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}

extension CharacterSet {
    /// RFC 3986, 2.3.
    fileprivate static let urlUnreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}
