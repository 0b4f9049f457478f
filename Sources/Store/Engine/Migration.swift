/// A frozen step of the schema: named by its date, never edited once it has shipped, calling no code of the application.
package struct Migration: Sendable {
    /// `2026-11-24-the-road`.
    package let name: String
    package let statements: @Sendable (Dialect) -> [String]

    package init(_ name: String, statements: @escaping @Sendable (Dialect) -> [String]) {
        self.name = name
        self.statements = statements
    }
}

extension Engine {
    /// Brings the schema up to date; each step in its own transaction, under the writer's lock.
    ///
    /// - Throws: ``Fault`` with code `schema_newer` when the database was written by a later version of the program.
    package func migrate(_ migrations: [Migration] = Schema.migrations) async throws {
        let dialect = self.dialect
        try await write { db in
            _ = try db.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)")
        }
        let done = try await read { db in
            try db.rows("SELECT name FROM migration ORDER BY name") { try $0.text(0) }
        }
        let known = Set(migrations.map(\.name))
        guard done.allSatisfy(known.contains) else {
            throw Fault(
                .unavailable,
                code: "schema_newer",
                message: "a later version of the program wrote this database"
            )
        }
        for migration in migrations where !done.contains(migration.name) {
            try await write { db in
                for statement in migration.statements(dialect) {
                    try db.execute(SQL(stringLiteral: statement))
                }
                try db.execute("INSERT INTO migration (name) VALUES (\(migration.name))")
            }
        }
    }
}
