package import Domain

/// An issue as its readers see it: what the web page, the printed page and the plain text are all made from.
package struct BulletinPage: Hashable, Sendable {
    /// A figure in its words.
    package struct Figure: Hashable, Sendable {
        /// `448家`, `同比增长7.0%`, `—`.
        package var text: String
        /// What is said of it behind it: how many a share is of.
        package var after: String
        /// Says how the value stands to an earlier one, not the value itself.
        package var isGrowth: Bool
        package var request: FigureRequest
        package var reading: FigureReading
        /// What it is compared with, where it is a comparison.
        package var earlier: Bulletin.Frozen?
    }

    package enum Run: Hashable, Sendable {
        case words(String)
        case figure(Figure)
        /// What was written, and what is wrong with it.
        case fault(String, String)

        package var text: String {
            switch self {
            case .words(let text), .fault(let text, _): text
            case .figure(let figure): figure.text + figure.after
            }
        }
    }

    package typealias Line = [Run]

    package struct Row: Hashable, Sendable {
        package var isTotal: Bool
        package var cells: [Line]
    }

    package struct Table: Hashable, Sendable {
        package var header: [Line]
        package var rows: [Row]
        /// What has to be said of sums.
        package var notes: [String]
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
        package var blocks: [Block]
    }

    /// Something that has to be mended before the text may go on.
    package struct Fault: Hashable, Sendable {
        /// Nil where the text itself shows the place.
        package var line: Int?
        package var words: String
    }

    /// Who publishes it, and what it is called.
    package var publisher: String
    package var series: String
    /// `2026年第23期　2026年6月1日至6月7日`.
    package var dateline: String
    /// When it came out, or is to.
    package var released: String
    /// What was corrected, newest first.
    package var notes: [String]
    package var language: Language
    package var articles: [Article]
    package var faults: [Fault]
    /// Where its figures come from, each once, in the order of the text.
    package var sources: [Source]

    package struct Source: Hashable, Sendable {
        package var words: String
        package var index: Int64?
    }

    /// The first article's headline: what a list calls the issue.
    package var title: String { articles.first.map { Self.text(of: $0.headline) } ?? "" }

    package static func text(of line: Line) -> String { line.map(\.text).joined() }
}

extension BulletinPage {
    /// The whole issue as plain text, a block a line; what the digest in the log is of.
    ///
    /// `footer`: what stands below the sources.
    package func plainText(sourcesTitle: String, footer: [String]) -> String {
        var lines = ["\(publisher) \(series)", dateline, released] + notes
        for article in articles {
            lines += ["", Self.text(of: article.headline)]
            if let byline = article.byline { lines.append(byline) }
            for block in article.blocks { lines += Self.lines(of: block) }
        }
        lines += ["", sourcesTitle] + sources.map(\.words) + footer
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of block: Block) -> [String] {
        switch block {
        case .heading(let line), .paragraph(let line): [text(of: line)]
        case .list(let items): items.map { "· " + text(of: $0) }
        case .table(let table):
            ([table.header] + table.rows.map(\.cells)).map { $0.map(text).joined(separator: "\t") } + table.notes
        }
    }

    /// Every line of the text, as the check of its numbers reads it.
    var prose: [Line] {
        articles.flatMap { article -> [Line] in
            var lines = [article.headline]
            if let byline = article.byline { lines.append([.words(byline)]) }
            for block in article.blocks {
                switch block {
                case .heading(let line), .paragraph(let line): lines.append(line)
                case .list(let items): lines += items
                case .table: break
                }
            }
            return lines
        }
    }

    /// Every cell of its tables.
    var cells: [Line] {
        articles.flatMap(\.blocks).flatMap { block -> [Line] in
            guard case .table(let table) = block else { return [] }
            return table.header + table.rows.flatMap(\.cells)
        }
    }

    /// Every figure of it, in the order of the text.
    var figures: [Figure] {
        (prose + cells).joined().compactMap { run in
            if case .figure(let figure) = run { figure } else { nil }
        }
    }
}
