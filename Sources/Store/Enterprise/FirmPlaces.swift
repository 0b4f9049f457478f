package import Domain

/// What a map of firms shows: firms that are there.
package struct FirmPlaceFilter: Hashable, Sendable {
    package var kind: Enterprise.Kind?
    /// Only those that nobody serves.
    package var isVacant = false

    package init() {}

    fileprivate var conditions: [SQL] {
        var conditions: [SQL] = []
        if let kind { conditions.append("kind = \(kind.rawValue)") }
        if isVacant { conditions.append("steward IS NULL") }
        return conditions
    }

    /// A list's filter in the same words.
    package var list: EnterpriseFilter {
        var list = EnterpriseFilter()
        list.kind = kind
        list.steward = isVacant ? .nobody : nil
        return list
    }
}

/// How many firms lie somewhere, and how many of them nobody serves.
package struct FirmCount: Hashable, Sendable {
    package var firms: Int
    package var vacant: Int

    package init(firms: Int = 0, vacant: Int = 0) {
        self.firms = firms
        self.vacant = vacant
    }

    package static func + (one: FirmCount, other: FirmCount) -> FirmCount {
        FirmCount(firms: one.firms + other.firms, vacant: one.vacant + other.vacant)
    }
}

/// A firm at its place.
package struct FirmPlace: Hashable, Sendable {
    package let number: Int
    package let name: String
    package let kind: Enterprise.Kind
    package let isVacant: Bool
    /// The raw code; empty without one.
    package let grid: String
    package let point: Point?
}

/// What the map of firms asks.
package enum FirmPlaces {
    /// By the raw code of the grid; what has none stands under the empty code.
    package static func counts(_ filter: FirmPlaceFilter, in db: any Connection) throws -> [String: FirmCount] {
        var counts: [String: FirmCount] = [:]
        try db.forEach(countsStatement) { row in
            if let kind = filter.kind, try row.text(1) != kind.rawValue { return }
            var count = FirmCount(firms: try row.number(2), vacant: try row.number(3))
            if filter.isVacant { count.firms = count.vacant }
            if count.firms > 0 {
                counts[try row.text(0), default: FirmCount()] = counts[try row.text(0), default: FirmCount()] + count
            }
        }
        return counts
    }

    static let countsStatement: SQL = "SELECT grid, kind, firms, vacant FROM firm_sum"

    /// The firms of some grids, at most `limit`, by number.
    package static func places(
        _ filter: FirmPlaceFilter,
        in grids: [String],
        limit: Int,
        in db: any Connection
    ) throws -> [FirmPlace] {
        guard !grids.isEmpty else { return [] }
        return try db.rows(placesStatement(filter, in: grids, limit: limit), place)
    }

    static func placesStatement(_ filter: FirmPlaceFilter, in grids: [String], limit: Int) -> SQL {
        let conditions: [SQL] = ["state = 'open'", "grid IN (\(list: grids))"] + filter.conditions
        return columns + " FROM enterprise WHERE " + SQL.joined(conditions, separator: " AND ") + " LIMIT \(limit)"
    }

    /// The firms that somebody serves on a day, by number.
    package static func served(
        by account: ID<Account>,
        on day: Day,
        _ filter: FirmPlaceFilter,
        in db: any Connection
    ) throws -> [FirmPlace] {
        try db.rows(servedStatement(by: account, on: day, filter), place)
    }

    static func servedStatement(by account: ID<Account>, on day: Day, _ filter: FirmPlaceFilter) -> SQL {
        let served: SQL = """
            number IN (
                SELECT firm
                FROM enterprise_term
                WHERE holder = \(account.bytes) AND from_day <= \(day.description)
                    AND COALESCE(until_day, '9999-12-31') >= \(day.description))
            """
        let conditions = ["state = 'open'", served] + filter.conditions
        return columns + " FROM enterprise WHERE " + SQL.joined(conditions, separator: " AND ") + " ORDER BY number"
    }

    private static let columns: SQL =
        "SELECT number, name, kind, COALESCE(grid, ''), longitude, latitude, CASE WHEN steward IS NULL THEN 1 ELSE 0 END"

    private static func place(_ row: any Row) throws -> FirmPlace {
        var point: Point?
        if let longitude = try row.optionalReal(4), let latitude = try row.optionalReal(5) {
            do { point = try Point(longitude: longitude, latitude: latitude) } catch {
                throw Fault.corrupt("a firm's row holds no valid point")
            }
        }
        return FirmPlace(
            number: try row.number(0),
            name: try row.text(1),
            kind: try row.choice(2),
            isVacant: try row.integer(6) == 1,
            grid: try row.text(3),
            point: point
        )
    }

    /// Every statement, for the test of their plans.
    package static func statements(of account: ID<Account>) -> [SQL] {
        var filter = FirmPlaceFilter()
        filter.isVacant = true
        return [
            placesStatement(FirmPlaceFilter(), in: ["g1", "g2"], limit: 200),
            placesStatement(filter, in: ["g1"], limit: 200),
            servedStatement(by: account, on: .distantPast, filter),
        ]
    }
}
