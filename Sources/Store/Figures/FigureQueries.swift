import Crypto
package import Domain
import FoundationEssentials

/// Definitions and values as pages and files show them.
package enum FigureQueries {
    /// A definition with where it stands in the log.
    package struct Definition: Hashable, Sendable {
        package let indicator: Indicator
        /// SHA-256 of its bytes, hexadecimal.
        package let digest: String
        /// Of its entry, from zero.
        package let index: Int64
        /// The day of its entry.
        package let filedOn: Day
    }

    /// A value with where it stands in the log.
    package struct Card: Hashable, Sendable {
        package enum Content: Hashable, Sendable {
            case frozen(FrozenValue)
            case imported(ImportedTotal)
        }

        package let content: Content
        /// Of its entry, from zero.
        package let index: Int64
        /// The day of its entry.
        package let filedOn: Day
        package let supersedes: Int64?
        package let supersededBy: Int64?
        /// What the entry says in public, canonical JSON.
        package let facts: [UInt8]
    }

    package static func definitions(in db: any Connection) throws -> [Definition] {
        try db.rows(
            "SELECT body, def, seq, defined_on FROM indicator ORDER BY code, version",
            definition
        )
    }

    /// All versions of one, oldest first.
    package static func definitions(of code: IndicatorCode, in db: any Connection) throws -> [Definition] {
        try db.rows(
            "SELECT body, def, seq, defined_on FROM indicator WHERE code = \(code.rawValue) ORDER BY version",
            definition
        )
    }

    private static func definition(_ row: any Row) throws -> Definition {
        do {
            return Definition(
                indicator: try Indicator(parsing: try row.text(0)),
                digest: try row.text(1),
                index: try row.integer(2) - 1,
                filedOn: try Day(parsing: try row.text(3))
            )
        } catch is Malformed { throw Fault.corrupt("a stored definition cannot be read") }
    }

    /// The index of a figure's newest value.
    package static func newest(of id: ID<Figure>, in db: any Connection) throws -> Int64? {
        try db.first(
            "SELECT seq FROM figure WHERE subject = \(id.bytes) AND superseded_by IS NULL"
        ) { try $0.integer(0) - 1 }
    }

    private static let columns: SQL =
        "SELECT figure.seq, figure.superseded_by, entry.facts FROM figure JOIN entry ON entry.seq = figure.seq"

    package static func card(at index: Int64, in db: any Connection) throws -> Card? {
        try db.first(columns + " WHERE figure.seq = \(index + 1)", card)
    }

    /// Values that still stand of one indicator, by the end of their windows, newest first.
    package static func cards(of code: IndicatorCode, limit: Int, in db: any Connection) throws -> [Card] {
        try db.rows(
            columns + """
                 WHERE figure.fig = \(code.rawValue) AND figure.superseded_by IS NULL
                ORDER BY figure.until_day DESC, figure.seq DESC
                LIMIT \(limit)
                """,
            card
        )
    }

    /// Values that still stand of windows that end on a day or later, newest first.
    package static func cards(since day: Day, limit: Int, in db: any Connection) throws -> [Card] {
        try db.rows(
            columns + """
                 WHERE figure.until_day >= \(day.description) AND figure.superseded_by IS NULL
                ORDER BY figure.until_day DESC, figure.seq DESC
                LIMIT \(limit)
                """,
            card
        )
    }

    /// Values of one indicator that were counted here and still stand, of windows that end after a day, newest first.
    ///
    /// - Throws: ``Fault``.
    package static func frozen(
        of code: IndicatorCode,
        after day: Day,
        limit: Int,
        in db: any Connection
    ) throws -> [Card] {
        try db.rows(frozenStatement(of: code, after: day, limit: limit), card)
    }

    package static func frozenStatement(of code: IndicatorCode, after day: Day, limit: Int) -> SQL {
        columns + """
             WHERE figure.fig = \(code.rawValue) AND figure.until_day > \(day.description)
                AND figure.superseded_by IS NULL AND figure.is_imported = 0
            ORDER BY figure.until_day DESC, figure.seq DESC
            LIMIT \(limit)
            """
    }

    /// Which values of a stretch of the log were corrected since, and by which entry: index → index.
    ///
    /// - Throws: ``Fault``.
    package static func corrections(of range: ClosedRange<Int64>, in db: any Connection) throws -> [Int64: Int64] {
        let pairs = try db.rows(correctionsStatement(of: range)) { (try $0.integer(0) - 1, try $0.integer(1) - 1) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    package static func correctionsStatement(of range: ClosedRange<Int64>) -> SQL {
        """
        SELECT seq, superseded_by
        FROM figure
        WHERE seq BETWEEN \(range.lowerBound + 1) AND \(range.upperBound + 1) AND superseded_by IS NOT NULL
        """
    }

    private static func card(_ row: any Row) throws -> Card {
        let bytes = try row.blob(2)
        let facts = try Facts(canonical: bytes)
        let event = try Figure.event(type: try facts.text("t"), facts: facts)
        let (content, supersedes): (Card.Content, Int64?) =
            switch event {
            case .frozen(let value, let supersedes): (.frozen(value), supersedes)
            case .imported(let total, let supersedes): (.imported(total), supersedes)
            }
        return Card(
            content: content,
            index: try row.integer(0) - 1,
            filedOn: try facts.day("at"),
            supersedes: supersedes,
            supersededBy: try row.optionalInteger(1).map { $0 - 1 },
            facts: bytes
        )
    }
}

extension Figure.Command {
    /// The figure that a command is about: one for each indicator, window and scope.
    package var subject: ID<Figure> {
        let (code, window, scope): (IndicatorCode, FigureWindow, String) =
            switch self {
            case .freeze(let value): (value.code, value.window, value.scope.text)
            case .importTotal(let total): (total.code, total.window, "imported")
            }
        let name = "\(code.rawValue)\n\(window.from)\n\(window.until)\n\(scope)"
        var bytes = Array(SHA256.hash(data: Array("qipan/figure/v1\n\(name)".utf8)).prefix(16))
        // A UUID of version 8, whose bits are ours to choose (RFC 9562 5.8).
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        guard let id = ID<Figure>(bytes: bytes) else { preconditionFailure("assumed 16 bytes: \(bytes.count)") }
        return id
    }
}

extension FigureQueries {
    /// An entry that a figure counts.
    package struct CountedEntry: Hashable, Sendable {
        /// Its place in the log, from zero.
        package let index: Int64
        /// What it says in public, canonical JSON.
        package let facts: String
    }

    /// The cases that entries tell of: index → number.
    ///
    /// Entries about anything else are left out.
    /// - Throws: ``Fault``.
    package static func cases(of indices: [Int64], in db: any Connection) throws -> [Int64: CaseNumber] {
        let pairs = try db.rows(casesStatement(of: indices)) {
            (try $0.integer(0) - 1, CaseNumber(stored: try $0.text(1)))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    package static func casesStatement(of indices: [Int64]) -> SQL {
        """
        SELECT entry.seq, case_file.number
        FROM entry JOIN case_file ON case_file.id = entry.subject
        WHERE entry.seq IN (
        """ + .list(indices.map { SQL.Value.integer($0 + 1) }) + ")"
    }
}

extension FigureQueries.Card {
    package var code: IndicatorCode {
        switch content {
        case .frozen(let value): value.code
        case .imported(let total): total.code
        }
    }
}
