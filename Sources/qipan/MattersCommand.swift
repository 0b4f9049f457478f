import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct MattersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matters",
        abstract: "Take a list of matters over: handling units and categories with their limits, from a JSON file."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The JSON file; docs/install.md has an example.")
    var file: String

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        do {
            let catalogue = try CatalogueFile(Data(contentsOf: URL(filePath: file)))
            try await office.adopt(catalogue)
            Console.say("\(catalogue.units.count) units, \(catalogue.categories.count) categories")
        } catch let malformed as Malformed {
            Console.complain("\(file): \(malformed.expected)")
            throw ExitCode(1)
        } catch let refusal as Refusal {
            Console.complain(office.catalogues.words(for: refusal, in: Console.language))
            throw ExitCode(1)
        }
        try await office.engine.close()
    }
}
