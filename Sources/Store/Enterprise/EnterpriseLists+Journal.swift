package import Domain

extension EnterpriseLists: Journaled {
    package static func content(of event: Event, in state: EnterpriseLists) -> EntryContent {
        switch event {
        case .parkNamed(let code, let name):
            EntryContent(
                type: "enterprise_list.park_named",
                facts: ["park": .text(code.rawValue)],
                payload: ["en": .text(name.english), "zh": .text(name.chinese)]
            )
        case .tagNamed(let code, let name):
            EntryContent(
                type: "enterprise_list.tag_named",
                facts: ["tag": .text(code.rawValue)],
                payload: ["en": .text(name.english), "zh": .text(name.chinese)]
            )
        case .capSet(let count):
            EntryContent(type: "enterprise_list.cap_set", facts: ["visits": .integer(Int64(count))])
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "enterprise_list.park_named": return .parkNamed(try facts.unit("park"), try name(facts))
        case "enterprise_list.tag_named": return .tagNamed(try facts.category("tag"), try name(facts))
        case "enterprise_list.cap_set": return .capSet(try facts.number("visits"))
        default: throw Fault.corrupt("an entry of an unknown type stands among the lists of firms")
        }
    }

    private static func name(_ facts: Facts) throws -> Wording {
        Wording(try facts.text("zh"), english: try facts.text("en"))
    }

    package func project(id: ID<EnterpriseLists>, version: Int, into db: any Connection) throws {
        for (code, name) in parks.sorted(by: { $0.key < $1.key }) {
            try db.submit(
                """
                INSERT INTO firm_park (code, zh, en) VALUES (\(code.rawValue), \(name.chinese), \(name.english))
                ON CONFLICT (code) DO UPDATE SET zh = excluded.zh, en = excluded.en
                """
            )
        }
        for (code, name) in tags.sorted(by: { $0.key < $1.key }) {
            try db.submit(
                """
                INSERT INTO firm_tag (code, zh, en) VALUES (\(code.rawValue), \(name.chinese), \(name.english))
                ON CONFLICT (code) DO UPDATE SET zh = excluded.zh, en = excluded.en
                """
            )
        }
        try db.submit(
            """
            INSERT INTO firm_cap (id, visits) VALUES (1, \(cap))
            ON CONFLICT (id) DO UPDATE SET visits = excluded.visits
            """
        )
    }
}
