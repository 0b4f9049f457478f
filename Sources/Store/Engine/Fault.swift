/// The disk, the network or the database failed; the client is told to try again, the operator gets the rest.
package struct Fault: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// Full or failing disk, locked file, lost connection: the same call may succeed later.
        case unavailable
        /// What is stored contradicts itself.
        case corrupt
        /// Two writers met at one subject; the loser may look again and decide anew.
        case conflict
    }

    package let kind: Kind
    /// The engine's own code: `SQLITE_FULL`, a SQLSTATE.
    package let code: String
    /// Constant words for the log; never a value, never a client's text.
    package let message: String

    package init(_ kind: Kind, code: String, message: String) {
        self.kind = kind
        self.code = code
        self.message = message
    }

    package static func corrupt(_ message: String) -> Fault {
        Fault(.corrupt, code: "corrupt", message: message)
    }

    package var description: String { "\(kind.rawValue) \(code): \(message)" }
}
