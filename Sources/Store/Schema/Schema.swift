/// The schema's history, oldest first.
package enum Schema {
    package static let migrations: [Migration] = [theRoad, unusedPhotos]

    /// A table that is a view of the journal, and the columns that tell its rows apart.
    package struct Projection: Sendable {
        package let table: SQL
        package let name: String
        let key: SQL
        /// What the migrations have built on it beside its keys; a test compares them with the database's own list.
        package var indexes: [Index] = []
    }

    /// An index that a migration has built.
    package struct Index: Sendable {
        package let name: String
        package let statement: String

        init(_ name: String, on columns: String) {
            self.name = name
            statement = "CREATE INDEX \(name) ON \(columns)"
        }
    }

    /// Dropped and filled again by a rebuild, with the same content.
    package static let projections = [
        Projection(table: "case_file", name: "case_file", key: "id", indexes: caseIndexes),
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
