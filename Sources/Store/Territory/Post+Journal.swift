package import Domain
import FoundationEssentials

extension Post: Journaled {
    package static func content(of event: Event, in state: Post) -> EntryContent {
        var content: EntryContent
        switch event {
        case .established:
            content = EntryContent(type: "post.established")
        case .appointed(let appointment):
            content = EntryContent(
                type: "post.appointed",
                facts: ["deputy": .integer(appointment.isDeputy ? 1 : 0), "from": .text(appointment.from.description)],
                payload: ["holder": .text(appointment.holder.rawValue.uuidString)]
            )
            content.facts.set("until", appointment.until?.description)
        case .appointmentEnded(let day):
            content = EntryContent(type: "post.appointment_ended", facts: ["on": .text(day.description)])
        case .deputyEnded(let day):
            content = EntryContent(type: "post.deputy_ended", facts: ["on": .text(day.description)])
        }
        if let definition = state.definition {
            content.facts["post"] = .text(definition.code.rawValue)
            content.facts["post_kind"] = .text(definition.kind.rawValue)
            content.facts.set(grid: definition.grid)
            content.facts.set("unit", definition.unit?.rawValue)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "post.established":
            let code = try facts.unit("post")
            if let unit = try facts.optionalUnit("unit") { return .established(Definition(code: code, unit: unit)) }
            return .established(Definition(code: code, kind: try facts.choice("post_kind"), grid: try facts.grid()))
        case "post.appointed":
            return .appointed(
                Appointment(
                    holder: try facts.id(try facts.text("holder")),
                    from: try facts.day("from"),
                    until: facts.optionalText("until") == nil ? nil : try facts.day("until"),
                    isDeputy: facts.flag("deputy")
                )
            )
        case "post.appointment_ended":
            return .appointmentEnded(on: try facts.day("on"))
        case "post.deputy_ended":
            return .deputyEnded(on: try facts.day("on"))
        default:
            throw Fault.corrupt("an entry of an unknown type stands in a post's history")
        }
    }

    package func project(id: ID<Post>, version: Int, into db: any Connection) throws {
        guard let definition else { return }
        switch definition.seat {
        case .grid(let grid):
            try db.submit(
                """
                INSERT INTO post (id, code, kind, grid)
                VALUES (\(id.bytes), \(definition.code.rawValue), \(definition.kind.rawValue), \(grid.rawValue))
                ON CONFLICT (id) DO NOTHING
                """
            )
        case .unit(let unit):
            try db.submit(
                """
                INSERT INTO unit_post (id, code, unit)
                VALUES (\(id.bytes), \(definition.code.rawValue), \(unit.rawValue))
                ON CONFLICT (id) DO NOTHING
                """
            )
        }
        try db.submit("DELETE FROM appointment WHERE post = \(id.bytes)")
        for appointment in appointments {
            try db.submit(
                """
                INSERT INTO appointment (post, holder, from_day, until_day, is_deputy)
                VALUES (
                    \(id.bytes), \(appointment.holder.bytes), \(appointment.from.description),
                    \(appointment.until?.description), \(appointment.isDeputy))
                """
            )
        }
    }
}
