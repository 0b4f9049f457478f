package import Domain

/// Which firms a list shows, the newest on the list first; every condition that is nil does not restrict.
package struct EnterpriseFilter: Hashable, Sendable {
    /// Whose firms: the steward's of now, or those without one.
    package enum Steward: Hashable, Sendable {
        case nobody
        case account(ID<Account>)
    }

    /// What somebody may see at all: the firms that they serve on a day, and those of some grids.
    package struct Sight: Hashable, Sendable {
        package var account: ID<Account>
        package var day: Day
        package var grids: [String]

        package init(account: ID<Account>, day: Day, grids: [String]) {
            self.account = account
            self.day = day
            self.grids = grids
        }
    }

    package var kind: Enterprise.Kind?
    package var park: UnitCode?
    package var tag: CategoryCode?
    /// A status that is valid on ``day``.
    package var status: Enterprise.Status.Kind?
    package var day = Day.distantPast
    package var steward: Steward?
    package var sight: Sight?
    /// Nil for all; of many grids when an area is chosen.
    package var grids: [String]?
    /// Words of the name, or a credit code, or the number.
    package var text: String?
    /// Merged, split and closed ones instead of those that are there.
    package var hasEnded = false
    /// Numbers below this one.
    package var before: Int?
    package var limit = 50

    package init() {}
}

extension EnterpriseFilter {
    /// The list's statement.
    ///
    /// One condition is looked up in an index, the most telling one there is; the others are asked of what that finds, and are
    /// written so that no database takes their index instead. Each list then costs the same in every district. Where every
    /// condition is met by many firms, the newest of all are gone through until there are enough.
    ///
    /// `word`: a pair of characters of the text, if it has one; `isRare`: few names have it.
    func statement(by word: String?, isRare: Bool) -> SQL {
        if let word, let sight, sight.few == nil { return statement(of: word) }
        return select + SQL.joined(conditions(by: isRare ? word : nil), separator: " AND ") + newest
    }

    /// The newest firms whose names have a word, each asked whether it is in sight of somebody who sees many grids.
    ///
    /// By the newest of all, most would be out of sight or have other names. The offset keeps PostgreSQL from asking all firms first.
    private func statement(of word: String) -> SQL {
        let asked: SQL = SQL.joined(conditions(by: nil, isLed: true), separator: " AND ")
        let older: SQL = before.map { " AND firm < \($0)" } ?? ""
        return select + "number IN (SELECT firm FROM enterprise_word WHERE word = \(word)" + older
            + " AND EXISTS (SELECT 1 FROM enterprise WHERE number = enterprise_word.firm AND " + asked
            + " LIMIT 1 OFFSET 0) ORDER BY firm DESC LIMIT \(limit)) ORDER BY number DESC"
    }

    private var select: SQL { "SELECT " + EnterpriseSummary.columns + " FROM enterprise WHERE " }
    private var newest: SQL { " ORDER BY number DESC LIMIT \(limit)" }

    /// `isLed`: an index is chosen already.
    private func conditions(by word: String?, isLed: Bool = false) -> [SQL] {
        var conditions: [SQL] = [hasEnded ? "state <> 'open'" : "state = 'open'"]
        var isLed = isLed
        func add(_ led: SQL, _ asked: SQL) {
            conditions.append(isLed ? asked : led)
            isLed = true
        }
        if let before { conditions.append("number < \(before)") }
        switch steward {
        case nil: break
        case .nobody:
            conditions.append("steward IS NULL")
            isLed = true
        case .account(let id):
            conditions.append("steward = \(id.bytes)")
            isLed = true
        }
        if let word {
            add(
                "number IN (SELECT firm FROM enterprise_word WHERE word = \(word))",
                "EXISTS (SELECT 1 FROM enterprise_word WHERE word = \(word) AND firm = number)"
            )
        }
        if let text { conditions.append("names LIKE \(pattern(text)) ESCAPE '\\'") }
        if let sight {
            let few = sight.few
            conditions.append(few.map { "number IN (" + $0 + ")" } ?? sight.wide)
            isLed = isLed || few != nil
        }
        if let grids {
            if grids.count <= Self.fewGrids {
                add("grid IN (\(list: grids))", "COALESCE(grid, '') IN (\(list: grids))")
            } else {
                conditions.append("COALESCE(grid, '') IN (\(list: grids))")
            }
        }
        if let status {
            let (kind, day) = (status.rawValue, day.description)
            let valid: SQL = "from_day <= \(day) AND COALESCE(until_day, '9999-12-31') >= \(day)"
            add(
                "number IN (SELECT firm FROM enterprise_status WHERE kind = \(kind) AND " + valid + ")",
                "EXISTS (SELECT 1 FROM enterprise_status WHERE firm = number AND kind = \(kind) AND " + valid + ")"
            )
        }
        if let tag {
            add(
                "number IN (SELECT firm FROM enterprise_tag WHERE tag = \(tag.rawValue))",
                "EXISTS (SELECT 1 FROM enterprise_tag WHERE tag = \(tag.rawValue) AND firm = number)"
            )
        }
        if let park { add("park = \(park.rawValue)", "COALESCE(park, '') = \(park.rawValue)") }
        if let kind { conditions.append("kind = \(kind.rawValue)") }
        return conditions
    }

    /// Grids whose firms are all looked at, rather than to look for theirs among the newest of the whole board.
    fileprivate static let fewGrids = 8

    private func pattern(_ text: String) -> String {
        let escaped = text.lowercased().map { "%_\\".contains($0) ? "\\\($0)" : String($0) }
        return "%" + escaped.joined() + "%"
    }
}

/// A list of something that firms bring, which is narrowed to what somebody may see.
package protocol SightedFilter {
    /// The handling unit's own ones.
    var unit: UnitCode? { get set }
    /// The ones of firms that somebody serves on a day, and of firms in some grids.
    var sight: EnterpriseFilter.Sight? { get set }
    /// Nil for all.
    var grids: [String]? { get set }
}

extension EnterpriseFilter.Sight {
    private var served: SQL {
        """
        SELECT firm
        FROM enterprise_term
        WHERE holder = \(account.bytes) AND from_day <= \(day.description)
            AND COALESCE(until_day, '9999-12-31') >= \(day.description)
        """
    }

    /// The numbers of everything in sight, where that is few: one half after the other, since no index serves an OR of both.
    fileprivate var few: SQL? {
        guard !grids.isEmpty else { return served }
        guard grids.count <= EnterpriseFilter.fewGrids else { return nil }
        return served + " UNION SELECT number FROM enterprise WHERE grid IN (\(list: grids)) AND state = 'open'"
    }

    /// The same, asked of each firm of many.
    fileprivate var wide: SQL { condition(grid: "grid", firm: "number") }

    /// What a list of something that firms bring asks of each; `grid`, `firm`: the columns of the firm's.
    func condition(grid: SQL, firm: SQL) -> SQL {
        "(COALESCE(" + grid + ", '') IN (\(list: grids.isEmpty ? [""] : grids)) OR " + firm + " IN (" + served + "))"
    }
}
