extension Schema {
    /// What goes out: who wants to be told, what is to be sent to whom, and how far the journal has been read for it.
    static let messages = Migration("2026-11-25-messages") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            // The address itself lies in `contact`.
            """
            CREATE TABLE reporter_subscription (
                case_number \(text) NOT NULL PRIMARY KEY,
                language \(text) NOT NULL,
                timing \(text) NOT NULL CHECK (timing IN ('at_once', 'daily')),
                is_active BIGINT NOT NULL CHECK (is_active IN (0, 1))
            )
            """,
            """
            CREATE TABLE staff_subscription (
                account \(blob) NOT NULL PRIMARY KEY,
                sealed \(blob) NOT NULL,
                language \(text) NOT NULL,
                timing \(text) NOT NULL CHECK (timing IN ('at_once', 'daily')),
                is_active BIGINT NOT NULL CHECK (is_active IN (0, 1))
            )
            """,
            """
            CREATE TABLE webhook (
                id \(text) NOT NULL PRIMARY KEY,
                url \(text) NOT NULL,
                sealed \(blob) NOT NULL,
                is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)),
                since BIGINT NOT NULL
            )
            """,
            // Never twice for the same event and receiver: the key says so.
            """
            CREATE TABLE outbox (
                event BIGINT NOT NULL CHECK (event > 0),
                receiver \(text) NOT NULL,
                channel \(text) NOT NULL CHECK (channel IN ('mail', 'webhook')),
                step \(text) NOT NULL,
                state \(text) NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'dropped', 'given_up')),
                made_at BIGINT NOT NULL,
                next_at BIGINT,
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                batch BIGINT,
                sealed \(blob),
                sent_at BIGINT,
                failure \(text),
                PRIMARY KEY (event, receiver),
                CHECK ((state IN ('waiting', 'sending')) = (next_at IS NOT NULL))
            )
            """,
            "CREATE INDEX outbox_due ON outbox (channel, next_at) WHERE next_at IS NOT NULL",
            "CREATE INDEX outbox_receiver ON outbox (receiver, event)",
            "CREATE INDEX outbox_given_up ON outbox (event) WHERE state = 'given_up'",
            "CREATE INDEX outbox_done ON outbox (made_at) WHERE next_at IS NULL",
            "CREATE TABLE outbox_position (id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), position BIGINT NOT NULL)",
        ]
    }
}
