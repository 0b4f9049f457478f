/// What became of a grid's cases: for comparing with what other systems count.
package struct AreaSummary: Hashable, Sendable {
    /// The raw code of the grid; empty for cases that are not placed.
    package let grid: String
    package let open: Int
    package let closed: Int
    package let duplicates: Int
    /// The median of the closed cases' waiting days, doubled, so that it stays whole; nil without closed cases.
    package let doubledMedianDays: Int?

    /// One for every grid that has cases, by code.
    ///
    /// - Complexity: O(cases); memory for one grid's waiting days at a time.
    package static func all(in db: any Connection) throws -> [AreaSummary] {
        var summaries: [AreaSummary] = []
        var grid: String?
        var (open, duplicates, days) = (0, 0, [Int]())
        func finish() {
            guard let grid else { return }
            let middle = days.count / 2
            let median: Int? =
                if days.isEmpty {
                    nil
                } else if days.count % 2 == 1 {
                    days[middle] * 2
                } else {
                    days[middle - 1] + days[middle]
                }
            summaries.append(
                AreaSummary(
                    grid: grid,
                    open: open,
                    closed: days.count,
                    duplicates: duplicates,
                    doubledMedianDays: median
                )
            )
        }
        try db.forEach(
            """
            SELECT COALESCE(grid, ''), is_open, is_duplicate, COALESCE(waiting_days, 0)
            FROM case_file
            ORDER BY COALESCE(grid, ''), COALESCE(waiting_days, 0)
            """
        ) { row in
            let next = try row.text(0)
            if next != grid {
                finish()
                (grid, open, duplicates, days) = (next, 0, 0, [])
            }
            if try row.integer(1) == 1 { open += 1 } else { days.append(Int(try row.integer(3))) }
            if try row.integer(2) == 1 { duplicates += 1 }
        }
        finish()
        return summaries
    }
}
