extension Schema {
    /// Forms that somebody ordered, and what was handed in of them.
    static let ground = Migration("2026-11-25-x-ground") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            // `items`: lines with the figure that fills each. `minutes`: that one time is expected to take.
            """
            CREATE TABLE form_order (
                id \(blob) NOT NULL PRIMARY KEY,
                serial BIGINT NOT NULL UNIQUE,
                number \(text) NOT NULL,
                title \(text) NOT NULL,
                authority \(text) NOT NULL,
                basis \(text) NOT NULL,
                unit \(text) NOT NULL,
                from_day \(text) NOT NULL,
                until_day \(text) NOT NULL,
                rhythm \(text) NOT NULL CHECK (rhythm IN ('once', 'weekly', 'monthly', 'quarterly', 'yearly')),
                minutes BIGINT NOT NULL,
                items \(text) NOT NULL,
                filled BIGINT NOT NULL,
                ended_on \(text),
                reason \(text),
                CHECK (from_day <= until_day),
                CHECK ((ended_on IS NULL) = (reason IS NULL))
            )
            """,
            """
            CREATE TABLE form_return (
                form BIGINT NOT NULL,
                unit \(text) NOT NULL,
                from_day \(text) NOT NULL,
                until_day \(text) NOT NULL,
                on_day \(text) NOT NULL,
                minutes BIGINT NOT NULL,
                content \(text) NOT NULL,
                PRIMARY KEY (form, unit, from_day)
            )
            """,
        ] + formIndexes.map(\.statement)
    }

    static let formIndexes = [
        Index("form_return_form", on: "form_return (form, on_day)"),
        // All that the burden of a year needs.
        Index("form_return_day", on: "form_return (on_day, unit, minutes)"),
    ]

    static let groundTables = [
        Table(
            "form_order",
            [
                "id", "serial", "number", "title", "authority", "basis", "unit", "from_day", "until_day", "rhythm",
                "minutes", "items", "filled", "ended_on", "reason",
            ],
            key: ["id"]
        ),
        Table(
            "form_return",
            ["form", "unit", "from_day", "until_day", "on_day", "minutes", "content"],
            key: ["form", "unit", "from_day"]
        ),
    ]
}
