package import Domain

/// An open case as far as it is compared with a report.
package struct NearbyCase: Hashable, Sendable {
    package let number: CaseNumber
    package let stage: Stage.Name
    package let category: CategoryCode
    /// The raw code of the grid.
    package let gridCode: String?
    package let point: Point?
    package let address: String?
    package let text: String
    package let reportedAt: Instant
}

/// The open cases around a place.
package enum NearbyCases {
    /// Rows that are looked at, and of these the newest that are compared.
    private static let (looked, compared) = (2_000, 300)

    /// Open cases of `grids` that lie in `box`, or have no point, the newest first.
    ///
    /// `box`: nil for all of the grids. What lies around a place lies in a few grids, whose open cases have an index; a board
    /// with a million cases has some hundred in each.
    package static func open(
        in grids: [GridCode],
        box: CaseFilter.Box?,
        seenBy reader: CaseFilter.Reader,
        in db: any Connection
    ) throws -> [NearbyCase] {
        guard !grids.isEmpty else { return [] }
        return try db.rows(statement(grids, box, seenBy: reader), NearbyCase.init)
    }

    package static func statement(
        _ grids: [GridCode],
        _ box: CaseFilter.Box?,
        seenBy reader: CaseFilter.Reader
    ) -> SQL {
        // `is_overdue` is always one of the two: it says which of the grid's indexes to take.
        var conditions: [SQL] = [
            "is_open = 1", "is_overdue BETWEEN 0 AND 1", "grid IN (\(list: grids.map(\.rawValue)))",
        ]
        if let seen = reader.condition { conditions.append(seen) }
        if let box { conditions.append("(latitude IS NULL OR " + box.condition(isIndexed: false) + ")") }
        let columns: SQL = "number, stage, category, grid, longitude, latitude, address, words, reported_at"
        return "SELECT " + columns + " FROM (SELECT " + columns + " FROM case_file WHERE "
            + .joined(conditions, separator: " AND ") + " LIMIT \(looked)) AS near "
            + "ORDER BY reported_at DESC, number DESC LIMIT \(compared)"
    }

    /// The numbers of the cases that are merged into another one, in their order.
    package static func merged(into number: CaseNumber, in db: any Connection) throws -> [CaseNumber] {
        try db.rows(mergedStatement(into: number)) { CaseNumber(stored: try $0.text(0)) }
    }

    package static func mergedStatement(into number: CaseNumber) -> SQL {
        "SELECT number FROM case_file WHERE merged_into = \(number.rawValue) ORDER BY number LIMIT 200"
    }
}

extension NearbyCase {
    /// - Throws: ``Fault/corrupt(_:)`` for a row that no case can have written.
    fileprivate init(row: any Row) throws {
        guard let stage = Stage.Name(rawValue: try row.text(1)) else {
            throw Fault.corrupt("a case row holds an unknown stage")
        }
        number = CaseNumber(stored: try row.text(0))
        self.stage = stage
        gridCode = try row.optionalText(3)
        do {
            category = try CategoryCode(parsing: row.text(2))
            if let longitude = try row.optionalReal(4), let latitude = try row.optionalReal(5) {
                point = try Point(longitude: longitude, latitude: latitude)
            } else {
                point = nil
            }
        } catch is Malformed {
            throw Fault.corrupt("a case row holds no valid category or point")
        }
        address = try row.optionalText(6)
        text = try row.text(7)
        reportedAt = Instant(secondsSinceEpoch: try row.integer(8))
    }
}
