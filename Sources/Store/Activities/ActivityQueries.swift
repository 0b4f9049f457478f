package import Domain

/// An activity as lists show it.
package struct ActivityRow: Hashable, Sendable {
    package let serial: Int
    package let kind: Activity.Kind
    package let star: Activity.Star?
    package let topic: String
    package let venue: String
    package let starts: Int?
    package let on: Day
    package let unit: UnitCode
    /// As written on the grid's card; nil where it is the whole unit's.
    package let grid: String?
    package let state: Activity.State.Name
    package let attendance: Attendance?
    package let reason: String?

    init(_ row: any Row) throws {
        serial = try row.number(0)
        kind = try row.choice(1)
        star = try row.optionalChoice(2)
        topic = try row.text(3)
        venue = try row.text(4)
        starts = try row.optionalNumber(5)
        on = try row.day(6)
        unit = try row.unit(7)
        grid = try row.optionalText(8)
        state = try row.choice(9)
        if let times = try row.optionalNumber(10), let method: Attendance.Method = try row.optionalChoice(11) {
            do { attendance = try Attendance(times, by: method, persons: try row.optionalNumber(12)) } catch is Refusal
            {
                throw Fault.corrupt("a row holds a count that cannot be")
            }
        } else {
            attendance = nil
        }
        reason = try row.optionalText(13)
    }
}

package enum ActivityQueries {
    private static let columns: SQL = """
        SELECT serial, kind, star, topic, venue, starts, on_day, unit, grid, state, attendances, method, persons, reason
        FROM activity
        """

    /// What is planned from a day on, the nearest first.
    package static func coming(from day: Day, limit: Int, in db: any Connection) throws -> [ActivityRow] {
        try db.rows(comingStatement(from: day, limit: limit), ActivityRow.init)
    }

    /// Everything up to and on a day, the newest first, of one kind or of all; `before`: what the last page ended with.
    package static func past(
        until day: Day,
        before: (day: Day, serial: Int)?,
        kind: Activity.Kind?,
        limit: Int,
        in db: any Connection
    ) throws -> [ActivityRow] {
        try db.rows(pastStatement(until: day, before: before, kind: kind, limit: limit), ActivityRow.init)
    }

    /// Planned for a day before this one and neither held nor called off.
    package static func unrecorded(before day: Day, limit: Int, in db: any Connection) throws -> [ActivityRow] {
        try db.rows(
            columns + " WHERE state = 'planned' AND on_day < \(day.description) ORDER BY on_day, serial LIMIT \(limit)",
            ActivityRow.init
        )
    }

    static func comingStatement(from day: Day, limit: Int) -> SQL {
        columns
            + " WHERE on_day >= \(day.description) AND state = 'planned' ORDER BY on_day, serial LIMIT \(limit)"
    }

    static func pastStatement(
        until day: Day,
        before: (day: Day, serial: Int)?,
        kind: Activity.Kind?,
        limit: Int
    ) -> SQL {
        let from = before ?? (day, Int.max)
        let ofKind: SQL = if let kind { " AND kind = \(kind.rawValue)" } else { "" }
        return columns
            + """
             WHERE on_day <= \(from.day.description)
                AND (on_day, serial) < (\(from.day.description), \(from.serial)) AND state <> 'planned'
            """ + ofKind + " ORDER BY on_day DESC, serial DESC LIMIT \(limit)"
    }

    /// What was held from one day to another, by kind: how many, and how many attendances, counted and uncounted apart.
    package struct Sum: Hashable, Sendable {
        package let kind: Activity.Kind
        package let held: Int
        package let attendances: Int
        /// Of the attendances, those that were estimated.
        package let estimated: Int
        /// Held and not counted yet.
        package let uncounted: Int
    }

    package static func sums(from: Day, through day: Day, in db: any Connection) throws -> [Sum] {
        try db.rows(
            """
            SELECT kind, COUNT(*), SUM(COALESCE(attendances, 0)),
                SUM(CASE WHEN method = 'estimate' THEN attendances ELSE 0 END),
                SUM(CASE WHEN state = 'held' THEN 1 ELSE 0 END)
            FROM activity
            WHERE on_day >= \(from.description) AND on_day <= \(day.description) AND state IN ('held', 'counted')
            GROUP BY kind
            ORDER BY kind
            """
        ) { row in
            Sum(
                kind: try row.choice(0),
                held: try row.number(1),
                attendances: try row.number(2),
                estimated: try row.number(3),
                uncounted: try row.number(4)
            )
        }
    }
}
