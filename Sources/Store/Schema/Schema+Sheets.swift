extension Schema {
    /// What goes between this office and others: updates that came in, the hotline's orders, sheets that wait for somebody to
    /// say yes; and heads of the log by when they were signed.
    static let sheets = Migration("2026-11-25-t-sheets") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            """
            CREATE TABLE received_update (
                client \(text) NOT NULL,
                case_number \(text) NOT NULL,
                update_id \(text) NOT NULL,
                answer \(text) NOT NULL,
                PRIMARY KEY (client, case_number, update_id)
            )
            """,
            // `fields`: the order as the hotline's sheet had it last, JSON.
            """
            CREATE TABLE hotline_order (
                number \(text) NOT NULL PRIMARY KEY,
                case_number \(text) NOT NULL,
                received_at BIGINT NOT NULL,
                fields \(text) NOT NULL,
                digest \(blob) NOT NULL CHECK (LENGTH(digest) = 32)
            )
            """,
            "CREATE INDEX hotline_order_received ON hotline_order (received_at, number)",
            """
            CREATE TABLE hotline_upload (
                id \(text) NOT NULL PRIMARY KEY,
                account \(blob) NOT NULL,
                name \(text) NOT NULL,
                bytes \(blob) NOT NULL,
                made_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX checkpoint_signed ON checkpoint (signed_at, size)",
        ]
    }
}
