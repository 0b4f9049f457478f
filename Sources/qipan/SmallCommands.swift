import Application
import ArgumentParser
import Domain
import Foundation
import Store

struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Drop every table that is a view of the journal and fill it again; the content must be the same."
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        let progress = ProgressLine()
        let began = ContinuousClock.now
        let outcome = try await office.rebuild { done, total in progress.show("rebuild.progress", done, of: total) }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        for (before, after) in zip(outcome.before, outcome.after) {
            let table = before.table.padding(toLength: 18, withPad: " ", startingAt: 0)
            let key = before.digest == after.digest ? "rebuild.same" : "rebuild.differs"
            Console.say(key, ["table": table, "digest": "\(after.digest)"])
        }
        Console.say(
            "rebuild.done",
            [
                "entries": "\(outcome.entries)", "seconds": String(format: "%.2f", outcome.replaySeconds),
                "rate": "\(Int(Double(outcome.entries) / outcome.replaySeconds))",
                "all": String(format: "%.1f", seconds),
            ]
        )
        try await office.engine.close()
        if !outcome.isSame { throw ExitCode(1) }
    }
}

struct CheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign the log as it stands and print the signed note."
    )

    @OptionGroup var data: DataOption

    func run() async throws {
        Console.quietLogs()
        let office = try await data.folder.open()
        guard let head = try await office.signCheckpoint() else {
            throw Hindrance("checkpoint.empty")
        }
        print(head.note, terminator: "")
        try await office.engine.close()
    }
}

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Print what every day of a year is: workday, weekend, holiday or makeup."
    )

    @Argument(help: "The year.")
    var year: Int

    func run() async throws {
        let calendar = WorkingCalendar.china2026
        guard calendar.coveredYears.contains(year), let first = Day(year: year, month: 1, day: 1) else {
            let years = calendar.coveredYears.sorted().map(String.init).joined(separator: ", ")
            throw Hindrance("calendar.unknown_year", ["year": "\(year)", "years": years])
        }
        var day = first
        while day.year == year {
            print(day.description, calendar.kind(of: day).rawValue)
            day = day.advanced(by: 1)
        }
    }
}
