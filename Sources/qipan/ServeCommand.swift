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

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let lock = try data.folder.keepForServing()
        let host = host
        let secret = try data.folder.signOnSecret()
        try await Server(office: office, host: host, port: port, signOnSecret: secret).run { port in
            Console.say("serve.open", ["address": "http://\(host):\(port)"])
        }
        withExtendedLifetime(lock) {}
    }
}
