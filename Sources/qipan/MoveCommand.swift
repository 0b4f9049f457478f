import Application
import ArgumentParser
import Domain
import Foundation
import PostgresEngine
import SQLiteEngine
import Store
import TransparencyLog

struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Carry a board from SQLite to PostgreSQL, or back, and prove that nothing differs.",
        discussion: """
            Give postgres://… or the path of a qipan.db. Settings and keys stay in the data folder. End the server first. A \
            move that was cut off goes on where it stopped; exit status 0 only if every table and the root are the same.
            """
    )

    @Option(help: "Where the journal is: postgres://…, or the path of a qipan.db.")
    var from: String
    @Option(help: "Where it is to go: postgres://…, or the path of a qipan.db.")
    var to: String

    func validate() throws {
        if from == to { throw ValidationError(telling: "move.same_place") }
    }

    func run() async throws {
        Console.quietLogs()
        guard Place(from).exists else { throw Hindrance("move.no_source", ["path": from]) }
        let source = try await Place(from).open()
        let target = try await Place(to).open()
        let progress = ProgressLine()
        let outcome = try await BoardMove(from: source.engine, to: target.engine).run { done, total in
            progress.show("move.progress", Int(done), of: Int(total))
        }
        for table in outcome.tables {
            let name = table.name.padding(toLength: 18, withPad: " ", startingAt: 0)
            Console.say(table.isSame ? "move.same" : "move.differs", ["table": name, "rows": "\(table.rows)"])
        }
        let roots = [
            "size": "\(outcome.source.size)", "source": outcome.source.root.hex, "target": outcome.target.root.hex,
        ]
        Console.say(outcome.isSame ? "move.done" : "move.failed", roots)
        try await source.engine.close()
        try await target.engine.close()
        if !outcome.isSame { throw ExitCode.failure }
    }
}

/// Where a journal lives, as an option says it.
private struct Place {
    private let text: String

    init(_ text: String) { self.text = text }

    /// An engine that nobody else works on while this is held.
    struct Opened {
        let engine: any Engine
        let lock: FileLock?
    }

    private var isOnServer: Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") || (text.contains("=") && !isFile)
    }

    private var isFile: Bool { FileManager.default.fileExists(atPath: text) }

    var exists: Bool { isOnServer || isFile }

    /// - Throws: ``Hindrance`` while a server is at work on it, ``Fault``.
    func open() async throws -> Opened {
        guard isOnServer else {
            let lock = try FileLock(database: text)
            return Opened(engine: try SQLiteEngine(path: text), lock: lock)
        }
        let engine = try await PostgresEngine(address: text)
        // Every server holds duties, or waits for them; with all of them here none can be at work.
        for duty in Duty.allCases {
            guard await engine.holds(duty) else { throw Hindrance("move.server_at_work") }
        }
        return Opened(engine: engine, lock: nil)
    }
}
