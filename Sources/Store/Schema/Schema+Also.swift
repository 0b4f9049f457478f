extension Schema {
    /// Who has met the same thing, and what a case is merged into.
    ///
    /// What cases from before are merged into is filled in by a rebuild.
    static let also = Migration("2026-11-25-t-also") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            "ALTER TABLE case_file ADD COLUMN merged_into \(text)",
            // `mark`: SHA-256 of the one-use word of the form; `sealed`: the address, if the person wants to be told.
            """
            CREATE TABLE also (
                case_number \(text) NOT NULL,
                serial BIGINT NOT NULL CHECK (serial > 0),
                mark \(text) NOT NULL UNIQUE,
                joined_at BIGINT NOT NULL,
                left_at BIGINT,
                sealed \(blob),
                language \(text),
                timing \(text) CHECK (timing IN ('at_once', 'daily')),
                is_active BIGINT NOT NULL DEFAULT 0 CHECK (is_active IN (0, 1)),
                PRIMARY KEY (case_number, serial),
                CHECK ((sealed IS NULL) = (language IS NULL) AND (sealed IS NULL) = (timing IS NULL))
            )
            """,
            "CREATE INDEX also_told ON also (case_number) WHERE is_active = 1",
        ] + mergedIndexes.map(\.statement)
    }

    static let mergedIndexes = [
        Index("case_file_merged", on: "case_file (merged_into) WHERE merged_into IS NOT NULL")
    ]
}
