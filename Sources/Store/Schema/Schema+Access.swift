extension Schema {
    /// Who gets in and who sees what: second factors, sign-on through a provider, a list of one's sessions, keys of the
    /// vault by number, and confidential reports.
    ///
    /// Sessions from before have no beginning and no last use: everybody signs in again.
    static let access = Migration("2026-11-25-access") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        let accounts = [
            "ALTER TABLE account ADD COLUMN sign_on_issuer \(text)",
            "ALTER TABLE account ADD COLUMN sign_on_subject \(text)",
            "CREATE UNIQUE INDEX account_sign_on ON account (sign_on_issuer, sign_on_subject)",
            "CREATE TABLE second_factor_role (role \(text) NOT NULL PRIMARY KEY)",
        ]
        let signIn = [
            "DROP TABLE session",
            """
            CREATE TABLE session (
                token_hash \(blob) NOT NULL PRIMARY KEY,
                id \(text) NOT NULL UNIQUE,
                account \(blob) NOT NULL,
                csrf \(text) NOT NULL,
                stage \(text) NOT NULL CHECK (stage IN ('code', 'enrol', 'open')),
                made_at BIGINT NOT NULL,
                used_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                agent \(text) NOT NULL CHECK (LENGTH(agent) <= 32),
                is_sign_on BIGINT NOT NULL CHECK (is_sign_on IN (0, 1))
            )
            """,
            "CREATE INDEX session_expiry ON session (expires_at)",
            "CREATE INDEX session_account ON session (account)",
            """
            CREATE TABLE second_factor (
                account \(blob) NOT NULL PRIMARY KEY,
                sealed \(blob) NOT NULL,
                is_confirmed BIGINT NOT NULL CHECK (is_confirmed IN (0, 1)),
                last_step BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE recovery_code (
                account \(blob) NOT NULL,
                hash \(blob) NOT NULL CHECK (LENGTH(hash) = 32),
                PRIMARY KEY (account, hash)
            )
            """,
        ]
        let vault = [
            "ALTER TABLE contact ADD COLUMN key_number BIGINT NOT NULL DEFAULT 1",
            "CREATE TABLE vault_key (number BIGINT NOT NULL PRIMARY KEY CHECK (number > 1), used_from BIGINT NOT NULL)",
            "ALTER TABLE case_file ADD COLUMN recused \(text)",
        ]
        return accounts + signIn + vault
    }

    static let accountIndexes = [
        Index("account_sign_on", on: "account (sign_on_issuer, sign_on_subject)", isUnique: true)
    ]
}
