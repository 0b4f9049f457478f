import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring in what other systems recorded.",
        subcommands: [ImportRequestsCommand.self]
    )
}

struct ImportRequestsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requests",
        abstract: "Bring in requests from a CSV file: plain or gzip, UTF-8 or GB18030; docs/import.md has the columns.",
        discussion: "Good lines go in, every rejected line is told; a second run of the same file adds nothing."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The CSV file.")
    var file: String
    @Option(help: "A mapping file for columns of other names.")
    var mapping: String?
    @Option(help: "What the records' source is called; numbers are unique within a source.")
    var source: String?
    @Option(help: "auto, utf-8 or gb18030.")
    var encoding = TextEncoding.auto.rawValue
    @Option(help: "Write what became of every record into this CSV file.")
    var report: String?
    @Flag(help: "Do everything but write.")
    var dryRun = false

    /// So many rejected lines are also shown on the terminal.
    private static let shownLines = 20

    func validate() throws { _ = try textEncoding() }

    private func textEncoding() throws -> TextEncoding {
        guard let encoding = TextEncoding(rawValue: encoding) else {
            throw ValidationError(telling: "import.wrong_encoding")
        }
        return encoding
    }

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let words = office.catalogues
        var options = RequestImport.Options(path: file)
        options.encoding = try textEncoding()
        options.source = source
        options.isDryRun = dryRun
        let progress = ProgressLine()
        let output = try report.map { try ReportFile(path: $0) }
        var shown = 0
        options.mapping = try mapping.map { try ColumnMapping(contentsOf: URL(filePath: $0)) }
        let outcome = try await RequestImport(office: office).run(options) { line in
            let reason = line.fault.map { words.words(for: $0, detail: line.detail, in: Console.language) }
            try output?.write(line, reason: reason ?? "")
            if let reason, line.fault != .repeated, shown < Self.shownLines {
                shown += 1
                progress.put("\(file):\(line.line) \(line.number): \(reason)")
            }
        } progress: { done, total in
            progress.show("import.progress", done, of: total)
        }
        let counts = [
            "read": "\(outcome.read)", "added": "\(outcome.added)", "repeated": "\(outcome.repeated)",
            "rejected": "\(outcome.rejected)",
        ]
        Console.say(dryRun ? "import.summary_dry" : "import.summary", counts)
        if outcome.isTruncated { throw ImportFault.truncated }
        try await office.engine.close()
    }
}

/// `--report FILE`: line, number, outcome, grid and reason of every record.
private final class ReportFile {
    private let handle: FileHandle

    init(path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw Hindrance("cli.unwritable", ["path": path])
        }
        handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.write(contentsOf: Data("line,number,outcome,grid,reason\n".utf8))
    }

    func write(_ line: RequestImport.Line, reason: String) throws {
        let outcome = line.fault?.rawValue ?? "added"
        let fields = ["\(line.line)", line.number, outcome, line.grid, reason].map(SpreadsheetField.quoted)
        try handle.write(contentsOf: Data((fields.joined(separator: ",") + "\n").utf8))
    }

    deinit {
        // Nothing is left to write; a failing close loses no line.
        try? handle.close()
    }
}

struct AreasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "areas",
        abstract: "Print what became of every grid's cases, as CSV: open, closed, duplicates, median waiting days."
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        Console.put("grid,open,closed,duplicates,median_days")
        for area in try await office.areaSummaries() {
            let median = area.doubledMedianDays.map { $0 % 2 == 0 ? "\($0 / 2)" : "\($0 / 2).5" } ?? ""
            Console.put("\(area.grid),\(area.open),\(area.closed),\(area.duplicates),\(median)")
        }
        try await office.engine.close()
    }
}
