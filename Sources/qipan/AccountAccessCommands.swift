import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct AccountEndSessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end-sessions",
        abstract: "End every session of an account."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The sign-in name.")
    var name: String

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let count = try await office.endSessions(of: office.existingAccount(name).id, by: .system)
        Console.say("account.sessions_ended", ["name": name, "n": "\(count)"])
        try await office.engine.close()
    }
}

struct AccountResetSecondFactorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-second-factor",
        abstract: "Take an account's second factor and recovery codes away; its sessions end. This is an entry."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The sign-in name.")
    var name: String

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        try await office.resetSecondFactor(of: office.existingAccount(name).id, by: .system)
        Console.say("account.factor_reset", ["name": name])
        try await office.engine.close()
    }
}

struct AccountRequireSecondFactorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "require-second-factor",
        abstract: "Ask a second factor of everybody with a role, or of nobody any more; without a role, list them.",
        discussion: "Sessions of whoever has the role and no second factor end."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "A role: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    var role: String?
    @Flag(help: "The role asks for none any more.")
    var off = false

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        if let role {
            guard let role = Role(rawValue: role) else {
                throw ValidationError(telling: "account.no_role", ["role": role])
            }
            try await office.requireSecondFactor(role, !off, by: .system)
        }
        let roles = try await office.rolesWithSecondFactor()
        for role in Role.allCases {
            let state = Console.text(roles.contains(role) ? "account.factor_required" : "account.factor_free")
            Console.put("\(role.rawValue)\t\(state)")
        }
        try await office.engine.close()
    }
}

struct AccountLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Let a person of the sign-on provider open an account. This is an entry."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The sign-in name.")
    var name: String
    @Option(help: "The person's subject (sub) at the provider; an address of mail is none.")
    var subject: String
    @Option(help: "The provider; without it, the one in settings.json.")
    var issuer: String?

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        guard let issuer = issuer ?? office.settings.signOn?.issuer else { throw Hindrance("account.no_provider") }
        let link = Account.SignOn(issuer: issuer, subject: subject)
        try await office.link(link, to: office.existingAccount(name).id, by: .system)
        Console.say("account.linked", ["name": name, "issuer": issuer])
        try await office.engine.close()
    }
}

struct AccountUnlinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlink",
        abstract: "Let nobody of the sign-on provider open an account any more. This is an entry."
    )

    @OptionGroup var data: DataOption
    @Argument(help: "The sign-in name.")
    var name: String

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        try await office.link(nil, to: office.existingAccount(name).id, by: .system)
        Console.say("account.unlinked", ["name": name])
        try await office.engine.close()
    }
}

extension Office {
    /// - Throws: ``Hindrance`` when there is no such account.
    func existingAccount(_ name: String) async throws -> AccountRow {
        guard let row = try await accounts(named: [name]).first else {
            throw Hindrance("account.none", ["name": name])
        }
        return row
    }
}
