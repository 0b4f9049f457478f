import Application
import ArgumentParser
import Domain
import Store

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Try the mail server, and look after what was not delivered.",
        subcommands: [MailTestCommand.self, MailListCommand.self, MailRetryCommand.self, MailEraseCommand.self]
    )
}

struct MailTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send one mail to see that it works."
    )

    @OptionGroup var data: DataOption
    @OptionGroup var mail: MailOption
    @Argument(help: "Whom to send it to.")
    var address: String

    func run() async throws {
        Console.quietLogs()
        guard let server = try mail.server() else { throw Hindrance("outbox.no_server") }
        let to = try EmailAddress(parsing: address)
        let office = try await data.folder.open()
        let failure = try await office.sendTestMail(to: to, through: server, in: Console.language)
        try await office.engine.close()
        if let failure { throw Hindrance("outbox.test_failed", ["code": failure]) }
        Console.say("outbox.test_sent")
    }
}

struct MailListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Count what waits and what was given up, of mail and webhooks, and list the newest of the latter."
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let counts = try await office.outboxCounts()
        if counts.isEmpty { Console.say("outbox.nothing") }
        for count in counts {
            let values = ["channel": count.channel.rawValue, "state": count.state, "n": "\(count.count)"]
            Console.say("outbox.count", values)
        }
        for dead in try await office.givenUp(limit: 100) {
            let line = ["\(dead.event - 1)", dead.receiver.text, "\(dead.attempts)", dead.failure]
            Console.put(line.joined(separator: "\t"))
        }
        try await office.engine.close()
    }
}

struct MailRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try all mail again that was given up."
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let count = try await office.retryGivenUp(webhook: nil)
        try await office.engine.close()
        Console.say("outbox.retried", ["n": "\(count)"])
    }
}

struct MailEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Forget how a case's reporter may be reached, and the texts of what they were sent."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The case's number.")
    var number: String

    func run() async throws {
        Console.quietLogs()
        let number = try CaseNumber(parsing: number)
        let office = try await data.folder.open()
        let isThere = try await office.forgetReporter(of: number)
        try await office.engine.close()
        guard isThere else { throw Hindrance("outbox.no_case", ["number": number.rawValue]) }
        Console.say("outbox.erased", ["number": number.rawValue])
    }
}
