import Application
import ArgumentParser
import Domain
import Foundation
import Geography
import Store

struct TerritoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "territory",
        abstract: "Check and take over the district's grids.",
        subcommands: [
            TerritoryCheckCommand.self, TerritoryPreviewCommand.self, TerritoryImportCommand.self,
            TerritoryPostsCommand.self,
            TerritoryVacantCommand.self,
        ]
    )
}

/// How a file of grids is to be read.
struct TerritoryOptions: ParsableArguments {
    @Argument(help: "A GeoJSON file of grids.")
    var file: String
    @Option(help: "The property that holds a grid's code.")
    var code = "code"
    @Option(help: "The property that holds a grid's name.")
    var name = "name"
    @Option(help: "How codes are built: \(GridScheme.allCases.map(\.rawValue).joined(separator: ", ")).")
    var scheme = GridScheme.national14.rawValue
    @Option(help: "A GeoJSON file with the district's outline.")
    var outline: String?
    @Option(help: "The map that the coordinates come from: wgs84, gcj02 or bd09; they are converted.")
    var coordinates = CoordinateSystem.wgs84.rawValue
    @Flag(help: "Accept ground between grids that no grid covers.")
    var allowGaps = false
    @Option(help: "A CSV file of posts: a grid for which nobody answers is then a fault.")
    var posts: String?
    @Option(help: "The day on which somebody must answer, as YYYY-MM-DD; today by default.")
    var day: String?

    func validate() throws { _ = try options() }

    func read() throws -> TerritoryFile {
        var options = try options()
        options.posts = try posts.map { try PostFile(path: $0) }
        if let outline {
            let features = try Self.naming(outline) { try FeatureCollection.parse(InputFile.read(outline)) }
            options.outline = Region(polygons: features.flatMap(\.region.polygons))
        }
        return try Self.naming(file) { try TerritoryFile(InputFile.read(file), options: options) }
    }

    /// What needs no file.
    private func options() throws -> TerritoryFile.Options {
        guard let scheme = GridScheme(rawValue: scheme) else {
            throw ValidationError(telling: "territory.no_scheme", ["scheme": scheme])
        }
        guard let system = CoordinateSystem(rawValue: coordinates) else {
            throw ValidationError(telling: "territory.no_system", ["system": coordinates])
        }
        var options = TerritoryFile.Options()
        options.code = code
        options.name = name
        options.scheme = scheme
        options.allowsGaps = allowGaps
        options.system = system
        let today = Zone.china.day(of: OutsideWorld.real.now())
        options.day = try day.map { try ValidationError.reading("--day", $0, Day.init(parsing:)) } ?? today
        return options
    }

    /// Says which of two files a fault is in.
    private static func naming<Value>(_ path: String, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch let error as GeoJSONError {
            let words = Console.catalogues.words(for: error, in: Console.language)
            throw Hindrance("geojson.in_file", ["path": path, "fault": words])
        }
    }

    /// Prints what is wrong, one a line.
    func tell(_ findings: [TerritoryFile.Finding]) {
        for finding in findings {
            var values = finding.values
            values["reason"] = values["reason"].map { Console.catalogues.words(forRing: $0, in: Console.language) }
            Console.say(finding.key, values)
        }
    }

    /// Says that positions were converted, when they were.
    func tellConversion() {
        guard coordinates != CoordinateSystem.wgs84.rawValue else { return }
        Console.say("territory.converted", ["system": coordinates])
    }
}

struct TerritoryCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "List every fault of a file, one a line; exit status 1 if there is one."
    )

    @OptionGroup var options: TerritoryOptions

    func run() async throws {
        let file = try options.read()
        let findings = try file.findings()
        options.tellConversion()
        options.tell(findings)
        let count = ["grids": "\(file.features.count)", "faults": "\(findings.count)"]
        Console.say("territory.checked", count)
        if !findings.isEmpty { throw ExitCode(1) }
    }
}

struct TerritoryImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take the grids of a file over, if the audit finds nothing wrong."
    )

    @OptionGroup var options: TerritoryOptions
    @OptionGroup var data: DataOption
    @OptionGroup var order: DivisionOrder

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let file = try options.read()
        options.tellConversion()
        let (findings, from) = try await order.adopt(file, in: office)
        guard findings.isEmpty else {
            options.tell(findings)
            throw Hindrance("territory.import_refused", ["faults": "\(findings.count)"])
        }
        let directory = office.directory
        if let from {
            Console.say("territory.planned", ["from": from.description])
        } else {
            let count = ["grids": "\(directory.grids.count)", "units": "\(directory.units.count)"]
            Console.say("territory.adopted", count)
        }
        try await office.engine.close()
    }
}

struct TerritoryVacantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacant",
        abstract: "List the grids for which nobody answers today, one a line; exit status 1 if there is one."
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let vacant = office.directory.vacantGrids(on: office.today)
        for code in vacant { Console.put("\(code.rawValue)\t\(office.directory.grids[code]?.name ?? "")") }
        try await office.engine.close()
        if !vacant.isEmpty { throw ExitCode(1) }
    }
}

struct TerritoryPostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posts",
        abstract: "Establish posts and appoint their holders from a CSV file.",
        discussion:
            "Columns: grid, kind (grid_leader, grid_worker or unit_duty), holder (a sign-in name), from, until, deputy, unit, post."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The CSV file.")
    var file: String

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let (made, rejected) = try await PostFile(path: file).appoint(in: office)
        for rejection in rejected {
            let words = rejection.words(office.catalogues, in: Console.language)
            Console.putError("\(file):\(rejection.line): \(words)")
        }
        Console.say("territory.appointed", ["n": "\(made)"])
        try await office.engine.close()
        if !rejected.isEmpty { throw ExitCode(1) }
    }
}
