import Application
import ArgumentParser
import Domain
import Foundation
import SQLiteEngine
import Store

struct ErasuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasures",
        abstract:
            "List the cases and records that were erased, and erase again what a restored backup has brought back.",
        discussion: """
            Asking for an erasure and approving it take two administrators, on /office/erasures. keys/erasures is the ledger: back \
            it up apart from the database.
            """
    )

    @OptionGroup var data: DataOption
    @Flag(
        help: "Write the SQLite file anew, without what was deleted before this version overwrote it; once is enough."
    )
    var vacuum = false

    func run() async throws {
        Console.quietLogs()
        // Opening the board has applied the ledger.
        let office = try await data.folder.open()
        let lock = vacuum ? try data.folder.keepForServing() : nil
        let rows = try await office.erasures(for: .system).done
        for row in rows {
            Console.say(
                "erasure.cli_left",
                [
                    "number": row.request.named.description, "basis": row.request.basis.rawValue,
                    "day": office.settings.zone.day(of: row.at).description, "n": "\(row.left?.payloads ?? 0)",
                ]
            )
        }
        let count = try await office.engine.read { try ErasureRecords.count(in: $0) }
        Console.say(count == 0 ? "erasure.cli_none" : "erasure.cli_total", ["n": "\(count)"])
        if vacuum {
            if let engine = office.engine as? SQLiteEngine {
                try await engine.rewrite()
                Console.say("erasure.cli_rewritten")
            } else {
                Console.say("erasure.cli_on_server")
            }
        }
        try await office.engine.close()
        withExtendedLifetime(lock) {}
    }
}
