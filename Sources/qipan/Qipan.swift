import ArgumentParser

/// The command line: builds the parts and runs them.
@main
struct Qipan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qipan",
        abstract: "Qipan 棋盘 — a server for a district's grid service work.",
        discussion: "Start with `qipan demo --data DIR`, or make a district of your own with `qipan init --data DIR`.",
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, InitCommand.self, ServeCommand.self, AccountCommand.self, TerritoryCommand.self,
            ImportCommand.self, VerifyCommand.self, CheckCommand.self, RebuildCommand.self, CheckpointCommand.self,
            CalendarCommand.self,
            AreasCommand.self, MattersCommand.self, CatalogueCommand.self, MoveCommand.self, BackupCommand.self,
            RestoreCommand.self, WitnessCommand.self, ErasuresCommand.self,
            VaultCommand.self,
            MailCommand.self, WebhookCommand.self, DuplicatesCommand.self, HotlineCommand.self, ExportCommand.self,
            FiguresCommand.self,
        ]
    )

    static func main() async {
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: Ending.told(error))
        }
    }
}
