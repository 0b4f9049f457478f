/// Where the firms are, for a division that is to come or has just come into force.
package enum PlacedFirms {
    package struct PlacedFirm: Sendable {
        package let number: Int
        /// As it is written on the grid's card.
        package let grid: String
        /// Degrees; nil for a place in words.
        package let point: (longitude: Double, latitude: Double)?
    }

    /// Every firm that is there and has a grid, in the order of their numbers.
    package static func forEach(in db: any Connection, _ body: (PlacedFirm) throws -> Void) throws {
        try db.forEach(
            """
            SELECT number, grid, longitude, latitude
            FROM enterprise
            WHERE state = 'open' AND grid IS NOT NULL
            ORDER BY number
            """
        ) { row in
            let longitude = try row.optionalReal(2)
            let latitude = try row.optionalReal(3)
            try body(
                PlacedFirm(
                    number: Int(try row.integer(0)),
                    grid: try row.text(1),
                    point: longitude.flatMap { east in latitude.map { (east, $0) } }
                )
            )
        }
    }
}
