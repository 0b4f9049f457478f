import ArgumentParser

struct TerritoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "territory")
    func run() async throws {}
}
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "import")
    func run() async throws {}
}
struct AreasCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "areas")
    func run() async throws {}
}
