package import Domain
import Foundation

/// The server that takes our mail, and who it comes from.
package struct MailServer: Sendable {
    /// How the way to the server is kept from being read.
    package enum Security: Hashable, Sendable {
        /// TLS from the first byte (`smtps://`).
        case fromTheStart
        /// STARTTLS, and nothing without it (`smtp://`).
        case demanded
        /// STARTTLS where the server has it: on this very machine.
        case whereOffered
        /// None: a relay on a network that is trusted (`smtp-plain://`).
        case none
    }

    package let host: String
    package let port: Int
    package let security: Security
    package let from: EmailAddress
    let user: String?
    let password: String?

    /// Reads `smtp://user:password@host:587`; user and password with percent signs where an address needs them.
    ///
    /// - Throws: ``Malformed``, which never repeats the text: it may hold a password.
    package init(parsing text: String, from: EmailAddress) throws(Malformed) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.path.isEmpty || parts.path == "/", parts.query == nil
        else { throw Self.malformed }
        let isHere = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
        switch parts.scheme?.lowercased() {
        case "smtps": (security, port) = (.fromTheStart, parts.port ?? 465)
        case "smtp": (security, port) = (isHere ? .whereOffered : .demanded, parts.port ?? 587)
        case "smtp-plain": (security, port) = (.none, parts.port ?? 25)
        default: throw Self.malformed
        }
        self.host = host
        self.from = from
        user = parts.user
        password = parts.password
    }

    /// For libcurl: what follows the slash is the name that we greet with.
    var url: String {
        let scheme = security == .fromTheStart ? "smtps" : "smtp"
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        return "\(scheme)://\(name):\(port)/\(from.domain)"
    }

    private static var malformed: Malformed {
        Malformed("mail_server", expected: "a mail server like smtp://user:password@mail.example.org:587")
    }
}
