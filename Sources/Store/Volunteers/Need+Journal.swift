package import Domain

/// How a need is written down: all of it is public, since it says nothing about whoever is helped.
extension Need: Journaled {
    package static func content(of event: Event, in state: Need) -> EntryContent {
        var content: EntryContent
        switch event {
        case .raised(let request, let day):
            content = EntryContent(type: "need.raised", facts: ["on": .text(day.description)])
            content.facts.set("from", request.from.description)
            content.facts.set("until", request.until.description)
            content.facts.set("hands", request.hands)
        case .proposed(let offer):
            content = EntryContent(type: "need.proposed", facts: ["offer": .integer(Int64(offer))])
        case .agreed(let side):
            content = EntryContent(type: "need.agreed", facts: ["side": .text(side.rawValue)])
        case .matched(let offer, let days):
            content = EntryContent(
                type: "need.matched",
                facts: ["days": .integer(Int64(days)), "offer": .integer(Int64(offer))]
            )
        case .declined(let side):
            content = EntryContent(type: "need.declined", facts: ["side": .text(side.rawValue)])
        case .met(let days): content = EntryContent(type: "need.met", facts: ["days": .integer(Int64(days))])
        case .withdrawn: content = EntryContent(type: "need.withdrawn")
        }
        if let request = state.request {
            content.facts.set("need", request.serial)
            content.facts.set("kind", request.kind.rawValue)
            content.facts.set(request.at)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "need.raised":
            return .raised(
                Request(
                    serial: try facts.number("need"),
                    kind: try facts.choice("kind"),
                    at: try facts.workPlace(),
                    from: try facts.day("from"),
                    until: try facts.day("until"),
                    hands: try facts.number("hands")
                ),
                on: try facts.day("on")
            )
        case "need.proposed": return .proposed(offer: try facts.number("offer"))
        case "need.agreed": return .agreed(try facts.choice("side"))
        case "need.matched":
            return .matched(offer: try facts.number("offer"), days: try facts.number("days"))
        case "need.declined": return .declined(try facts.choice("side"))
        case "need.met": return .met(days: try facts.number("days"))
        case "need.withdrawn": return .withdrawn
        default: throw Fault.corrupt("an entry of an unknown type stands in a need's history")
        }
    }

    package func project(id: ID<Need>, version: Int, into db: any Connection) throws {
        guard let request else { return }
        try db.submit(
            """
            INSERT INTO need (id, serial, kind, unit, grid, from_day, until_day, hands, state, offer)
            VALUES (
                \(id.bytes), \(request.serial), \(request.kind.rawValue), \(request.at.unit.rawValue),
                \(request.at.grid?.rawValue), \(request.from.description), \(request.until.description),
                \(request.hands), \(state.name.rawValue), \(state.offer))
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, offer = excluded.offer
            """
        )
    }
}

extension Need: NumberedWork {
    package static var table: SQL { "need" }
    package static var subject: Refusal.Subject { .need }

    /// A need as lists show it.
    package struct Row: Hashable, Sendable {
        package let serial: Int
        package let kind: Kind
        package let unit: UnitCode
        package let grid: String?
        package let from: Day
        package let until: Day
        package let hands: Int
        package let state: State.Name
        package let offer: Int?
    }

    /// The newest first.
    package static func list(limit: Int, in db: any Connection) throws -> [Row] {
        try db.rows(
            """
            SELECT serial, kind, unit, grid, from_day, until_day, hands, state, offer
            FROM need
            ORDER BY serial DESC
            LIMIT \(limit)
            """
        ) { row in
            Row(
                serial: try row.number(0),
                kind: try row.choice(1),
                unit: try row.unit(2),
                grid: try row.optionalText(3),
                from: try row.day(4),
                until: try row.day(5),
                hands: try row.number(6),
                state: try row.choice(7),
                offer: try row.optionalNumber(8)
            )
        }
    }
}
