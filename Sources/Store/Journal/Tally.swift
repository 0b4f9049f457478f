package import Domain

/// Counts of entries by type and day: what today's figures and the published figures are read from.
package enum Tally {
    /// What an entry adds to which measure: itself, and for closings what they say of time; nothing for entries that no
    /// figure counts.
    static func increments(type: String, _ facts: Facts) -> [(measure: String, n: Int64)] {
        guard type.hasPrefix("case.") else { return [] }
        guard type == "case.closed" else { return [(type, 1)] }
        return [
            (type, 1),
            ("closed_on_time", facts.optionalInteger("on_time") ?? 0),
            ("waiting_days", facts.optionalInteger("waiting_days") ?? 0),
        ].filter { $0.1 != 0 }
    }

    static func count(_ content: EntryContent, on day: Day, in db: any Connection) throws {
        for (measure, n) in increments(type: content.type, content.facts) {
            try db.submit(
                """
                INSERT INTO tally (day, measure, n)
                VALUES (\(day.description), \(measure), \(n))
                ON CONFLICT (measure, day) DO UPDATE SET n = tally.n + \(n)
                """
            )
        }
    }

    /// Sums by measure, over all days or over one.
    package static func sums(on day: Day? = nil, in db: any Connection) throws -> [String: Int64] {
        let sql: SQL =
            if let day {
                "SELECT measure, SUM(n) FROM tally WHERE day = \(day.description) GROUP BY measure"
            } else {
                "SELECT measure, SUM(n) FROM tally GROUP BY measure"
            }
        return Dictionary(uniqueKeysWithValues: try db.rows(sql) { (try $0.text(0), try $0.integer(1)) })
    }
}
