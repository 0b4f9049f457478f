package import Domain
import FoundationEssentials

/// The catalogue's events carry their whole definition as one JSON text, since nothing counts them by its parts.
extension Catalogue: Journaled {
    package static func content(of event: Event, in state: Catalogue) -> EntryContent {
        switch event {
        case .unitNamed(let unit):
            return EntryContent(
                type: "catalogue.unit_named",
                facts: [
                    "unit": .text(unit.code.rawValue), "name": .text(unit.name.chinese),
                    "name_en": .text(unit.name.english),
                ]
            )
        case .categoryDefined(let category):
            return EntryContent(
                type: "catalogue.category_defined",
                facts: [
                    "category": .text(category.code.rawValue), "name": .text(category.name.chinese),
                    "solve": .text(category.solveLimit.description), "answer": .text(category.answerLimit.description),
                ],
                payload: ["definition": .text(CategoryRecord(category).json)]
            )
        case .categoryRetired(let code):
            return EntryContent(type: "catalogue.category_retired", facts: ["category": .text(code.rawValue)])
        case .calendarAdopted(let calendar):
            return EntryContent(
                type: "catalogue.calendar_adopted",
                facts: ["calendar": .text(calendar.version)],
                payload: ["definition": .text(CalendarRecord(calendar).json)]
            )
        case .editionProposed(let edition):
            return EntryContent(
                type: "catalogue.edition_proposed",
                facts: ["edition": .text(edition.kind.rawValue), "version": .text(edition.version.rawValue)],
                payload: ["definition": .text(EditionRecord(edition.content).json)]
            )
        case .editionPublished(let kind, let version, let publication):
            return EntryContent(
                type: "catalogue.edition_published",
                facts: [
                    "edition": .text(kind.rawValue), "version": .text(version.rawValue),
                    "from": .text(publication.from.description), "basis": .text(publication.basis),
                ]
            )
        case .editionWithdrawn(let kind, let version):
            return EntryContent(
                type: "catalogue.edition_withdrawn",
                facts: ["edition": .text(kind.rawValue), "version": .text(version.rawValue)]
            )
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "catalogue.unit_named":
            .unitNamed(
                HandlingUnit(
                    code: try facts.unit("unit"),
                    name: Wording(try facts.text("name"), english: try facts.text("name_en"))
                )
            )
        case "catalogue.category_defined":
            .categoryDefined(try CategoryRecord(json: try facts.text("definition")).category())
        case "catalogue.category_retired":
            .categoryRetired(try facts.category("category"))
        case "catalogue.calendar_adopted":
            .calendarAdopted(try CalendarRecord(json: try facts.text("definition")).calendar())
        case "catalogue.edition_proposed":
            .editionProposed(
                Edition(
                    version: try facts.editionVersion(),
                    content: try EditionRecord(json: try facts.text("definition")).content(
                        of: try facts.choice("edition")
                    )
                )
            )
        case "catalogue.edition_published":
            .editionPublished(
                try facts.choice("edition"),
                try facts.editionVersion(),
                Edition.Publication(from: try facts.day("from"), basis: try facts.text("basis"))
            )
        case "catalogue.edition_withdrawn":
            .editionWithdrawn(try facts.choice("edition"), try facts.editionVersion())
        default:
            throw Fault.corrupt("an entry of an unknown type stands in the catalogue's history")
        }
    }

    package func project(id: ID<Catalogue>, version: Int, into db: any Connection) throws {
        try db.submit("DELETE FROM handling_unit")
        for unit in units.values.sorted(by: { $0.code < $1.code }) {
            let body = UnitRecord(name: unit.name.chinese, nameEnglish: unit.name.english).json
            try db.submit("INSERT INTO handling_unit (code, body) VALUES (\(unit.code.rawValue), \(body))")
        }
        try db.submit("DELETE FROM category")
        for category in categories.values.sorted(by: { $0.code < $1.code }) {
            try db.submit(
                """
                INSERT INTO category (code, body)
                VALUES (\(category.code.rawValue), \(CategoryRecord(category).json))
                """
            )
        }
        try db.submit("DELETE FROM calendar")
        for (ordinal, calendar) in calendars.enumerated() {
            try db.submit(
                """
                INSERT INTO calendar (version, ordinal, body)
                VALUES (\(calendar.version), \(ordinal), \(CalendarRecord(calendar).json))
                """
            )
        }
        try EditionRows.write(editions, into: db)
    }
}

extension Facts {
    fileprivate func editionVersion() throws -> EditionVersion {
        do { return try EditionVersion(parsing: try text("version")) } catch is Malformed {
            throw Fault.corrupt("a journal entry holds no valid version of an edition")
        }
    }
}
