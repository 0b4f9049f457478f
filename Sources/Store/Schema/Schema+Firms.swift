extension Schema {
    /// Firms, who serves them, rounds of visits and visits.
    static let firms = Migration("2026-11-25-v-firms") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return firmTables(blob: blob, text: text) + visitTables(blob: blob, text: text)
            + (firmIndexes + termIndexes + tagIndexes + statusIndexes + visitIndexes + roundFirmIndexes).map(
                \.statement
            )
    }

    private static func firmTables(blob: String, text: String) -> [String] {
        [
            // `names`: the name and those that it had before, for the search. `steward`: whose term has no end yet.
            """
            CREATE TABLE enterprise (
                id \(blob) NOT NULL PRIMARY KEY,
                number BIGINT NOT NULL UNIQUE,
                version BIGINT NOT NULL,
                name \(text) NOT NULL,
                names \(text) NOT NULL,
                credit_code \(text),
                kind \(text) NOT NULL CHECK (kind IN ('enterprise', 'shop', 'sole_trader')),
                industry \(text) NOT NULL,
                park \(text),
                grid \(text),
                longitude DOUBLE PRECISION,
                latitude DOUBLE PRECISION,
                address \(text),
                state \(text) NOT NULL CHECK (state IN ('open', 'merged', 'split', 'closed')),
                steward \(blob),
                link_version BIGINT NOT NULL,
                CHECK ((longitude IS NULL) = (latitude IS NULL))
            )
            """,
            """
            CREATE TABLE enterprise_word (
                word \(text) NOT NULL,
                firm BIGINT NOT NULL,
                PRIMARY KEY (word, firm)
            )
            """,
            """
            CREATE TABLE enterprise_tag (
                tag \(text) NOT NULL,
                firm BIGINT NOT NULL,
                from_day \(text) NOT NULL,
                PRIMARY KEY (tag, firm)
            )
            """,
            """
            CREATE TABLE enterprise_status (
                firm BIGINT NOT NULL,
                kind \(text) NOT NULL,
                from_day \(text) NOT NULL,
                until_day \(text),
                certificate \(text) NOT NULL,
                PRIMARY KEY (firm, kind, from_day)
            )
            """,
            """
            CREATE TABLE enterprise_term (
                firm BIGINT NOT NULL,
                is_deputy BIGINT NOT NULL CHECK (is_deputy IN (0, 1)),
                from_day \(text) NOT NULL,
                until_day \(text),
                holder \(blob) NOT NULL,
                unit \(text) NOT NULL,
                PRIMARY KEY (firm, is_deputy, from_day)
            )
            """,
            "CREATE TABLE firm_park (code \(text) NOT NULL PRIMARY KEY, zh \(text) NOT NULL, en \(text) NOT NULL)",
            "CREATE TABLE firm_tag (code \(text) NOT NULL PRIMARY KEY, zh \(text) NOT NULL, en \(text) NOT NULL)",
            "CREATE TABLE firm_cap (id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), visits BIGINT NOT NULL)",
            // Which key of a year the tags of public facts are made with: its digest, never the key.
            "CREATE TABLE firm_key (year BIGINT NOT NULL PRIMARY KEY, digest \(text) NOT NULL)",
        ]
    }

    private static func visitTables(blob: String, text: String) -> [String] {
        [
            """
            CREATE TABLE visit_round (
                code \(text) NOT NULL PRIMARY KEY,
                id \(blob) NOT NULL,
                name \(text) NOT NULL,
                from_day \(text) NOT NULL,
                until_day \(text) NOT NULL,
                firms BIGINT NOT NULL,
                closed_on \(text)
            )
            """,
            """
            CREATE TABLE round_firm (
                round \(text) NOT NULL,
                firm BIGINT NOT NULL,
                kind \(text) NOT NULL,
                PRIMARY KEY (round, firm)
            )
            """,
            // `day`: the one that is asked for, and later the one of the visit. `companions`: bodies that come along.
            """
            CREATE TABLE visit (
                id \(blob) NOT NULL PRIMARY KEY,
                version BIGINT NOT NULL,
                firm BIGINT NOT NULL,
                state \(text) NOT NULL CHECK (state IN (
                    'asked', 'accepted', 'refused', 'merged', 'withdrawn', 'recorded', 'confirmed', 'disputed')),
                unit \(text) NOT NULL,
                officer \(blob) NOT NULL,
                companions \(text) NOT NULL,
                purpose \(text),
                is_asked BIGINT NOT NULL CHECK (is_asked IN (0, 1)),
                day \(text) NOT NULL,
                part \(text),
                round \(text),
                outcome \(text),
                minutes BIGINT NOT NULL,
                needs BIGINT NOT NULL,
                problems BIGINT NOT NULL,
                policies BIGINT NOT NULL,
                written \(text),
                asked_twice BIGINT NOT NULL,
                CHECK ((outcome IS NULL) = (written IS NULL))
            )
            """,
        ]
    }

    /// The lists show firms that are there; what has ended is found by its own index.
    static let firmIndexes = [
        Index(
            "enterprise_code",
            on: "enterprise (credit_code) WHERE state = 'open' AND credit_code IS NOT NULL",
            isUnique: true
        ),
        Index("enterprise_grid", on: "enterprise (grid, number) WHERE state = 'open'"),
        Index("enterprise_steward", on: "enterprise (steward, number) WHERE state = 'open'"),
        Index("enterprise_park", on: "enterprise (park, number) WHERE state = 'open' AND park IS NOT NULL"),
        Index("enterprise_ended", on: "enterprise (number) WHERE state <> 'open'"),
    ]

    /// What lists with several conditions go through, without a look at each firm's row.
    static let firmLists = Migration("2026-11-25-z-firm-lists") { _ in firmListIndexes.map(\.statement) }

    static let firmListIndexes = [
        // The newest of all, and which grid each lies in.
        Index("enterprise_newest", on: "enterprise (number, grid) WHERE state = 'open'"),
        Index("enterprise_park_kind", on: "enterprise (park, kind, number) WHERE state = 'open' AND park IS NOT NULL"),
    ]

    static let termIndexes = [Index("enterprise_term_holder", on: "enterprise_term (holder, firm)")]
    static let tagIndexes = [Index("enterprise_tag_firm", on: "enterprise_tag (firm)")]
    static let statusIndexes = [Index("enterprise_status_kind", on: "enterprise_status (kind, firm)")]

    static let visitIndexes = [
        Index("visit_firm", on: "visit (firm, day)"),
        Index("visit_officer", on: "visit (officer, day)"),
        Index("visit_of_round", on: "visit (round, firm) WHERE round IS NOT NULL"),
        // All that the figures of a month need, so that no row is read for them.
        Index(
            "visit_day",
            on: "visit (day, unit, state, outcome, minutes, firm, asked_twice) WHERE outcome IS NOT NULL"
        ),
    ]

    static let roundFirmIndexes = [Index("round_firm_firm", on: "round_firm (firm)")]
}
