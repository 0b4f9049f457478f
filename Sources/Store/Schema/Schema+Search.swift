extension Schema {
    /// What the search for words looks in, and indexes for lists that are rare among very many cases.
    ///
    /// A case that is only reported has an entry in two of the indexes, by due time and by place: taking a report in stays
    /// nearly as cheap as it was.
    static let search = Migration("2026-11-25-search") { dialect in
        [
            // `places`: positions of entries, as `WordPlaces` writes them. A part is 2^20 positions.
            """
            CREATE TABLE word_place (
                word \(dialect.textType) NOT NULL,
                part BIGINT NOT NULL,
                places \(dialect.blobType) NOT NULL,
                PRIMARY KEY (word, part)
            )
            """,
            // One row once there are words: up to which entry the words are known, and how often somebody has begun to add to them.
            """
            CREATE TABLE word_progress (
                id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
                position BIGINT NOT NULL,
                turn BIGINT NOT NULL
            )
            """,
        ] + searchIndexes.map(\.statement)
    }

    static let searchIndexes = [
        Index("case_file_unit", on: "case_file (unit, reported_at, number) WHERE unit IS NOT NULL"),
        Index("case_file_open_due", on: "case_file (step_due_at, number) WHERE is_open = 1"),
        Index("case_file_open_unit", on: "case_file (unit, step_due_at) WHERE is_open = 1 AND unit IS NOT NULL"),
        Index("case_file_photo", on: "case_file (reported_at, number) WHERE photos <> ''"),
        Index("case_file_rare", on: "case_file (stage, reported_at) WHERE is_open = 0 AND stage <> 'closed'"),
        Index("case_file_overdue", on: "case_file (reported_at, number) WHERE is_open = 1 AND is_overdue = 1"),
        Index("case_file_recused", on: "case_file (reported_at) WHERE recused IS NOT NULL"),
        Index("case_file_place", on: "case_file (latitude, longitude, reported_at, number) WHERE latitude IS NOT NULL"),
    ]
}
