extension Schema {
    /// A table with its columns and the ones that tell its rows apart, in this order.
    package struct Table: Hashable, Sendable {
        package let name: String
        package let columns: [String]
        package let key: [String]

        init(_ name: String, _ columns: [String], key: [String]) {
            self.name = name
            self.columns = columns
            self.key = key
        }
    }

    /// Every table of a board but the list of migrations, each after those that it refers to.
    ///
    /// A test compares it with the database's own list.
    package static let tables = journalTables + besideTables + messageTables + projectedTables

    private static let journalTables = [
        Table("board_identity", ["id", "origin"], key: ["id"]),
        Table("entry", ["seq", "subject", "kind", "version", "facts", "leaf"], key: ["seq"]),
        Table("payload", ["seq", "commitment_key", "body"], key: ["seq"]),
        Table("checkpoint", ["size", "root", "note", "figures", "signed_at"], key: ["size"]),
        Table("tile", ["level", "number", "hashes", "root"], key: ["level", "number"]),
        Table("cosignature", ["size", "witness", "line", "cosigned_at"], key: ["size", "witness"]),
        Table("witness", ["key", "size", "cosigned_at", "failure", "attempts", "next_at"], key: ["key"]),
    ]

    private static let besideTables = [
        Table("contact", ["case_number", "sealed", "key_number"], key: ["case_number"]),
        Table("vault_key", ["number", "used_from"], key: ["number"]),
        Table("photo", ["digest", "bytes", "width", "height", "kept_at", "is_used", "shown"], key: ["digest"]),
        Table("photo_size", ["digest", "side", "bytes"], key: ["digest", "side"]),
        Table("photo_original", ["digest", "sealed", "key_number", "rectangles"], key: ["digest"]),
        Table("document", ["digest", "sealed", "key_number", "kept_at", "is_used"], key: ["digest"]),
        Table(
            "document_page",
            ["document", "number", "digest", "bytes", "small", "width", "height"],
            key: ["document", "number"]
        ),
        Table("upload", ["name", "length", "received", "photo", "made_at", "pages"], key: ["name"]),
        Table("upload_part", ["upload", "at_byte", "bytes"], key: ["upload", "at_byte"]),
        Table(
            "also",
            ["case_number", "serial", "mark", "joined_at", "left_at", "sealed", "language", "timing", "is_active"],
            key: ["case_number", "serial"]
        ),
        Table("repeat_guard", ["key", "request", "case_number", "made_at"], key: ["key"]),
        Table("imported_row", ["source", "number", "digest", "case_number"], key: ["source", "number"]),
        Table("credential", ["account", "salt", "hash", "cost", "is_first"], key: ["account"]),
        Table(
            "session",
            [
                "token_hash", "id", "account", "csrf", "stage", "made_at", "used_at", "expires_at", "agent",
                "is_sign_on",
            ],
            key: ["token_hash"]
        ),
        Table("second_factor", ["account", "sealed", "is_confirmed", "last_step"], key: ["account"]),
        Table("recovery_code", ["account", "hash"], key: ["account", "hash"]),
        Table("sign_in_failure", ["key", "failures", "last_at"], key: ["key"]),
        Table("word_progress", ["id", "position", "turn"], key: ["id"]),
        Table("fact_progress", ["id", "position"], key: ["id"]),
        Table("territory_draft", ["id", "account", "made_at", "body"], key: ["id"]),
        Table("territory_settled", ["id", "position", "again_at"], key: ["id"]),
        Table("kept_queue", ["account", "name", "query"], key: ["account", "name"]),
        Table(
            "received_update",
            ["client", "case_number", "update_id", "answer"],
            key: ["client", "case_number", "update_id"]
        ),
        Table("hotline_order", ["number", "case_number", "received_at", "fields", "digest"], key: ["number"]),
        Table("hotline_upload", ["id", "account", "name", "bytes", "made_at"], key: ["id"]),
        Table("firm_key", ["year", "digest"], key: ["year"]),
        Table("claim_answer", ["question", "figure", "account", "answered_at"], key: ["question"]),
    ]

    private static let messageTables = [
        Table(
            "reporter_subscription",
            ["case_number", "language", "timing", "is_active"],
            key: ["case_number"]
        ),
        Table("staff_subscription", ["account", "sealed", "language", "timing", "is_active"], key: ["account"]),
        Table("webhook", ["id", "url", "sealed", "is_active", "since"], key: ["id"]),
        Table(
            "outbox",
            [
                "event", "receiver", "channel", "step", "state", "made_at", "next_at", "attempts", "batch", "sealed",
                "sent_at", "failure", "digest",
            ],
            key: ["event", "receiver"]
        ),
        Table("outbox_digest", ["name", "made_at", "sealed"], key: ["name"]),
        Table("outbox_position", ["id", "position"], key: ["id"]),
    ]

    private static let projectedTables =
        [
            Table("word_place", ["word", "part", "places"], key: ["word", "part"]),
            Table(
                "case_file",
                [
                    "id", "number", "day", "serial", "version", "stage", "awaits", "is_open", "is_overdue", "channel",
                    "category", "grid", "post", "unit", "longitude", "latitude", "address", "words", "answers",
                    "photos",
                    "receipt", "has_contact", "origin_source", "origin_number", "is_duplicate", "calendar",
                    "clock_limit",
                    "clock_from", "clock_changes", "reported_at", "updated_at", "due_at", "step_due_at", "closed_at",
                    "is_on_time", "outcome", "reply", "waiting_days", "round", "rating", "recused", "merged_into",
                    "level", "documents",
                ],
                key: ["id"]
            ),
            Table(
                "shared_task",
                ["case_id", "number", "kind", "unit", "state", "awaits", "decider", "due_at", "watch_at"],
                key: ["case_id", "kind", "unit"]
            ),
            Table("tally", ["day", "measure", "n"], key: ["measure", "day"]),
            Table(
                "erasure",
                [
                    "id", "case_id", "number", "day", "serial", "state", "basis", "changed_at", "asked_by", "payloads",
                    "category", "grid", "reported_on", "ended_on", "is_confidential", "receipt",
                ],
                key: ["id"]
            ),
            Table(
                "record_erasure",
                ["id", "subject", "kind", "number", "state", "basis", "changed_at", "asked_by", "payloads"],
                key: ["id"]
            ),
            Table("admin_unit", ["code", "name", "level", "parent"], key: ["code"]),
            Table("grid", ["code", "scheme", "name", "unit", "area", "outline"], key: ["code"]),
            Table("post", ["id", "code", "kind", "grid"], key: ["id"]),
            Table(
                "appointment",
                ["post", "holder", "from_day", "until_day", "is_deputy"],
                key: ["post", "is_deputy", "from_day"]
            ),
            Table("handling_unit", ["code", "body"], key: ["code"]),
            Table("category", ["code", "body"], key: ["code"]),
            Table("calendar", ["version", "ordinal", "body"], key: ["version"]),
            Table("edition", ["kind", "version", "ordinal", "from_day", "basis", "body"], key: ["kind", "version"]),
            Table("unit_post", ["id", "code", "unit"], key: ["id"]),
            Table(
                "account",
                [
                    "id", "sign_in_name", "display_name", "roles", "scope", "unit", "is_open", "sign_on_issuer",
                    "sign_on_subject", "is_locked", "reset_asked_by",
                ],
                key: ["id"]
            ),
            Table("second_factor_role", ["role"], key: ["role"]),
            Table("board", ["id", "is_synthetic"], key: ["id"]),
            Table("grid_successor", ["code", "successor"], key: ["code"]),
            Table("division_version", ["number", "from_day", "basis", "grids"], key: ["number"]),
            Table("division_plan", ["id", "from_day", "basis", "changes"], key: ["id"]),
            Table("message_template", ["slot", "number", "from_day", "zh", "en"], key: ["slot", "number"]),
        ] + firmTables

    private static let firmTables =
        [
            Table(
                "enterprise",
                [
                    "id", "number", "version", "name", "names", "credit_code", "kind", "industry", "park", "grid",
                    "longitude", "latitude", "address", "state", "steward", "link_version",
                ],
                key: ["id"]
            ),
            Table("enterprise_word", ["word", "firm"], key: ["word", "firm"]),
            Table("enterprise_tag", ["tag", "firm", "from_day"], key: ["tag", "firm"]),
            Table(
                "enterprise_status",
                ["firm", "kind", "from_day", "until_day", "certificate"],
                key: ["firm", "kind", "from_day"]
            ),
            Table(
                "enterprise_term",
                ["firm", "is_deputy", "from_day", "until_day", "holder", "unit"],
                key: ["firm", "is_deputy", "from_day"]
            ),
            Table("firm_park", ["code", "zh", "en"], key: ["code"]),
            Table("firm_tag", ["code", "zh", "en"], key: ["code"]),
            Table("firm_cap", ["id", "visits"], key: ["id"]),
            Table("visit_round", ["code", "id", "name", "from_day", "until_day", "firms", "closed_on"], key: ["code"]),
            Table("round_firm", ["round", "firm", "kind", "found"], key: ["round", "firm"]),
            Table(
                "visit",
                [
                    "id", "version", "firm", "state", "unit", "officer", "companions", "purpose", "is_asked", "day",
                    "part",
                    "round", "outcome", "minutes", "needs", "problems", "policies", "written", "asked_twice",
                ],
                key: ["id"]
            ),
            Table("indicator", ["code", "version", "def", "body", "seq", "defined_on"], key: ["code", "version"]),
            Table(
                "figure",
                ["seq", "subject", "fig", "is_imported", "from_day", "until_day", "scope", "superseded_by"],
                key: ["seq"]
            ),
            Table("fact_day", ["type", "fact", "day", "seq"], key: ["type", "fact", "day", "seq"]),
        ] + activeTables + bulletinTables + serviceTables

    private static let serviceTables =
        [
            Table(
                "problem",
                [
                    "id", "number", "version", "firm", "grid", "source", "need", "summary", "hidden", "stage",
                    "is_open",
                    "grade", "case_number", "unit", "owed", "owed_by", "is_overdue", "result", "is_solved",
                    "collected_on",
                    "closed_on", "documents",
                ],
                key: ["id"]
            )
        ] + groundTables + projectTables + scaleTables + policyTables

    /// The tables that are views of the journal: dropped and filled again by a rebuild, with the same content.
    package static let projections = projectedTables.map { Projection(table: $0, indexes: indexes[$0.name] ?? []) }
}

/// Names are constants of ours, so they may stand in the text; values never do.
extension Schema.Table {
    /// Rows with a key after `last`, in the order of the key.
    package func page(after last: [SQL.Value]?, limit: Int, in db: any Connection) throws -> [[SQL.Value]] {
        let columns = SQL(stringLiteral: columns.joined(separator: ", "))
        let order = SQL(stringLiteral: key.joined(separator: ", "))
        var statement: SQL = "SELECT " + columns + " FROM " + sqlName
        if let last { statement = statement + " WHERE (" + order + ") > (" + .list(last) + ")" }
        return try db.rows(statement + " ORDER BY " + order + " LIMIT \(limit)", values)
    }

    /// The greatest key; nil in an empty table.
    package func lastKey(in db: any Connection) throws -> [SQL.Value]? {
        let key = SQL(stringLiteral: key.joined(separator: ", "))
        let order = SQL(stringLiteral: self.key.map { "\($0) DESC" }.joined(separator: ", "))
        return try db.first("SELECT " + key + " FROM " + sqlName + " ORDER BY " + order + " LIMIT 1", values)
    }

    package func key(of row: [SQL.Value]) -> [SQL.Value] {
        key.compactMap { name in columns.firstIndex(of: name).map { row[$0] } }
    }

    package func count(in db: any Connection) throws -> Int64 {
        try db.first("SELECT COUNT(*) FROM " + sqlName) { try $0.integer(0) } ?? 0
    }

    package func insert(_ row: [SQL.Value], in db: any Connection) throws {
        let columns = SQL(stringLiteral: columns.joined(separator: ", "))
        try db.submit("INSERT INTO " + sqlName + " (" + columns + ") VALUES (" + .list(row) + ")")
    }

    private var sqlName: SQL { SQL(stringLiteral: name) }

    private func values(of row: any Row) throws -> [SQL.Value] {
        try (0..<row.columnCount).map { try row.value($0) }
    }
}
