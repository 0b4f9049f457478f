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
        let catalogue = try CatalogueFile(InputFile.read(file))
        try await office.adopt(catalogue)
        let count = ["units": "\(catalogue.units.count)", "categories": "\(catalogue.categories.count)"]
        Console.say("matters.taken", count)
        try await office.engine.close()
    }
}
