import Application
import ArgumentParser
import Domain
import Foundation
import Glibc
import Store

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the cases into a file: CSV, XLSX or GeoJSON, by its ending.",
        discussion: "The whole list is never in memory; contact data is never in it."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The file to write.")
    var file: String
    @Flag(help: "Only what everybody may see.")
    var publicOnly = false
    @Flag(help: "CSV without the mark that Excel needs.")
    var plain = false
    @Flag(help: "CSV with the columns' keys only, without their names.")
    var keysOnly = false

    private var ending: String { URL(filePath: file).pathExtension.lowercased() }

    func validate() throws {
        guard ["csv", "xlsx", "geojson"].contains(ending) else {
            throw ValidationError(telling: "export.cli_wrong_format")
        }
    }

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        var filter = CaseFilter()
        filter.reader = publicOnly ? .anybody : .office
        let list = CaseList(filter, name: "all")
        let table = office.table(isPublic: publicOnly, in: Console.language)
        var count = 0
        if ending == "xlsx" {
            let book = try await office.workbook(of: list, table: table)
            count = book.rowCount
            try OutputFile.replace(file, with: book.file)
        } else {
            let text = TextExport(
                format: ending == "geojson" ? .geojson : .csv,
                table: table,
                zone: office.settings.zone,
                hasMark: !plain,
                hasNames: !keysOnly
            )
            let output = try OutputFile(path: file)
            try output.write(text.opening)
            var pages = office.pages(of: list)
            while let cases = try await pages.next() {
                try output.write(text.bytes(cases, isFirst: count == 0))
                count += cases.count
            }
            try output.write(text.ending)
        }
        Console.say(
            "export.cli_written",
            ["rows": "\(count)", "path": file, "megabytes": "\(Self.largestMemory / 1_024)"]
        )
        try await office.engine.close()
    }

    /// The most that this process had in memory, in KiB, as the kernel counts it; 0 where it does not say.
    private static var largestMemory: Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss : 0
    }
}

/// A file that a command writes from its beginning.
final class OutputFile {
    private let handle: FileHandle

    /// - Throws: ``Hindrance`` that names the file.
    init(path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw Hindrance("cli.unwritable", ["path": path])
        }
        handle = try FileHandle(forWritingTo: URL(filePath: path))
    }

    func write(_ bytes: [UInt8]) throws { try handle.write(contentsOf: Data(bytes)) }

    deinit {
        // Nothing is left to write; a failing close loses no line.
        try? handle.close()
    }

    /// Puts a finished file in the place of another.
    ///
    /// - Throws: ``Hindrance`` that names the file.
    static func replace(_ path: String, with file: URL) throws {
        do {
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            try FileManager.default.copyItem(at: file, to: URL(filePath: path))
        } catch { throw Hindrance("cli.unwritable", ["path": path]) }
    }
}
