package import Domain

/// How a dispute is written down: counts alone, so all of it is public.
extension Dispute: Journaled {
    package static func content(of event: Event, in state: Dispute) -> EntryContent {
        var content: EntryContent
        switch event {
        case .recorded(let record):
            content = EntryContent(
                type: "dispute.recorded",
                facts: ["on": .text(record.on.description), "parties": .integer(Int64(record.parties))]
            )
        case .concluded(let result, let day, let days):
            content = EntryContent(
                type: "dispute.concluded",
                facts: [
                    "days": .integer(Int64(days)), "on": .text(day.description), "result": .text(result.rawValue),
                ]
            )
        }
        if let record = state.record {
            content.facts.set("dispute", record.serial)
            content.facts.set("kind", record.kind.rawValue)
            content.facts.set(record.at)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "dispute.recorded":
            return .recorded(
                Record(
                    serial: try facts.number("dispute"),
                    kind: try facts.choice("kind"),
                    at: try facts.workPlace(),
                    parties: try facts.number("parties"),
                    on: try facts.day("on")
                )
            )
        case "dispute.concluded":
            return .concluded(
                try facts.choice("result"),
                on: try facts.day("on"),
                days: try facts.number("days")
            )
        default: throw Fault.corrupt("an entry of an unknown type stands in a dispute's history")
        }
    }

    package func project(id: ID<Dispute>, version: Int, into db: any Connection) throws {
        guard let record else { return }
        try db.submit(
            """
            INSERT INTO dispute (id, serial, kind, unit, grid, parties, on_day, result)
            VALUES (
                \(id.bytes), \(record.serial), \(record.kind.rawValue), \(record.at.unit.rawValue),
                \(record.at.grid?.rawValue), \(record.parties), \(record.on.description), \(result?.rawValue))
            ON CONFLICT (id) DO UPDATE SET result = excluded.result
            """
        )
    }
}

extension Dispute: NumberedWork {
    package static var table: SQL { "dispute" }
    package static var subject: Refusal.Subject { .dispute }

    /// A dispute as lists show it.
    package struct Row: Hashable, Sendable {
        package let serial: Int
        package let kind: Kind
        package let unit: UnitCode
        package let grid: String?
        package let parties: Int
        package let on: Day
        package let result: Result?
    }

    /// Those that are not concluded, the oldest first.
    package static func open(limit: Int, in db: any Connection) throws -> [Row] {
        try db.rows(
            """
            SELECT serial, kind, unit, grid, parties, on_day, result
            FROM dispute
            WHERE result IS NULL
            ORDER BY serial
            LIMIT \(limit)
            """
        ) { row in
            Row(
                serial: try row.number(0),
                kind: try row.choice(1),
                unit: try row.unit(2),
                grid: try row.optionalText(3),
                parties: try row.number(4),
                on: try row.day(5),
                result: try row.optionalChoice(6)
            )
        }
    }

    /// How many of a kind ended how; without a result they are open.
    package static func counts(in db: any Connection) throws -> [(kind: Kind, result: Result?, count: Int)] {
        try db.rows("SELECT kind, result, COUNT(*) FROM dispute GROUP BY kind, result ORDER BY kind, result") { row in
            (try row.choice(0), try row.optionalChoice(1), try row.number(2))
        }
    }
}
