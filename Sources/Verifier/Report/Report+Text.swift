extension Report.Check {
    /// One or more sentences.
    package func text(in words: Words) -> String {
        var sentences = remarks.map(\.phrase) + problems.prefix(Scan.mostProblems).map(\.phrase)
        if problems.count > Scan.mostProblems {
            sentences.append(Heading.more.phrase(["count": "\(problems.count - Scan.mostProblems)"]))
        }
        return words.text(sentences)
    }
}

extension Report {
    /// The report for a terminal: a line for each check, the recount, and the verdict.
    package func text(in words: Words) -> String {
        let marks = Column(Outcome.allCases.map { words.text($0.phrase) })
        let subjects = Column(checks.map { words.text($0.subject.phrase) })
        var lines = checks.map { check in
            let mark = marks.pad(words.text(check.outcome.phrase))
            let subject = subjects.pad(words.text(check.subject.phrase))
            return "\(mark)  \(subject)  \(check.text(in: words))"
        }
        if let recount { lines += [""] + Self.table(recount, words) }
        if !pageLines.isEmpty { lines += [""] + Self.table(pageLines, words) }
        if !figures.isEmpty { lines += [""] + Self.table(figures, words) }
        if let entry { lines += ["", words.text(Heading.entry.phrase()), "  \(entry)"] }
        lines += ["", words.text(verdict)]
        return lines.joined(separator: "\n")
    }

    private var verdict: Phrase {
        guard holds else {
            guard !isUndecided else { return Heading.undecided.phrase() }
            return Heading.fails.phrase(["failed": "\(failures.count)", "checks": "\(checks.count)"])
        }
        let warnings = checks.count { $0.outcome == .warning }
        switch warnings {
        case 0: return Heading.holds.phrase()
        case 1: return Heading.holdsWithWarning.phrase()
        default: return Heading.holdsWithWarnings.phrase(["count": "\(warnings)"])
        }
    }

    /// Types in full, the rest as totals: days and grids are many, and stand in the JSON.
    private static func table(_ recount: Recount, _ words: Words) -> [String] {
        func head(_ heading: Heading, _ parts: [String: Phrase.Part] = [:]) -> String {
            words.text(heading.phrase(parts))
        }
        var rows: [(String, String)] = [(head(.entries), String(recount.entries))]
        let days = recount.days
        if let first = days.first, let last = days.last {
            let parts: [String: Phrase.Part] = [
                "count": "\(days.count)", "first": "\(first.day)", "last": "\(last.day)",
            ]
            rows.append((head(.days), head(.daysFromTo, parts)))
        }
        rows.append((head(.grids), String(recount.grids.count)))
        rows += recount.types.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) }
        rows += recount.channels.sorted { $0.key < $1.key }.map {
            (head(.reportedBy, ["channel": "\($0.key)"]), String($0.value))
        }
        rows.append((head(.closedOnTime), String(recount.closedOnTime)))
        rows.append((head(.waitingDays), String(recount.waitingDays)))
        let column = Column(rows.map(\.0))
        return [head(.recounted)] + rows.map { "  \(column.pad($0.0))  \($0.1)" }
    }

    /// A line for each figure: sign, index, code, days, value, and what there is to know about it.
    private static func table(_ figures: [FigureLine], _ words: Words) -> [String] {
        let rows = figures.map { figure in
            let notes = [
                words.text(figure.verdict.phrase),
                figure.isBeforehand.map { words.text(($0 ? Heading.beforehand : .afterwards).phrase()) },
                figure.supersededBy.map { words.text(Heading.superseded.phrase(["index": "\($0)"])) },
                figure.scope,
            ]
            return [
                figure.verdict.sign, "\(figure.index)", figure.code, "\(figure.from) – \(figure.lastDay)",
                figure.printed(in: words.language), notes.compactMap { $0 }.joined(separator: words.comma),
            ]
        }
        return [words.text(Heading.filed.phrase())] + Column.lines(rows)
    }
}

extension Report {
    /// A line for each figure of a page: sign, what a reader sees, the entry, its code and value, and why it is wrong.
    private static func table(_ lines: [PageLine], _ words: Words) -> [String] {
        let rows = lines.map { line in
            let corrected = line.supersededBy.map { words.text(Heading.superseded.phrase(["index": "\($0)"])) }
            let notes = [words.text(line.fault?.phrase ?? line.verdict.phrase)] + (corrected.map { [$0] } ?? [])
            return [
                line.verdict.sign, line.text, line.index.map { "\($0)" } ?? "", line.code ?? "",
                line.value.map { words.text(Heading.inLog.phrase(["value": "\($0)"])) } ?? "",
                notes.joined(separator: words.comma),
            ]
        }
        return [words.text(Heading.shown.phrase())] + Column.lines(rows)
    }
}

extension PageLine.Verdict {
    /// What stands before a figure in a terminal.
    var sign: String {
        switch self {
        case .same: "="
        case .worded: "≈"
        case .unread: "?"
        case .imported: "→"
        case .wrong: "≠"
        }
    }
}

extension FigureLine.Verdict {
    /// What stands before a figure in a terminal.
    var sign: String {
        switch self {
        case .recounted: "="
        case .imported: "→"
        case .wrong: "≠"
        }
    }
}

/// A column of a terminal, as wide as its widest text.
struct Column {
    private let width: Int

    init(_ texts: [String]) { width = texts.map(Self.width).max() ?? 0 }

    /// Rows of as many cells each, indented by two; only the last column is not filled up.
    static func lines(_ rows: [[String]]) -> [String] {
        guard let first = rows.first else { return [] }
        let columns = first.indices.map { number in Column(rows.map { $0[number] }) }
        return rows.map { row in
            let cells = zip(columns, row).dropLast().map { $0.pad($1) } + row.suffix(1)
            return "  " + cells.joined(separator: "  ")
        }
    }

    func pad(_ text: String) -> String { text + String(repeating: " ", count: max(0, width - Self.width(text))) }

    /// Han characters and full-width marks take two cells (Unicode TR 11, classes W and F).
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x2E80...0xA4CF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6: sum + 2
            default: sum + 1
            }
        }
    }
}
