import Application
import ArgumentParser
import Domain
import Store

struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Keep the machines that are told of every entry of the log.",
        subcommands: [
            WebhookAddCommand.self, WebhookListCommand.self, WebhookRemoveCommand.self, WebhookReplayCommand.self,
        ]
    )
}

struct WebhookAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a webhook and print its id and secret."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The https address that entries are posted to.")
    var url: String
    @Flag(help: "Also take http; the server must then be told --allow-private-webhooks.")
    var allowPrivate = false

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let (id, secret) = try await office.addWebhook(url, isPrivateAllowed: allowPrivate)
        try await office.engine.close()
        Console.say("webhook.added", ["id": id])
        Console.say("webhook.secret", ["secret": secret])
    }
}

struct WebhookListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the webhooks.")

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        for webhook in try await office.webhooks() {
            let state = Console.text(webhook.isActive ? "web.webhook_active" : "web.webhook_ended")
            Console.put([webhook.id, state, webhook.url].joined(separator: "\t"))
        }
        try await office.engine.close()
    }
}

struct WebhookRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Tell a webhook nothing more; what waits for it is dropped."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "Its id.")
    var id: String

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let isThere = try await office.unsubscribe(.webhook(id))
        try await office.engine.close()
        guard isThere else { throw Hindrance("webhook.none", ["id": id]) }
        Console.say("webhook.removed", ["id": id])
    }
}

struct WebhookReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Send a webhook again what was given up, or with --from everything from an index of the log on."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "Its id.")
    var id: String
    @Option(help: "The index of the first entry; also those are sent again that it has had.")
    var from: Int64?

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        guard try await office.webhooks().contains(where: { $0.id == id }) else {
            throw Hindrance("webhook.none", ["id": id])
        }
        let count: Int
        if let from {
            count = try await office.replay(id, fromIndex: from)
        } else {
            count = try await office.retryGivenUp(webhook: id)
        }
        try await office.engine.close()
        Console.say("webhook.replayed", ["id": id, "n": "\(count)"])
    }
}
