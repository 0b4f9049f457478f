package import Domain

/// The newest reports of an area, for its feed.
package enum FeedQueries {
    /// Where a page of a feed begins: after this report.
    package struct Mark: Hashable, Sendable {
        package var reportedAt: Instant
        package var number: CaseNumber

        package init(reportedAt: Instant, number: CaseNumber) {
            self.reportedAt = reportedAt
            self.number = number
        }
    }

    /// What a feed tells of.
    package enum Area: Hashable, Sendable {
        case district
        case grid(GridCode)
        case category(CategoryCode)
    }

    /// Newest first.
    package static func reports(
        in area: Area,
        after mark: Mark?,
        limit: Int,
        in db: any Connection
    ) throws -> [CaseSummary] {
        try db.rows(statement(for: area, after: mark, limit: limit), CaseSummary.init)
    }

    /// The time stands twice, so that an index of it serves: rows of one second are told apart by their number.
    package static func statement(for area: Area, after mark: Mark?, limit: Int) -> SQL {
        let condition: SQL =
            switch area {
            case .district: "1 = 1"
            case .grid(let code): "grid = \(code.rawValue)"
            case .category(let code): "category = \(code.rawValue)"
            }
        var older: SQL = ""
        if let mark {
            let at = mark.reportedAt.secondsSinceEpoch
            older = " AND reported_at <= \(at) AND (reported_at < \(at) OR number < \(mark.number.rawValue))"
        }
        return "SELECT " + CaseSummary.columns + " FROM case_file WHERE " + condition + older
            + " ORDER BY reported_at DESC, number DESC LIMIT \(limit)"
    }
}
