extension Schema {
    /// Policies for firms, and what firms ask of them.
    static let policies = Migration("2026-11-25-z-policy") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            // What the policy says now. `words`: what a search looks through, in small letters. `until_day`: the first day on which
            // it does not hold any more. `conditions`: canonical JSON.
            """
            CREATE TABLE policy (
                id \(blob) NOT NULL PRIMARY KEY,
                serial BIGINT NOT NULL UNIQUE,
                version BIGINT NOT NULL,
                title \(text) NOT NULL,
                summary \(text) NOT NULL,
                authority \(text) NOT NULL,
                document \(text) NOT NULL,
                lead \(text) NOT NULL,
                from_day \(text) NOT NULL,
                until_day \(text),
                gives \(text) NOT NULL,
                how \(text) NOT NULL,
                days BIGINT NOT NULL,
                conditions \(text) NOT NULL,
                words \(text) NOT NULL,
                published_on \(text) NOT NULL,
                changed_on \(text) NOT NULL,
                withdrawn_on \(text),
                CHECK (until_day IS NULL OR from_day < until_day)
            )
            """,
            // No words: they stay in the journal. And no answers to conditions: they stay with the firm.
            """
            CREATE TABLE policy_request (
                id \(blob) NOT NULL PRIMARY KEY,
                number BIGINT NOT NULL UNIQUE,
                kind \(text) NOT NULL CHECK (kind IN ('application', 'question')),
                policy BIGINT NOT NULL,
                version BIGINT NOT NULL,
                firm BIGINT NOT NULL,
                channel \(text) NOT NULL CHECK (channel IN ('link', 'steward')),
                unit \(text) NOT NULL,
                days BIGINT NOT NULL,
                asked_on \(text) NOT NULL,
                due \(text) NOT NULL,
                state \(text) NOT NULL CHECK (state IN ('open', 'granted', 'not_granted', 'explained', 'taken_back')),
                ended_on \(text),
                CHECK ((state = 'open') = (ended_on IS NULL))
            )
            """,
        ] + policyIndexes.map(\.statement) + policyRequestIndexes.map(\.statement)
    }

    static let policyIndexes = [
        Index("policy_standing", on: "policy (serial) WHERE withdrawn_on IS NULL"),
        Index("policy_lead", on: "policy (lead, serial)"),
    ]
    static let policyRequestIndexes = [
        Index("policy_request_due", on: "policy_request (unit, due, number) WHERE state = 'open'"),
        Index("policy_request_unit", on: "policy_request (unit, number)"),
        Index("policy_request_firm", on: "policy_request (firm, number)"),
        Index("policy_request_policy", on: "policy_request (policy, asked_on, kind, state)"),
        // A firm applies anew when it has its answer.
        Index(
            "policy_request_open",
            on: "policy_request (firm, policy) WHERE state = 'open' AND kind = 'application'",
            isUnique: true
        ),
    ]

    static let policyTables = [
        Table(
            "policy",
            [
                "id", "serial", "version", "title", "summary", "authority", "document", "lead", "from_day", "until_day",
                "gives", "how", "days", "conditions", "words", "published_on", "changed_on", "withdrawn_on",
            ],
            key: ["id"]
        ),
        Table(
            "policy_request",
            [
                "id", "number", "kind", "policy", "version", "firm", "channel", "unit", "days", "asked_on",
                "due", "state", "ended_on",
            ],
            key: ["id"]
        ),
    ]
}
