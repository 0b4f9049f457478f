import Application
import ArgumentParser
import Domain
import Foundation
import Store
import TransparencyLog

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make the demonstration district if there is none, and serve it.",
        discussion: "Nothing in it is real: the grids, the people and the cases are invented from a seed."
    )

    @OptionGroup var data: DataOption
    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8_311
    @Option(help: "How many cases to invent.")
    var cases = 20_000
    @Option(help: "The seed; the same seed and last day make the same journal.")
    var seed: UInt64 = 411_002
    @Option(help: "The last day of the invented half-year, as YYYY-MM-DD; today by default.")
    var until: String?
    @Flag(help: "Make the district and end, without serving.")
    var onlyMake = false

    func validate() throws {
        guard (0...10_000_000).contains(cases) else { throw ValidationError("--cases takes 0 to 10,000,000.") }
    }

    func run() async throws {
        Console.quietLogs()
        let folder = data.folder
        if !FileManager.default.fileExists(atPath: folder.demonstrationFile.path) { try await make(in: folder) }
        let signIns = try String(contentsOf: folder.demonstrationFile, encoding: .utf8).trimmed
        if onlyMake { return Console.say(signIns) }
        let office = try await folder.open()
        let host = host
        try await Server(office: office, host: host, port: port).run { port in
            Console.say("")
            Console.say(signIns)
            Console.say("")
            Console.say("Qipan 棋盘: the demonstration district is open at  http://\(host):\(port)/")
            Console.say("Desk: http://\(host):\(port)/desk   Open311: http://\(host):\(port)/open311/v2 (api_key demo)")
            Console.say("Check the log from outside: qipan verify http://\(host):\(port)/log")
            Console.say("End with Ctrl-C; the data stays in \(folder.url.path).")
        }
    }

    private func make(in folder: DataFolder) async throws {
        let progress = ProgressLine()
        let began = ContinuousClock.now
        if folder.isMade {
            guard !folder.isOnServer else {
                throw ValidationError(
                    "An earlier demonstration was not finished. Make its database anew, and remove \(folder.url.path)."
                )
            }
            progress.say("An earlier demonstration was not finished; it is made anew.")
            try FileManager.default.removeItem(at: folder.url)
        }
        let lastDay = try until.map { try Day(parsing: $0) } ?? Zone.china.day(of: OutsideWorld.real.now())
        let random = SeededRandom(seed: seed)
        let world = OutsideWorld(now: OutsideWorld.real.now, randomBytes: { random.bytes($0) })
        let office = try await folder.makeAndOpen(.demonstration(port: port), world: world)
        let count = cases
        progress.say("Making the demonstration district 魏都区: 15 streets, 539 grids …")
        // Before today's first hour, so that nothing is dated in the future.
        let end = min(Zone.china.instant(day: lastDay, secondsOfDay: 86_399), OutsideWorld.real.now())
        let clocked = until == nil ? end : Zone.china.instant(day: lastDay, secondsOfDay: 86_399)
        try await Demonstration(office: office, seed: seed).make(cases: count, until: clocked) { done in
            progress.show("Working \(count) invented cases through the desk", done, of: count)
        }
        let head = try await office.signCheckpoint()
        try await office.engine.close()
        // Passwords come from the kernel, not from the seed.
        let real = try await folder.open()
        let signIns = try await Demonstration.signIns(in: real, password: Password.random)
        try await real.engine.close()
        try folder.writeSecret(signIns, to: folder.demonstrationFile)
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        progress.say(
            "Done in \(seconds.rounded()) s: \(head?.size ?? 0) entries, root \(head?.root.hex ?? "–"), seed \(seed)."
        )
    }
}
