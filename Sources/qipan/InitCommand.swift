import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a board for a district, with its keys and its first administrator."
    )

    @OptionGroup var data: DataOption
    @Option(help: "The district's name in Chinese.")
    var district: String
    @Option(help: "The district's name in English.")
    var districtEnglish: String
    @Option(help: "The district's six-digit division code.")
    var division: String
    @Option(help: "Where outsiders reach the server, for example https://wangge.example.gov.cn.")
    var publicURL: String
    @Option(help: "A telephone number or address for people whom the pages do not help.")
    var contact: String
    @Option(help: "The first administrator's sign-in name.")
    var administrator = "admin"

    func validate() throws {
        guard division.count == 6, division.allSatisfy(\.isNumber) else {
            throw ValidationError(telling: "init.division")
        }
        guard let url = URL(string: publicURL), url.scheme?.hasPrefix("http") == true, url.host() != nil else {
            throw ValidationError(telling: "init.public_url")
        }
    }

    func run() async throws {
        Console.quietLogs()
        let address = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        let bare = address.split(separator: "//", maxSplits: 1).last.map(String.init) ?? address
        let office = try await data.folder.makeAndOpen(
            Settings(
                district: Wording(district, english: districtEnglish),
                division: division,
                jurisdiction: bare,
                origin: "\(bare)/log",
                publicURL: address,
                contactLine: contact
            )
        )
        let password = Password.random()
        let account: ID<Account> = office.world.newID(at: office.now)
        let grant = Account.Grant(
            signInName: administrator,
            displayName: administrator,
            roles: [.administrator],
            scope: .district
        )
        try await office.change(.open(grant), on: account, by: .system)
        try await office.change(.adoptCalendar(.china2026), on: ID<Catalogue>.board, by: .system)
        try await office.adoptIndicators()
        try await office.setFirstPassword(password, for: account)
        try await office.engine.close()
        Console.say("init.made", ["path": data.folder.url.path])
        Console.say("init.administrator", ["name": administrator, "password": password])
        Console.say("init.key", ["key": office.publishedLog.verifierKey])
        Console.say("init.next", ["data": data.data])
    }
}
