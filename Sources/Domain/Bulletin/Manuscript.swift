/// A bulletin as it is written: a plain text in which a few signs at the beginning of a line say what it is.
///
/// `# ` begins an article, `~ ` under it is who wrote it or where it is from, `## ` a heading, `- ` an item of a list, `|` a
/// row of a table; everything else is a paragraph. `|*` is a row that stands for every unit, `|=` the row of the total.
package struct Manuscript: Hashable, Sendable {
    package enum Piece: Hashable, Sendable {
        case words(String)
        case token(Token)
        /// `{{no}}` and `{{name}}` in a row for every unit.
        case number
        case name
        /// What stands between braces and is no token.
        case unreadable(String, Token.Fault)
    }

    package typealias Line = [Piece]

    package struct Table: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case plain
            case eachUnit
            case total
        }

        package struct Row: Hashable, Sendable {
            package var kind: Kind
            package var cells: [Line]
        }

        package var header: [Line]
        package var rows: [Row]
    }

    package enum Block: Hashable, Sendable {
        case heading(Line)
        case paragraph(Line)
        case list([Line])
        case table(Table)
    }

    package struct Article: Hashable, Sendable {
        package var headline: Line
        package var byline: String?
        package var blocks: [Block] = []
    }

    package enum FaultKind: String, Hashable, Sendable, CaseIterable {
        /// Nothing may stand before the first headline.
        case noHeadline = "no_headline"
        case emptyHeadline = "empty_headline"
        /// A row has more or fewer cells than the first one.
        case raggedRow = "ragged_row"
        /// `{{no}}` or `{{name}}` outside a row for every unit.
        case notInRow = "not_in_row"
        /// Braces that are not closed.
        case openBraces = "open_braces"
        case empty
    }

    /// What is wrong with a line, by its number from 1.
    package struct Fault: Hashable, Sendable {
        package var line: Int
        package var kind: FaultKind

        package init(line: Int, kind: FaultKind) {
            self.line = line
            self.kind = kind
        }
    }

    package private(set) var articles: [Article] = []
    package private(set) var faults: [Fault] = []

    /// Characters of a text: a large page of a newspaper.
    package static let limit = 12_000

    package init(_ text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            take(String(line.drop { $0 == " " }), at: index + 1)
        }
        if articles.isEmpty { faults.append(Fault(line: 1, kind: .empty)) }
    }

    /// Whether the line before belongs to the same list or table.
    private var isContinued = false

    private mutating func take(_ line: String, at number: Int) {
        let wasContinued = isContinued
        isContinued = false
        guard line.contains(where: { !$0.isWhitespace }) else { return }
        if line.hasPrefix("# ") || line == "#" {
            let headline = pieces(line.dropFirst(2), at: number)
            if headline.isEmpty { faults.append(Fault(line: number, kind: .emptyHeadline)) }
            articles.append(Article(headline: headline))
            return
        }
        guard !articles.isEmpty else {
            if !faults.contains(where: { $0.kind == .noHeadline }) {
                faults.append(Fault(line: number, kind: .noHeadline))
            }
            return
        }
        let last = articles.count - 1
        if line.hasPrefix("~ ") {
            articles[last].byline = String(line.dropFirst(2))
        } else if line.hasPrefix("## ") {
            articles[last].blocks.append(.heading(pieces(line.dropFirst(3), at: number)))
        } else if line.hasPrefix("- ") {
            let item = pieces(line.dropFirst(2), at: number)
            isContinued = true
            if wasContinued, case .list(let items)? = articles[last].blocks.last {
                articles[last].blocks[articles[last].blocks.count - 1] = .list(items + [item])
            } else {
                articles[last].blocks.append(.list([item]))
            }
        } else if line.hasPrefix("|") {
            isContinued = true
            takeRow(line, at: number, isContinued: wasContinued)
        } else {
            articles[last].blocks.append(.paragraph(pieces(line, at: number)))
        }
    }

    private mutating func takeRow(_ line: String, at number: Int, isContinued: Bool) {
        let last = articles.count - 1
        let kind: Table.Kind = line.hasPrefix("|*") ? .eachUnit : line.hasPrefix("|=") ? .total : .plain
        var texts = Self.cells(of: line.dropFirst(kind == .plain ? 1 : 2))
        if texts.last?.allSatisfy(\.isWhitespace) == true { texts.removeLast() }
        let cells = texts.map { pieces($0, at: number, inRow: kind == .eachUnit) }
        guard isContinued, case .table(var table)? = articles[last].blocks.last else {
            articles[last].blocks.append(.table(Table(header: cells, rows: [])))
            return
        }
        if cells.count != table.header.count { faults.append(Fault(line: number, kind: .raggedRow)) }
        table.rows.append(Table.Row(kind: kind, cells: cells))
        articles[last].blocks[articles[last].blocks.count - 1] = .table(table)
    }

    /// Cells end at a `|`, but not at one inside a token.
    private static func cells(of row: Substring) -> [String] {
        var cells = [""]
        var depth = 0
        var before: Character?
        for character in row {
            if character == "{", before == "{" { depth = 1 }
            if character == "}", before == "}" { depth = 0 }
            if character == "|", depth == 0 { cells.append("") } else { cells[cells.count - 1].append(character) }
            before = character
        }
        return cells
    }

    private mutating func pieces(_ text: some StringProtocol, at line: Int, inRow: Bool = false) -> Line {
        var pieces: Line = []
        var rest = Substring(text)
        func put(_ words: Substring, isLast: Bool = false) {
            var words = words
            if pieces.isEmpty { words = words.drop { $0.isWhitespace } }
            if isLast { while words.last?.isWhitespace == true { words.removeLast() } }
            if !words.isEmpty { pieces.append(.words(String(words))) }
        }
        while let open = rest.firstRange(of: "{{") {
            put(rest[..<open.lowerBound])
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                faults.append(Fault(line: line, kind: .openBraces))
                pieces.append(.words(String(rest[open.lowerBound...])))
                return pieces
            }
            let inside = String(rest[open.upperBound..<close.lowerBound])
            switch inside {
            case "no", "name":
                if !inRow { faults.append(Fault(line: line, kind: .notInRow)) }
                pieces.append(inside == "no" ? .number : .name)
            default:
                do throws(Token.Unreadable) { pieces.append(.token(try Token(parsing: inside))) } catch {
                    pieces.append(.unreadable(inside, error.fault))
                }
            }
            rest = rest[close.upperBound...]
        }
        put(rest, isLast: true)
        return pieces
    }
}

extension Manuscript {
    /// What has to be computed before it can be read, each once, in the order of the text.
    ///
    /// `units`: whose rows a table for every unit has.
    package func requests(in window: FigureWindow, units: [UnitCode]) -> [FigureRequest] {
        var all: [FigureRequest] = []
        var known: Set<FigureRequest> = []
        func take(_ line: Line, also: Conditions = Conditions()) {
            for case .token(let token) in line {
                for request in token.requests(in: window, also: also) where known.insert(request).inserted {
                    all.append(request)
                }
            }
        }
        for article in articles {
            take(article.headline)
            for block in article.blocks {
                switch block {
                case .heading(let line), .paragraph(let line): take(line)
                case .list(let items): for item in items { take(item) }
                case .table(let table):
                    for cell in table.header { take(cell) }
                    for row in table.rows {
                        let scopes = row.kind == .eachUnit ? units.map(Conditions.of(unit:)) : [Conditions()]
                        for scope in scopes { for cell in row.cells { take(cell, also: scope) } }
                    }
                }
            }
        }
        return all
    }
}

extension Conditions {
    /// What a department answers for.
    package static func of(unit: UnitCode) -> Conditions {
        guard let fact = try? FactName(parsing: "unit") else { preconditionFailure("assumed a fact's name") }
        return Conditions([Condition(fact, .equals(.text(unit.rawValue)))])
    }
}
