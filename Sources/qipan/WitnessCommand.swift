import ArgumentParser
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import TransparencyLog
import UnixSignals
import Witness

struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Run a witness of logs, or see how the witnesses of a board stand.",
        discussion: """
            A witness belongs to somebody else than the office whose log it watches, on a machine of their own: it cosigns a \
            checkpoint only when the log has grown from the last one. `init` and `serve` need no board.
            """,
        subcommands: [WitnessInitCommand.self, WitnessServeCommand.self, WitnessListCommand.self]
    )
}

/// `--data DIR` of a witness, with its key in it.
struct WitnessDataOption: ParsableArguments {
    @Option(help: "The folder that the witness lives in.")
    var data = "witness"

    var url: URL { URL(filePath: data, directoryHint: .isDirectory) }
    var keyFile: URL { url.appending(path: "witness.key") }
}

struct WitnessInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a witness with a key of its own, and print the verifier key for those who trust it.",
        discussion: "A folder that was lost is not made again under the old name: choose another, as w2 after w1."
    )

    @OptionGroup var witness: WitnessDataOption
    @Option(help: "The witness's name, a URL without scheme: witness.audit.example/w1.")
    var name: String

    func run() throws {
        guard !FileManager.default.fileExists(atPath: witness.keyFile.path) else {
            throw Hindrance("witness.exists", ["path": witness.keyFile.path])
        }
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let cosigner: Cosigner
        do { cosigner = try Cosigner(name: KeyName(name), seed: seed) } catch {
            throw ValidationError(telling: "witness.bad_name", ["name": name])
        }
        let privately: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        try FileManager.default.createDirectory(
            at: witness.url,
            withIntermediateDirectories: true,
            attributes: privately
        )
        let made = FileManager.default.createFile(
            atPath: witness.keyFile.path,
            contents: Data((cosigner.privateKey + "\n").utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard made else { throw Hindrance("cli.unwritable", ["path": witness.keyFile.path]) }
        // On a line of its own, for whoever takes it from a script.
        Console.put(cosigner.verifier.vkey)
        Console.complain("witness.made", ["path": witness.url.path])
    }
}

struct WitnessServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Cosign the checkpoints of logs over HTTP.",
        discussion: """
            POST /add-checkpoint, and GET /<hex SHA-256 of the origin>/checkpoint (C2SP tlog-witness). Whatever was cosigned \
            is in the folder before it is answered; keep the folder whole.
            """
    )

    @OptionGroup var witness: WitnessDataOption
    @Option(
        name: .customLong("log"),
        help: "The verifier key of a log that is witnessed; several are possible.",
        transform: { text in
            do { return try NoteVerifier(vkey: text) } catch {
                throw ValidationError(telling: "witness.bad_log", ["text": text])
            }
        }
    )
    var logs: [NoteVerifier]
    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8_312

    /// Open connections at one time; each holds at most one request in memory.
    private static let largestConnectionCount = 256

    func validate() throws {
        guard !logs.isEmpty else { throw ValidationError(telling: "witness.no_log") }
    }

    func run() async throws {
        Console.quietLogs()
        let lock = try FileLock(database: witness.url.appending(path: "witness").path)
        let logger = Logger(label: "qipan.witness")
        let service = try open(logger: logger)
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        WitnessDoor(witness: service).addRoutes(to: router)
        let (host, vkey) = (host, service.verifier.vkey)
        let application = Hummingbird.Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(30))),
            configuration: .init(
                address: .hostname(host, port: port),
                serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.largestConnectionCount)
            ),
            onServerRunning: { channel in
                let address = "http://\(host):\(channel.localAddress?.port ?? 0)"
                Console.say("witness.open", ["address": address, "key": vkey])
            },
            logger: logger
        )
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: application)],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        do { try await group.run() } catch {
            throw Server.cannotListen(error, host: host, port: port) ?? error
        }
        withExtendedLifetime(lock) {}
    }

    private func open(logger: Logger) throws -> Witness {
        let cosigner: Cosigner
        let text = try InputFile.text(witness.keyFile.path).trimmed
        do { cosigner = try Cosigner(privateKey: text) } catch {
            throw Hindrance("witness.key_damaged", ["path": witness.keyFile.path])
        }
        do throws(WitnessFault) {
            return try Witness(cosigner: cosigner, logs: logs, folder: witness.url, logger: logger)
        } catch {
            switch error {
            case .unreadable(let path): throw Hindrance("cli.unreadable", ["path": path])
            case .unwritable(let path): throw Hindrance("cli.unwritable", ["path": path])
            case .damaged(let path): throw Hindrance("witness.damaged", ["path": path])
            case .notALogKey(let key): throw Hindrance("witness.not_a_log", ["key": key])
            }
        }
    }
}
