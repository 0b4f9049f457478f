extension Schema {
    /// Whose journal a database holds, so that no board ever continues another one's.
    static let boardIdentity = Migration("2026-11-25-board-identity") { dialect in
        [
            """
            CREATE TABLE board_identity (
                id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
                origin \(dialect.textType) NOT NULL
            )
            """
        ]
    }
}
