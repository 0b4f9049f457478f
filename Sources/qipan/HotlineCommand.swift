import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct HotlineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hotline",
        abstract: "Exchange sheets of orders with the 12345 hotline; docs/hotline.md has the columns.",
        subcommands: [HotlineImportCommand.self, HotlineExportCommand.self, HotlineReconcileCommand.self]
    )
}

/// A sheet that the command line names.
struct SheetOption: ParsableArguments {
    @Argument(help: "The hotline's sheet: XLSX or CSV.")
    var file: String
    @Option(help: "auto, utf-8 or gb18030, for CSV.")
    var encoding = TextEncoding.auto.rawValue

    func textEncoding() throws -> TextEncoding {
        guard let encoding = TextEncoding(rawValue: encoding) else {
            throw ValidationError(telling: "import.wrong_encoding")
        }
        return encoding
    }

    /// - Throws: ``Hindrance`` that says what is wrong with the file.
    func read() throws -> Sheet {
        do { return try Sheet(contentsOf: URL(filePath: file), encoding: try textEncoding()) } catch let fault
            as SheetFault
        {
            throw Self.hindrance(fault)
        }
    }

    static func hindrance(_ fault: SheetFault) -> Hindrance {
        Hindrance(words: Console.catalogues.words(for: fault, in: Console.language))
    }
}

struct HotlineImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring orders in: new ones become cases, changed ones are told, the same again changes nothing."
    )

    @OptionGroup var data: DataOption
    @OptionGroup var sheet: SheetOption
    @Option(help: "The category of orders whose classes are none of ours; without it they are not taken.")
    var otherCategory: String?
    @Option(help: "Write what became of every line into this CSV file.")
    var report: String?
    @Flag(help: "Say what would happen, and do nothing.")
    var dryRun = false

    func validate() throws { _ = try sheet.textEncoding() }

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let (words, language) = (office.catalogues, Console.language)
        var other: CategoryCode?
        if let code = otherCategory {
            guard let category = office.directory.sortedCategories.first(where: { $0.code.rawValue == code }) else {
                throw Hindrance("hotline.cli_unknown_category", ["code": code])
            }
            other = category.code
        }
        let plan: HotlinePlan
        do {
            plan = try await office.bringIn(try sheet.read(), otherCategory: other, isDryRun: dryRun)
        } catch let fault as SheetFault {
            throw SheetOption.hindrance(fault)
        }
        for rejection in plan.rejections {
            let values = [
                "file": sheet.file, "line": "\(rejection.line)", "number": rejection.number, "column": rejection.column,
                "reason": words.words(for: rejection, in: language),
            ]
            Console.complain("hotline.cli_line", values)
        }
        if let report {
            let file = try OutputFile(path: report)
            try file.write(CSVLine.bytes(["line", "number", "outcome", "case", "column", "words"]))
            for line in plan.lines {
                var column = ""
                if case .reject(let rejection) = line.step { column = rejection.column }
                let said = words.words(for: line.step, in: language, directory: office.directory)
                let fields = [
                    "\(line.line)", line.number, line.step.name, line.step.caseNumber?.rawValue ?? "", column, said,
                ]
                try file.write(CSVLine.bytes(fields))
            }
        }
        if !plan.unread.isEmpty { Console.say("hotline.cli_unread", ["columns": plan.unread.joined(separator: ", ")]) }
        let counts = [
            "created": "\(plan.created)", "changed": "\(plan.changed)", "unchanged": "\(plan.unchanged)",
            "rejected": "\(plan.rejections.count)",
        ]
        Console.say(dryRun ? "hotline.cli_summary_dry" : "hotline.cli_summary", counts)
        try await office.engine.close()
    }
}

struct HotlineExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all orders with what became of them, in the hotline's own columns."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The file to write; .xlsx makes it a spreadsheet, anything else CSV.")
    var file: String
    @Option(help: "utf-8 or gb18030, for CSV.")
    var encoding = TextEncoding.utf8.rawValue
    @Option(help: "Only orders received from this day on.")
    var from: String?
    @Option(help: "Only orders received up to this day.")
    var to: String?

    func validate() throws {
        guard TextEncoding(rawValue: encoding) != nil else { throw ValidationError(telling: "import.wrong_encoding") }
        _ = try (day("--from", from), day("--to", to))
    }

    private func day(_ option: String, _ text: String?) throws -> Day? {
        guard let text else { return nil }
        return try ValidationError.reading(option, text) { text throws(Malformed) in try Day(parsing: text) }
    }

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let zone = office.settings.zone
        let start = try day("--from", from).map { zone.instant(day: $0, secondsOfDay: 0) } ?? .distantPast
        let end = try day("--to", to).map { zone.instant(day: $0, secondsOfDay: 86_399) } ?? .distantFuture
        let text = TextEncoding(rawValue: encoding) ?? .utf8
        var count = 0
        if file.lowercased().hasSuffix(".xlsx") {
            let book = try await office.hotlineWorkbook(from: start, to: end, for: nil)
            try OutputFile.replace(file, with: book.file)
            count = book.rowCount
        } else {
            let output = try OutputFile(path: file)
            let mark: [UInt8] = text == .gb18030 ? [] : [0xEF, 0xBB, 0xBF]
            try output.write(mark + HotlineText.bytes(Office.hotlineHeadings, in: text))
            var last: HotlineOrder?
            repeat {
                let (rows, next) = try await office.hotlineRows(from: start, to: end, after: last, for: nil)
                for row in rows { try output.write(try office.hotlineLine(row, in: text)) }
                count += rows.count
                last = next
            } while last != nil
        }
        Console.say("hotline.cli_written", ["rows": "\(count)", "path": file])
        try await office.engine.close()
    }
}

struct HotlineReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Compare the hotline's sheet with our cases, and change nothing."
    )

    @OptionGroup var data: DataOption
    @OptionGroup var sheet: SheetOption
    @Option(help: "Write every difference into this CSV file; without it they are printed.")
    var report: String?

    func validate() throws { _ = try sheet.textEncoding() }

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let (words, language) = (office.catalogues, Console.language)
        let found: Reconciliation
        do { found = try await office.reconcile(try sheet.read(), for: nil) } catch let fault as SheetFault {
            throw SheetOption.hindrance(fault)
        }
        let output = try report.map { try OutputFile(path: $0) }
        let head = CSVLine.bytes(["number", "case", "difference", "hotline", "qipan", "words"])
        let lines = found.differences.map { difference in
            let sides = [difference.theirs, difference.ours].map {
                words.words(for: $0, of: difference.kind, in: language)
            }
            let kind = words.words(for: difference.kind, in: language)
            return CSVLine.bytes(
                [difference.number, difference.caseNumber?.rawValue ?? "", difference.kind.rawValue] + sides + [kind]
            )
        }
        for line in [head] + lines {
            if let output { try output.write(line) } else { FileHandle.standardOutput.write(Data(line)) }
        }
        let counts = [
            "compared": "\(found.compared)", "theirs": "\(found.count(.onlyTheirs))",
            "ours": "\(found.count(.onlyOurs))", "status": "\(found.count(.status))",
            "overdue": "\(found.count(.overdue))", "unread": "\(found.rejections.count)",
        ]
        Console.complain("hotline.cli_compared", counts)
        try await office.engine.close()
    }
}

extension HotlinePlan.Step {
    /// The outcome's permanent name in reports.
    fileprivate var name: String {
        switch self {
        case .create: "created"
        case .change(_, _, let isTold): isTold ? "told" : "noted"
        case .same: "unchanged"
        case .reject: "rejected"
        }
    }
}
