extension Schema {
    /// The grid's own work: activities, hand-outs, meetings, sweeps, needs and offers, volunteers, promises, disputes.
    static let active = Migration("2026-11-25-v-active") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        func numbered(_ name: String, _ columns: String) -> String {
            """
            CREATE TABLE \(name) (
                id \(blob) NOT NULL PRIMARY KEY,
                serial BIGINT NOT NULL UNIQUE,
                \(columns)
            )
            """
        }
        return [
            // `starts`: minutes after midnight.
            numbered(
                "activity",
                """
                kind \(text) NOT NULL,
                    star \(text),
                    topic \(text) NOT NULL,
                    venue \(text) NOT NULL,
                    starts BIGINT,
                    on_day \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    grid \(text),
                    state \(text) NOT NULL,
                    attendances BIGINT CHECK (attendances >= 0),
                    method \(text),
                    persons BIGINT CHECK (persons <= attendances),
                    reason \(text),
                    CHECK ((attendances IS NULL) = (method IS NULL)),
                    CHECK (persons IS NULL OR method = 'sign_in')
                """
            ),
            numbered(
                "handout",
                """
                kind \(text) NOT NULL,
                    title \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    printed BIGINT NOT NULL,
                    given BIGINT NOT NULL,
                    written_off BIGINT NOT NULL,
                    CHECK (given >= 0 AND written_off >= 0 AND given + written_off <= printed)
                """
            ),
            numbered(
                "meeting_body",
                """
                kind \(text) NOT NULL,
                    name \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    term BIGINT,
                    term_from \(text),
                    CHECK ((term IS NULL) = (term_from IS NULL))
                """
            ),
            // No number twice in a body's term and kind of meeting.
            """
            CREATE TABLE meeting (
                body BIGINT NOT NULL,
                term BIGINT NOT NULL,
                session \(text) NOT NULL,
                number BIGINT NOT NULL,
                on_day \(text) NOT NULL,
                entitled BIGINT NOT NULL,
                present BIGINT NOT NULL CHECK (present >= 0 AND present <= entitled),
                items BIGINT NOT NULL,
                resolutions BIGINT NOT NULL,
                PRIMARY KEY (body, term, session, number)
            )
            """,
            """
            CREATE TABLE meeting_gap (
                body BIGINT NOT NULL,
                session \(text) NOT NULL,
                period \(text) NOT NULL,
                reason \(text) NOT NULL,
                PRIMARY KEY (body, session, period)
            )
            """,
            "CREATE TABLE checklist (id \(blob) NOT NULL PRIMARY KEY, serial BIGINT NOT NULL UNIQUE)",
            """
            CREATE TABLE checklist_version (
                checklist BIGINT NOT NULL,
                number BIGINT NOT NULL,
                name \(text) NOT NULL,
                items \(text) NOT NULL,
                PRIMARY KEY (checklist, number)
            )
            """,
            numbered(
                "sweep",
                """
                kind \(text) NOT NULL,
                    name \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    checklist BIGINT NOT NULL,
                    version BIGINT NOT NULL,
                    until_day \(text) NOT NULL,
                    frame BIGINT NOT NULL CHECK (frame > 0),
                    state \(text) NOT NULL,
                    drawing \(text),
                    CHECK ((drawing IS NULL) = (state = 'running'))
                """
            ),
            """
            CREATE TABLE sweep_element (
                sweep BIGINT NOT NULL,
                number BIGINT NOT NULL,
                kind \(text) NOT NULL,
                name \(text) NOT NULL,
                grid \(text) NOT NULL,
                scheme \(text) NOT NULL,
                PRIMARY KEY (sweep, number)
            )
            """,
            // `failed`, `cases`: separated by commas. `agrees`: null until a second pair of eyes has been there.
            """
            CREATE TABLE sweep_visit (
                sweep BIGINT NOT NULL,
                number BIGINT NOT NULL,
                result \(text) NOT NULL,
                attempt BIGINT NOT NULL,
                failed \(text) NOT NULL,
                cases \(text) NOT NULL,
                note \(text) NOT NULL,
                on_day \(text) NOT NULL,
                agrees BIGINT,
                PRIMARY KEY (sweep, number)
            )
            """,
            numbered(
                "need",
                """
                kind \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    grid \(text),
                    from_day \(text) NOT NULL,
                    until_day \(text) NOT NULL,
                    hands BIGINT NOT NULL,
                    state \(text) NOT NULL,
                    offer BIGINT
                """
            ),
            numbered(
                "offer",
                """
                kind \(text) NOT NULL,
                    name \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    from_day \(text) NOT NULL,
                    until_day \(text) NOT NULL,
                    is_open BIGINT NOT NULL
                """
            ),
            numbered(
                "volunteer",
                """
                name \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    minutes BIGINT NOT NULL
                """
            ),
            """
            CREATE TABLE volunteer_certificate (
                number \(text) NOT NULL PRIMARY KEY,
                minutes BIGINT NOT NULL,
                on_day \(text) NOT NULL
            )
            """,
            numbered(
                "pledge",
                """
                text \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    until_day \(text) NOT NULL,
                    state \(text) NOT NULL,
                    note \(text),
                    kept_on \(text),
                    is_on_time BIGINT
                """
            ),
            numbered(
                "dispute",
                """
                kind \(text) NOT NULL,
                    unit \(text) NOT NULL,
                    grid \(text),
                    parties BIGINT NOT NULL,
                    on_day \(text) NOT NULL,
                    result \(text)
                """
            ),
        ] + activityIndexes.map(\.statement) + meetingIndexes.map(\.statement)
    }

    static let activityIndexes = [
        Index("activity_day", on: "activity (on_day, serial)"),
        // What is still to come, or was forgotten: few, however many have been held.
        Index("activity_planned", on: "activity (on_day, serial) WHERE state = 'planned'"),
    ]
    static let meetingIndexes = [Index("meeting_day", on: "meeting (on_day, body)")]

    /// Every table here is a view of the journal.
    static let activeTables = [
        Table(
            "activity",
            [
                "id", "serial", "kind", "star", "topic", "venue", "starts", "on_day", "unit", "grid", "state",
                "attendances", "method", "persons", "reason",
            ],
            key: ["id"]
        ),
        Table(
            "handout",
            ["id", "serial", "kind", "title", "unit", "printed", "given", "written_off"],
            key: ["id"]
        ),
        Table("meeting_body", ["id", "serial", "kind", "name", "unit", "term", "term_from"], key: ["id"]),
        Table(
            "meeting",
            ["body", "term", "session", "number", "on_day", "entitled", "present", "items", "resolutions"],
            key: ["body", "term", "session", "number"]
        ),
        Table("meeting_gap", ["body", "session", "period", "reason"], key: ["body", "session", "period"]),
        Table("checklist", ["id", "serial"], key: ["id"]),
        Table("checklist_version", ["checklist", "number", "name", "items"], key: ["checklist", "number"]),
        Table(
            "sweep",
            [
                "id", "serial", "kind", "name", "unit", "checklist", "version", "until_day", "frame", "state",
                "drawing",
            ],
            key: ["id"]
        ),
        Table("sweep_element", ["sweep", "number", "kind", "name", "grid", "scheme"], key: ["sweep", "number"]),
        Table(
            "sweep_visit",
            ["sweep", "number", "result", "attempt", "failed", "cases", "note", "on_day", "agrees"],
            key: ["sweep", "number"]
        ),
        Table(
            "need",
            ["id", "serial", "kind", "unit", "grid", "from_day", "until_day", "hands", "state", "offer"],
            key: ["id"]
        ),
        Table(
            "offer",
            ["id", "serial", "kind", "name", "unit", "from_day", "until_day", "is_open"],
            key: ["id"]
        ),
        Table("volunteer", ["id", "serial", "name", "unit", "minutes"], key: ["id"]),
        Table("volunteer_certificate", ["number", "minutes", "on_day"], key: ["number"]),
        Table(
            "pledge",
            ["id", "serial", "text", "unit", "until_day", "state", "note", "kept_on", "is_on_time"],
            key: ["id"]
        ),
        Table(
            "dispute",
            ["id", "serial", "kind", "unit", "grid", "parties", "on_day", "result"],
            key: ["id"]
        ),
    ]
}
