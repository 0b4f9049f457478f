import Application
import ArgumentParser
import Foundation
import Store

struct VaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "Keep the key that seals reporters' contact data.",
        subcommands: [VaultStateCommand.self, VaultKeyCommand.self, VaultRotateCommand.self],
        defaultSubcommand: VaultStateCommand.self
    )
}

struct VaultStateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Say which key seals, and how much each key has sealed."
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let state = try await office.vaultState()
        Console.say("vault.state", ["key": "\(state.current)"])
        for (key, rows) in state.rows.sorted(by: { $0.key < $1.key }) {
            Console.put("\(key)\t\(rows)")
        }
        try await office.engine.close()
    }
}

struct VaultKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make the next key's file and use it for nothing yet, so that it can be copied to the other servers."
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let number = try await office.vaultState().current + 1
        Console.say("vault.key_made", ["path": try data.folder.vaultKeyFile(making: number).path])
        try await office.engine.close()
    }
}

struct VaultRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Seal all contact data under a new key; goes on where it was cut off.",
        discussion: """
            Makes the key's file unless `qipan vault key` has, seals with it from then on, and seals what is there anew, \
            two hundred rows at a time, beside servers at work. The old key stays until you delete it.
            """
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let before = try await office.vaultState()
        // One that was cut off is finished first; nothing is gained by a third key meanwhile.
        let number = before.waiting > 0 && before.current > 1 ? before.current : before.current + 1
        let file = try data.folder.vaultKeyFile(making: number)
        let progress = ProgressLine()
        let total = before.rows.filter { $0.key != number }.values.reduce(0, +)
        try await office.rotateVault(to: number) { progress.show("vault.progress", $0, of: total) }
        let after = try await office.vaultState()
        guard after.waiting == 0 else { throw Hindrance("vault.left", ["n": "\(after.waiting)"]) }
        Console.say("vault.done", ["key": "\(number)", "path": file.path, "n": "\(after.rows[number] ?? 0)"])
        if number > 2 { Console.say("vault.old", ["path": data.folder.vaultKeyFile(number - 1).path]) }
        try await office.engine.close()
    }
}
