package import Domain
import Foundation

/// Which cases a list shows, and in what order.
///
/// Every condition that is nil does not restrict.
package struct CaseFilter: Hashable, Sendable {
    package enum Order: Hashable, Sendable {
        case newestReported
        case dueFirst
        case lastUpdated
    }

    /// A part of the earth between two parallels and two meridians, in degrees.
    package struct Box: Hashable, Sendable {
        package var south: Double
        package var west: Double
        package var north: Double
        package var east: Double

        package init(south: Double, west: Double, north: Double, east: Double) {
            self.south = south
            self.west = west
            self.north = north
            self.east = east
        }

        /// The surroundings of a point, so many metres to each side.
        package init(around point: Point, metres: Double) {
            self.init(aroundLatitude: point.latitude, longitude: point.longitude, metres: metres)
        }

        fileprivate init(aroundLatitude latitude: Double, longitude: Double, metres: Double) {
            let north = metres / 111_320
            let east = min(360, north / max(cos(latitude * .pi / 180), 0.000_1))
            self.init(
                south: latitude - north,
                west: longitude - east,
                north: latitude + north,
                east: longitude + east
            )
        }

        /// Parallels between which the index of places sorts by meridian: a thousandth of a degree apart, 111 m.
        private static let bandsPerDegree = 1_000.0
        /// Bands that are looked into one by one; of more, all between the first and the last are gone through.
        private static let fewBands = 32.0

        /// With a sign before it, a column is an expression, which no index serves.
        func condition(isIndexed: Bool) -> SQL {
            // Turned round, a box holds nothing, and a list without a band is no SQL.
            guard south <= north else { return "1 = 0" }
            let exact: SQL =
                "+latitude BETWEEN \(south) AND \(north) AND longitude BETWEEN \(west) AND \(east)"
            guard isIndexed else { return exact }
            // One more to each side: the databases need not round as we do.
            let first = (south * Self.bandsPerDegree).rounded(.down) - 1
            let last = (north * Self.bandsPerDegree).rounded(.up) + 1
            // In the very words of the index (`case_file_band`).
            let band: SQL = "ROUND(latitude * 1000)"
            guard last - first < Self.fewBands else {
                return "latitude IS NOT NULL AND " + band + " BETWEEN \(first) AND \(last) AND " + exact
            }
            let bands = stride(from: first, through: last, by: 1).map { SQL.Value.real($0) }
            return "latitude IS NOT NULL AND " + band + " IN (" + .list(bands) + ") AND " + exact
        }
    }

    /// The surroundings of a place, up to so many metres.
    package struct Circle: Hashable, Sendable {
        package var latitude: Double
        package var longitude: Double
        package var metres: Double

        package init(latitude: Double, longitude: Double, metres: Double) {
            self.latitude = latitude
            self.longitude = longitude
            self.metres = metres
        }

        /// What lies around it, in degrees.
        fileprivate var box: Box { Box(aroundLatitude: latitude, longitude: longitude, metres: metres) }

        /// On a plane that touches the earth there: good to a thousandth for some tens of kilometres.
        fileprivate var condition: SQL {
            let perDegree = 111_320.0
            let perDegreeEast = perDegree * cos(latitude * .pi / 180)
            return """
                (latitude - \(latitude)) * (latitude - \(latitude)) * \(perDegree * perDegree)
                    + (longitude - \(longitude)) * (longitude - \(longitude)) * \(perDegreeEast * perDegreeEast)
                    <= \(metres * metres)
                """
        }
    }

    /// Who reads the list, which decides whether confidential reports are in it.
    package enum Reader: Hashable, Sendable {
        /// Without an account, or at any public door: no confidential report.
        case anybody
        /// A member of staff: all but those that are about the person or the person's unit.
        case staff(ID<Account>, UnitCode?)
        /// The office's own counting and exporting for nobody's eyes.
        case office

        /// True for the cases that the reader may see; nil when that is all of them.
        var condition: SQL? {
            switch self {
            case .office: return nil
            case .anybody: return "recused IS NULL"
            case .staff(let account, let unit):
                let parties = [Recusal.party(account)] + (unit.map { [Recusal.party($0)] } ?? [])
                // Not LIKE, which on SQLite takes `cg` for `CG`.
                let unseen = parties.map { party -> SQL in "REPLACE(recused, \("|" + party + "|"), '') = recused" }
                return "(recused IS NULL OR (" + SQL.joined(unseen, separator: " AND ") + "))"
            }
        }
    }

    package var reader = Reader.anybody
    package var numbers: [CaseNumber]?
    package var categories: [CategoryCode]?
    package var isOpen: Bool?
    package var stages: [Stage.Name]?
    package var awaits: Role?
    /// Inclusive.
    package var reportedFrom: Instant?
    /// Exclusive.
    package var reportedTo: Instant?
    /// Inclusive.
    package var updatedFrom: Instant?
    /// Exclusive.
    package var updatedTo: Instant?
    package var grids: [GridCode]?
    package var unit: UnitCode?
    /// Never dispatched.
    package var isWithoutUnit = false
    /// Not placed yet.
    package var isUnplaced = false
    /// A place in the list of the newest, behind which it goes on: the same row never twice, whatever is reported meanwhile.
    package struct Behind: Hashable, Sendable {
        package let reportedAt: Instant
        package let number: CaseNumber

        package init(_ reportedAt: Instant, _ number: CaseNumber) {
            self.reportedAt = reportedAt
            self.number = number
        }
    }

    /// For ``Order/newestReported`` only.
    package var behind: Behind?
    /// Words in the report or the address: what stands between blanks, each somewhere.
    ///
    /// A list compares every case that it comes by; ``WordSearch`` knows where to look.
    package var text: String?
    package var box: Box?
    package var circle: Circle?
    package var hasPhoto: Bool?
    package var overdueOnly = false
    package var order = Order.newestReported
    package var limit = 50
    /// In code points: SQLite refuses patterns of more than 50,000 bytes, and nobody types as many as these.
    package static let textLimit = 200
    package var offset = 0

    /// So many cases lie in the box that the newest are found sooner by date than by place; ``CaseQueries`` finds out.
    var goesByDate = false
    private static let fewGrids = 4

    package init() {}

    /// The boxes that a case has to lie in: the filter's, and the circle's.
    var boxes: [Box] { [box, circle?.box].compactMap { $0 } }

    var conditions: [SQL] {
        var all: [SQL] = []
        if let seen = reader.condition { all.append(seen) }
        if let numbers { all.append("number IN (\(list: numbers.map(\.rawValue)))") }
        if let categories { all.append("category IN (\(list: categories.map(\.rawValue)))") }
        // Literal truth values, so that the partial indexes apply.
        if let isOpen { all.append(isOpen ? "is_open = 1" : "is_open = 0") }
        if let stages {
            all.append("stage IN (\(list: stages.map(\.rawValue)))")
            if stages.allSatisfy(\.isOpen) { all.append("is_open = 1") }
            if stages.allSatisfy({ !$0.isOpen && $0 != .closed }) { all.append("is_open = 0 AND stage <> 'closed'") }
        }
        if let awaits { all.append("awaits = \(awaits.rawValue)") }
        if let reportedFrom { all.append("reported_at >= \(reportedFrom.secondsSinceEpoch)") }
        if let reportedTo { all.append("reported_at < \(reportedTo.secondsSinceEpoch)") }
        if let updatedFrom { all.append("updated_at >= \(updatedFrom.secondsSinceEpoch)") }
        if let updatedTo { all.append("updated_at < \(updatedTo.secondsSinceEpoch)") }
        if let grids {
            let codes = grids.map(\.rawValue)
            // An expression has no index: of many grids, the newest or the open cases are found sooner among those of all
            // grids than by sorting everything that these ever had.
            let isMany = grids.count > Self.fewGrids
            all.append(isMany ? "COALESCE(grid, '') IN (\(list: codes))" : "grid IN (\(list: codes))")
            // Always true: it says that the index of what is open in a grid is the one to take, not that of all it ever had.
            if !isMany, isOpen == true { all.append("is_overdue BETWEEN 0 AND 1") }
        }
        if let unit { all.append("unit = \(unit.rawValue)") }
        if isWithoutUnit { all.append("unit IS NULL") }
        if isUnplaced { all.append("grid IS NULL") }
        if let text, text.utf8.contains(0) {
            // No stored text has it, and PostgreSQL would not even compare.
            all.append("1 = 0")
        } else if let text {
            for piece in text.split(whereSeparator: \.isWhitespace) {
                let escaped = piece.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
                let pattern = "%" + Self.lowercasedASCII(String(escaped)) + "%"
                all.append("(LOWER(words) LIKE \(pattern) ESCAPE '!' OR LOWER(address) LIKE \(pattern) ESCAPE '!')")
            }
        }
        for box in boxes { all.append(box.condition(isIndexed: !goesByDate)) }
        if let circle { all.append(circle.condition) }
        if let hasPhoto { all.append(hasPhoto ? "photos <> ''" : "photos = ''") }
        if overdueOnly { all.append("is_open = 1 AND is_overdue = 1") }
        if let behind {
            let at = behind.reportedAt.secondsSinceEpoch
            // The time stands twice, so that an index of it serves.
            all.append("reported_at <= \(at) AND (reported_at < \(at) OR number < \(behind.number.rawValue))")
        }
        return all
    }

    /// In lower case as the columns' LOWER makes it: A to Z only, in SQLite and under PostgreSQL's collation "C".
    ///
    /// Made here, since PostgreSQL would take the database's locale for a bound value.
    private static func lowercasedASCII(_ text: String) -> String {
        String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    var whereClause: SQL {
        conditions.isEmpty ? "" : "WHERE " + SQL.joined(conditions, separator: " AND ")
    }

    var orderClause: SQL {
        switch order {
        case .newestReported: "ORDER BY reported_at DESC, number DESC"
        case .dueFirst: "ORDER BY step_due_at NULLS LAST, number"
        case .lastUpdated: "ORDER BY updated_at DESC, number DESC"
        }
    }
}
