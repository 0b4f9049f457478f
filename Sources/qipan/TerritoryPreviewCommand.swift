import Application
import ArgumentParser
import Domain
import Foundation
import Store

/// What a new division rests on, and from when it holds.
struct DivisionOrder: ParsableArguments {
    @Option(help: "The number of the order that the division rests on; it is public.")
    var basis: String?
    @Option(help: "The first day in force, as YYYY-MM-DD; today by default. Needs --basis.")
    var validFrom: String?

    func validate() throws {
        if validFrom != nil, basis == nil { throw ValidationError(telling: "territory.no_basis") }
        _ = try day()
    }

    private func day() throws -> Day? {
        try validFrom.map { try ValidationError.reading("--valid-from", $0, Day.init(parsing:)) }
    }

    /// Takes a file over: on its order where there is one.
    ///
    /// - Returns: what is wrong, empty when the division was taken over; and the day, where that lies ahead.
    func adopt(
        _ file: TerritoryFile,
        in office: Office
    ) async throws -> (findings: [TerritoryFile.Finding], from: Day?) {
        guard let basis else { return (try await office.adopt(file), nil) }
        let findings = try file.findings()
        guard findings.isEmpty else { return (findings, nil) }
        let draft = try draft(of: file, in: office, basis: basis)
        guard case .planned(let from) = try await office.publish(draft, seen: nil, by: .system) else {
            return ([], nil)
        }
        return ([], from)
    }

    func draft(of file: TerritoryFile, in office: Office, basis: String) throws -> TerritoryDraft {
        let settings = office.settings
        return TerritoryDraft(
            change: .division(try file.division(district: settings.district, code: settings.division)),
            from: try day() ?? office.today,
            basis: basis,
            // The file has been audited with what the command line says of its outline.
            mayChangeOutline: true,
            mayHaveGaps: file.options.allowsGaps
        )
    }
}

struct TerritoryPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Show what the division of a file would change, and what would change hands; nothing is taken over."
    )

    @OptionGroup var options: TerritoryOptions
    @OptionGroup var data: DataOption
    @OptionGroup var order: DivisionOrder

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let file = try options.read()
        let faults = try file.findings()
        options.tellConversion()
        options.tell(faults)
        guard file.codeFindings().isEmpty else { throw ExitCode(1) }
        let draft = try order.draft(of: file, in: office, basis: order.basis ?? "-")
        let preview = try await office.preview(draft, by: .system)
        for grid in preview.changes.drawn {
            let key = office.directory.grids[grid.code] == nil ? "territory.would_draw" : "territory.would_redraw"
            Console.say(key, ["code": grid.code.rawValue, "name": grid.name])
        }
        for code in preview.changes.retired {
            let successor = preview.changes.successors[code]?.rawValue ?? "–"
            Console.say("territory.would_retire", ["code": code.rawValue, "successor": successor])
        }
        for handover in preview.handovers {
            let kind = Console.text("web.office_kind_\(handover.kind.rawValue)")
            let values = ["from": handover.way.from, "to": handover.way.to ?? "–", "n": "\(handover.count)"]
            Console.say("territory.would_hand_over", values.merging(["kind": kind]) { $1 })
        }
        for finding in preview.dispatch {
            let words = office.words(for: finding, in: Console.language)
            Console.say("territory.would_be_undispatched", ["finding": words])
        }
        for grid in preview.vacant + preview.stillVacant {
            Console.say("territory.would_be_vacant", ["code": grid.code.rawValue, "name": grid.name])
        }
        let sums = [
            "drawn": "\(preview.changes.drawn.count)", "retired": "\(preview.changes.retired.count)",
            "cases": "\(preview.count(.openCases))", "posts": "\(preview.count(.posts))",
            "firms": "\(preview.count(.firms))",
            "faults": "\(faults.count)",
        ]
        Console.say("territory.previewed", sums)
        try await office.engine.close()
        if let hindrance = preview.hindrance(from: draft.from, today: office.today) {
            Console.putError(Console.catalogues.words(for: hindrance, in: Console.language))
            throw ExitCode(1)
        }
        if !faults.isEmpty { throw ExitCode(1) }
    }
}
