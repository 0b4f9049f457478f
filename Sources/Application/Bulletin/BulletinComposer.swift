import Domain

/// Makes a page of a manuscript and the values of its figures; a function of these alone.
struct BulletinComposer {
    let catalogues: Catalogues
    let zone: Zone
    let publisher: String
    let issue: BulletinIssue
    let readings: [FigureRequest: FigureReading]
    let codes: Set<IndicatorCode>
    let units: [Bulletin.NamedUnit]

    private var language: Language { issue.language }
    private var dates: BulletinDates { BulletinDates(catalogues: catalogues, zone: zone, language: language) }
    private var words: FigureWords { FigureWords(catalogues: catalogues, language: language, codes: codes) }

    private func say(_ key: String, _ values: [String: String] = [:]) -> String {
        catalogues.text(key, values, in: language)
    }

    /// The page of a text with its values.
    ///
    /// `number`: nil before the first release.
    /// `notes`: of the versions that are corrections, newest first, each with the version's number.
    func page(
        of manuscript: Manuscript,
        number: Bulletin.Number?,
        released: Instant,
        notes: [(version: Int, note: String)]
    ) -> BulletinPage {
        var faults = manuscript.faults.map {
            BulletinPage.Fault(line: $0.line, words: say("bulletin.fault_\($0.kind.rawValue)"))
        }
        let articles = manuscript.articles.map { article(of: $0, &faults) }
        let place = number.map(dates.number)
        var page = BulletinPage(
            publisher: publisher,
            series: say("bulletin.series_\(issue.series.rawValue)"),
            dateline: [place, dates.period(issue.window)].compactMap { $0 }.joined(separator: say("bulletin.between")),
            released: say("bulletin.released", ["at": dates.moment(released)]),
            notes: notes.map { say("bulletin.corrected", ["version": String($0.version), "note": $0.note]) },
            language: language,
            articles: articles,
            faults: faults,
            sources: []
        )
        page.sources = sources(of: page)
        return page
    }

    // MARK: Blocks

    private func article(of article: Manuscript.Article, _ faults: inout [BulletinPage.Fault]) -> BulletinPage.Article {
        var blocks: [BulletinPage.Block] = []
        let headline = line(article.headline, &faults)
        for block in article.blocks {
            switch block {
            case .heading(let text): blocks.append(.heading(line(text, &faults)))
            case .paragraph(let text): blocks.append(.paragraph(line(text, &faults)))
            case .list(let items): blocks.append(.list(items.map { line($0, &faults) }))
            case .table(let table): blocks.append(.table(self.table(table, &faults)))
            }
        }
        return BulletinPage.Article(headline: headline, byline: article.byline, blocks: blocks)
    }

    /// A row of a table for a unit.
    private struct Place {
        var number: Int
        var unit: Bulletin.NamedUnit
    }

    private func line(
        _ pieces: Manuscript.Line,
        at place: Place? = nil,
        isCell: Bool = false,
        _ faults: inout [BulletinPage.Fault]
    ) -> BulletinPage.Line {
        pieces.map { piece in
            switch piece {
            case .words(let text): return .words(text)
            case .number: return .words(place.map { String($0.number) } ?? "")
            case .name: return .words(place?.unit.name ?? "")
            case .unreadable(let text, let fault):
                return self.fault("{{\(text)}}", say("bulletin.token_\(fault.rawValue)"), &faults)
            case .token(let token):
                let scope = place.map { Conditions.of(unit: $0.unit.code) } ?? Conditions()
                let requests = token.requests(in: issue.window, also: scope)
                let window = token.window(in: issue.window)
                let now = readings[requests[0]]
                let earlier = requests.count > 1 ? readings[requests[1]] : nil
                do throws(FigureWords.Unfit) {
                    let text = try words.text(of: token, now, earlier: earlier, window: window, isCell: isCell)
                    guard let now else { return .words(text) }
                    return .figure(
                        .init(
                            text: text,
                            after: isCell ? words.base(of: token, now) : "",
                            isGrowth: requests.count > 1,
                            request: requests[0],
                            reading: now,
                            earlier: earlier.map { Bulletin.Frozen(requests[1], $0) }
                        )
                    )
                } catch {
                    return self.fault("{{\(token.code.rawValue)|\(token.unit)}}", say(error.key, error.values), &faults)
                }
            }
        }
    }

    private func fault(_ text: String, _ words: String, _ faults: inout [BulletinPage.Fault]) -> BulletinPage.Run {
        let fault = BulletinPage.Fault(line: nil, words: text + say("bulletin.colon") + words)
        if !faults.contains(fault) { faults.append(fault) }
        return .fault(text, words)
    }

    // MARK: Tables

    private func table(_ table: Manuscript.Table, _ faults: inout [BulletinPage.Fault]) -> BulletinPage.Table {
        var rows: [BulletinPage.Row] = []
        for row in table.rows {
            let places: [Place?] =
                row.kind == .eachUnit
                ? units.enumerated().map { Place(number: $0.offset + 1, unit: $0.element) } : [nil]
            for place in places {
                let cells = row.cells.map { line($0, at: place, isCell: row.kind != .plain, &faults) }
                rows.append(BulletinPage.Row(isTotal: row.kind == .total, cells: cells))
            }
        }
        var header = table.header.map { line($0, &faults) }
        // In a cell a figure stands alone: its measure word is the column's.
        for (column, unit) in columnUnits(of: table) where header.indices.contains(column) {
            let written = BulletinPage.text(of: header[column])
            if !written.contains(unit) { header[column].append(.words(say("bulletin.in_brackets", ["words": unit]))) }
        }
        return BulletinPage.Table(header: header, rows: rows, notes: notes(on: table, rows, &faults))
    }

    private func columnUnits(of table: Manuscript.Table) -> [(Int, String)] {
        guard let row = table.rows.first(where: { $0.kind != .plain }) else { return [] }
        return row.cells.enumerated().compactMap { column, cell in
            for case .token(let token) in cell { return (column, token.unit) }
            return nil
        }
    }

    /// Parts and totals (domain J.5): of the same figure in a column, the sum of its rows, and its total.
    private func notes(
        on table: Manuscript.Table,
        _ rows: [BulletinPage.Row],
        _ faults: inout [BulletinPage.Fault]
    ) -> [String] {
        guard table.rows.contains(where: { $0.kind == .eachUnit }), let total = rows.last(where: \.isTotal) else {
            return []
        }
        let parts = rows.filter { !$0.isTotal }
        var notes: [String] = []
        for column in total.cells.indices {
            guard let whole = Self.figure(in: total.cells[column]) else { continue }
            let figures = parts.compactMap {
                $0.cells.indices.contains(column) ? Self.figure(in: $0.cells[column]) : nil
            }
            let name = whole.reading.name.text(in: language)
            guard figures.allSatisfy({ $0.request.code == whole.request.code }) else {
                faults.append(.init(line: nil, words: say("bulletin.fault_column", ["name": name])))
                continue
            }
            if whole.reading.isShare {
                let rest = whole.reading.base - figures.reduce(0) { $0 + $1.reading.base }
                if rest > 0 { notes.append(say("bulletin.base_less", ["name": name, "n": String(rest)])) }
                continue
            }
            guard whole.reading.isSum, let sum = whole.reading.exact else { continue }
            let added = figures.compactMap(\.reading.exact).reduce(Rational.zero) { $0.plus($1) ?? $0 }
            guard let rest = sum.minus(added), rest != .zero else { continue }
            if added == .zero, !figures.isEmpty, rest >= Self.noChance {
                // No entry of it names a unit: a column of zeros would say that nobody did anything.
                faults.append(.init(line: nil, words: say("bulletin.fault_no_units", ["name": name])))
            } else if rest < .zero {
                faults.append(.init(line: nil, words: say("bulletin.fault_parts", ["name": name])))
            } else {
                let unit = whole.reading.unit.text(in: language)
                notes.append(say("bulletin.parts_less", ["name": name, "n": rest.text, "unit": unit]))
            }
        }
        return notes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// A few entries may all be without a unit by chance; so many are of a kind that names none.
    private static let noChance = Rational(10)

    private static func figure(in cell: BulletinPage.Line) -> BulletinPage.Figure? {
        for case .figure(let figure) in cell { return figure }
        return nil
    }

    // MARK: Sources

    private func sources(of page: BulletinPage) -> [BulletinPage.Source] {
        var sources: [BulletinPage.Source] = []
        var known: Set<FigureRequest> = []
        // The rows of a table are one source, with an entry for each: their values stand in the table.
        var columns: [(place: FigureRequest, name: String, entries: [String])] = []
        func put(_ request: FigureRequest, _ reading: FigureReading) {
            guard known.insert(request).inserted else { return }
            if units.contains(where: { Conditions.of(unit: $0.code) == request.scope }) {
                let place = FigureRequest(request.code, request.window, Conditions())
                let entries = reading.index.map { [String($0)] } ?? []
                if let column = columns.firstIndex(where: { $0.place == place }) {
                    columns[column].entries += entries
                } else {
                    columns.append((place, reading.name.text(in: language), entries))
                }
                return
            }
            var values = [
                "name": reading.name.text(in: language), "code": request.code.rawValue,
                "period": dates.period(request.window),
                "value": reading.text.map { words.counted($0, reading.unit.text(in: language)) }
                    ?? say("bulletin.none"),
                "scope": request.scope.isEmpty ? "" : say("bulletin.in_brackets", ["words": request.scope.text]),
            ]
            values["entry"] = reading.index.map { say("bulletin.entry", ["index": String($0)]) } ?? ""
            sources.append(.init(words: say("bulletin.source", values), index: reading.index))
        }
        for figure in page.figures {
            put(figure.request, figure.reading)
            if let earlier = figure.earlier { put(earlier.request, earlier.reading) }
        }
        for column in columns {
            let entries = column.entries.joined(separator: say("bulletin.list_separator"))
            let values = [
                "name": column.name, "code": column.place.code.rawValue, "period": dates.period(column.place.window),
                "entry": entries.isEmpty ? "" : say("bulletin.entry", ["index": entries]),
            ]
            sources.append(.init(words: say("bulletin.source_units", values), index: nil))
        }
        return sources
    }
}
