import Application
import ArgumentParser
import Domain
import Foundation
import SQLiteEngine
import Store
import TransparencyLog

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a SQLite board's database while it is served, with the last checkpoint beside it.",
        discussion: """
            FILE.checkpoint is what a restore is proved with: keep it, and the folder keys/, somewhere else than FILE. For \
            PostgreSQL see docs/operations.md.
            """
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The file to write; it must not exist.")
    var file: String

    func run() async throws {
        Console.quietLogs()
        let folder = data.folder
        guard !folder.isOnServer else { throw Hindrance("backup.on_server") }
        guard !FileManager.default.fileExists(atPath: file) else { throw Hindrance("backup.exists", ["path": file]) }
        let office = try await folder.open()
        guard let engine = office.engine as? SQLiteEngine else { throw Hindrance("backup.on_server") }
        let head = try await office.signCheckpoint()
        let progress = ProgressLine()
        // Under another name until it is whole.
        let partial = file + ".partial"
        try? FileManager.default.removeItem(atPath: partial)
        try await engine.backUp(to: partial) { done, total in progress.show("backup.progress", done, of: total) }
        try await engine.close()
        let copy = try SQLiteEngine(path: partial)
        let (size, root) = try await copy.read { try LogRecords.recomputedRoot(in: $0) }
        try await copy.close()
        try FileManager.default.moveItem(atPath: partial, toPath: file)
        if let head { try Data(head.note.utf8).write(to: URL(filePath: file + ".checkpoint"), options: .atomic) }
        Console.say("backup.done", ["path": file, "size": "\(size)", "root": root.hex])
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of a lost database, if a checkpoint that was kept elsewhere proves it.",
        discussion: """
            The data folder holds settings.json and keys/, and no database. A backup that lacks entries which the checkpoint \
            signed is refused, and told which; --new-log takes it all the same, under a new name and key of the log, since a \
            log never signs two different trees.
            """
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The backup.")
    var file: String
    @Option(help: "A checkpoint that was kept elsewhere: what /log/checkpoint served, or FILE.checkpoint.")
    var checkpoint: String
    @Option(
        help: "Go on without the entries that are missing, under this name of the log, for example weidu.example/log2."
    )
    var newLog: String?

    func run() async throws {
        Console.quietLogs()
        let folder = data.folder
        guard !folder.isOnServer else { throw Hindrance("backup.on_server") }
        guard folder.isMade else { throw Hindrance("restore.no_folder", ["path": folder.url.path]) }
        let target = folder.databaseFile.path
        guard !FileManager.default.fileExists(atPath: target) else {
            throw Hindrance("restore.exists", ["path": target])
        }
        let lock = try FileLock(database: target)
        let note = [UInt8](try InputFile.read(checkpoint))
        let restoring = target + ".restoring"
        try? FileManager.default.removeItem(atPath: restoring)
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw Hindrance("cli.unreadable", ["path": file])
        }
        try FileManager.default.copyItem(atPath: file, toPath: restoring)
        defer {
            // A copy of what is still there; nothing is lost with it.
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: restoring + suffix) }
        }
        let engine = try SQLiteEngine(path: restoring)
        let nextLog = try await judge(engine, by: note, in: folder)
        if let nextLog { try await nextLog.claim(engine) }
        // One whole file, with what the judgement may have written to it.
        let partial = target + ".partial"
        try? FileManager.default.removeItem(atPath: partial)
        try await engine.backUp(to: partial) { _, _ in }
        try await engine.close()
        try FileManager.default.moveItem(atPath: partial, toPath: target)
        // Last: until here the old key is in its place, and the same command can be given again.
        try nextLog.map(folder.goOn)
        // Opening it brings the schema up to date and checks the journal's tail.
        let office = try await folder.open()
        Console.say("restore.done", ["path": target, "size": "\(office.position)"])
        try await office.engine.close()
        withExtendedLifetime(lock) {}
    }

    /// - Returns: the log to go on under; nil for the one that there was.
    /// - Throws: ``Hindrance`` that says what does not fit, or which entries are missing.
    private func judge(_ engine: SQLiteEngine, by note: [UInt8], in folder: DataFolder) async throws -> NextLog? {
        let verdict: RestoredJournal
        do {
            verdict = try await RestoredJournal.judge(engine, by: note, log: folder.signer().verifier)
        } catch is CheckpointError {
            throw Hindrance("restore.not_our_checkpoint", ["path": checkpoint])
        }
        switch verdict {
        case .whole(let size, let root, let more):
            Console.say("restore.whole", ["size": "\(size)", "root": root.hex, "more": "\(more)"])
            return nil
        case .other(let signed, let recomputed):
            throw Hindrance("restore.other", ["signed": signed.hex, "recomputed": recomputed.hex])
        case .lacks(let missing):
            let words = [
                "count": "\(missing.count)", "first": "\(missing.lowerBound)", "last": "\(missing.upperBound - 1)",
            ]
            guard let newLog else { throw Hindrance("restore.lacks", words) }
            Console.say("restore.goes_on", words)
            return try NextLog(name: newLog)
        }
    }
}
