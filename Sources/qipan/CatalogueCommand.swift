import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue",
        abstract: "Check, take over and ask the dispatch catalogue: who leads for which matter, where and when.",
        subcommands: [
            CatalogueCheckCommand.self, CatalogueImportCommand.self, CatalogueExportCommand.self,
            CatalogueAskCommand.self, CatalogueWhistleCommand.self,
        ]
    )

    /// The rules of a file; lines that cannot be read are told on standard error.
    ///
    /// - Throws: ``ExitCode`` when there are any.
    static func rules(in path: String) throws -> [DispatchRule] {
        let file = try DispatchFile(path: path)
        for rejection in file.rejected {
            let words = rejection.words(Console.catalogues, in: Console.language)
            Console.putError("\(path):\(rejection.line): \(words)")
        }
        if !file.rejected.isEmpty { throw ExitCode(1) }
        return file.rules
    }

    /// - Throws: ``ValidationError`` that names the option.
    static func day(_ option: String, _ text: String?, in office: Office) throws -> Day {
        try text.map { try ValidationError.reading(option, $0, Day.init(parsing:)) } ?? office.today
    }

    /// Prints every finding, one a line.
    static func tell(_ findings: [DispatchFinding], of office: Office) {
        for finding in findings { Console.put(office.words(for: finding, in: Console.language)) }
    }
}

struct CatalogueCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "List every gap and overlap of a file with a place and an hour, one a line; exit status 1 if there is one.",
        discussion: "The grids, categories, units and posts are those of the board."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "A CSV file: rule, matter, area, hours, unit, post, from, until, basis.")
    var file: String
    @Option(help: "The day on which the catalogue is to come into force, as YYYY-MM-DD; today by default.")
    var from: String?

    func run() async throws {
        Console.quietLogs()
        let rules = try CatalogueCommand.rules(in: file)
        let office = try await data.folder.open()
        let day = try CatalogueCommand.day("--from", from, in: office)
        let directory = office.directory
        let findings = directory.dispatchCheck(on: day).findings(in: rules, from: day)
        CatalogueCommand.tell(findings, of: office)
        let counts = [
            "rules": "\(rules.count)", "grids": "\(directory.grids.count)",
            "categories": "\(directory.categories.count)", "faults": "\(findings.count)",
        ]
        Console.say("catalogue.checked", counts)
        try await office.engine.close()
        if !findings.isEmpty { throw ExitCode(1) }
    }
}

struct CatalogueImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Publish the catalogue of a file as a new version, if the check finds nothing wrong."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "A CSV file: rule, matter, area, hours, unit, post, from, until, basis.")
    var file: String
    @Option(help: "The version's name, for example 2027-01.")
    var version: String
    @Option(help: "The first day on which it holds, as YYYY-MM-DD; today by default.")
    var from: String?
    @Option(help: "The document that says so.")
    var basis: String

    func run() async throws {
        Console.quietLogs()
        let version = try ValidationError.reading("--version", version, EditionVersion.init(parsing:))
        let rules = try CatalogueCommand.rules(in: file)
        let office = try await data.folder.open()
        let day = try CatalogueCommand.day("--from", from, in: office)
        let edition = Edition(version: version, content: .dispatch(rules))
        let findings = office.directory.findings(in: edition, from: day)
        guard findings.isEmpty else {
            CatalogueCommand.tell(findings, of: office)
            throw Hindrance("catalogue.import_refused", ["faults": "\(findings.count)"])
        }
        try await office.propose(edition, by: .system)
        try await office.publish(.dispatch, version, from: day, basis: basis, by: .system)
        let values = ["version": version.rawValue, "day": day.description, "rules": "\(rules.count)"]
        Console.say("catalogue.published", values)
        try await office.engine.close()
    }
}

struct CatalogueExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the catalogue that holds on a day as a CSV file."
    )

    @OptionGroup var data: DataOption
    @Option(help: "The day, as YYYY-MM-DD; today by default.")
    var day: String?

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let day = try CatalogueCommand.day("--day", day, in: office)
        guard let rules = office.directory.ruleBook.rules(on: day).dispatch?.rules else {
            throw Hindrance("catalogue.none", ["day": day.description])
        }
        print(DispatchFile.text(of: rules), terminator: "")
        try await office.engine.close()
    }
}

struct CatalogueAskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Say who leads for a matter in a grid at an hour, and which rule says so."
    )

    @OptionGroup var data: DataOption
    @Option(help: "The grid's code.")
    var grid: String
    @Option(help: "The category's code.")
    var category: String
    @Option(help: "The day, as YYYY-MM-DD; today by default.")
    var day: String?
    @Option(help: "The time of that day, as HH:MM; 10:00 by default.")
    var time = "10:00"

    func run() async throws {
        Console.quietLogs()
        let category = try ValidationError.reading("--category", category, CategoryCode.init(parsing:))
        let minutes = try minutes()
        let office = try await data.folder.open()
        let day = try CatalogueCommand.day("--day", day, in: office)
        let moment = office.settings.zone.instant(day: day, secondsOfDay: minutes * 60)
        let directory = office.directory
        guard let code = directory.grid(named: grid) else { throw Refusal.unknown(.grid) }
        guard let route = directory.route(in: code, category: category, at: moment) else {
            throw Refusal.unknown(.category)
        }
        for line in office.words(for: route, on: day, in: Console.language) { Console.put(line) }
        try await office.engine.close()
    }

    private func minutes() throws -> Int {
        let parts = time.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else {
            throw ValidationError(telling: "catalogue.bad_time", ["time": time])
        }
        return parts[0] * 60 + parts[1]
    }
}
