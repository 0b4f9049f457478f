extension Schema {
    /// What staff have answered to the claim check, so that it asks once.
    static let claims = Migration("2026-11-25-v-claims") { dialect in
        [
            // `question` is the SHA-256 of words beside a number, never the words: nothing of a draft is kept.
            // An empty `figure` says that none of the known ones is meant.
            """
            CREATE TABLE claim_answer (
                question \(dialect.blobType) NOT NULL PRIMARY KEY,
                figure \(dialect.textType) NOT NULL,
                account \(dialect.blobType) NOT NULL,
                answered_at BIGINT NOT NULL
            )
            """
        ]
    }
}
