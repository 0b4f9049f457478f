extension Schema {
    /// What queues choose by beside the rest, and the queues that somebody keeps under a name.
    ///
    /// Open cases of before get the level that their stage implies; `qipan rebuild` puts in all others.
    static let deskQueues = Migration("2026-11-25-t-desk") { dialect in
        [
            "ALTER TABLE case_file ADD COLUMN level BIGINT NOT NULL DEFAULT 1",
            """
            UPDATE case_file
            SET level = 3
            WHERE is_open = 1 AND stage NOT IN ('reported', 'self_handled', 'verifying', 'verified')
            """,
            """
            CREATE TABLE kept_queue (
                account \(dialect.blobType) NOT NULL,
                name \(dialect.textType) NOT NULL,
                query \(dialect.textType) NOT NULL,
                PRIMARY KEY (account, name)
            )
            """,
        ]
    }
}
