extension Schema {
    /// Sums of what lists and maps of firms and visits would count anew at every look, and indexes for very many rows.
    static let scale = Migration("2026-11-25-y-scale") { dialect in
        sumTables(text: dialect.textType) + filledSums
            // Found by the parallel alone, the surroundings of a place were a stripe through the whole district.
            + ["DROP INDEX case_file_place"]
            + (missingIndexes + problemSumIndexes + listIndexes).map(\.statement)
    }

    private static func sumTables(text: String) -> [String] {
        [
            // Firms that are there, and how many of them nobody serves; without a grid under the empty code.
            """
            CREATE TABLE firm_sum (
                grid \(text) NOT NULL,
                kind \(text) NOT NULL,
                firms BIGINT NOT NULL,
                vacant BIGINT NOT NULL,
                PRIMARY KEY (grid, kind)
            )
            """,
            // What was found at a firm: an outcome of a visit, `refused`, or `untried`.
            "ALTER TABLE round_firm ADD COLUMN found \(text) NOT NULL DEFAULT 'untried'",
            """
            CREATE TABLE round_sum (
                round \(text) NOT NULL,
                kind \(text) NOT NULL,
                found \(text) NOT NULL,
                firms BIGINT NOT NULL,
                PRIMARY KEY (round, kind, found)
            )
            """,
            // `day`: of the visits. `firms`: whose last visit was then.
            """
            CREATE TABLE visit_sum (
                day \(text) NOT NULL PRIMARY KEY,
                visits BIGINT NOT NULL,
                minutes BIGINT NOT NULL,
                confirmed BIGINT NOT NULL,
                disputed BIGINT NOT NULL,
                asked_twice BIGINT NOT NULL,
                firms BIGINT NOT NULL
            )
            """,
        ]
    }

    /// What was there before the sums.
    private static let filledSums = [
        """
        UPDATE round_firm
        SET found = COALESCE((
            SELECT COALESCE(visit.outcome, 'refused')
            FROM visit
            WHERE visit.round = round_firm.round AND visit.firm = round_firm.firm
                AND (visit.outcome IS NOT NULL OR visit.state = 'refused')
            ORDER BY CASE WHEN visit.outcome = 'visited' THEN 0 ELSE 1 END, visit.day DESC, visit.id DESC
            LIMIT 1), 'untried')
        """,
        """
        INSERT INTO firm_sum (grid, kind, firms, vacant)
        SELECT COALESCE(grid, ''), kind, COUNT(*), SUM(CASE WHEN steward IS NULL THEN 1 ELSE 0 END)
        FROM enterprise
        WHERE state = 'open'
        GROUP BY COALESCE(grid, ''), kind
        """,
        """
        INSERT INTO round_sum (round, kind, found, firms)
        SELECT round, kind, found, COUNT(*)
        FROM round_firm
        GROUP BY round, kind, found
        """,
        """
        INSERT INTO visit_sum (day, visits, minutes, confirmed, disputed, asked_twice, firms)
        SELECT day, COUNT(*), SUM(minutes), SUM(CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END),
            SUM(CASE WHEN state = 'disputed' THEN 1 ELSE 0 END), SUM(asked_twice), 0
        FROM visit
        WHERE outcome = 'visited' AND outcome IS NOT NULL
        GROUP BY day
        """,
        """
        INSERT INTO visit_sum (day, visits, minutes, confirmed, disputed, asked_twice, firms)
        SELECT day, 0, 0, 0, 0, 0, COUNT(*)
        FROM (
            SELECT MAX(day) AS day
            FROM visit
            WHERE outcome = 'visited' AND outcome IS NOT NULL
            GROUP BY firm
        ) AS last
        WHERE day IS NOT NULL
        GROUP BY day
        ON CONFLICT (day) DO UPDATE SET firms = excluded.firms
        """,
    ]

    /// Firms that a round still has to reach.
    static let missingIndexes = [Index("round_missing", on: "round_firm (round, firm) WHERE found <> 'visited'")]

    static let problemSumIndexes = [
        // All that the public figures need, so that no row is read for them.
        Index("problem_day", on: "problem (collected_on, is_open, is_solved, is_overdue, stage, result)")
    ]

    static let listIndexes = [
        // The newest reports are nearly all open: without it, lists of what has ended go through those first. A report that is taken
        // in has no entry in it.
        Index("case_file_ended", on: "case_file (reported_at, number, recused) WHERE is_open = 0"),
        // All that a list around a place asks, so that rows are read only of what is shown.
        Index(
            "case_file_band",
            on:
                "case_file (ROUND(latitude * 1000), longitude, latitude, reported_at, number, recused) WHERE latitude IS NOT NULL"
        ),
    ]

    static let scaleTables = [
        Table("firm_sum", ["grid", "kind", "firms", "vacant"], key: ["grid", "kind"]),
        Table("round_sum", ["round", "kind", "found", "firms"], key: ["round", "kind", "found"]),
        Table(
            "visit_sum",
            ["day", "visits", "minutes", "confirmed", "disputed", "asked_twice", "firms"],
            key: ["day"]
        ),
    ]
}
