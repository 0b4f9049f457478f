extension Schema {
    /// What has moved the due time of a case: extensions and suspensions.
    ///
    /// No case from before has any.
    static let movedClocks = Migration("2026-11-25-moved-clocks") { dialect in
        ["ALTER TABLE case_file ADD COLUMN clock_changes \(dialect.textType) NOT NULL DEFAULT ''"]
    }
}
