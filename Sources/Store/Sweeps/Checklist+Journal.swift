package import Domain

extension Checklist: Journaled {
    package static func content(of event: Event, in state: Checklist) -> EntryContent {
        switch event {
        case .published(let version):
            EntryContent(
                type: "checklist.published",
                facts: [
                    "checklist": .integer(Int64(version.serial)), "items": .integer(Int64(version.items.count)),
                    "version": .integer(Int64(version.number)),
                ],
                payload: ["name": .text(version.name), "list": .text(version.itemText)]
            )
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        guard type == "checklist.published" else {
            throw Fault.corrupt("an entry of an unknown type stands in a checklist's history")
        }
        return .published(
            Version(
                serial: try facts.number("checklist"),
                number: try facts.number("version"),
                name: try facts.text("name"),
                items: try Version.items(in: facts.text("list"))
            )
        )
    }

    package func project(id: ID<Checklist>, version: Int, into db: any Connection) throws {
        guard let serial = versions.first?.serial else { return }
        try db.submit(
            """
            INSERT INTO checklist (id, serial)
            VALUES (\(id.bytes), \(serial))
            ON CONFLICT (id) DO NOTHING
            """
        )
        for version in versions {
            try db.submit(
                """
                INSERT INTO checklist_version (checklist, number, name, items)
                VALUES (\(serial), \(version.number), \(version.name), \(version.itemText))
                ON CONFLICT (checklist, number) DO NOTHING
                """
            )
        }
    }
}

extension Checklist: NumberedWork {
    package static var table: SQL { "checklist" }
    package static var subject: Refusal.Subject { .checklist }

    /// The newest version of every list, by serial.
    package static func newest(in db: any Connection) throws -> [Version] {
        try db.rows(
            """
            SELECT checklist, number, name, items
            FROM checklist_version
            WHERE number = (SELECT MAX(number) FROM checklist_version AS other WHERE other.checklist = checklist_version.checklist)
            ORDER BY checklist
            """,
            version
        )
    }

    /// - Throws: ``Refusal/unknown(_:)``, or ``Fault``.
    package static func version(_ number: Int, of serial: Int, in db: any Connection) throws -> Version {
        let statement: SQL = """
            SELECT checklist, number, name, items
            FROM checklist_version
            WHERE checklist = \(serial) AND number = \(number)
            """
        guard let version = try db.first(statement, version) else { throw Refusal.unknown(.checklist) }
        return version
    }

    private static func version(_ row: any Row) throws -> Version {
        Version(
            serial: try row.number(0),
            number: try row.number(1),
            name: try row.text(2),
            items: try Version.items(in: row.text(3))
        )
    }
}

extension Checklist.Version {
    fileprivate var itemText: String {
        ListText.encode(items.map { [$0.text, $0.category.rawValue, $0.limit.description] })
    }

    fileprivate static func items(in text: String) throws -> [Checklist.Item] {
        try ListText.decodeRows(text).map { parts in
            guard parts.count == 3 else { throw Fault.corrupt("a checklist's item has not its three parts") }
            do {
                return Checklist.Item(
                    parts[0],
                    category: try CategoryCode(parsing: parts[1]),
                    limit: try Limit(parsing: parts[2])
                )
            } catch is Malformed {
                throw Fault.corrupt("a checklist's item holds no valid category or limit")
            }
        }
    }
}
