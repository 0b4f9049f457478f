extension Schema {
    /// Who cosigns the log: what each witness has signed, and how it stands.
    static let witnesses = Migration("2026-11-25-v-log") { dialect in
        let text = dialect.textType
        return [
            // `line`: the signature line of the note, with its newline; `witness`: a verifier key.
            """
            CREATE TABLE cosignature (
                size BIGINT NOT NULL CHECK (size > 0),
                witness \(text) NOT NULL,
                line \(text) NOT NULL,
                cosigned_at BIGINT NOT NULL,
                PRIMARY KEY (size, witness)
            )
            """,
            """
            CREATE TABLE witness (
                key \(text) NOT NULL PRIMARY KEY,
                size BIGINT NOT NULL CHECK (size >= 0),
                cosigned_at BIGINT,
                failure \(text),
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                next_at BIGINT,
                CHECK ((failure IS NULL) = (next_at IS NULL))
            )
            """,
        ]
    }
}
