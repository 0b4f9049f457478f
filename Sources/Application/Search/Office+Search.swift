import Domain
package import Store

extension Office {
    /// Cases by words, the newest first: at most `filter.limit` of what `filter` lets through, so of what its maker may see.
    ///
    /// `place`: where the search before has ended.
    /// - Throws: ``Fault``.
    package func search(_ filter: CaseFilter, behind place: Int64? = nil) async throws -> WordSearch.Found {
        try await engine.read { try WordSearch.find(filter, behind: place, in: $0) }
    }

    /// A page of a list with words, and how many there are.
    ///
    /// - Throws: ``Fault``.
    package func casesWithWords(_ filter: CaseFilter) async throws -> (cases: [CaseSummary], count: CaseCount) {
        var whole = filter
        // Some pages more than is shown, so that short lists are counted whole.
        (whole.offset, whole.limit) = (0, min(Self.wordLimit, max(200, filter.offset + filter.limit + 1)))
        let found = try await search(whole)
        var cases = found.cases
        switch filter.order {
        case .newestReported: cases.sort { ($0.reportedAt, $0.number.rawValue) > ($1.reportedAt, $1.number.rawValue) }
        case .lastUpdated: cases.sort { ($0.updatedAt, $0.number.rawValue) > ($1.updatedAt, $1.number.rawValue) }
        case .dueFirst:
            cases.sort {
                ($0.stepDue ?? .distantFuture, $0.number.rawValue) < ($1.stepDue ?? .distantFuture, $1.number.rawValue)
            }
        }
        let page = Array(cases.dropFirst(filter.offset).prefix(filter.limit))
        return (page, CaseCount(cases.count, isWhole: found.next == nil))
    }

    /// A list with words goes back so many cases.
    private static let wordLimit = 1_000

    /// Adds what the journal has got since the words were kept last.
    ///
    /// - Returns: whether there was something to add.
    /// - Throws: ``Fault``; of kind conflict when another process has taken this over.
    @discardableResult
    package func keepWords() async throws -> Bool {
        let journal = journal
        let (before, position) = try await engine.read { db in
            (try WordIndex.progress(in: db), try journal.position(in: db))
        }
        guard before.position < position else { return false }
        var progress = try await engine.write { try WordIndex.begin(after: before, in: $0) }
        while progress.position < position {
            let turn = progress
            let end = WordIndex.end(of: turn, upTo: position)
            let all = try await engine.read { try WordIndex.found(behind: turn.position, upTo: end, in: $0) }
            for found in all {
                try Task.checkCancellation()
                let merged = try await engine.read { try WordIndex.merge(found, in: $0) }
                try await engine.write { try WordIndex.keep(merged, turn: turn, in: $0) }
            }
            progress = try await engine.write { try WordIndex.end(turn, at: end, in: $0) }
        }
        return true
    }
}
