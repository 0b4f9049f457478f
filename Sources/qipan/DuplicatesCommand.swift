import Application
import ArgumentParser
import Domain
import Foundation

struct DuplicatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "Measure how well suggestions find the reports of a file that people have marked as duplicates.",
        discussion:
            "The file and its mapping are those of `qipan import requests`; docs/duplicates.md says what is counted."
    )

    @Argument(help: "The CSV file, plain or gzip.")
    var file: String
    @Option(help: "The mapping file that names its columns.")
    var mapping: String
    @Option(help: "The first day of the second part, YYYY-MM-DD: tune on what lies before it, report what lies behind.")
    var split: String

    func run() throws {
        let day = try ValidationError.reading("--split", split, Day.init(parsing:))
        let columns = try ColumnMapping(contentsOf: URL(filePath: mapping))
        let measure = try DuplicateMeasure(path: file, mapping: columns)
        let thresholds = [Likeness.shown, 500, 600, 700, 800, 850, 900, Likeness.strong, 950, 975]
        let metres = [0, 5, 25, 50, 100, Likeness.reach]
        let rules =
            thresholds.map(DuplicateMeasure.Rule.likeness) + metres.map { .sameCategory(metres: $0) }
            + metres.map { .distance(metres: $0) }
        let zone = Zone(secondsFromUTC: columns.zone ?? 0) ?? .utc
        let parts = measure.parts(splitAt: zone.instant(day: day, secondsOfDay: 0), rules: rules)
        tell("duplicates.before", parts.before)
        tell("duplicates.after", parts.after)
    }

    private func tell(_ heading: String, _ part: DuplicateMeasure.Part) {
        Console.say(heading, ["day": split, "reports": "\(part.reports)", "marked": "\(part.marked)"])
        Console.say("duplicates.columns")
        for outcome in part.outcomes {
            let numbers = [
                "\(outcome.told)", "\(outcome.right)", percent(outcome.precision),
                percent(outcome.recall(of: part.marked)),
            ]
            Console.put("  " + numbers.map { padded($0, 10) }.joined() + "  " + name(outcome.rule))
        }
        Console.put("")
    }

    private func name(_ rule: DuplicateMeasure.Rule) -> String {
        switch rule {
        case .likeness(let score): Console.text("duplicates.likeness", ["n": "\(score)"])
        case .sameCategory(let metres): Console.text("duplicates.same_category", ["n": "\(metres)"])
        case .distance(let metres): Console.text("duplicates.distance", ["n": "\(metres)"])
        }
    }

    private func percent(_ thousandths: Int?) -> String {
        thousandths.map { "\($0 / 10).\($0 % 10) %" } ?? "—"
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
