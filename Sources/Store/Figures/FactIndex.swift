package import Domain

/// By which days each entry counts: the fact table that figures are counted from.
///
/// Kept after the entries, by whoever signs checkpoints, so that taking a report in costs nothing more. An entry has a row for
/// every public fact that is a day.
package enum FactIndex {
    /// Entries a commit: a writer that takes reports in waits for some milliseconds at most.
    private static let chunk: Int64 = 1_000

    /// Up to which position the table is filled.
    package static func progress(in db: any Connection) throws -> Int64 {
        try db.first("SELECT position FROM fact_progress WHERE id = 1") { try $0.integer(0) } ?? 0
    }

    /// The first day on which an entry of a type was recorded, of those that the table holds.
    ///
    /// - Throws: ``Fault``.
    package static func firstDay(of type: String, in db: any Connection) throws -> Day? {
        try db.first(firstDayStatement(of: type)) { try $0.optionalText(0).map(Day.init(parsing:)) } ?? nil
    }

    package static func firstDayStatement(of type: String) -> SQL {
        "SELECT MIN(day) FROM fact_day WHERE type = \(type) AND fact = 'at'"
    }

    /// Adds the next entries, up to `end`; the whole of it stands or falls with the caller's transaction.
    ///
    /// - Returns: how far it is filled now.
    /// - Throws: ``Fault``.
    package static func extend(upTo end: Int64, in db: any Connection) throws -> Int64 {
        let start = try progress(in: db)
        guard start < end else { return start }
        let reached = min(start + chunk, end)
        try fill(behind: start, upTo: reached, in: db)
        try db.execute(
            """
            INSERT INTO fact_progress (id, position)
            VALUES (1, \(reached))
            ON CONFLICT (id) DO UPDATE SET position = excluded.position
            """
        )
        return reached
    }

    private static func fill(behind start: Int64, upTo end: Int64, in db: any Connection) throws {
        let entries = try db.rows(
            "SELECT seq, facts FROM entry WHERE seq > \(start) AND seq <= \(end) ORDER BY seq"
        ) { (try $0.integer(0), try Facts(canonical: try $0.blob(1))) }
        for (seq, facts) in entries {
            let type = try facts.text("t")
            for (name, value) in facts.fields {
                guard case .text(let text) = value, text.utf8.count == 10, (try? Day(parsing: text)) != nil else {
                    // Most facts are no days; that is not worth a word.
                    continue
                }
                try db.submit(
                    "INSERT INTO fact_day (type, fact, day, seq) VALUES (\(type), \(name), \(text), \(seq))"
                )
            }
        }
    }

    /// Fills the emptied table again, as far as it was filled.
    static func refill(in db: any Connection) throws {
        let end = try progress(in: db)
        var start: Int64 = 0
        while start < end {
            try fill(behind: start, upTo: min(start + chunk, end), in: db)
            start += chunk
        }
    }
}
