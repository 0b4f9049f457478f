import Domain

/// Finds cases by words, the newest first, some at a time.
package enum WordSearch {
    /// Cases that are looked at before an answer is given.
    ///
    /// What is rare in the part of the board that somebody may see must
    /// not keep everybody else waiting. The answer says where to go on.
    static let patience = 500
    /// Words that are looked up; what is longer is compared with what these find.
    private static let wordLimit = 12
    /// Grids whose cases are all looked at, rather than to look for theirs among those of the whole board.
    private static let fewGrids = 3
    /// How far behind the journal the words may be, in entries, and nothing is missed.
    static let tail: Int64 = 20_000

    /// What was found, and behind which place the search goes on; nil when there is nothing more.
    package struct Found: Sendable {
        package var cases: [CaseSummary] = []
        package var next: Int64?

        /// Nothing.
        package init() {}
    }

    /// Whether `text` has two characters side by side, so that it can be searched for.
    package static func canSearch(_ text: String) -> Bool { !WordPairs.of(text).isEmpty }

    /// At most `filter.limit` cases that have the words of `filter.text` and everything else that the filter asks for.
    ///
    /// `place`: where a search before this one has ended. The filter's order and offset do not count.
    /// - Throws: ``Fault``.
    package static func find(_ filter: CaseFilter, behind place: Int64? = nil, in db: any Connection) throws -> Found {
        let words = WordPairs.of(filter.text ?? "").sorted().prefix(wordLimit)
        var found = Found()
        guard !words.isEmpty else { return found }
        if let grids = filter.grids, grids.count <= fewGrids { return try walk(filter, behind: place ?? 0, in: db) }
        var looked = 0
        /// Returns whether there is more to look for.
        func look(at places: some Collection<Int64>) throws -> Bool {
            var rest = places[...]
            // Common words are full of hits; only where they are few it is worth asking for many at once.
            while !rest.isEmpty {
                let size = looked < 128 ? 64 : 256
                let some = Array(rest.prefix(size))
                rest = rest.dropFirst(some.count)
                for (place, summary) in try cases(at: some, padding: size, filter, in: db) {
                    found.cases.append(summary)
                    if found.cases.count == filter.limit {
                        found.next = place
                        return false
                    }
                }
                looked += some.count
                if looked >= patience {
                    found.next = some.last
                    return false
                }
            }
            return true
        }
        let known = try WordIndex.progress(in: db).position
        guard try look(at: tail(behind: known, before: place, in: db)) else { return found }
        let before = place ?? .max
        for part in try db.rows(partsStatement(words, before: before), { try $0.integer(0) }) {
            let lists = try db.rows(placesStatement(words, part: part)) { try WordPlaces.decode(try $0.blob(0)) }
            let places = WordPlaces.common(to: lists).reversed().map { part << WordIndex.partBits + Int64($0) }
            guard try look(at: places.drop { $0 >= before }) else { return found }
        }
        return found
    }

    /// Through all cases of a few grids; the place is how many hits have been shown.
    private static func walk(_ filter: CaseFilter, behind place: Int64, in db: any Connection) throws -> Found {
        var filter = filter
        (filter.order, filter.offset) = (.newestReported, Int(clamping: max(0, place)))
        let cases = try CaseQueries.list(filter, in: db)
        var found = Found()
        found.cases = cases
        if cases.count == filter.limit { found.next = Int64(filter.offset + cases.count) }
        return found
    }

    /// The newest cases whose words are not known yet; nothing when they were long ago.
    private static func tail(behind known: Int64, before place: Int64?, in db: any Connection) throws -> [Int64] {
        let last = try db.first("SELECT COALESCE(MAX(seq), 0) FROM entry") { try $0.integer(0) } ?? 0
        guard last > known else { return [] }
        return try db.rows(tailStatement(behind: max(known, last - tail), before: place ?? .max)) {
            try $0.integer(0)
        }
    }

    private static func tailStatement(behind start: Int64, before end: Int64) -> SQL {
        """
        SELECT seq
        FROM entry
        WHERE seq > \(start) AND seq < \(end) AND kind = 'case' AND version = 1
        ORDER BY seq DESC
        """
    }

    private static func partsStatement(_ words: some Collection<String>, before place: Int64) -> SQL {
        """
        SELECT part
        FROM word_place
        WHERE word IN (\(list: Array(words))) AND part <= \(place >> WordIndex.partBits)
        GROUP BY part
        HAVING COUNT(*) = \(words.count)
        ORDER BY part DESC
        """
    }

    private static func placesStatement(_ words: some Collection<String>, part: Int64) -> SQL {
        "SELECT places FROM word_place WHERE word IN (\(list: Array(words))) AND part = \(part)"
    }

    /// The cases at these places that pass the filter, in the order of the places.
    ///
    /// `padding`: how many places the statement is made for, so that a database prepares few of them.
    private static func cases(
        at places: [Int64],
        padding: Int,
        _ filter: CaseFilter,
        in db: any Connection
    ) throws -> [(Int64, CaseSummary)] {
        guard let last = places.last else { return [] }
        let padded = places + Array(repeating: last, count: padding - places.count)
        var order: [[UInt8]: Int64] = [:]
        try db.forEach(subjectsStatement(padded)) { order[try $0.blob(0)] = try $0.integer(1) }
        guard let someID = order.keys.first else { return [] }
        let ids = Array(order.keys) + Array(repeating: someID, count: padding - order.count)
        return try db.rows(casesStatement(ids, filter), CaseSummary.init)
            .compactMap { summary in order[summary.id.bytes].map { ($0, summary) } }
            .sorted { $0.0 > $1.0 }
    }

    private static func subjectsStatement(_ places: [Int64]) -> SQL {
        "SELECT subject, seq FROM entry WHERE seq IN (" + .list(places.map { .integer($0) }) + ")"
    }

    private static func casesStatement(_ ids: [[UInt8]], _ filter: CaseFilter) -> SQL {
        // First these cases and then the filter, whatever indexes the filter has.
        let few: SQL =
            "WITH few AS MATERIALIZED (SELECT * FROM case_file WHERE id IN (" + .list(ids.map { .blob($0) }) + ")) "
        return few + "SELECT " + CaseSummary.columns + " FROM few " + filter.whereClause
    }

    /// Every statement that a search asks, for the test of their plans.
    package static func statements(_ filter: CaseFilter) -> [SQL] {
        let words = WordPairs.of(filter.text ?? "").sorted()
        return [
            tailStatement(behind: 10, before: 20), partsStatement(words, before: .max),
            placesStatement(words, part: 0), subjectsStatement([1, 2, 3]),
            casesStatement([[UInt8](repeating: 1, count: 16)], filter),
        ]
    }
}
