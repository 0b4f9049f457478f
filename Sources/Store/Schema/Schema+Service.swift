extension Schema {
    /// Problems of firms that are taken to an end.
    static let service = Migration("2026-11-25-w-service") { dialect in
        let (blob, text) = (dialect.blobType, dialect.textType)
        return problemTables(blob: blob, text: text) + problemIndexes.map(\.statement)
    }

    private static func problemTables(blob: String, text: String) -> [String] {
        [
            // `owed`, `owed_by`: what somebody owes to it beside its case's clock, and the last day. `voice`: who confirmed it.
            """
            CREATE TABLE problem (
                id \(blob) NOT NULL PRIMARY KEY,
                number BIGINT NOT NULL UNIQUE,
                version BIGINT NOT NULL,
                firm BIGINT NOT NULL,
                grid \(text),
                source \(text) NOT NULL,
                need \(text) NOT NULL,
                summary \(text) NOT NULL,
                hidden \(text) NOT NULL,
                stage \(text) NOT NULL CHECK (stage IN (
                    'collected', 'graded', 'assigned', 'suspended', 'answered', 'closed', 'withdrawn', 'voided')),
                is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)),
                grade \(text) CHECK (grade IN ('A', 'B', 'C')),
                case_number \(text),
                unit \(text),
                owed \(text),
                owed_by \(text),
                is_overdue BIGINT NOT NULL CHECK (is_overdue IN (0, 1)),
                result \(text),
                is_solved BIGINT NOT NULL CHECK (is_solved IN (0, 1)),
                collected_on \(text) NOT NULL,
                closed_on \(text),
                CHECK ((owed IS NULL) = (owed_by IS NULL)),
                CHECK ((grade IS NULL) = (case_number IS NULL))
            )
            """
        ]
    }

    static let problemIndexes = [
        Index("problem_firm", on: "problem (firm, number)"),
        Index("problem_open", on: "problem (number) WHERE is_open = 1"),
        Index("problem_unit", on: "problem (unit, number) WHERE unit IS NOT NULL"),
        Index("problem_owed", on: "problem (owed_by, number) WHERE owed_by IS NOT NULL AND is_overdue = 0"),
        Index("problem_overdue", on: "problem (number) WHERE is_overdue = 1"),
    ]
}
