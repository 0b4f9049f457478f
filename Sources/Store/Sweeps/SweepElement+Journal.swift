package import Domain
import FoundationEssentials

extension SweepElement: Journaled {
    package static func content(of event: Event, in state: SweepElement) -> EntryContent {
        var content: EntryContent
        switch event {
        case .visited(let visit):
            content = EntryContent(
                type: "sweep.visited",
                facts: [
                    "attempt": .integer(Int64(visit.attempt)), "hazards": .integer(Int64(visit.failed.count)),
                    "on": .text(visit.on.description), "result": .text(visit.result.rawValue),
                ],
                payload: ["note": .text(visit.note), "visitor": .text(visit.visitor.rawValue.uuidString)]
            )
            content.payload.set("failed", visit.failed.map(String.init).joined(separator: ","))
            content.payload.set("cases", visit.cases.map(\.rawValue).joined(separator: ","))
        case .rechecked(let recheck, let day):
            content = EntryContent(
                type: "sweep.rechecked",
                facts: ["agrees": .integer(recheck.agrees ? 1 : 0), "on": .text(day.description)],
                payload: ["note": .text(recheck.note), "checker": .text(recheck.checker.rawValue.uuidString)]
            )
        }
        if let place = state.visit?.place {
            content.facts.set("sweep", place.sweep)
            content.facts.set("element", place.number)
            content.facts.set("element_kind", place.kind.rawValue)
            content.facts.set(grid: place.grid)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "sweep.visited":
            let failed = try facts.text("failed").split(separator: ",").map { Int($0) }
            guard !failed.contains(nil) else { throw Fault.corrupt("a visit names no valid items") }
            return .visited(
                Visit(
                    place: Place(
                        sweep: try facts.number("sweep"),
                        number: try facts.number("element"),
                        kind: try facts.choice("element_kind"),
                        grid: try facts.grid()
                    ),
                    result: try facts.choice("result"),
                    failed: failed.compactMap { $0 },
                    cases: try facts.text("cases").split(separator: ",").map { CaseNumber(stored: String($0)) },
                    note: try facts.text("note"),
                    visitor: try facts.id(try facts.text("visitor")),
                    attempt: try facts.number("attempt"),
                    on: try facts.day("on")
                )
            )
        case "sweep.rechecked":
            return .rechecked(
                Recheck(
                    agrees: facts.flag("agrees"),
                    note: try facts.text("note"),
                    checker: try facts.id(try facts.text("checker"))
                ),
                on: try facts.day("on")
            )
        default: throw Fault.corrupt("an entry of an unknown type stands in an element's history")
        }
    }

    package func project(id: ID<SweepElement>, version: Int, into db: any Connection) throws {
        guard let visit else { return }
        try db.submit(
            """
            INSERT INTO sweep_visit (sweep, number, result, attempt, failed, cases, note, on_day, agrees)
            VALUES (
                \(visit.place.sweep), \(visit.place.number), \(visit.result.rawValue), \(visit.attempt),
                \(visit.failed.map(String.init).joined(separator: ",")),
                \(visit.cases.map(\.rawValue).joined(separator: ",")), \(visit.note), \(visit.on.description),
                \(recheck.map { $0.agrees ? 1 : 0 }))
            ON CONFLICT (sweep, number) DO UPDATE SET
                result = excluded.result,
                attempt = excluded.attempt,
                failed = excluded.failed,
                cases = excluded.cases,
                note = excluded.note,
                on_day = excluded.on_day,
                agrees = excluded.agrees
            """
        )
    }
}
