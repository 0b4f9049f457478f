package import Domain

/// What the outbox reads of the journal.
package enum JournalEvents {
    /// An entry, as far as somebody may have to be told of it.
    package struct Event: Sendable {
        package let position: Int64
        package let subject: [UInt8]
        package let isCase: Bool
        package let facts: Facts
    }

    /// The entries with a position in `range`, in order.
    package static func all(_ range: Range<Int64>, in db: any Connection) throws -> [Event] {
        try db.rows(
            """
            SELECT seq, subject, kind, facts
            FROM entry
            WHERE seq >= \(range.lowerBound) AND seq < \(range.upperBound)
            ORDER BY seq
            """,
            event
        )
    }

    /// The entries of cases whose reporter wants to be told, with the case's number and when to tell.
    package static func toReporters(
        _ range: Range<Int64>,
        in db: any Connection
    ) throws -> [(event: Event, number: CaseNumber, timing: Timing)] {
        try db.rows(toReportersStatement(range), told)
    }

    private static func told(_ row: any Row) throws -> (event: Event, number: CaseNumber, timing: Timing) {
        guard let timing = Timing(rawValue: try row.text(5)) else {
            throw Fault.corrupt("a subscription has no valid timing")
        }
        return (try event(row), CaseNumber(stored: try row.text(4)), timing)
    }

    package static func toReportersStatement(_ range: Range<Int64>) -> SQL {
        """
        SELECT entry.seq, entry.subject, entry.kind, entry.facts, case_file.number, reporter_subscription.timing
        FROM entry
            JOIN case_file ON case_file.id = entry.subject
            JOIN reporter_subscription ON reporter_subscription.case_number = case_file.number
        WHERE entry.seq >= \(range.lowerBound) AND entry.seq < \(range.upperBound)
            AND reporter_subscription.is_active = 1
        ORDER BY entry.seq
        """
    }

    /// The entries of cases that others have met too and want to be told of, with whom to tell and when.
    package static func toOthers(
        _ range: Range<Int64>,
        in db: any Connection
    ) throws -> [(event: Event, receiver: Receiver, timing: Timing)] {
        try db.rows(toOthersStatement(range)) { row in
            guard let timing = Timing(rawValue: try row.text(5)) else {
                throw Fault.corrupt("a receipt has no valid timing")
            }
            return (try event(row), .also(CaseNumber(stored: try row.text(4)), Int(try row.integer(6))), timing)
        }
    }

    /// The number is looked up entry by entry: a join would let a database read all cases for a thousand entries.
    package static func toOthersStatement(_ range: Range<Int64>) -> SQL {
        """
        SELECT told.seq, told.subject, told.kind, told.facts, also.case_number, also.timing, also.serial
        FROM (
                SELECT seq, subject, kind, facts, (SELECT number FROM case_file WHERE id = subject) AS number
                FROM entry
                WHERE seq >= \(range.lowerBound) AND seq < \(range.upperBound)
            ) AS told
            JOIN also ON also.case_number = told.number
        WHERE also.is_active = 1
        ORDER BY told.seq, also.serial
        """
    }

    /// The entries of cases that others are merged into, with the merged ones' numbers and when their reporters want to be told.
    ///
    /// What is confidential is told to nobody else.
    package static func toMerged(
        _ range: Range<Int64>,
        in db: any Connection
    ) throws -> [(event: Event, number: CaseNumber, timing: Timing)] {
        try db.rows(toMergedStatement(range), told)
    }

    package static func toMergedStatement(_ range: Range<Int64>) -> SQL {
        """
        SELECT told.seq, told.subject, told.kind, told.facts, merged.number, reporter_subscription.timing
        FROM (
                SELECT
                    seq, subject, kind, facts,
                    (SELECT number FROM case_file WHERE id = subject AND recused IS NULL) AS number
                FROM entry
                WHERE seq >= \(range.lowerBound) AND seq < \(range.upperBound)
            ) AS told
            JOIN case_file AS merged ON merged.merged_into = told.number
            JOIN reporter_subscription ON reporter_subscription.case_number = merged.number
        WHERE merged.merged_into IS NOT NULL AND reporter_subscription.is_active = 1
        ORDER BY told.seq, merged.number
        """
    }

    /// Both halves of an entry as one; the public half alone where the other was erased.
    package static func whole(_ position: Int64, in db: any Connection) throws -> (subject: [UInt8], facts: Facts)? {
        try db.first(
            """
            SELECT entry.subject, entry.facts, payload.body
            FROM entry LEFT JOIN payload ON payload.seq = entry.seq
            WHERE entry.seq = \(position)
            """
        ) { row in
            let facts = try Facts(canonical: try row.blob(1))
            let payload = try row.optionalBlob(2).map { try Facts(canonical: $0) }
            return (try row.blob(0), payload.map { facts.layered(under: $0) } ?? facts)
        }
    }

    /// The number of the case that an entry's subject is; nil where it is no case.
    package static func number(of subject: [UInt8], in db: any Connection) throws -> CaseNumber? {
        try db.first("SELECT number FROM case_file WHERE id = \(subject)") { CaseNumber(stored: try $0.text(0)) }
    }

    /// The public half of an entry verbatim, with its leaf hash.
    package static func published(
        _ position: Int64,
        in db: any Connection
    ) throws -> (facts: [UInt8], leaf: [UInt8])? {
        try db.first("SELECT facts, leaf FROM entry WHERE seq = \(position)") { (try $0.blob(0), try $0.blob(1)) }
    }

    private static func event(_ row: any Row) throws -> Event {
        Event(
            position: try row.integer(0),
            subject: try row.blob(1),
            isCase: try row.text(2) == SubjectKind.casework.rawValue,
            facts: try Facts(canonical: try row.blob(3))
        )
    }
}
