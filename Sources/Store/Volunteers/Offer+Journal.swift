package import Domain

/// How an offer is written down; who makes it is private.
extension Offer: Journaled {
    package static func content(of event: Event, in state: Offer) -> EntryContent {
        var content: EntryContent
        switch event {
        case .made(let terms):
            content = EntryContent(
                type: "offer.made",
                facts: ["from": .text(terms.from.description), "until": .text(terms.until.description)],
                payload: ["name": .text(terms.name)]
            )
        case .withdrawn: content = EntryContent(type: "offer.withdrawn")
        }
        if let terms = state.terms {
            content.facts.set("offer", terms.serial)
            content.facts.set("kind", terms.kind.rawValue)
            content.facts.set("unit", terms.unit.rawValue)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "offer.made":
            return .made(
                Terms(
                    serial: try facts.number("offer"),
                    kind: try facts.choice("kind"),
                    name: try facts.text("name"),
                    unit: try facts.unit("unit"),
                    from: try facts.day("from"),
                    until: try facts.day("until")
                )
            )
        case "offer.withdrawn": return .withdrawn
        default: throw Fault.corrupt("an entry of an unknown type stands in an offer's history")
        }
    }

    package func project(id: ID<Offer>, version: Int, into db: any Connection) throws {
        guard let terms else { return }
        try db.submit(
            """
            INSERT INTO offer (id, serial, kind, name, unit, from_day, until_day, is_open)
            VALUES (
                \(id.bytes), \(terms.serial), \(terms.kind.rawValue), \(terms.name), \(terms.unit.rawValue),
                \(terms.from.description), \(terms.until.description), \(isOpen))
            ON CONFLICT (id) DO UPDATE SET is_open = excluded.is_open
            """
        )
    }
}

extension Offer: NumberedWork {
    package static var table: SQL { "offer" }
    package static var subject: Refusal.Subject { .offer }

    /// Offers that hold on a day or later, the newest first.
    package static func open(on day: Day, limit: Int, in db: any Connection) throws -> [Terms] {
        try db.rows(
            """
            SELECT serial, kind, name, unit, from_day, until_day
            FROM offer
            WHERE is_open = 1 AND until_day >= \(day.description)
            ORDER BY serial DESC
            LIMIT \(limit)
            """
        ) { row in
            Terms(
                serial: try row.number(0),
                kind: try row.choice(1),
                name: try row.text(2),
                unit: try row.unit(3),
                from: try row.day(4),
                until: try row.day(5)
            )
        }
    }
}
