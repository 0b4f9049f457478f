import Application
import Domain

/// A bulletin's page as its templates take it; the web page and the printed page are made from the same.
struct BulletinModel {
    let office: Office
    let page: BulletinPage
    /// Figures of it that were corrected since, each with the entry that corrects it.
    var corrected: [Int64: Int64] = [:]

    /// `proof`: size and root of the log that its figures were counted on; nil before a release.
    func values(proof: (size: Int64, root: String)?) -> [String: Any] {
        [
            "publisher": page.publisher, "series": page.series, "dateline": page.dateline, "released": page.released,
            "notes": page.notes, "articles": page.articles.map(article), "several": isOfShortArticles,
            "sources_title": office.sourcesTitle(in: page.language),
            "sources": page.sources.map { source -> [String: Any] in
                ["words": source.words, "card": source.index.map { ["url": Self.card($0)] } ?? false as Any]
            },
            "root_line": proof.map { office.rootLine(of: page.language, size: $0.size, root: $0.root) }
                ?? false as Any,
            "tag": page.language == .chinese ? "zh-CN" : "en",
        ]
    }

    /// Articles that are short stand beside each other, each in a column.
    private var isOfShortArticles: Bool {
        page.articles.count > 1
            && !page.articles.flatMap(\.blocks).contains { block in
                if case .table(let table) = block { Self.isWide(table) } else { false }
            }
    }

    /// The card of a figure by its entry in the log.
    static func card(_ index: Int64) -> String { "/f/\(index)" }

    private func article(_ article: BulletinPage.Article) -> [String: Any] {
        [
            "runs": runs(article.headline), "byline": article.byline.map { ["words": $0] } ?? false as Any,
            "blocks": article.blocks.enumerated().map { index, block in
                let next = article.blocks.indices.contains(index + 1) ? article.blocks[index + 1] : nil
                return self.block(block, before: next)
            },
        ]
    }

    /// Every block has every key: what it is not must not be found in what stands around it.
    private func block(_ block: BulletinPage.Block, before next: BulletinPage.Block?) -> [String: Any] {
        var values: [String: Any] = ["heading": false, "paragraph": false, "list": false, "table": false]
        switch block {
        case .heading(let line):
            // It goes across the columns with the table that it belongs to.
            var isWide = false
            if case .table(let table) = next { isWide = Self.isWide(table) }
            values["heading"] = ["runs": runs(line), "wide": isWide]
        case .paragraph(let line): values["paragraph"] = ["runs": runs(line)]
        case .list(let items): values["list"] = ["items": items.map { ["runs": runs($0)] }]
        case .table(let table):
            values["table"] = [
                "wide": Self.isWide(table),
                "header": table.header.map { ["runs": runs($0)] },
                "rows": table.rows.map { row -> [String: Any] in
                    [
                        "total": row.isTotal,
                        "cells": row.cells.enumerated().map { column, cell -> [String: Any] in
                            [
                                "runs": runs(cell), "prose": Self.isProse(cell),
                                "head": row.isTotal ? column == 0 : column == head(of: table),
                            ]
                        },
                    ]
                },
                "table_notes": table.notes.map { ["words": $0] },
            ]
        }
        return values
    }

    private static func isWide(_ table: BulletinPage.Table) -> Bool { table.header.count > 4 }

    /// Words that may go on in a second line; names and figures stay in one.
    private static func isProse(_ cell: BulletinPage.Line) -> Bool {
        cell.contains { run in
            if case .words(let words) = run { words.count > 12 } else { false }
        }
    }

    /// The column that names the rows: behind their numbers, where they have any.
    private func head(of table: BulletinPage.Table) -> Int {
        let isNumbered = table.rows.first?.cells.first.map { BulletinPage.text(of: $0) == "1" } ?? false
        return isNumbered && table.header.count > 1 ? 1 : 0
    }

    private func runs(_ line: BulletinPage.Line) -> [[String: Any]] {
        line.map { run in
            var values: [String: Any] = [
                "text": run.text, "after": "", "superseded": false, "figure": false, "growth": false, "fault": false,
                "card": false,
            ]
            switch run {
            case .words: break
            case .fault(_, let words): values["fault"] = ["words": words]
            case .figure(let figure):
                let name = figure.reading.name.text(in: page.language)
                values["text"] = figure.text
                values["after"] = figure.after
                // Without an earlier value there is nothing that an outsider could hold the words against.
                values["growth"] = figure.isGrowth && figure.earlier?.reading.index == nil
                let correction = [figure.reading.index, figure.earlier?.reading.index].compactMap { $0 }
                    .compactMap { corrected[$0] }.first
                values["superseded"] =
                    correction.map { index -> [String: Any] in
                        let words = office.catalogues.text("bulletin.superseded", in: page.language)
                        return ["by": String(index), "url": Self.card(index), "words": words]
                    } ?? false as Any
                values["figure"] = [
                    "long": figure.text.count > 8, "value": figure.reading.text ?? "",
                    "code": figure.request.code.rawValue,
                    "as_of": String(figure.reading.asOf), "index": figure.reading.index.map { String($0) } ?? "",
                    "earlier": figure.earlier?.reading.index.map { String($0) } ?? false as Any,
                    "label": office.catalogues.text("web.bulletin_figure_title", ["name": name], in: page.language),
                ]
                values["card"] = figure.reading.index.map { ["url": Self.card($0)] } ?? false as Any
            }
            return values
        }
    }
}

/// `2026-23`: a year and a number in it.
extension Bulletin.Number {
    init?(address: String) {
        let parts = address.split(separator: "-").map(String.init)
        guard parts.count == 2, let year = Int(parts[0]), let serial = Int(parts[1]), year > 0, serial > 0,
            "\(year)-\(serial)" == address
        else { return nil }
        self.init(year: year, serial: serial)
    }

    var address: String { "\(year)-\(serial)" }
}
