package import Domain

/// What lists and maps of firms would have to count anew at every look, counted when it changes: firms by grid, firms of rounds by
/// what was found, and what visits cost by their day.
///
/// A subject's rows are taken out of the sums before they are written anew and put in again afterwards (``Journaled/takeOut``,
/// ``Journaled/putIn``); a rebuild writes all rows first and then sums them up once (``refill(in:)``). Both ends are the same rows:
/// a sum that has come to nothing is no row.
enum ServiceSums {
    /// Sums everything up, for tables that were emptied and filled.
    static func refill(in db: any Connection) throws {
        try db.submit("UPDATE round_firm SET found = " + found + " WHERE EXISTS (" + attempts + ")")
        for statement in sums { try db.submit(statement) }
    }

    /// The visits to a firm that a round's list counts: what somebody found, and what the firm refused.
    private static let attempts: SQL = """
        SELECT 1
        FROM visit
        WHERE visit.round = round_firm.round AND visit.firm = round_firm.firm
            AND (visit.outcome IS NOT NULL OR visit.state = 'refused')
        """

    /// What a round has found at a firm: that it was visited, or the last that was found instead.
    private static let found: SQL = """
        COALESCE((
            SELECT COALESCE(visit.outcome, 'refused')
            FROM visit
            WHERE visit.round = round_firm.round AND visit.firm = round_firm.firm
                AND (visit.outcome IS NOT NULL OR visit.state = 'refused')
            ORDER BY CASE WHEN visit.outcome = 'visited' THEN 0 ELSE 1 END, visit.day DESC, visit.id DESC
            LIMIT 1), 'untried')
        """

    /// The same for one firm.
    static func found(in round: String, at firm: Int) -> SQL {
        """
        COALESCE((
            SELECT COALESCE(outcome, 'refused')
            FROM visit
            WHERE round = \(round) AND firm = \(firm) AND (outcome IS NOT NULL OR state = 'refused')
            ORDER BY CASE WHEN outcome = 'visited' THEN 0 ELSE 1 END, day DESC, id DESC
            LIMIT 1), 'untried')
        """
    }

    /// Fills the empty tables of sums.
    private static let sums: [SQL] = [
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
}

// MARK: - Firms by grid

extension Enterprise {
    package func takeOut(id: ID<Enterprise>, of db: any Connection) throws {
        try db.submit(
            """
            UPDATE firm_sum
            SET firms = firms - 1,
                vacant = vacant - (SELECT CASE WHEN steward IS NULL THEN 1 ELSE 0 END FROM enterprise WHERE id = \(id.bytes))
            WHERE grid = (SELECT COALESCE(grid, '') FROM enterprise WHERE id = \(id.bytes) AND state = 'open')
                AND kind = (SELECT kind FROM enterprise WHERE id = \(id.bytes))
            """
        )
    }

    package func putIn(id: ID<Enterprise>, version: Int, into db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO firm_sum (grid, kind, firms, vacant)
            SELECT COALESCE(grid, ''), kind, 1, CASE WHEN steward IS NULL THEN 1 ELSE 0 END
            FROM enterprise
            WHERE id = \(id.bytes) AND state = 'open'
            ON CONFLICT (grid, kind) DO UPDATE SET
                firms = firm_sum.firms + excluded.firms,
                vacant = firm_sum.vacant + excluded.vacant
            """
        )
        try db.submit("DELETE FROM firm_sum WHERE firms = 0")
    }
}

// MARK: - Firms of a round

extension VisitRound {
    package func putIn(id: ID<VisitRound>, version: Int, into db: any Connection) throws {
        guard version == 1, let code = definition?.code.rawValue else { return }
        try db.submit(
            """
            INSERT INTO round_sum (round, kind, found, firms)
            SELECT round, kind, found, COUNT(*)
            FROM round_firm
            WHERE round = \(code)
            GROUP BY round, kind, found
            """
        )
    }
}

// MARK: - Visits by day, and what rounds found

extension Visit {
    package func takeOut(id: ID<Visit>, of db: any Connection) throws {
        guard record != nil, let firm else { return }
        func stored(_ column: SQL) -> SQL { "(SELECT " + column + " FROM visit WHERE id = \(id.bytes))" }
        try db.submit(
            "UPDATE visit_sum SET visits = visits - 1, minutes = minutes - " + stored("minutes")
                + ", confirmed = confirmed - " + stored("CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END")
                + ", disputed = disputed - " + stored("CASE WHEN state = 'disputed' THEN 1 ELSE 0 END")
                + ", asked_twice = asked_twice - " + stored("asked_twice")
                + " WHERE day = (SELECT day FROM visit WHERE id = \(id.bytes) AND outcome = 'visited')"
        )
        try add(-1, toLastDayOf: firm.number, in: db)
    }

    package func putIn(id: ID<Visit>, version: Int, into db: any Connection) throws {
        guard let firm else { return }
        if record != nil {
            try db.submit(
                """
                INSERT INTO visit_sum (day, visits, minutes, confirmed, disputed, asked_twice, firms)
                SELECT day, 1, minutes, CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END,
                    CASE WHEN state = 'disputed' THEN 1 ELSE 0 END, asked_twice, 0
                FROM visit
                WHERE id = \(id.bytes) AND outcome = 'visited'
                ON CONFLICT (day) DO UPDATE SET
                    visits = visit_sum.visits + excluded.visits,
                    minutes = visit_sum.minutes + excluded.minutes,
                    confirmed = visit_sum.confirmed + excluded.confirmed,
                    disputed = visit_sum.disputed + excluded.disputed,
                    asked_twice = visit_sum.asked_twice + excluded.asked_twice
                """
            )
            try add(1, toLastDayOf: firm.number, in: db)
        }
        // A visit may have been asked for in one round and made in another.
        for round in Set([booking?.round, record?.round].compactMap { $0?.rawValue }).sorted() {
            try note(firm.number, in: round, db: db)
        }
    }

    /// A firm is counted at the day of its last visit: from any day until today, that counts every firm once.
    private func add(_ n: Int, toLastDayOf firm: Int, in db: any Connection) throws {
        try db.submit(
            """
            UPDATE visit_sum
            SET firms = firms + \(n)
            WHERE day = (SELECT MAX(day) FROM visit WHERE firm = \(firm) AND outcome = 'visited')
            """
        )
    }

    private func note(_ firm: Int, in round: String, db: any Connection) throws {
        try db.submit(
            """
            UPDATE round_sum
            SET firms = firms - 1
            WHERE round = \(round)
                AND kind = (SELECT kind FROM round_firm WHERE round = \(round) AND firm = \(firm))
                AND found = (SELECT found FROM round_firm WHERE round = \(round) AND firm = \(firm))
            """
        )
        try db.submit(
            "UPDATE round_firm SET found = " + ServiceSums.found(in: round, at: firm)
                + " WHERE round = \(round) AND firm = \(firm)"
        )
        try db.submit(
            """
            INSERT INTO round_sum (round, kind, found, firms)
            SELECT round, kind, found, 1
            FROM round_firm
            WHERE round = \(round) AND firm = \(firm)
            ON CONFLICT (round, kind, found) DO UPDATE SET firms = round_sum.firms + excluded.firms
            """
        )
        try db.submit("DELETE FROM round_sum WHERE round = \(round) AND firms = 0")
    }
}
