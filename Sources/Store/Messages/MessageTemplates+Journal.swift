package import Domain

extension MessageTemplates: Journaled {
    package static func content(of event: Event, in state: Self) -> EntryContent {
        switch event {
        case .worded(let key, let version):
            var content = EntryContent(
                type: "message_template.worded",
                facts: ["key": .text(key), "from": .text(version.from.description)]
            )
            content.payload.set("zh", version.wording?.chinese)
            content.payload.set("en", version.wording?.english)
            return content
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        guard type == "message_template.worded" else {
            throw Fault.corrupt("an entry of an unknown type stands among the message templates")
        }
        var wording: Wording?
        if let chinese = facts.optionalText("zh") { wording = Wording(chinese, english: try facts.text("en")) }
        return .worded(key: try facts.text("key"), Version(from: try facts.day("from"), wording: wording))
    }

    package func project(id: ID<MessageTemplates>, version: Int, into db: any Connection) throws {
        try db.submit("DELETE FROM message_template")
        for (key, versions) in versions.sorted(by: { $0.key < $1.key }) {
            for (index, version) in versions.enumerated() {
                try db.submit(
                    """
                    INSERT INTO message_template (slot, number, from_day, zh, en)
                    VALUES (
                        \(key), \(index + 1), \(version.from.description), \(version.wording?.chinese),
                        \(version.wording?.english))
                    """
                )
            }
        }
    }
}
