package import Application
import Domain
import Foundation
import Synchronization

/// A mail server that keeps what it is given (RFC 5321, as much as a client asks).
package final class MailSink: Sendable {
    package struct Mail: Sendable {
        package var from = ""
        package var recipients: [String] = []
        /// As it came, with CRLF.
        package var text = ""

        /// A header's value, unfolded; nil when it is not there.
        package func header(_ name: String) -> String? {
            let head = text.components(separatedBy: "\r\n\r\n").first ?? ""
            let lines = head.replacing("\r\n ", with: " ").components(separatedBy: "\r\n")
            return lines.first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
        }

        package var body: String {
            let coded = text.components(separatedBy: "\r\n\r\n").dropFirst().joined()
            let bytes = Data(base64Encoded: coded, options: .ignoreUnknownCharacters) ?? Data()
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// What the server does with a message.
    package enum Manner: Sendable {
        case takes
        /// Answers RCPT with this.
        case refuses(String)
        /// Takes the message, and goes before it says so: what a crash at the worst moment looks like.
        case takesAndDies
    }

    private final class State: Sendable {
        let mails = Mutex<[Mail]>([])
        let manner = Mutex(Manner.takes)
    }

    private let state = State()
    private let listener: Listener

    package init() throws {
        let state = state
        listener = try Listener { Self.serve($0, state) }
    }

    package var mails: [Mail] { state.mails.withLock { $0 } }

    package func behave(_ manner: Manner) { state.manner.withLock { $0 = manner } }

    package func stop() { listener.stop() }

    /// As our settings name it.
    package var server: MailServer {
        get throws {
            let from = try EmailAddress(parsing: "qipan@test.example")
            return try MailServer(parsing: "smtp://127.0.0.1:\(listener.port)", from: from)
        }
    }

    package var address: String { "smtp://127.0.0.1:\(listener.port)" }

    private static func serve(_ connection: Listener.Connection, _ state: State) {
        connection.say("220 sink")
        var mail = Mail()
        while let line = connection.line() {
            let manner = state.manner.withLock { $0 }
            switch line.prefix(4).uppercased() {
            case "EHLO": connection.say("250-sink\r\n250 8BITMIME")
            case "MAIL":
                mail = Mail(from: line)
                connection.say("250 ok")
            case "RCPT":
                if case .refuses(let answer) = manner {
                    connection.say(answer)
                } else {
                    mail.recipients.append(line)
                    connection.say("250 ok")
                }
            case "DATA":
                connection.say("354 go on")
                while let part = connection.line(), part != "." {
                    mail.text += (part.hasPrefix("..") ? String(part.dropFirst()) : part) + "\r\n"
                }
                state.mails.withLock { $0.append(mail) }
                if case .takesAndDies = manner { return }
                connection.say("250 kept")
            case "QUIT":
                connection.say("221 bye")
                return
            default: connection.say("502 what")
            }
        }
    }
}
