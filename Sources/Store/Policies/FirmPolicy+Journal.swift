package import Domain

extension FirmPolicy: Journaled {
    package static func content(of event: Event, in state: FirmPolicy) -> EntryContent {
        var content: EntryContent
        switch event {
        case .published(_, let text, let day):
            content = EntryContent(type: "policy.published", facts: ["on": .text(day.description)])
            write(text, to: &content)
        case .changed(let text, let note, let day):
            content = EntryContent(type: "policy.changed", facts: ["on": .text(day.description)])
            write(text, to: &content)
            content.payload["note"] = .text(note)
        case .withdrawn(let reason, let day):
            content = EntryContent(type: "policy.withdrawn", facts: ["on": .text(day.description)])
            content.facts.set("unit", state.content?.lead.rawValue)
            content.payload["reason"] = .text(reason)
        }
        content.facts["policy"] = .text(String(state.serial))
        content.facts["version"] = .integer(Int64(state.versions.count))
        return content
    }

    private static func write(_ text: Content, to content: inout EntryContent) {
        content.facts["from"] = .text(text.from.description)
        content.facts.set("until", text.until?.description)
        content.facts["unit"] = .text(text.lead.rawValue)
        content.facts["days"] = .integer(Int64(text.days))
        content.facts["conditions"] = .integer(Int64(text.conditions.clauses.joined().count))
        content.payload["title"] = .text(text.title)
        content.payload["summary"] = .text(text.summary)
        content.payload["authority"] = .text(text.authority)
        content.payload["document"] = .text(text.document)
        content.payload["gives"] = .text(text.gives)
        content.payload["how"] = .text(text.how)
        content.payload["rules"] = .text(text.conditions.text)
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "policy.published":
            guard let serial = Int(try facts.text("policy")) else {
                throw Fault.corrupt("a policy's entry has no serial")
            }
            return .published(serial: serial, try content(facts), on: try facts.day("on"))
        case "policy.changed":
            return .changed(try content(facts), note: try facts.text("note"), on: try facts.day("on"))
        case "policy.withdrawn": return .withdrawn(reason: try facts.text("reason"), on: try facts.day("on"))
        default: throw Fault.corrupt("an entry of an unknown type stands in a policy's history")
        }
    }

    private static func content(_ facts: Facts) throws -> Content {
        Content(
            title: try facts.text("title"),
            summary: try facts.text("summary"),
            authority: try facts.text("authority"),
            document: try facts.text("document"),
            lead: try facts.unit("unit"),
            from: try facts.day("from"),
            until: facts.optionalText("until") == nil ? nil : try facts.day("until"),
            gives: try facts.text("gives"),
            how: try facts.text("how"),
            days: try facts.number("days"),
            conditions: try conditions(try facts.text("rules"))
        )
    }

    fileprivate static func conditions(_ text: String) throws -> PolicyConditions {
        do { return try PolicyConditions(Canonical(parsing: text)) } catch {
            throw Fault.corrupt("a policy's conditions are not what the program writes")
        }
    }

    package func project(id: ID<FirmPolicy>, version: Int, into db: any Connection) throws {
        guard let content, let first = versions.first, let last = versions.last else { return }
        let words = [content.title, content.document, content.authority, content.summary].joined(separator: "\n")
        try db.submit(
            """
            INSERT INTO policy (
                id, serial, version, title, summary, authority, document, lead, from_day, until_day, gives, how, days,
                conditions, words, published_on, changed_on, withdrawn_on)
            VALUES (
                \(id.bytes), \(serial), \(versions.count), \(content.title), \(content.summary), \(content.authority),
                \(content.document), \(content.lead.rawValue), \(content.from.description),
                \(content.until?.description), \(content.gives), \(content.how), \(content.days),
                \(content.conditions.text), \(words.lowercased()), \(first.on.description), \(last.on.description),
                \(withdrawal?.on.description))
            ON CONFLICT (id) DO UPDATE SET
                version = excluded.version,
                title = excluded.title,
                summary = excluded.summary,
                authority = excluded.authority,
                document = excluded.document,
                lead = excluded.lead,
                from_day = excluded.from_day,
                until_day = excluded.until_day,
                gives = excluded.gives,
                how = excluded.how,
                days = excluded.days,
                conditions = excluded.conditions,
                words = excluded.words,
                changed_on = excluded.changed_on,
                withdrawn_on = excluded.withdrawn_on
            """
        )
    }
}

extension FirmPolicy: NumberedWork {
    package static var table: SQL { "policy" }
    package static var subject: Refusal.Subject { .policy }

    /// A policy as lists and the matching have it: what it says now.
    package struct Row: Hashable, Sendable {
        package let serial: Int
        package let version: Int
        package let content: Content
        package let publishedOn: Day
        package let changedOn: Day
        package let withdrawnOn: Day?

        static let columns: SQL = """
            serial, version, title, summary, authority, document, lead, from_day, until_day, gives, how, days, conditions,
            published_on, changed_on, withdrawn_on
            """

        /// - Throws: ``Fault/corrupt(_:)`` for a row that no policy can have written.
        init(row: any Store.Row) throws {
            serial = try row.number(0)
            version = try row.number(1)
            content = Content(
                title: try row.text(2),
                summary: try row.text(3),
                authority: try row.text(4),
                document: try row.text(5),
                lead: try row.unit(6),
                from: try row.day(7),
                until: try row.optionalText(8) == nil ? nil : try row.day(8),
                gives: try row.text(9),
                how: try row.text(10),
                days: try row.number(11),
                conditions: try FirmPolicy.conditions(try row.text(12))
            )
            publishedOn = try row.day(13)
            changedOn = try row.day(14)
            withdrawnOn = try row.optionalText(15) == nil ? nil : try row.day(15)
        }
    }
}
