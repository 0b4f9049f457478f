import Application
import ArgumentParser
import Domain
import Foundation
import Store
import TransparencyLog

struct WitnessListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Say of each witness of a board what it has cosigned, and how far it is behind.",
        discussion: "Exit status 1 when one is behind: for whoever watches the machines."
    )

    @OptionGroup var data: DataOption
    @OptionGroup var witness: WitnessOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let witnesses = try witness.all(of: office)
        let (size, standings) = try await office.standings(of: witnesses)
        try await office.engine.close()
        guard !standings.isEmpty else { return Console.say("witness.none") }
        for standing in standings {
            var values = [
                "name": standing.witness.key.name.text, "url": standing.witness.url, "size": "\(standing.size)",
                "behind": "\(size - standing.size)", "code": standing.failure ?? "",
            ]
            guard let cosignedAt = standing.cosignedAt else {
                Console.say(standing.failure == nil ? "witness.not_asked" : "witness.never", values)
                continue
            }
            values["at"] = "\(cosignedAt)"
            Console.say(standing.failure == nil ? "witness.cosigns" : "witness.is_behind", values)
        }
        if standings.contains(where: { $0.failure != nil }) { throw ExitCode(1) }
    }
}
