import Application
import Domain
import Geography
import Store

extension Open311Door {
    /// When the list of matters last changed, as a moment that only grows (GR-13, GR-14): the journal's position, counted
    /// in seconds from the day on which Open311 v2 was agreed.
    private var changeset: String {
        Instant(secondsSinceEpoch: 1_296_738_000 + office.directory.catalogueVersion).description
    }

    func discovery() -> Wire {
        let address = "\(office.settings.publicURL)/open311/v2"
        let formats = Wire.list(of: "format", [.text("text/xml"), .text("application/json")])
        let endpoints = ["production", "test"].map { type in
            Wire.object([
                ("specification", .text("http://wiki.open311.org/GeoReport_v2")), ("url", .text(address)),
                ("changeset", .text(changeset)), ("type", .text(type)), ("formats", formats),
            ])
        }
        return .object([
            ("changeset", .text(changeset)), ("contact", .text(office.settings.contactLine)),
            ("key_service", .text("\(office.settings.publicURL)/about")),
            ("endpoints", .list(of: "endpoint", endpoints)),
        ])
    }

    func services(_ call: Call) throws -> Wire {
        // Everything is offered everywhere in the district, and nothing outside it (GR-18).
        if let latitude = call.query["lat"], let longitude = call.query["long"] {
            guard let y = Double(latitude), let x = Double(longitude), abs(y) <= 90, abs(x) <= 180 else {
                throw Problem(400, "bad_place")
            }
            if office.directory.grid(at: Coordinate(longitude: x, latitude: y)) == nil {
                return .list(of: "service", [])
            }
        }
        return .list(of: "service", office.directory.publicCategories.map { service($0, call.language) })
    }

    private func service(_ category: CauseCategory, _ language: Language) -> Wire {
        .object([
            ("service_code", .text(category.code.rawValue)), ("service_name", .text(category.name.text(in: language))),
            ("description", .text(category.description.text(in: language))),
            ("metadata", .boolean(!category.attributes.isEmpty)), ("type", .text("realtime")),
            ("keywords", .optional(category.keywords.joined(separator: ","))),
            ("group", .text(category.group.text(in: language))),
        ])
    }

    func definition(_ code: String, _ call: Call) throws -> Wire {
        let found = office.directory.publicCategories.first { $0.code.rawValue == code }
        guard let category = found else { throw Problem(Refusal.unknown(.category)) }
        let attributes = category.attributes.enumerated().map { index, attribute in
            Wire.object([
                ("variable", .boolean(true)), ("code", .text(attribute.code.rawValue)),
                ("datatype", .text(attribute.kind.rawValue)), ("required", .boolean(attribute.isRequired)),
                ("datatype_description", .text(attribute.hint.text(in: call.language))),
                ("order", .integer(index + 1)), ("description", .text(attribute.question.text(in: call.language))),
                (
                    "values",
                    .list(
                        of: "value",
                        attribute.choices.map {
                            .object([("key", .text($0.key)), ("name", .text($0.name.text(in: call.language)))])
                        }
                    )
                ),
            ])
        }
        return .object([("service_code", .text(code)), ("attributes", .list(of: "attribute", attributes))])
    }
}
