extension Schema {
    /// Uploads that may break off, smaller sizes of photos, and photos of which parts are covered.
    static let pictures = Migration("2026-11-25-t-pictures") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            // `name`: SHA-256 of the address that the upload has; `photo`: once all of it is there.
            """
            CREATE TABLE upload (
                name \(text) NOT NULL PRIMARY KEY,
                length BIGINT NOT NULL CHECK (length > 0),
                received BIGINT NOT NULL CHECK (received BETWEEN 0 AND length),
                photo \(text),
                made_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX upload_age ON upload (made_at)",
            "CREATE INDEX upload_waiting ON upload (length) WHERE photo IS NULL",
            """
            CREATE TABLE upload_part (
                upload \(text) NOT NULL REFERENCES upload (name),
                at_byte BIGINT NOT NULL CHECK (at_byte >= 0),
                bytes \(blob) NOT NULL,
                PRIMARY KEY (upload, at_byte)
            )
            """,
            // The picture as it is shown has a digest of its own once it differs from the one that reports name.
            "ALTER TABLE photo ADD COLUMN shown \(text)",
            """
            CREATE TABLE photo_size (
                digest \(text) NOT NULL REFERENCES photo (digest),
                side BIGINT NOT NULL,
                bytes \(blob) NOT NULL,
                PRIMARY KEY (digest, side)
            )
            """,
            // The picture as it came, sealed with the vault's key, once the one that is shown differs from it.
            """
            CREATE TABLE photo_original (
                digest \(text) NOT NULL PRIMARY KEY REFERENCES photo (digest),
                sealed \(blob) NOT NULL,
                key_number BIGINT NOT NULL,
                rectangles \(text) NOT NULL
            )
            """,
        ]
    }
}
