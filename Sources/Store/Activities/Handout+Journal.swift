package import Domain

/// How a stock of printed matter is written down.
///
/// In `handout.corrected` the field `copies` is by how much the number changes, so that the sum over `handout.given` and
/// `handout.corrected` is what was handed out.
extension Handout: Journaled {
    package static func content(of event: Event, in state: Handout) -> EntryContent {
        var content: EntryContent
        switch event {
        case .defined(let definition):
            content = EntryContent(type: "handout.defined", payload: ["title": .text(definition.title)])
            content.facts.set("unit", definition.unit.rawValue)
        case .printed(let copies, let day):
            content = EntryContent(
                type: "handout.printed",
                facts: ["copies": .integer(Int64(copies)), "on": .text(day.description)]
            )
            content.facts.set("unit", state.definition?.unit.rawValue)
        case .given(let giving):
            content = EntryContent(
                type: "handout.given",
                facts: ["copies": .integer(Int64(giving.copies)), "on": .text(giving.on.description)]
            )
            content.facts.set(giving.at)
            content.facts.set("activity", giving.activity)
        case .corrected(let number, let copies, let before, let reason):
            content = EntryContent(type: "handout.corrected", payload: ["reason": .text(reason)])
            content.facts.set("giving", number)
            content.facts.set("copies", copies - before)
            content.facts.set("total", copies)
            if state.givings.indices.contains(number - 1) {
                let giving = state.givings[number - 1]
                content.facts.set("on", giving.on.description)
                content.facts.set(giving.at)
            }
        case .writtenOff(let copies, let reason):
            content = EntryContent(
                type: "handout.written_off",
                facts: ["copies": .integer(Int64(copies))],
                payload: ["reason": .text(reason)]
            )
            content.facts.set("unit", state.definition?.unit.rawValue)
        }
        if let definition = state.definition {
            content.facts.set("handout", definition.serial)
            content.facts.set("kind", definition.kind.rawValue)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "handout.defined":
            return .defined(
                Definition(
                    serial: try facts.number("handout"),
                    kind: try facts.choice("kind"),
                    title: try facts.text("title"),
                    unit: try facts.unit("unit")
                )
            )
        case "handout.printed": return .printed(copies: try facts.number("copies"), on: try facts.day("on"))
        case "handout.given":
            return .given(
                Giving(
                    copies: try facts.number("copies"),
                    on: try facts.day("on"),
                    at: try facts.workPlace(),
                    activity: facts.optionalNumber("activity")
                )
            )
        case "handout.corrected":
            let copies = try facts.number("total")
            return .corrected(
                giving: try facts.number("giving"),
                copies: copies,
                before: copies - (try facts.number("copies")),
                reason: try facts.text("reason")
            )
        case "handout.written_off":
            return .writtenOff(copies: try facts.number("copies"), reason: try facts.text("reason"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a hand-out's history")
        }
    }

    package func project(id: ID<Handout>, version: Int, into db: any Connection) throws {
        guard let definition else { return }
        try db.submit(
            """
            INSERT INTO handout (id, serial, kind, title, unit, printed, given, written_off)
            VALUES (
                \(id.bytes), \(definition.serial), \(definition.kind.rawValue), \(definition.title),
                \(definition.unit.rawValue), \(printed), \(given), \(writtenOff))
            ON CONFLICT (id) DO UPDATE SET
                printed = excluded.printed,
                given = excluded.given,
                written_off = excluded.written_off
            """
        )
    }
}

extension Handout: NumberedWork {
    package static var table: SQL { "handout" }
    package static var subject: Refusal.Subject { .handout }
}

/// A stock as lists show it: printed is not handed out.
package struct HandoutRow: Hashable, Sendable {
    package let serial: Int
    package let kind: Handout.Kind
    package let title: String
    package let unit: UnitCode
    package let printed: Int
    package let given: Int
    package let writtenOff: Int
    package var left: Int { printed - given - writtenOff }

    /// Every stock, the newest first.
    package static func all(limit: Int, in db: any Connection) throws -> [HandoutRow] {
        try db.rows(
            """
            SELECT serial, kind, title, unit, printed, given, written_off
            FROM handout
            ORDER BY serial DESC
            LIMIT \(limit)
            """
        ) { row in
            HandoutRow(
                serial: try row.number(0),
                kind: try row.choice(1),
                title: try row.text(2),
                unit: try row.unit(3),
                printed: try row.number(4),
                given: try row.number(5),
                writtenOff: try row.number(6)
            )
        }
    }
}
