package import Domain

extension Pledge: Journaled {
    package static func content(of event: Event, in state: Pledge) -> EntryContent {
        var content: EntryContent
        switch event {
        case .published(let promise):
            content = EntryContent(type: "pledge.published", payload: ["text": .text(promise.text)])
        case .kept(let evidence, let day, let isOnTime):
            content = EntryContent(
                type: "pledge.kept",
                facts: ["on": .text(day.description), "on_time": .integer(isOnTime ? 1 : 0)],
                payload: ["evidence": .text(evidence)]
            )
        case .missed(let reason):
            content = EntryContent(type: "pledge.missed", payload: ["reason": .text(reason)])
        }
        if let promise = state.promise {
            content.facts.set("pledge", promise.serial)
            content.facts.set("unit", promise.unit.rawValue)
            content.facts.set("until", promise.until.description)
        }
        return content
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "pledge.published":
            return .published(
                Promise(
                    serial: try facts.number("pledge"),
                    text: try facts.text("text"),
                    unit: try facts.unit("unit"),
                    until: try facts.day("until")
                )
            )
        case "pledge.kept":
            return .kept(
                evidence: try facts.text("evidence"),
                on: try facts.day("on"),
                isOnTime: facts.flag("on_time")
            )
        case "pledge.missed": return .missed(reason: try facts.text("reason"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a pledge's history")
        }
    }

    package func project(id: ID<Pledge>, version: Int, into db: any Connection) throws {
        guard let promise else { return }
        var (note, day, isOnTime): (String?, Day?, Bool?) = (nil, nil, nil)
        switch state {
        case .absent, .published: break
        case .kept(let evidence, let on, let onTime): (note, day, isOnTime) = (evidence, on, onTime)
        case .missed(let reason): note = reason
        }
        try db.submit(
            """
            INSERT INTO pledge (id, serial, text, unit, until_day, state, note, kept_on, is_on_time)
            VALUES (
                \(id.bytes), \(promise.serial), \(promise.text), \(promise.unit.rawValue),
                \(promise.until.description), \(state.name.rawValue), \(note), \(day?.description),
                \(isOnTime.map { $0 ? 1 : 0 }))
            ON CONFLICT (id) DO UPDATE SET
                state = excluded.state,
                note = excluded.note,
                kept_on = excluded.kept_on,
                is_on_time = excluded.is_on_time
            """
        )
    }
}

extension Pledge: NumberedWork {
    package static var table: SQL { "pledge" }
    package static var subject: Refusal.Subject { .pledge }

    /// A promise as the public list shows it.
    package struct Row: Hashable, Sendable {
        package let promise: Promise
        package let state: State.Name
        /// What shows that it was kept, or why it was not.
        package let note: String?
        package let keptOn: Day?
        package let isOnTime: Bool?
    }

    package static func list(limit: Int, in db: any Connection) throws -> [Row] {
        try db.rows(
            """
            SELECT serial, text, unit, until_day, state, note, kept_on, is_on_time
            FROM pledge
            ORDER BY serial DESC
            LIMIT \(limit)
            """
        ) { row in
            Row(
                promise: Promise(
                    serial: try row.number(0),
                    text: try row.text(1),
                    unit: try row.unit(2),
                    until: try row.day(3)
                ),
                state: try row.choice(4),
                note: try row.optionalText(5),
                keptOn: try row.optionalText(6) == nil ? nil : try row.day(6),
                isOnTime: try row.optionalInteger(7).map { $0 == 1 }
            )
        }
    }
}
