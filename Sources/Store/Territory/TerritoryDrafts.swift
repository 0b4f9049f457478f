package import Domain

/// What somebody prepares: beside the journal, for a day, so that the page of its preview needs nothing from the browser.
package enum TerritoryDrafts {
    /// One day, in seconds.
    package static let kept: Int64 = 86_400

    package static func keep(
        _ draft: TerritoryDraft,
        as id: String,
        by account: ID<Account>,
        at now: Instant,
        in db: any Connection
    ) throws {
        try db.submit(
            "DELETE FROM territory_draft WHERE made_at < \(now.secondsSinceEpoch - kept)"
        )
        try db.submit(
            """
            INSERT INTO territory_draft (id, account, made_at, body)
            VALUES (\(id), \(account.bytes), \(now.secondsSinceEpoch), \(DraftRecord(draft).json))
            """
        )
    }

    /// The draft of this person; nil where there is none, or no longer.
    package static func draft(
        _ id: String,
        of account: ID<Account>,
        at now: Instant,
        in db: any Connection
    ) throws -> TerritoryDraft? {
        try db.first(
            """
            SELECT body
            FROM territory_draft
            WHERE id = \(id) AND account = \(account.bytes) AND made_at >= \(now.secondsSinceEpoch - kept)
            """
        ) { try DraftRecord(json: try $0.text(0)).draft() }
    }

    package static func forget(_ id: String, in db: any Connection) throws {
        try db.submit("DELETE FROM territory_draft WHERE id = \(id)")
    }
}

private struct DraftRecord: JSONRecord {
    struct BorderRecord: Codable {
        var code: String
        var scheme: String
        var name: String?
        var outline: String
        var follow: Bool
    }

    var from: String
    var basis: String
    var outlineMayChange: Bool
    var gapsAllowed: Bool
    var division: ChangesRecord?
    var border: BorderRecord?
    var merged: ChangesRecord.CodeRow?

    init(_ draft: TerritoryDraft) {
        from = draft.from.description
        basis = draft.basis
        (outlineMayChange, gapsAllowed) = (draft.mayChangeOutline, draft.mayHaveGaps)
        switch draft.change {
        case .division(let division):
            self.division = ChangesRecord(
                Territory.Changes(
                    units: division.units,
                    drawn: division.grids,
                    retired: [],
                    successors: [:],
                    unitCount: division.units.count,
                    gridCount: division.grids.count,
                    isSynthetic: division.isSynthetic
                )
            )
        case .border(let border):
            self.border = BorderRecord(
                code: border.grid.rawValue,
                scheme: border.grid.scheme.rawValue,
                name: border.name,
                outline: border.outline,
                follow: border.neighboursFollow
            )
        case .merge(let code, let target):
            merged = ChangesRecord.CodeRow(
                code: code.rawValue,
                scheme: code.scheme.rawValue,
                successor: target.rawValue,
                successorScheme: target.scheme.rawValue
            )
        }
    }

    func draft() throws -> TerritoryDraft {
        do {
            return TerritoryDraft(
                change: try change(),
                from: try Day(parsing: from),
                basis: basis,
                mayChangeOutline: outlineMayChange,
                mayHaveGaps: gapsAllowed
            )
        } catch is Malformed { throw Self.unreadable }
    }

    private func change() throws -> TerritoryDraft.Change {
        if let division {
            let all = try division.changes()
            return .division(
                Territory.Division(units: all.units, grids: all.drawn, isSynthetic: all.isSynthetic)
            )
        }
        if let border {
            return .border(
                TerritoryDraft.Border(
                    grid: try ChangesRecord.code(border.code, border.scheme),
                    name: border.name,
                    outline: border.outline,
                    neighboursFollow: border.follow
                )
            )
        }
        guard let merged, let target = merged.successor, let scheme = merged.successorScheme else {
            throw Self.unreadable
        }
        return .merge(
            try ChangesRecord.code(merged.code, merged.scheme),
            into: try ChangesRecord.code(target, scheme)
        )
    }

    private static var unreadable: Fault { .corrupt("a draft of the territory is not what the program writes") }
}
