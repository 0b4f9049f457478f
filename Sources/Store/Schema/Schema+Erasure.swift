extension Schema {
    /// What is to be forgotten, and what was.
    static let erasure = Migration("2026-11-25-v-log-erasure") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            """
            CREATE TABLE erasure (
                id \(blob) NOT NULL PRIMARY KEY,
                case_id \(blob) NOT NULL,
                number \(text) NOT NULL,
                day \(text) NOT NULL,
                serial BIGINT NOT NULL,
                state \(text) NOT NULL CHECK (state IN ('asked', 'declined', 'done')),
                basis \(text) NOT NULL,
                changed_at BIGINT NOT NULL,
                asked_by \(blob),
                payloads BIGINT,
                category \(text),
                grid \(text),
                reported_on \(text),
                ended_on \(text),
                is_confidential BIGINT CHECK (is_confidential IN (0, 1)),
                receipt \(text),
                CHECK ((state = 'done') = (payloads IS NOT NULL)),
                CHECK ((state = 'done') = (category IS NOT NULL)),
                CHECK ((state = 'done') = (reported_on IS NOT NULL)),
                CHECK ((state = 'done') = (is_confidential IS NOT NULL))
            )
            """
        ] + erasureIndexes.map(\.statement)
    }

    static let erasureIndexes = [
        // A case is asked for once at a time, and erased once.
        Index("erasure_case", on: "erasure (case_id) WHERE state <> 'declined'", isUnique: true),
        Index("erasure_number", on: "erasure (number, state)"),
        Index("erasure_serial", on: "erasure (day, serial)"),
        Index("erasure_state", on: "erasure (state, changed_at)"),
    ]
}

extension Schema {
    /// Records whose names and words are to be forgotten, or were; the records stay.
    static let recordErasure = Migration("2026-11-25-z-record-erasure") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return [
            """
            CREATE TABLE record_erasure (
                id \(blob) NOT NULL PRIMARY KEY,
                subject \(blob) NOT NULL,
                kind \(text) NOT NULL,
                number BIGINT NOT NULL,
                state \(text) NOT NULL CHECK (state IN ('asked', 'declined', 'done')),
                basis \(text) NOT NULL,
                changed_at BIGINT NOT NULL,
                asked_by \(blob),
                payloads BIGINT,
                CHECK ((state = 'done') = (payloads IS NOT NULL))
            )
            """
        ] + recordErasureIndexes.map(\.statement)
    }

    static let recordErasureIndexes = [
        // A record is asked for once at a time, and erased once.
        Index("record_erasure_subject", on: "record_erasure (subject) WHERE state <> 'declined'", isUnique: true),
        Index("record_erasure_state", on: "record_erasure (state, changed_at)"),
    ]
}
