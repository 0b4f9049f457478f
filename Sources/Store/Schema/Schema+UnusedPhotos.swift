extension Schema {
    /// Tells photos that a report names from those of a form that was never sent, which are forgotten after a day.
    ///
    /// Photos from before count as used: nothing is lost.
    static let unusedPhotos = Migration("2026-11-24-unused-photos") { _ in
        [
            "ALTER TABLE photo ADD COLUMN is_used BIGINT NOT NULL DEFAULT 0 CHECK (is_used IN (0, 1))",
            "UPDATE photo SET is_used = 1",
            "CREATE INDEX photo_unused ON photo (kept_at) WHERE is_used = 0",
        ]
    }
}
