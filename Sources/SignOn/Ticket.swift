package import Crypto
import Foundation

/// What has to be the same when the browser comes back: kept by the browser, sealed, so that nobody who has not begun
/// costs the office a row.
package struct Ticket: Hashable, Sendable {
    /// Against a sign-in that somebody else has begun (RFC 6749, 10.12).
    package let state: String
    /// Against an ID token that was made for another sign-in (OpenID Connect Core, 3.1.2.1).
    package let nonce: String
    /// Against a stolen code (PKCE, RFC 7636).
    package let verifier: String
    /// Seconds since 1970.
    package let until: Int64

    /// Ten minutes, in seconds.
    package static let lifetime: Int64 = 600

    /// `random`: gives so many random bytes.
    package init(now: Int64, random: (Int) -> [UInt8]) {
        state = Base64URL.text(random(32))
        nonce = Base64URL.text(random(32))
        // 43 characters: the least that RFC 7636, 4.1 takes.
        verifier = Base64URL.text(random(32))
        until = now + Self.lifetime
    }

    /// RFC 7636, 4.2, S256.
    package var challenge: String { Base64URL.text(Array(SHA256.hash(data: Data(verifier.utf8)))) }

    package func sealed(with key: SymmetricKey) throws -> String {
        let plain = [state, nonce, verifier, String(until)].joined(separator: " ")
        let box = try AES.GCM.seal(Data(plain.utf8), using: key)
        return Base64URL.text(Array(box.combined ?? Data()))
    }

    /// Nil for what was not sealed with this key.
    package init?(sealed text: String, key: SymmetricKey) {
        guard let bytes = Base64URL.bytes(text) else { return nil }
        // Whatever is wrong with it, it is no ticket.
        guard let box = try? AES.GCM.SealedBox(combined: Data(bytes)), let plain = try? AES.GCM.open(box, using: key)
        else { return nil }
        let parts = String(decoding: plain, as: UTF8.self).split(separator: " ").map(String.init)
        guard parts.count == 4, let until = Int64(parts[3]) else { return nil }
        (state, nonce, verifier, self.until) = (parts[0], parts[1], parts[2], until)
    }
}

/// RFC 4648, 5, without padding.
package enum Base64URL {
    package static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var base64 = String(text).replacing("-", with: "+").replacing("_", with: "/")
        while base64.utf8.count % 4 != 0 { base64 += "=" }
        return Data(base64Encoded: base64).map { [UInt8]($0) }
    }
}
