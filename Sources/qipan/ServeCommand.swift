import Application
import ArgumentParser
import Foundation

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve a board over HTTP.")

    @OptionGroup var data: DataOption
    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8_311

    @OptionGroup var mail: MailOption
    @OptionGroup var witness: WitnessOption
    @Flag(help: "Let webhooks lead to this machine and its network; or QIPAN_PRIVATE_WEBHOOKS=1 in the environment.")
    var allowPrivateWebhooks = false

    @Option(help: "A file of figures that drafts are held against on /check.")
    var figures: String?

    func run() async throws {
        Console.quietLogs()
        let mailServer = try mail.server()
        let known = try figures.map(FigureFile.read).map(FigureSource.listed) ?? .none
        let office = try await data.folder.open(figures: known)
        let lock = try data.folder.keepForServing()
        let host = host
        let isPrivateAllowed =
            allowPrivateWebhooks || ProcessInfo.processInfo.environment["QIPAN_PRIVATE_WEBHOOKS"] == "1"
        let server = Server(
            office: office,
            outbox: Outbox(office: office, server: mailServer, isPrivateAllowed: isPrivateAllowed),
            witnesses: try witness.calls(from: office),
            host: host,
            port: port,
            signOnSecret: try data.folder.signOnSecret()
        )
        try await server.run { port in Console.say("serve.open", ["address": "http://\(host):\(port)"]) }
        withExtendedLifetime(lock) {}
    }
}
