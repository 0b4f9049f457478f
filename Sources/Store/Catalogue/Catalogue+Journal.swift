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
    }
}
