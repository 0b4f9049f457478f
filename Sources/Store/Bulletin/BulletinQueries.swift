package import Domain

/// An issue as lists show it.
package struct BulletinSummary: Sendable {
    package let id: ID<Bulletin>
    package let issue: BulletinIssue
    package let stage: Bulletin.Stage.Name
    package let version: Int
    /// Nil before its first release.
    package let number: Bulletin.Number?
    package let releasedAt: Instant?
    /// The newest version's release.
    package let updatedAt: Instant?
    /// The newest version's first headline.
    package let title: String?
    package let withdrawal: String?
}

/// What the pages of bulletins read.
package enum BulletinQueries {
    private static let columns: SQL = """
        SELECT id, series, language, from_day, until_day, release_at, stage, version, year, number, released_at,
            updated_at, title, withdrawal
        FROM bulletin
        """

    /// What is being written, and what came out last: newest window first.
    package static func all(limit: Int, in db: any Connection) throws -> [BulletinSummary] {
        try db.rows(allStatement(limit: limit), summary)
    }

    package static func allStatement(limit: Int) -> SQL {
        columns + "\nORDER BY until_day DESC, series, id\nLIMIT \(limit)"
    }

    /// What everybody may read of a series in a year, or of all series: newest first.
    package static func released(
        _ series: BulletinSeries?,
        year: Int? = nil,
        limit: Int,
        in db: any Connection
    ) throws -> [BulletinSummary] {
        switch (series, year) {
        case (nil, _): try db.rows(newestStatement(limit: limit), summary)
        case (let series?, let year?): try db.rows(yearStatement(series, year, limit: limit), summary)
        case (let series?, nil): try db.rows(seriesStatement(series, limit: limit), summary)
        }
    }

    package static func newestStatement(limit: Int) -> SQL {
        columns + "\nWHERE released_at IS NOT NULL\nORDER BY released_at DESC, series, id\nLIMIT \(limit)"
    }

    package static func seriesStatement(_ series: BulletinSeries, limit: Int) -> SQL {
        columns
            + "\nWHERE series = \(series.rawValue) AND number IS NOT NULL\nORDER BY year DESC, number DESC\nLIMIT \(limit)"
    }

    package static func yearStatement(_ series: BulletinSeries, _ year: Int, limit: Int) -> SQL {
        columns + "\nWHERE series = \(series.rawValue) AND year = \(year)\nORDER BY number DESC\nLIMIT \(limit)"
    }

    /// The years in which a series has issues, newest first.
    package static func years(of series: BulletinSeries, in db: any Connection) throws -> [Int] {
        try db.rows(
            """
            SELECT DISTINCT year
            FROM bulletin
            WHERE series = \(series.rawValue) AND year IS NOT NULL
            ORDER BY year DESC
            """
        ) { Int(try $0.integer(0)) }
    }

    /// The series that have any issue, begun or released: those that the calendar announces.
    package static func seriesInUse(in db: any Connection) throws -> Set<BulletinSeries> {
        Set(
            try db.rows("SELECT DISTINCT series FROM bulletin WHERE stage <> 'withdrawn'") { row in
                BulletinSeries(rawValue: try row.text(0))
            }
            .compactMap { $0 }
        )
    }

    package static func numbered(
        _ number: Bulletin.Number,
        of series: BulletinSeries,
        in db: any Connection
    ) throws -> BulletinSummary? {
        try db.first(numberedStatement(number, of: series), summary)
    }

    package static func numberedStatement(_ number: Bulletin.Number, of series: BulletinSeries) -> SQL {
        columns
            + "\nWHERE series = \(series.rawValue) AND year = \(number.year) AND number = \(number.serial)"
    }

    package static func summary(of id: ID<Bulletin>, in db: any Connection) throws -> BulletinSummary? {
        try db.first(columns + "\nWHERE id = \(id.bytes)", summary)
    }

    /// The next number of a series in a year: the first is 1, and none is left out.
    package static func next(of series: BulletinSeries, year: Int, in db: any Connection) throws -> Bulletin.Number {
        let last = try db.first(
            "SELECT COALESCE(MAX(number), 0) FROM bulletin WHERE series = \(series.rawValue) AND year = \(year)"
        ) { Int(try $0.integer(0)) }
        return Bulletin.Number(year: year, serial: (last ?? 0) + 1)
    }

    /// Whether an issue of a series that was not withdrawn tells of the window that begins then.
    package static func isTaken(_ series: BulletinSeries, from: Day, in db: any Connection) throws -> Bool {
        try db.first(
            """
            SELECT 1
            FROM bulletin
            WHERE series = \(series.rawValue) AND from_day = \(from.description) AND stage <> 'withdrawn'
            LIMIT 1
            """
        ) { try $0.integer(0) } != nil
    }

    /// Every released version, oldest first.
    package static func editions(of id: ID<Bulletin>, in db: any Connection) throws -> [Bulletin.Edition] {
        try db.rows(
            """
            SELECT version, released_at, note, body, figures, digest, as_of, as_of_root, plain
            FROM bulletin_edition
            WHERE bulletin = \(id.bytes)
            ORDER BY version
            """
        ) { row in
            let proof = try ProofRecord(json: try row.text(4)).proof(
                plain: try row.text(8),
                digest: try row.text(5),
                asOf: try row.integer(6),
                root: try row.text(7)
            )
            return Bulletin.Edition(
                version: Int(try row.integer(0)),
                at: Instant(secondsSinceEpoch: try row.integer(1)),
                text: try row.text(3),
                note: try row.optionalText(2),
                proof: proof
            )
        }
    }

    /// The index in the log of each release, in the order of the versions.
    package static func indices(of id: ID<Bulletin>, in db: any Connection) throws -> [Int64] {
        try db.rows("SELECT seq, facts FROM entry WHERE subject = \(id.bytes) ORDER BY version") { row in
            let facts = try Facts(canonical: try row.blob(1))
            return try facts.text("t") == "bulletin.released" ? try row.integer(0) - 1 : nil
        }
        .compactMap { $0 }
    }

    private static func summary(_ row: any Row) throws -> BulletinSummary {
        guard let id = ID<Bulletin>(bytes: try row.blob(0)), let series = BulletinSeries(rawValue: try row.text(1)),
            let language = Language(rawValue: try row.text(2)),
            let stage = Bulletin.Stage.Name(rawValue: try row.text(6))
        else { throw Fault.corrupt("a bulletin's row cannot be read") }
        let window: FigureWindow
        do {
            window = try FigureWindow(from: Day(parsing: try row.text(3)), until: Day(parsing: try row.text(4)))
        } catch { throw Fault.corrupt("a bulletin's row has no window") }
        let release = Instant(secondsSinceEpoch: try row.integer(5))
        var number: Bulletin.Number?
        if let year = try row.optionalInteger(8), let serial = try row.optionalInteger(9) {
            number = Bulletin.Number(year: Int(year), serial: Int(serial))
        }
        return BulletinSummary(
            id: id,
            issue: BulletinIssue(series, window: window, release: release, language: language),
            stage: stage,
            version: Int(try row.integer(7)),
            number: number,
            releasedAt: try row.optionalInteger(10).map { Instant(secondsSinceEpoch: $0) },
            updatedAt: try row.optionalInteger(11).map { Instant(secondsSinceEpoch: $0) },
            title: try row.optionalText(12),
            withdrawal: try row.optionalText(13)
        )
    }
}
