extension Schema {
    /// Key projects with their officers and what stands in their way.
    static let projects = Migration("2026-11-25-y-projects") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            // `light`, `late`, `lit_on`: of the week that ended last, by its Sunday. `next_light`: the Sunday that comes next.
            """
            CREATE TABLE project (
                id \(blob) NOT NULL PRIMARY KEY,
                serial BIGINT NOT NULL UNIQUE,
                name \(text) NOT NULL,
                level \(text) NOT NULL CHECK (level IN ('province', 'city', 'district')),
                unit \(text) NOT NULL,
                grid \(text),
                investor \(text) NOT NULL,
                firm BIGINT,
                stage \(text) NOT NULL CHECK (stage IN (
                    'approved', 'preparing', 'building', 'completed', 'producing', 'stopped')),
                is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)),
                light \(text) CHECK (light IN ('green', 'yellow', 'red')),
                late BIGINT,
                lit_on \(text),
                next_light \(text),
                milestones BIGINT NOT NULL,
                reached BIGINT NOT NULL,
                next_name \(text),
                next_planned \(text),
                CHECK (reached <= milestones),
                CHECK ((light IS NULL) = (lit_on IS NULL) AND (light IS NULL) = (late IS NULL)),
                CHECK ((is_open = 1) = (next_light IS NOT NULL)),
                CHECK ((next_name IS NULL) = (next_planned IS NULL))
            )
            """,
            """
            CREATE TABLE project_year (
                project BIGINT NOT NULL,
                year BIGINT NOT NULL,
                standing \(text) NOT NULL CHECK (standing IN ('new', 'continued')),
                PRIMARY KEY (project, year)
            )
            """,
            // `unit`: the body that the holder works for.
            """
            CREATE TABLE project_term (
                project BIGINT NOT NULL,
                seat \(text) NOT NULL CHECK (seat IN ('leader', 'officer', 'deputy')),
                from_day \(text) NOT NULL,
                until_day \(text),
                holder \(blob) NOT NULL,
                unit \(text) NOT NULL,
                PRIMARY KEY (project, seat, from_day)
            )
            """,
            """
            CREATE TABLE project_blocker (
                project BIGINT NOT NULL,
                number BIGINT NOT NULL,
                need \(text) NOT NULL,
                reported_on \(text) NOT NULL,
                coordinated_on \(text),
                solved_on \(text),
                PRIMARY KEY (project, number)
            )
            """,
            // `statutory`, `days`: in working days. `until_day`: of an area's appraisal.
            """
            CREATE TABLE procedure_service (
                id \(blob) NOT NULL PRIMARY KEY,
                serial BIGINT NOT NULL UNIQUE,
                kind \(text) NOT NULL CHECK (kind IN ('deficient', 'merged', 'area', 'agency', 'one_matter')),
                title \(text) NOT NULL,
                unit \(text) NOT NULL,
                grid \(text),
                firm BIGINT,
                project BIGINT,
                statutory BIGINT NOT NULL,
                parts BIGINT NOT NULL,
                begun_on \(text) NOT NULL,
                promised \(text),
                until_day \(text),
                supplied_on \(text),
                uses BIGINT NOT NULL,
                state \(text) NOT NULL CHECK (state IN ('open', 'finished', 'ended')),
                ended_on \(text),
                days BIGINT,
                visits BIGINT,
                CHECK ((kind = 'area') = (until_day IS NOT NULL)),
                CHECK ((kind = 'deficient') = (promised IS NOT NULL)),
                CHECK ((state = 'open') = (ended_on IS NULL)),
                CHECK ((state = 'finished') = (days IS NOT NULL) AND (state = 'finished') = (visits IS NOT NULL))
            )
            """,
        ] + procedureIndexes.map(\.statement) + projectIndexes.map(\.statement) + projectYearIndexes.map(\.statement)
            + projectTermIndexes.map(\.statement) + projectBlockerIndexes.map(\.statement)
    }

    static let projectIndexes = [
        Index("project_open", on: "project (serial) WHERE is_open = 1"),
        Index("project_light", on: "project (light, serial) WHERE is_open = 1"),
        Index("project_unlit", on: "project (next_light, serial) WHERE next_light IS NOT NULL"),
    ]
    static let projectYearIndexes = [Index("project_year_year", on: "project_year (year, standing, project)")]
    static let projectTermIndexes = [Index("project_term_holder", on: "project_term (holder, from_day)")]
    static let projectBlockerIndexes = [
        Index("project_blocker_day", on: "project_blocker (reported_on, coordinated_on, solved_on)")
    ]

    static let procedureIndexes = [
        Index("procedure_open", on: "procedure_service (serial) WHERE state = 'open'"),
        Index("procedure_until", on: "procedure_service (until_day, uses) WHERE state = 'open'"),
        // All that the year's numbers need.
        Index("procedure_ended", on: "procedure_service (state, ended_on, kind, statutory, days, visits)"),
    ]

    static let projectTables = [
        Table(
            "procedure_service",
            [
                "id", "serial", "kind", "title", "unit", "grid", "firm", "project", "statutory", "parts", "begun_on",
                "promised", "until_day", "supplied_on", "uses", "state", "ended_on", "days", "visits",
            ],
            key: ["id"]
        ),
        Table(
            "project",
            [
                "id", "serial", "name", "level", "unit", "grid", "investor", "firm", "stage", "is_open", "light",
                "late", "lit_on", "next_light", "milestones", "reached", "next_name", "next_planned",
            ],
            key: ["id"]
        ),
        Table("project_year", ["project", "year", "standing"], key: ["project", "year"]),
        Table(
            "project_term",
            ["project", "seat", "from_day", "until_day", "holder", "unit"],
            key: ["project", "seat", "from_day"]
        ),
        Table(
            "project_blocker",
            ["project", "number", "need", "reported_on", "coordinated_on", "solved_on"],
            key: ["project", "number"]
        ),
    ]
}
