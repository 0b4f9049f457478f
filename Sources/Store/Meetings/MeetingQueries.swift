package import Domain

package enum MeetingQueries {
    /// A body as lists show it.
    package struct Body: Hashable, Sendable {
        package let definition: MeetingBody.Definition
        /// The term that runs.
        package let term: Int?
        package let termFrom: Day?
    }

    /// A meeting as lists show it: everything that is a number.
    package struct Meeting: Hashable, Sendable {
        package let body: Int
        package let term: Int
        package let session: MeetingBody.Session
        package let number: Int
        package let on: Day
        package let entitled: Int
        package let present: Int
        package let items: Int
        package let resolutions: Int
    }

    /// An explained gap.
    package struct Gap: Hashable, Sendable {
        package let body: Int
        package let session: MeetingBody.Session
        package let period: String
        package let reason: String
    }

    package static func bodies(in db: any Connection) throws -> [Body] {
        try db.rows("SELECT serial, kind, name, unit, term, term_from FROM meeting_body ORDER BY serial") { row in
            Body(
                definition: MeetingBody.Definition(
                    serial: try row.number(0),
                    kind: try row.choice(1),
                    name: try row.text(2),
                    unit: try row.unit(3)
                ),
                term: try row.optionalNumber(4),
                termFrom: try row.optionalText(5) == nil ? nil : try row.day(5)
            )
        }
    }

    /// The meetings of all bodies from one day to another, the newest first.
    package static func meetings(
        from: Day,
        through day: Day,
        limit: Int,
        in db: any Connection
    ) throws -> [Meeting] {
        try db.rows(meetingsStatement(from: from, through: day, limit: limit), meeting)
    }

    static func meetingsStatement(from: Day, through day: Day, limit: Int) -> SQL {
        """
        SELECT body, term, session, number, on_day, entitled, present, items, resolutions
        FROM meeting
        WHERE on_day >= \(from.description) AND on_day <= \(day.description)
        ORDER BY on_day DESC, body, session, number
        LIMIT \(limit)
        """
    }

    package static func gaps(in db: any Connection) throws -> [Gap] {
        try db.rows("SELECT body, session, period, reason FROM meeting_gap ORDER BY body, session, period") { row in
            Gap(
                body: try row.number(0),
                session: try row.choice(1),
                period: try row.text(2),
                reason: try row.text(3)
            )
        }
    }

    private static func meeting(_ row: any Row) throws -> Meeting {
        Meeting(
            body: try row.number(0),
            term: try row.number(1),
            session: try row.choice(2),
            number: try row.number(3),
            on: try row.day(4),
            entitled: try row.number(5),
            present: try row.number(6),
            items: try row.number(7),
            resolutions: try row.number(8)
        )
    }
}
