package import Domain
package import Store

/// What a feed tells of.
package enum FeedArea: Hashable, Sendable {
    case district
    case unit(UnitCode)
    case grid(GridCode)
    case category(CategoryCode)
}

extension Office {
    /// The newest reports of an area, newest first.
    ///
    /// A unit's are those of its grids, each of which has an index, merged: a street has some dozens.
    /// - Throws: ``Fault``.
    package func reports(in area: FeedArea, after mark: FeedQueries.Mark?, limit: Int) async throws -> [CaseSummary] {
        let areas: [FeedQueries.Area] =
            switch area {
            case .district: [.district]
            case .grid(let code): [.grid(code)]
            case .category(let code): [.category(code)]
            case .unit(let code): (directory.grids(in: .unit(code)) ?? []).map { .grid($0) }
            }
        let lists = try await engine.read { db in
            try areas.map { try FeedQueries.reports(in: $0, after: mark, limit: limit, in: db) }
        }
        guard lists.count != 1 else { return lists[0] }
        let merged = lists.joined().sorted {
            ($0.reportedAt, $0.number.rawValue) > ($1.reportedAt, $1.number.rawValue)
        }
        return Array(merged.prefix(limit))
    }
}
