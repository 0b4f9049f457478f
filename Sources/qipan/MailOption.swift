import Application
import ArgumentParser
import Domain
import Foundation

/// `--smtp URL --mail-from ADDRESS`, the same everywhere.
struct MailOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The mail server; without it, mail waits.",
            discussion: """
                smtp://user:password@host:587 demands STARTTLS, smtps://host:465 is TLS from the start, \
                smtp-plain://host:25 is for a relay on a network that is trusted. QIPAN_SMTP in the environment says the \
                same: what stands on a command line, every user of the machine sees.
                """,
            valueName: "url"
        )
    )
    var smtp: String?
    @Option(help: "The address that mail comes from; or QIPAN_MAIL_FROM in the environment.")
    var mailFrom: String?

    /// Nil when no server is given.
    ///
    /// - Throws: ``Hindrance`` for a server without an address that mail comes from, or `Malformed`.
    func server() throws -> MailServer? {
        let environment = ProcessInfo.processInfo.environment
        guard let url = smtp ?? environment["QIPAN_SMTP"], !url.isEmpty else { return nil }
        guard let from = mailFrom ?? environment["QIPAN_MAIL_FROM"] else { throw Hindrance("outbox.no_from") }
        return try MailServer(parsing: url, from: try EmailAddress(parsing: from))
    }
}
