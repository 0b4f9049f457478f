import ArgumentParser
import Dispatch
import Foundation
import GRDB
import Geography
import Hummingbird

/// What the machine could do at best: the ceilings that `scripts/bench` prints beside Qipan's own figures.
@main
struct Ceilings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qipan-ceilings",
        subcommands: [MemoryCommand.self, InsertCommand.self, LocatorCommand.self, AssignmentCommand.self]
    )
}

/// A Hummingbird route that returns a file's bytes from memory.
struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "memory")

    @Argument var file: String
    @Option var port = 0

    func run() async throws {
        let bytes = ByteBuffer(bytes: try Data(contentsOf: URL(filePath: file)))
        let router = Router()
        router.get("/") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: bytes)
            )
        }
        // The same way of taking a form in, without doing anything with it.
        router.post("/") { request, _ in
            _ = try await request.body.collect(upTo: 65_536)
            return Response(status: .ok, body: ResponseBody(byteBuffer: bytes))
        }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { channel in
                print("memory serves http://127.0.0.1:\(channel.localAddress?.port ?? 0)/")
                fflush(nil)
            }
        )
        try await application.runService()
    }
}

/// SQLite inserting rows of a report's size: as many rows and bytes a command as the journal writes, in batches.
struct InsertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "insert")

    @Argument(help: "The database file to make.") var file: String
    @Option(help: "Commands a commit.") var batch: Int
    @Option(help: "Bytes of a row.") var size = 700
    @Option(help: "Seconds to run.") var seconds = 5.0

    func run() async throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let pool = try DatabasePool(path: file, configuration: configuration)
        try await pool.write { try $0.execute(sql: "CREATE TABLE row (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)") }
        let body = Data(repeating: 65, count: size)
        let began = ContinuousClock.now
        var rows = 0
        while ContinuousClock.now - began < .seconds(seconds) {
            let batch = batch
            try await pool.write { db in
                let statement = try db.cachedStatement(sql: "INSERT INTO row (body) VALUES (?)")
                for _ in 0..<batch { try statement.execute(arguments: [body]) }
            }
            rows += batch
        }
        let elapsed = (ContinuousClock.now - began) / .seconds(1)
        print(String(format: "%.0f", Double(rows) / elapsed))
    }
}
