import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Keep the staff's accounts.",
        subcommands: [
            AccountAddCommand.self, AccountPasswordCommand.self, AccountListCommand.self,
            AccountEndSessionsCommand.self, AccountResetSecondFactorCommand.self,
            AccountRequireSecondFactorCommand.self, AccountLinkCommand.self, AccountUnlinkCommand.self,
        ]
    )
}

struct AccountAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Open an account and print its first password."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The sign-in name.")
    var name: String
    @Option(help: "The name that colleagues see.")
    var displayName: String
    @Option(help: "A role; may be given several times: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    var role: [String]
    @Option(help: "Where the roles hold: district, a unit's code, or a grid's code.")
    var scope = "district"
    @Option(help: "The handling unit that the person works for.")
    var unit: String?

    func validate() throws {
        _ = try roles()
        _ = try unitCode()
    }

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let grant = Account.Grant(
            signInName: name,
            displayName: displayName,
            roles: try roles(),
            scope: try scope(in: office.directory),
            unit: try unitCode()
        )
        guard try await office.accounts(named: [name]).isEmpty else {
            throw Hindrance("account.name_taken", ["name": name])
        }
        let password = try await office.openAccount(grant, by: .system)
        Console.say("account.password", ["name": name, "password": password])
        try await office.engine.close()
    }

    private func roles() throws -> Set<Role> {
        try Set(
            role.map { text in
                guard let role = Role(rawValue: text) else {
                    throw ValidationError(telling: "account.no_role", ["role": text])
                }
                return role
            }
        )
    }

    private func unitCode() throws -> UnitCode? {
        try unit.map { try ValidationError.reading("--unit", $0, UnitCode.init(parsing:)) }
    }

    private func scope(in directory: Directory) throws -> Scope {
        if scope == "district" { return .district }
        if let grid = directory.grid(named: scope) { return .grid(grid) }
        if let unit = directory.units.keys.first(where: { $0.rawValue == scope }) { return .unit(unit) }
        throw Hindrance("account.no_place", ["scope": scope])
    }
}

struct AccountPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Give an account a new random password; its sessions end."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The sign-in name.")
    var name: String

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let password = try await office.resetPassword(of: office.existingAccount(name).id, by: .system)
        Console.say("account.password", ["name": name, "password": password])
        try await office.engine.close()
    }
}

struct AccountListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the accounts.")

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        for row in try await office.allAccounts() {
            let roles = row.grant.roles.map(\.rawValue).sorted().joined(separator: ",")
            let state = Console.text(row.isOpen ? "account.open" : "account.closed")
            Console.put([row.grant.signInName, row.grant.displayName, roles, state].joined(separator: "\t"))
        }
        try await office.engine.close()
    }
}
