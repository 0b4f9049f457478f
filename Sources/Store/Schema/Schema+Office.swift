extension Schema {
    /// What the office's own pages keep: divisions with a day, what they rest on and what somebody prepares, accounts that
    /// are locked, and words of messages.
    static let office = Migration("2026-11-25-t-office") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            "ALTER TABLE account ADD COLUMN is_locked BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE account ADD COLUMN reset_asked_by \(blob)",
            "CREATE TABLE grid_successor (code \(text) NOT NULL PRIMARY KEY, successor \(text) NOT NULL)",
            """
            CREATE TABLE division_version (
                number BIGINT NOT NULL PRIMARY KEY,
                from_day \(text) NOT NULL,
                basis \(text) NOT NULL,
                grids BIGINT NOT NULL
            )
            """,
            // At most one division waits for its day.
            """
            CREATE TABLE division_plan (
                id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
                from_day \(text) NOT NULL,
                basis \(text) NOT NULL,
                changes \(text) NOT NULL
            )
            """,
            """
            CREATE TABLE territory_draft (
                id \(text) NOT NULL PRIMARY KEY,
                account \(blob) NOT NULL,
                made_at BIGINT NOT NULL,
                body \(text) NOT NULL
            )
            """,
            """
            CREATE TABLE territory_settled (
                id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
                position BIGINT NOT NULL,
                again_at BIGINT
            )
            """,
            """
            CREATE TABLE message_template (
                slot \(text) NOT NULL,
                number BIGINT NOT NULL,
                from_day \(text) NOT NULL,
                zh \(text),
                en \(text),
                PRIMARY KEY (slot, number),
                CHECK ((zh IS NULL) = (en IS NULL))
            )
            """,
        ]
    }
}
