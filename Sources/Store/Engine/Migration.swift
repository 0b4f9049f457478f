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
    /// Writes nothing where nothing is to be done, so that a board can be opened on a server that only reads. Where another
    /// process has the lock, it is most likely at the same work: then what is left is looked at again, a few times.
    ///
    /// - Throws: ``Fault`` with code `schema_newer` when the database was written by a later version of the program.
    package func migrate(_ migrations: [Migration] = Schema.migrations) async throws {
        for _ in 0..<10 {
            do { return try await takeMissing(migrations) } catch let fault as Fault
                where fault.code == dialect.lockTimeout
            {}
        }
        try await takeMissing(migrations)
    }

    private func takeMissing(_ migrations: [Migration]) async throws {
        let dialect = self.dialect
        let done = try await read { try Migration.done(in: $0, dialect) }
        let known = Set(migrations.map(\.name))
        guard done.isSubset(of: known) else {
            throw Fault(
                .unavailable,
                code: "schema_newer",
                message: "a later version of the program wrote this database"
            )
        }
        for migration in migrations where !done.contains(migration.name) {
            try await write { try migration.run(in: $0, dialect) }
        }
    }
}

extension Migration {
    /// The names of the steps that the database has behind it.
    fileprivate static func done(in db: any Connection, _ dialect: Dialect) throws -> Set<String> {
        guard try db.rows(dialect.columnNames, { try $0.text(0) }).contains("migration") else { return [] }
        return Set(try db.rows("SELECT name FROM migration") { try $0.text(0) })
    }

    fileprivate func run(in db: any Connection, _ dialect: Dialect) throws {
        for statement in dialect.beginMigrating { try db.execute(statement) }
        let names = "CREATE TABLE IF NOT EXISTS migration (name \(dialect.textType) NOT NULL PRIMARY KEY)"
        try db.execute(SQL(stringLiteral: names))
        // Another process may have been faster since the list was read; the writer's lock is ours now.
        if try Self.done(in: db, dialect).contains(name) { return }
        for statement in statements(dialect) { try db.execute(SQL(stringLiteral: statement)) }
        try db.execute("INSERT INTO migration (name) VALUES (\(name))")
    }
}
