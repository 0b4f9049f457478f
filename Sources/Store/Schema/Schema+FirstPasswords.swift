extension Schema {
    /// Passwords that somebody else has given; those from before are their owners'.
    static let firstPasswords = Migration("2026-11-25-w-cases") { _ in
        ["ALTER TABLE credential ADD COLUMN is_first BIGINT NOT NULL DEFAULT 0 CHECK (is_first IN (0, 1))"]
    }
}
