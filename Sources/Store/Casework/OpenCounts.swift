import Domain

/// How many cases are open, by category and grid, and whether they have been dispatched.
package struct OpenCounts: Hashable, Sendable {
    package let category: String
    /// Empty for cases without a place.
    package let grid: String
    package let isDispatched: Bool
    package let count: Int

    /// - Throws: ``Fault``.
    package static func all(in db: any Connection) throws -> [OpenCounts] {
        try db.rows(statement) { row in
            OpenCounts(
                category: try row.text(0),
                grid: try row.text(1),
                isDispatched: try row.integer(2) == 1,
                count: Int(try row.integer(3))
            )
        }
    }

    /// Apart, so that a test can look at its plan: what is open, and not what there ever was.
    package static let statement: SQL = """
        SELECT category, COALESCE(grid, ''), CASE WHEN unit IS NULL THEN 0 ELSE 1 END, COUNT(*)
        FROM case_file
        WHERE is_open = 1
        GROUP BY 1, 2, 3
        """
}
