package import Domain

/// Where the open cases are, for a division that is to come or has just come into force.
package enum PlacedCases {
    package struct PlacedCase: Hashable, Sendable {
        package let number: CaseNumber
        /// As it is written on the grid's card.
        package let grid: String
        /// Degrees; nil for a place in words.
        package let point: (longitude: Double, latitude: Double)?
        /// Confidential reports are counted and not named.
        package let isConfidential: Bool

        package static func == (left: Self, right: Self) -> Bool { left.number == right.number }
        package func hash(into hasher: inout Hasher) { hasher.combine(number) }
    }

    /// Every open case that has a grid.
    package static func forEach(in db: any Connection, _ body: (PlacedCase) throws -> Void) throws {
        try db.forEach(statement) { row in
            let longitude = try row.optionalReal(2)
            let latitude = try row.optionalReal(3)
            try body(
                PlacedCase(
                    number: CaseNumber(stored: try row.text(0)),
                    grid: try row.text(1),
                    point: longitude.flatMap { east in latitude.map { (east, $0) } },
                    isConfidential: try row.optionalText(4) != nil
                )
            )
        }
    }

    /// Apart, so that a test can look at its plan: the order is that of the index of what is open.
    package static let statement: SQL = """
        SELECT number, grid, longitude, latitude, recused
        FROM case_file
        WHERE is_open = 1 AND grid IS NOT NULL
        ORDER BY step_due_at, number
        """

    /// How many cases are open in a grid.
    package static func openCount(in grid: GridCode, _ db: any Connection) throws -> Int {
        Int(
            try db.first("SELECT COUNT(*) FROM case_file WHERE is_open = 1 AND grid = \(grid.rawValue)") {
                try $0.integer(0)
            } ?? 0
        )
    }

    // MARK: - How far they follow the division

    /// Up to which entry of the territory open cases have been looked through.
    package struct Settled: Hashable, Sendable {
        package var position: Int64
        /// When they are looked through once more; nil when that was done.
        package var again: Instant?

        package init(position: Int64, again: Instant?) {
            self.position = position
            self.again = again
        }
    }

    package static func settled(in db: any Connection) throws -> Settled? {
        try db.first("SELECT position, again_at FROM territory_settled") {
            Settled(
                position: try $0.integer(0),
                again: try $0.optionalInteger(1).map { Instant(secondsSinceEpoch: $0) }
            )
        }
    }

    package static func note(_ settled: Settled, in db: any Connection) throws {
        try db.submit(
            """
            INSERT INTO territory_settled (id, position, again_at)
            VALUES (1, \(settled.position), \(settled.again?.secondsSinceEpoch))
            ON CONFLICT (id) DO UPDATE SET position = excluded.position, again_at = excluded.again_at
            """
        )
    }
}
