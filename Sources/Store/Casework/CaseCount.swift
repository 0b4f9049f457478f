package import Domain

/// How many cases a list has.
package struct CaseCount: Hashable, Sendable {
    package let number: Int
    /// False when there are more: nobody counts hundreds of thousands of cases one by one while a reader waits.
    package let isWhole: Bool

    /// Cases that are counted one by one.
    package static let limit = 10_000

    package init(_ number: Int, isWhole: Bool = true) {
        self.number = number
        self.isWhole = isWhole
    }
}

extension CaseQueries {
    /// - Complexity: O(days) where only the time of the report matters; otherwise O(what is counted), up to a limit.
    /// - Throws: ``Fault``.
    package static func count(_ filter: CaseFilter, zone: Zone, in db: any Connection) throws -> CaseCount {
        if filter.asksOnlyForDays { return CaseCount(try ReportedDays(filter, zone: zone, in: db).sum) }
        if filter.isOpen == false {
            // The others are few, and counted already or quickly.
            var all = filter
            all.isOpen = nil
            if all.asksOnlyForDays, filter.reportedFrom == nil, filter.reportedTo == nil {
                let sum = try ReportedDays(all, zone: zone, in: db).sum
                all.isOpen = true
                return CaseCount(sum - (try counted(all, upTo: .max, in: db)))
            }
        }
        let count = try counted(filter, upTo: CaseCount.limit, in: db)
        return count > CaseCount.limit ? CaseCount(CaseCount.limit, isWhole: false) : CaseCount(count)
    }

    /// One by one, no further than one behind `limit`.
    ///
    /// Who may see what stands in no index: so all are counted, and the few reports in confidence taken off.
    fileprivate static func counted(_ filter: CaseFilter, upTo limit: Int, in db: any Connection) throws -> Int {
        var all = filter
        all.reader = .office
        let count = Int(try db.first(countStatement(all, upTo: limit)) { try $0.integer(0) } ?? 0)
        guard count <= limit, let hidden = hiddenStatement(filter) else { return count }
        return count - Int(try db.first(hidden) { try $0.integer(0) } ?? 0)
    }

    /// Counts what `filter` leaves out only because of its reader; nil when it leaves out nothing.
    private static func hiddenStatement(_ filter: CaseFilter) -> SQL? {
        guard let seen = filter.reader.condition else { return nil }
        var all = filter
        all.reader = .office
        // The bound keeps the engines from looking for the confidential ones among all that the other conditions find.
        return "SELECT COUNT(*) FROM (SELECT * FROM case_file WHERE recused IS NOT NULL AND NOT (" + seen
            + ") LIMIT 1000000) AS hidden " + all.whereClause
    }

    package static func countStatement(_ filter: CaseFilter, upTo limit: Int = CaseCount.limit) -> SQL {
        "SELECT COUNT(*) FROM (SELECT 1 FROM case_file " + filter.whereClause
            + " LIMIT \(limit == .max ? limit : limit + 1)) AS counted"
    }

    /// The same list, begun behind the days that its offset leaps over: their cases are counted already.
    package static func leaping(_ filter: CaseFilter, zone: Zone, in db: any Connection) throws -> CaseFilter {
        guard filter.asksOnlyForDays, filter.order == .newestReported, filter.offset > 1_000 else { return filter }
        var filter = filter
        for (end, count) in try ReportedDays(filter, zone: zone, in: db).days {
            filter.reportedTo = end
            if filter.offset < count { return filter }
            filter.offset -= count
        }
        // Behind the last case.
        filter.limit = 0
        return filter
    }
}

extension CaseFilter {
    /// Whether nothing but the time of the report restricts it.
    fileprivate var asksOnlyForDays: Bool {
        var days = CaseFilter()
        (days.reportedFrom, days.reportedTo, days.reader) = (reportedFrom, reportedTo, reader)
        return days.conditions.count == conditions.count
    }
}

/// How many cases were reported on each day of a filter, the newest day first: from the journal's own counts, and the days
/// that are cut at either end from the cases.
private struct ReportedDays {
    /// A day's end, or the filter's where that comes first, with the cases of that day that the filter lets through.
    private(set) var days: [(end: Instant, count: Int)] = []

    var sum: Int { days.reduce(0) { $0 + $1.count } }

    init(_ filter: CaseFilter, zone: Zone, in db: any Connection) throws {
        // A part of a case is a case, and no report: it is counted under a name of its own.
        let counts = try db.rows(
            """
            SELECT day, SUM(n)
            FROM tally
            WHERE measure IN ('case.reported', 'case.split_off')
            GROUP BY day
            ORDER BY day DESC
            """
        ) { (day: try $0.text(0), count: Int(try $0.integer(1))) }
        let hidden = try Self.hidden(from: filter.reader, zone: zone, in: db)
        let (from, to) = (filter.reportedFrom ?? .distantPast, filter.reportedTo ?? .distantFuture)
        for (text, count) in counts {
            let day: Day
            do { day = try Day(parsing: text) } catch { throw Fault.corrupt("a count has no valid day") }
            let start = zone.instant(day: day, secondsOfDay: 0)
            let end = start.advanced(bySeconds: 86_400)
            guard start < to, end > from else { continue }
            if start >= from, end <= to {
                days.append((end, count - (hidden[day] ?? 0)))
            } else {
                var part = CaseFilter()
                part.reader = filter.reader
                (part.reportedFrom, part.reportedTo) = (max(start, from), min(end, to))
                days.append((min(end, to), try CaseQueries.counted(part, upTo: .max, in: db)))
            }
        }
    }

    /// How many reports of each day a reader does not see: those in confidence, which are few, and which the journal's
    /// counts have with all the others.
    private static func hidden(
        from reader: CaseFilter.Reader,
        zone: Zone,
        in db: any Connection
    ) throws -> [Day: Int] {
        guard let seen = reader.condition else { return [:] }
        let statement: SQL = "SELECT reported_at FROM case_file WHERE recused IS NOT NULL AND NOT (" + seen + ")"
        return try db.rows(statement) { Instant(secondsSinceEpoch: try $0.integer(0)) }
            .reduce(into: [:]) { days, moment in days[zone.day(of: moment), default: 0] += 1 }
    }
}
