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
            TerritoryCheckCommand.self, TerritoryImportCommand.self, TerritoryPostsCommand.self,
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

    func read() throws -> TerritoryFile {
        guard let scheme = GridScheme(rawValue: scheme) else {
            throw ValidationError("There is no scheme \(scheme); see --help.")
        }
        guard let system = CoordinateSystem(rawValue: coordinates) else {
            throw ValidationError("--coordinates takes wgs84, gcj02 or bd09.")
        }
        var options = TerritoryFile.Options()
        options.system = system
        options.code = code
        options.name = name
        options.scheme = scheme
        options.allowsGaps = allowGaps
        if let outline {
            let features = try FeatureCollection.parse(try Data(contentsOf: URL(filePath: outline)))
            options.outline = Region(polygons: features.flatMap(\.region.polygons)).converted(from: system)
        }
        return try TerritoryFile(Data(contentsOf: URL(filePath: file)), options: options)
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
        let catalogues = try Catalogues()
        for finding in findings { Console.say(catalogues.text(finding.key, finding.values, in: Console.language)) }
        let count = ["grids": "\(file.features.count)", "faults": "\(findings.count)"]
        Console.say(catalogues.text("territory.checked", count, in: Console.language))
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

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        do {
            try await office.adopt(try options.read())
        } catch let refusal as Refusal {
            Console.complain(office.catalogues.words(for: refusal, in: Console.language))
            throw ExitCode(1)
        }
        let directory = office.directory
        let count = ["grids": "\(directory.grids.count)", "units": "\(directory.units.count)"]
        Console.say(office.catalogues.text("territory.adopted", count, in: Console.language))
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
        for code in vacant { Console.say("\(code.rawValue)\t\(office.directory.grids[code]?.name ?? "")") }
        try await office.engine.close()
        if !vacant.isEmpty { throw ExitCode(1) }
    }
}

struct TerritoryPostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posts",
        abstract: "Establish posts and appoint their holders from a CSV file.",
        discussion: "Columns: grid, kind (grid_leader or grid_worker), holder (a sign-in name), from, until, deputy."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The CSV file.")
    var file: String

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let (made, rejected) = try await PostFile(path: file).appoint(in: office)
        for rejection in rejected {
            let words = office.catalogues.text(rejection.key, rejection.values, in: Console.language)
            Console.complain("\(file):\(rejection.line): \(words)")
        }
        Console.say(office.catalogues.text("territory.appointed", ["n": "\(made)"], in: Console.language))
        try await office.engine.close()
        if !rejected.isEmpty { throw ExitCode(1) }
    }
}
