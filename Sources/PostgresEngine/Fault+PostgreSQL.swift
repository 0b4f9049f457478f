import Store

extension Fault {
    /// PostgreSQL's own words stay out: the code is enough for an operator, and values never reach a log.
    ///
    /// `sqlState`: https://www.postgresql.org/docs/15/errcodes-appendix.html
    init(sqlState code: String) {
        switch code {
        case "25006":
            self.init(.unavailable, code: code, message: "the database is a read-only standby: writing is not possible")
        case "28000", "28P01":
            self.init(.unavailable, code: code, message: "the database refused the sign-in; check user and password")
        case "3D000":
            self.init(.unavailable, code: code, message: "there is no database of this name; make it with createdb")
        case "40001", "40P01":
            self.init(.conflict, code: code, message: "two transactions met; the same command may succeed now")
        case "53100":
            self.init(.unavailable, code: code, message: "the disk of the database server is full")
        case "53300":
            self.init(.unavailable, code: code, message: "the database server has no connection to spare")
        case "55P03":
            self.init(.unavailable, code: code, message: "another process holds the database")
        case "XX001", "XX002":
            self.init(.corrupt, code: code, message: "the database is damaged")
        case let code where code.hasPrefix("08") || code.hasPrefix("57P") || code == "25P03":
            self.init(.unavailable, code: code, message: "the database server ended the connection")
        default:
            self.init(.unavailable, code: code, message: "the database refused a statement")
        }
    }

    /// The socket broke, or the server ended without a word.
    static let connectionLost = Fault(
        .unavailable,
        code: "connection_lost",
        message: "the connection to the database was lost"
    )

    /// No answer under the given address.
    static let unreachable = Fault(
        .unavailable,
        code: "unreachable",
        message: "the database server cannot be reached; check address and port"
    )

    static let closed = Fault(.unavailable, code: "closed", message: "the database has been closed")

    static let notCommitted = Fault(
        .unavailable,
        code: "not_committed",
        message: "the database undid a transaction instead of committing it"
    )

    static let commitOutcomeUnknown = Fault(
        .unavailable,
        code: commitUnknown,
        message:
            "the database was lost during a commit: what was sent may be stored or not; look before sending it again"
    )
}
