extension Schema {
    /// What others than whoever has a case owe to it: assisting units, and departments that were called.
    static let shared = Migration("2026-11-25-t-whistle") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            // `awaits`, `due_at`: null when nobody owes anything any more.
            """
            CREATE TABLE shared_task (
                case_id \(blob) NOT NULL,
                number \(text) NOT NULL,
                kind \(text) NOT NULL CHECK (kind IN ('assistance', 'call')),
                unit \(text) NOT NULL,
                state \(text) NOT NULL,
                awaits \(text),
                decider \(blob),
                due_at BIGINT,
                PRIMARY KEY (case_id, kind, unit),
                CHECK ((awaits IS NULL) = (due_at IS NULL))
            )
            """
        ] + sharedIndexes.map(\.statement)
    }

    static let sharedIndexes = [
        Index("shared_task_awaits", on: "shared_task (awaits, due_at) WHERE awaits IS NOT NULL"),
        Index("shared_task_unit", on: "shared_task (unit, due_at) WHERE awaits IS NOT NULL"),
    ]
}
