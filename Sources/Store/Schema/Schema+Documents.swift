extension Schema {
    /// Documents that came with reports, sealed, and the pictures of their pages.
    static let documents = Migration("2026-11-25-z-documents") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            """
            CREATE TABLE document (
                digest \(text) NOT NULL PRIMARY KEY,
                sealed \(blob) NOT NULL,
                key_number BIGINT NOT NULL,
                kept_at BIGINT NOT NULL,
                is_used BIGINT NOT NULL DEFAULT 0 CHECK (is_used IN (0, 1))
            )
            """,
            "CREATE INDEX document_unused ON document (kept_at) WHERE is_used = 0",
            // Pages of two documents may be the same picture, so that a page is no row of `photo`, which everybody may fetch.
            """
            CREATE TABLE document_page (
                document \(text) NOT NULL REFERENCES document (digest),
                number BIGINT NOT NULL CHECK (number > 0),
                digest \(text) NOT NULL,
                bytes \(blob) NOT NULL,
                small \(blob) NOT NULL,
                width BIGINT NOT NULL,
                height BIGINT NOT NULL,
                PRIMARY KEY (document, number)
            )
            """,
            // Where an upload became a document: how many pages it has. Its digest stands where a photo's would.
            "ALTER TABLE upload ADD COLUMN pages BIGINT",
            "ALTER TABLE case_file ADD COLUMN documents \(text) NOT NULL DEFAULT ''",
            "ALTER TABLE problem ADD COLUMN documents \(text) NOT NULL DEFAULT ''",
        ]
    }
}
