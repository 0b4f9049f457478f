import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct FiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Take over totals of other authorities, and file definitions; docs/figures.md has the columns.",
        subcommands: [FiguresImportCommand.self, FiguresDefineCommand.self]
    )
}

struct FiguresImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over totals from a sheet; every line that is not taken is told, and exit status is 1 then."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "CSV or XLSX.")
    var file: String
    @Option(help: "auto, utf-8 or gb18030, for CSV.")
    var encoding = TextEncoding.auto.rawValue
    @Flag(help: "Say what would happen, and do nothing.")
    var dryRun = false

    func validate() throws {
        guard TextEncoding(rawValue: encoding) != nil else { throw ValidationError(telling: "import.wrong_encoding") }
    }

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let (words, language) = (office.catalogues, Console.language)
        let outcome: TotalOutcome
        do {
            let sheet = try Sheet(contentsOf: URL(filePath: file), encoding: TextEncoding(rawValue: encoding) ?? .auto)
            outcome = try await office.importTotals(sheet, isDryRun: dryRun, by: .system)
        } catch let fault as SheetFault {
            throw SheetOption.hindrance(fault)
        } catch let fault as ImportFault {
            throw Hindrance(words: words.words(for: fault, in: language))
        }
        for line in outcome.rejected {
            guard let refusal = line.refusal else { continue }
            let reason = words.words(for: refusal, in: language)
            Console.complain(
                "totals.cli_line",
                ["file": file, "line": "\(line.line)", "code": line.code, "reason": reason]
            )
        }
        if !outcome.unread.isEmpty {
            Console.say("hotline.cli_unread", ["columns": outcome.unread.joined(separator: ", ")])
        }
        Console.say(
            dryRun ? "totals.summary_dry" : "totals.summary",
            ["taken": "\(outcome.taken)", "rejected": "\(outcome.rejected.count)"]
        )
        try await office.engine.close()
        if !outcome.rejected.isEmpty { throw ExitCode(1) }
    }
}

struct FiguresDefineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "define",
        abstract: "File a definition, which cannot be taken back: canonical JSON, as docs/figures.md says."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The file with the definition.")
    var file: String
    @Flag(help: "Say what it would be, and do nothing.")
    var dryRun = false

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let preview = try await office.preview(definition: try InputFile.text(file), by: .system)
        let indicator = preview.indicator
        Console.say(
            "totals.definition",
            [
                "name": indicator.name.text(in: Console.language), "code": indicator.code.rawValue,
                "version": "\(indicator.version)", "digest": preview.digest,
            ]
        )
        if preview.isAfterwards { Console.complain("totals.afterwards", ["day": preview.beforehandFrom.description]) }
        if !dryRun {
            try await office.define(indicator, by: .system)
            Console.say("totals.filed")
        }
        try await office.engine.close()
    }
}
