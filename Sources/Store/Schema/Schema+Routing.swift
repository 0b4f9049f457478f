extension Schema {
    /// Dated versions of the rules, and the posts of handling units.
    static let routing = Migration("2026-11-25-t-routing") { dialect in
        [
            // `from_day` and `basis` are there once it is published.
            """
            CREATE TABLE edition (
                kind \(dialect.textType) NOT NULL,
                version \(dialect.textType) NOT NULL,
                ordinal BIGINT NOT NULL UNIQUE,
                from_day \(dialect.textType),
                basis \(dialect.textType),
                body \(dialect.textType) NOT NULL,
                PRIMARY KEY (kind, version),
                CHECK ((from_day IS NULL) = (basis IS NULL))
            )
            """,
            // Beside `post`, whose rows all have a grid; appointments are in one table for both.
            """
            CREATE TABLE unit_post (
                id \(dialect.blobType) NOT NULL PRIMARY KEY,
                code \(dialect.textType) NOT NULL UNIQUE,
                unit \(dialect.textType) NOT NULL
            )
            """,
        ]
    }
}
