import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct CatalogueWhistleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whistle",
        abstract: "Print the times of the whistle as a CSV file, or publish those of a file as a new version.",
        discussion: "A call that was made keeps the times that held then."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "A CSV file: ground, answer, arrive, act, decide, rate; without one the times are printed.")
    var file: String?
    @Option(help: "The version's name, for example 2027-01; with a file.")
    var version: String?
    @Option(help: "The day on which they hold, or begin to, as YYYY-MM-DD; today by default.")
    var from: String?
    @Option(help: "The document that says so; with a file.")
    var basis: String?

    func run() async throws {
        Console.quietLogs()
        guard let file else { return try await show() }
        guard let version, let basis else { throw ValidationError(telling: "catalogue.whistle_needs") }
        let name = try ValidationError.reading("--version", version, EditionVersion.init(parsing:))
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Hindrance("catalogue.whistle_unread", ["file": file])
        }
        let times = try WhistleFile.times(in: String(decoding: bytes, as: UTF8.self))
        let office = try await data.folder.open()
        let day = try CatalogueCommand.day("--from", from, in: office)
        try await office.propose(Edition(version: name, content: .whistle(times)), by: .system)
        try await office.publish(.whistle, name, from: day, basis: basis, by: .system)
        Console.say("catalogue.whistle_published", ["version": name.rawValue, "day": day.description])
        try await office.engine.close()
    }

    private func show() async throws {
        let office = try await data.folder.open()
        let day = try CatalogueCommand.day("--from", from, in: office)
        print(WhistleFile.text(of: office.directory.ruleBook.rules(on: day).whistle), terminator: "")
        try await office.engine.close()
    }
}
