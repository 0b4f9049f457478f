/// The schema's history, oldest first.
package enum Schema {
    package static let migrations: [Migration] = [theRoad, boardIdentity]

    /// A table that is a view of the journal, and the columns that tell its rows apart.
    package struct Projection: Sendable {
        package let table: SQL
        package let name: String
        let key: SQL
    }

    /// Dropped and filled again by a rebuild, with the same content.
    package static let projections = [
        Projection(table: "case_file", name: "case_file", key: "id"),
        Projection(table: "tally", name: "tally", key: "measure, day"),
        Projection(table: "admin_unit", name: "admin_unit", key: "code"),
        Projection(table: "grid", name: "grid", key: "code"),
        Projection(table: "post", name: "post", key: "id"),
        Projection(table: "appointment", name: "appointment", key: "post, is_deputy, from_day"),
        Projection(table: "handling_unit", name: "handling_unit", key: "code"),
        Projection(table: "category", name: "category", key: "code"),
        Projection(table: "calendar", name: "calendar", key: "version"),
        Projection(table: "account", name: "account", key: "id"),
        Projection(table: "board", name: "board", key: "id"),
    ]
}
