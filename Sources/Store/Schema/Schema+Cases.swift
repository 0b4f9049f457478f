extension Schema {
    /// Reminders of what other units owe, and one mail a day for whoever asked for that.
    ///
    /// What units owe from before is watched from the next step on, or after a rebuild.
    static let cases = Migration("2026-11-25-v-cases") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            // When the clockwork has a word to say next; null when it has said everything.
            "ALTER TABLE shared_task ADD COLUMN watch_at BIGINT",
            // The message that a row goes out with, where that is not its receiver's own.
            "ALTER TABLE outbox ADD COLUMN digest \(text)",
            "CREATE INDEX outbox_in_digest ON outbox (digest, event) WHERE digest IS NOT NULL",
            // A digest as it was tried first; gone when it is sent.
            """
            CREATE TABLE outbox_digest (
                name \(text) NOT NULL PRIMARY KEY,
                made_at BIGINT NOT NULL,
                sealed \(blob) NOT NULL
            )
            """,
        ] + watchIndexes.map(\.statement)
    }

    static let watchIndexes = [
        Index("shared_task_watch", on: "shared_task (watch_at, number) WHERE watch_at IS NOT NULL")
    ]
}
