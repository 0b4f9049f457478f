extension Schema {
    /// The first schema: the journal and the log, what is kept beside it, and the projections.
    ///
    /// Frozen: on SQLite its text never changes by a byte, and a test compares its digest.
    ///
    /// Times are whole seconds of UTC, days are `YYYY-MM-DD` in the district's zone, truth values are 0 and 1.
    static let theRoad = Migration("2026-11-24-the-road") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        let journal = [
            """
            CREATE TABLE entry (
                seq BIGINT NOT NULL PRIMARY KEY CHECK (seq > 0),
                subject \(blob) NOT NULL,
                kind \(text) NOT NULL,
                version BIGINT NOT NULL CHECK (version > 0),
                facts \(blob) NOT NULL,
                leaf \(blob) NOT NULL CHECK (LENGTH(leaf) = 32),
                UNIQUE (subject, version)
            )
            """,
            "CREATE INDEX entry_kind ON entry (kind, seq) WHERE kind <> 'case'",
            // The private half of an entry: erasing the row leaves every proof valid.
            """
            CREATE TABLE payload (
                seq BIGINT NOT NULL PRIMARY KEY REFERENCES entry (seq),
                commitment_key \(blob) NOT NULL CHECK (LENGTH(commitment_key) = 32),
                body \(blob) NOT NULL
            )
            """,
            """
            CREATE TABLE checkpoint (
                size BIGINT NOT NULL PRIMARY KEY,
                root \(blob) NOT NULL CHECK (LENGTH(root) = 32),
                note \(text) NOT NULL,
                figures \(text) NOT NULL,
                signed_at BIGINT NOT NULL
            )
            """,
            // Full tiles only; a partial one is made from the entries or tiles below it.
            """
            CREATE TABLE tile (
                level BIGINT NOT NULL,
                number BIGINT NOT NULL,
                hashes \(blob) NOT NULL CHECK (LENGTH(hashes) = 8192),
                root \(blob) NOT NULL CHECK (LENGTH(root) = 32),
                PRIMARY KEY (level, number)
            )
            """,
        ]
        // Kept beside the journal, because it may have to be forgotten or is nobody's business.
        let beside = [
            """
            CREATE TABLE contact (
                case_number \(text) NOT NULL PRIMARY KEY,
                sealed \(blob) NOT NULL
            )
            """,
            """
            CREATE TABLE photo (
                digest \(text) NOT NULL PRIMARY KEY CHECK (LENGTH(digest) = 64),
                bytes \(blob) NOT NULL,
                width BIGINT NOT NULL,
                height BIGINT NOT NULL,
                kept_at BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE repeat_guard (
                key \(text) NOT NULL PRIMARY KEY,
                request \(blob) NOT NULL,
                case_number \(text) NOT NULL,
                made_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX repeat_guard_age ON repeat_guard (made_at)",
            """
            CREATE TABLE imported_row (
                source \(text) NOT NULL,
                number \(text) NOT NULL,
                digest \(blob) NOT NULL,
                case_number \(text) NOT NULL,
                PRIMARY KEY (source, number)
            )
            """,
            """
            CREATE TABLE credential (
                account \(blob) NOT NULL PRIMARY KEY,
                salt \(blob) NOT NULL,
                hash \(blob) NOT NULL,
                cost BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE session (
                token_hash \(blob) NOT NULL PRIMARY KEY,
                account \(blob) NOT NULL,
                csrf \(text) NOT NULL,
                expires_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX session_expiry ON session (expires_at)",
            """
            CREATE TABLE sign_in_failure (
                key \(text) NOT NULL PRIMARY KEY,
                failures BIGINT NOT NULL,
                last_at BIGINT NOT NULL
            )
            """,
        ]
        let tables =
            caseTable(blob: blob, text: text) + caseIndexes.map(\.statement) + otherProjections(blob: blob, text: text)
        return journal + beside + tables + dialect.appendOnlyGuard("entry")
    }

    static let caseIndexes = [
        Index("case_file_reported", on: "case_file (reported_at, number)"),
        Index("case_file_category", on: "case_file (category, reported_at, number)"),
        Index("case_file_updated", on: "case_file (updated_at)"),
        Index("case_file_day", on: "case_file (day, serial)"),
        Index("case_file_open", on: "case_file (awaits, step_due_at) WHERE is_open = 1"),
        Index("case_file_open_grid", on: "case_file (grid, is_overdue) WHERE is_open = 1"),
        Index("case_file_due", on: "case_file (due_at) WHERE is_open = 1 AND is_overdue = 0"),
        Index("case_file_grid", on: "case_file (grid, reported_at)"),
    ]

    private static func caseTable(blob: String, text: String) -> [String] {
        [
            """
            CREATE TABLE case_file (
                id \(blob) NOT NULL PRIMARY KEY,
                number \(text) NOT NULL UNIQUE,
                day \(text) NOT NULL,
                serial BIGINT NOT NULL,
                version BIGINT NOT NULL,
                stage \(text) NOT NULL,
                awaits \(text),
                is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)),
                is_overdue BIGINT NOT NULL CHECK (is_overdue IN (0, 1)),
                channel \(text) NOT NULL,
                category \(text) NOT NULL,
                grid \(text),
                post \(text),
                unit \(text),
                longitude DOUBLE PRECISION,
                latitude DOUBLE PRECISION,
                address \(text),
                words \(text) NOT NULL,
                answers \(text) NOT NULL,
                photos \(text) NOT NULL,
                receipt \(text),
                has_contact BIGINT NOT NULL CHECK (has_contact IN (0, 1)),
                origin_source \(text),
                origin_number \(text),
                is_duplicate BIGINT NOT NULL CHECK (is_duplicate IN (0, 1)),
                calendar \(text) NOT NULL,
                clock_limit \(text) NOT NULL,
                clock_from BIGINT NOT NULL,
                reported_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                due_at BIGINT NOT NULL,
                step_due_at BIGINT,
                closed_at BIGINT,
                is_on_time BIGINT CHECK (is_on_time IN (0, 1)),
                outcome \(text),
                reply \(text),
                waiting_days BIGINT,
                round BIGINT NOT NULL,
                rating BIGINT CHECK (rating BETWEEN 1 AND 5)
            )
            """
        ]
    }

    private static func otherProjections(blob: String, text: String) -> [String] {
        [
            """
            CREATE TABLE tally (
                day \(text) NOT NULL,
                measure \(text) NOT NULL,
                n BIGINT NOT NULL,
                PRIMARY KEY (measure, day)
            )
            """,
            """
            CREATE TABLE admin_unit (
                code \(text) NOT NULL PRIMARY KEY,
                name \(text) NOT NULL,
                level \(text) NOT NULL,
                parent \(text)
            )
            """,
            """
            CREATE TABLE grid (
                code \(text) NOT NULL PRIMARY KEY,
                scheme \(text) NOT NULL,
                name \(text) NOT NULL,
                unit \(text) NOT NULL,
                area BIGINT NOT NULL,
                outline \(text) NOT NULL
            )
            """,
            """
            CREATE TABLE post (
                id \(blob) NOT NULL PRIMARY KEY,
                code \(text) NOT NULL UNIQUE,
                kind \(text) NOT NULL,
                grid \(text) NOT NULL
            )
            """,
            """
            CREATE TABLE appointment (
                post \(blob) NOT NULL,
                holder \(blob) NOT NULL,
                from_day \(text) NOT NULL,
                until_day \(text),
                is_deputy BIGINT NOT NULL CHECK (is_deputy IN (0, 1)),
                PRIMARY KEY (post, is_deputy, from_day)
            )
            """,
            "CREATE TABLE handling_unit (code \(text) NOT NULL PRIMARY KEY, body \(text) NOT NULL)",
            "CREATE TABLE category (code \(text) NOT NULL PRIMARY KEY, body \(text) NOT NULL)",
            """
            CREATE TABLE calendar (
                version \(text) NOT NULL PRIMARY KEY,
                ordinal BIGINT NOT NULL UNIQUE,
                body \(text) NOT NULL
            )
            """,
            """
            CREATE TABLE account (
                id \(blob) NOT NULL PRIMARY KEY,
                sign_in_name \(text) NOT NULL UNIQUE,
                display_name \(text) NOT NULL,
                roles \(text) NOT NULL,
                scope \(text) NOT NULL,
                unit \(text),
                is_open BIGINT NOT NULL CHECK (is_open IN (0, 1))
            )
            """,
            // One row: what holds for the whole board.
            """
            CREATE TABLE board (
                id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
                is_synthetic BIGINT NOT NULL CHECK (is_synthetic IN (0, 1))
            )
            """,
        ]
    }
}
