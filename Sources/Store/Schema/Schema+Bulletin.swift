extension Schema {
    /// Bulletins: every issue, and every version of it that was released.
    static let bulletin = Migration("2026-11-25-v-bulletin") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            """
            CREATE TABLE bulletin (
                id \(blob) NOT NULL PRIMARY KEY,
                series \(text) NOT NULL,
                language \(text) NOT NULL,
                from_day \(text) NOT NULL,
                until_day \(text) NOT NULL,
                release_at BIGINT NOT NULL,
                stage \(text) NOT NULL,
                version BIGINT NOT NULL,
                year BIGINT,
                number BIGINT,
                released_at BIGINT,
                updated_at BIGINT,
                title \(text),
                withdrawal \(text),
                CHECK ((number IS NULL) = (released_at IS NULL) AND (number IS NULL) = (year IS NULL))
            )
            """,
            """
            CREATE TABLE bulletin_edition (
                bulletin \(blob) NOT NULL,
                version BIGINT NOT NULL,
                released_at BIGINT NOT NULL,
                note \(text),
                body \(text) NOT NULL,
                plain \(text) NOT NULL,
                figures \(text) NOT NULL,
                digest \(text) NOT NULL,
                as_of BIGINT NOT NULL,
                as_of_root \(text) NOT NULL,
                PRIMARY KEY (bulletin, version)
            )
            """,
        ] + bulletinIndexes.map(\.statement)
    }

    static let bulletinTables = [
        Table(
            "bulletin",
            [
                "id", "series", "language", "from_day", "until_day", "release_at", "stage", "version", "year", "number",
                "released_at", "updated_at", "title", "withdrawal",
            ],
            key: ["id"]
        ),
        Table(
            "bulletin_edition",
            [
                "bulletin", "version", "released_at", "note", "body", "plain", "figures", "digest", "as_of",
                "as_of_root",
            ],
            key: ["bulletin", "version"]
        ),
    ]

    static let bulletinIndexes = [
        Index("bulletin_by_number", on: "bulletin (series, year, number)", isUnique: true),
        // One issue of a series tells of a window, as long as it was not withdrawn.
        Index("bulletin_by_window", on: "bulletin (series, from_day) WHERE stage <> 'withdrawn'", isUnique: true),
        Index("bulletin_by_release", on: "bulletin (released_at)"),
        Index("bulletin_by_end", on: "bulletin (until_day)"),
    ]
}
