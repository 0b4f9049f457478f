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
    @Option(help: "How many more firms to invent, for measurements; each steward has 400.")
    var firms = 0
    @Option(help: "How many visits to those firms to invent.")
    var visits = 0
    @Option(help: "The seed; the same seed and last day make the same journal.")
    var seed: UInt64 = 411_002
    @Option(help: "The last day of the invented half-year, as YYYY-MM-DD; today by default.")
    var until: String?
    @Flag(help: "Make the district and end, without serving.")
    var onlyMake = false

    func validate() throws {
        guard (0...10_000_000).contains(cases) else { throw ValidationError(telling: "demo.cases") }
        guard (0...1_000_000).contains(firms), (0...10_000_000).contains(visits), visits == 0 || firms > 0 else {
            throw ValidationError(telling: "demo.firms")
        }
        _ = try lastDay()
    }

    func run() async throws {
        Console.quietLogs()
        let folder = data.folder
        if !FileManager.default.fileExists(atPath: folder.demonstrationFile.path) { try await make(in: folder) }
        let signIns = try InputFile.text(folder.demonstrationFile.path).trimmed
        if onlyMake { return tell(signIns) }
        let office = try await folder.open()
        let lock = try folder.keepForServing()
        let host = host
        let outbox = Outbox(office: office, server: nil)
        let witnesses = WitnessCalls(office: office, witnesses: office.settings.witnesses, isPrivateAllowed: false)
        try await Server(office: office, outbox: outbox, witnesses: witnesses, host: host, port: port).run { port in
            let values = ["address": "http://\(host):\(port)", "path": folder.url.path]
            Console.put("")
            tell(signIns)
            Console.put("")
            Console.say("demo.open", values)
            Console.say("demo.doors", values)
            Console.say("demo.verify", values)
            Console.say("demo.end", values)
        }
        withExtendedLifetime(lock) {}
    }

    private func tell(_ signIns: String) {
        Console.say("demo.sign_ins")
        Console.put(signIns)
    }

    private func lastDay() throws -> Day? {
        try until.map { try ValidationError.reading("--until", $0, Day.init(parsing:)) }
    }

    private func make(in folder: DataFolder) async throws {
        let progress = ProgressLine()
        let began = ContinuousClock.now
        if folder.isMade {
            guard !folder.isOnServer else { throw Hindrance("demo.unfinished_on_server", ["path": folder.url.path]) }
            progress.say("demo.unfinished")
            try FileManager.default.removeItem(at: folder.url)
        }
        let lastDay = try lastDay() ?? Zone.china.day(of: OutsideWorld.real.now())
        let random = SeededRandom(seed: seed)
        let world = OutsideWorld(now: OutsideWorld.real.now, randomBytes: { random.bytes($0) })
        let office = try await folder.makeAndOpen(.demonstration(port: port), world: world)
        let (count, firms, visits) = (cases, firms, visits)
        progress.say("demo.making")
        // Before today's first hour, so that nothing is dated in the future.
        let end = min(Zone.china.instant(day: lastDay, secondsOfDay: 86_399), OutsideWorld.real.now())
        let clocked = until == nil ? end : Zone.china.instant(day: lastDay, secondsOfDay: 86_399)
        try await Demonstration(office: office, seed: seed).make(
            cases: count,
            firms: firms,
            visits: visits,
            until: clocked,
            visiting: { progress.show("demo.visiting", $0, of: visits, ["firms": "\(firms)"]) },
            progress: { progress.show("demo.working", $0, of: count, ["cases": "\(count)"]) }
        )
        let head = try await office.signCheckpoint()
        try await office.engine.close()
        // Passwords come from the kernel, not from the seed.
        let real = try await folder.open()
        let signIns = try await Demonstration.signIns(in: real, password: { Password.random() })
        try await real.engine.close()
        try folder.writeSecret(signIns, to: folder.demonstrationFile)
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        progress.say(
            "demo.done",
            [
                "seconds": "\(Int(seconds.rounded()))", "entries": "\(head?.size ?? 0)",
                "root": head?.root.hex ?? "–", "seed": "\(seed)",
            ]
        )
    }
}
