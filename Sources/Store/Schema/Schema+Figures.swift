extension Schema {
    /// Figures: their definitions, their frozen values, and by which days an entry counts.
    static let figures = Migration("2026-11-25-u-figures") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            """
            CREATE TABLE fact_day (
                type \(text) NOT NULL,
                fact \(text) NOT NULL,
                day \(text) NOT NULL,
                seq BIGINT NOT NULL,
                PRIMARY KEY (type, fact, day, seq)
            )\(dialect.keptByKey)
            """,
            "CREATE TABLE fact_progress (id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), position BIGINT NOT NULL)",
            """
            CREATE TABLE indicator (
                code \(text) NOT NULL,
                version BIGINT NOT NULL,
                def \(text) NOT NULL,
                body \(text) NOT NULL,
                seq BIGINT NOT NULL,
                defined_on \(text) NOT NULL,
                PRIMARY KEY (code, version)
            )
            """,
            """
            CREATE TABLE figure (
                seq BIGINT NOT NULL PRIMARY KEY,
                subject \(blob) NOT NULL,
                fig \(text) NOT NULL,
                is_imported BIGINT NOT NULL,
                from_day \(text) NOT NULL,
                until_day \(text) NOT NULL,
                scope \(text) NOT NULL,
                superseded_by BIGINT
            )
            """,
        ] + figureIndexes.map(\.statement)
    }

    static let figureIndexes = [
        Index("figure_by_subject", on: "figure (subject)"),
        Index("figure_by_code", on: "figure (fig, until_day)"),
        Index("figure_by_end", on: "figure (until_day, seq)"),
    ]
}
