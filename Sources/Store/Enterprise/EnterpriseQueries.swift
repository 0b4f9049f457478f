package import Domain

/// A firm as lists show it: one row of `enterprise`.
package struct EnterpriseSummary: Hashable, Sendable {
    package let id: ID<Enterprise>
    package let number: Int
    package let name: String
    package let creditCode: String?
    package let kind: Enterprise.Kind
    package let industry: String
    package let park: String?
    package let grid: String?
    package let address: String?
    package let isOpen: Bool
    /// Whose time with the firm has no end yet.
    package let steward: ID<Account>?
    package let linkVersion: Int

    static let columns: SQL =
        "id, number, name, credit_code, kind, industry, park, grid, address, state, steward, link_version"

    /// - Throws: ``Fault/corrupt(_:)`` for a row that no firm can have written.
    init(row: any Row) throws {
        guard let id = ID<Enterprise>(bytes: try row.blob(0)), let kind = Enterprise.Kind(rawValue: try row.text(4))
        else { throw Fault.corrupt("a firm's row has no valid id or kind") }
        self.id = id
        number = Int(try row.integer(1))
        name = try row.text(2)
        creditCode = try row.optionalText(3)
        self.kind = kind
        industry = try row.text(5)
        park = try row.optionalText(6)
        grid = try row.optionalText(7)
        address = try row.optionalText(8)
        isOpen = try row.text(9) == "open"
        steward = try row.optionalBlob(10).flatMap(ID<Account>.init(bytes:))
        linkVersion = Int(try row.integer(11))
    }
}

/// What readers ask about firms.
///
/// Functions receive a connection; use cases open the snapshots.
package enum EnterpriseQueries {
    package static func list(_ filter: EnterpriseFilter, in db: any Connection) throws -> [EnterpriseSummary] {
        let rarest = try rarest(of: filter.text, in: db)
        let isRare = rarest.map { $0.count < common } ?? false
        return try db.rows(filter.statement(by: rarest?.word, isRare: isRare), EnterpriseSummary.init)
    }

    /// The pair of characters of a text that the fewest names have, and how many; nil for a text without one.
    ///
    /// 有限 stands in half of all names: counting stops where it no longer matters, and such names are found soonest among the
    /// newest firms.
    private static func rarest(of text: String?, in db: any Connection) throws -> (word: String, count: Int64)? {
        guard let text else { return nil }
        var best: (word: String, count: Int64)?
        for word in WordPairs.of(text).sorted().prefix(20) {
            let count = try db.first(wordCountStatement(word)) { try $0.integer(0) } ?? 0
            if count < best?.count ?? .max { best = (word, count) }
        }
        return best
    }

    private static let common: Int64 = 2_000

    static func wordCountStatement(_ word: String) -> SQL {
        "SELECT COUNT(*) FROM (SELECT 1 FROM enterprise_word WHERE word = \(word) LIMIT \(common)) AS found"
    }

    package static func summary(_ number: Int, in db: any Connection) throws -> EnterpriseSummary? {
        try db.first(
            "SELECT " + EnterpriseSummary.columns + " FROM enterprise WHERE number = \(number)",
            EnterpriseSummary.init
        )
    }

    /// The firm with this credit code that is there; closed ones keep theirs and are passed over.
    package static func summary(of code: CreditCode, in db: any Connection) throws -> EnterpriseSummary? {
        try db.first(
            "SELECT " + EnterpriseSummary.columns
                + " FROM enterprise WHERE credit_code = \(code.rawValue) AND state = 'open' AND credit_code IS NOT NULL",
            EnterpriseSummary.init
        )
    }

    package static func lastNumber(in db: any Connection) throws -> Int {
        Int(try db.first("SELECT COALESCE(MAX(number), 0) FROM enterprise") { try $0.integer(0) } ?? 0)
    }

    /// Firms by a status that is valid on a day, of those that are there.
    package static func statusCounts(
        on day: Day,
        in db: any Connection
    ) throws -> [Enterprise.Status.Kind: Int] {
        let rows = try db.rows(
            """
            SELECT enterprise_status.kind, COUNT(*)
            FROM enterprise_status JOIN enterprise ON enterprise.number = enterprise_status.firm
            WHERE enterprise.state = 'open' AND from_day <= \(day.description)
                AND COALESCE(until_day, '9999-12-31') >= \(day.description)
            GROUP BY enterprise_status.kind
            """
        ) { (Enterprise.Status.Kind(rawValue: try $0.text(0)), Int(try $0.integer(1))) }
        return Dictionary(uniqueKeysWithValues: rows.compactMap { kind, count in kind.map { ($0, count) } })
    }

    /// The firms that a round is to visit: by kind, those that are there and lie in `grids`; nil for everywhere.
    package static func frame(
        kinds: Set<Enterprise.Kind>,
        grids: Set<String>?,
        park: UnitCode?,
        in db: any Connection
    ) throws -> [Enterprise.Kind: [Int]] {
        var frame: [Enterprise.Kind: [Int]] = [:]
        try db.forEach("SELECT number, kind, grid, park FROM enterprise WHERE state = 'open' ORDER BY number") { row in
            guard let kind = Enterprise.Kind(rawValue: try row.text(1)), kinds.contains(kind) else { return }
            if let grids {
                guard let grid = try row.optionalText(2), grids.contains(grid) else { return }
            }
            if let park { guard try row.optionalText(3) == park.rawValue else { return } }
            frame[kind, default: []].append(Int(try row.integer(0)))
        }
        return frame
    }

    // MARK: - Lists

    package static func lists(in db: any Connection) throws -> EnterpriseLists {
        var lists = EnterpriseLists()
        do {
            try db.forEach("SELECT code, zh, en FROM firm_park") { row in
                let name = Wording(try row.text(1), english: try row.text(2))
                lists.apply(.parkNamed(try UnitCode(parsing: row.text(0)), name))
            }
            try db.forEach("SELECT code, zh, en FROM firm_tag") { row in
                let name = Wording(try row.text(1), english: try row.text(2))
                lists.apply(.tagNamed(try CategoryCode(parsing: row.text(0)), name))
            }
        } catch is Malformed {
            throw Fault.corrupt("a list of firms holds no valid code")
        }
        if let cap = try db.first("SELECT visits FROM firm_cap", { try $0.integer(0) }) {
            lists.apply(.capSet(Int(cap)))
        }
        return lists
    }
}
