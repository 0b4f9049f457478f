extension Report {
    /// That every figure which a page shows is one of the log, with its value; of a bulletin, that it shows those with
    /// which it was released.
    mutating func judge(_ page: Page) {
        guard checks.contains(where: { $0.subject == .root && $0.outcome == .holds }) else {
            skip(.page, .notReadToTheEnd)
            return
        }
        let release = releases.release(of: page.digests)
        guard !page.elements.isEmpty || release != nil else {
            fail(.page, .pageWithoutFigures)
            return
        }
        let lines = Dictionary(figures.map { ($0.index, $0) }) { first, _ in first }
        pageLines = page.elements.map { line($0, lines) }
        var problems = pageLines.compactMap { line in line.fault.map { Problem.pageFigure(line.text, $0) } }
        var remarks: [Remark] = pageLines.isEmpty ? [] : [.pageFigures(pageLines.count)]
        let unread = pageLines.count { $0.verdict == .unread }
        if unread > 0 { remarks.append(.notCompared(unread)) }
        if page.looseNumbers > 0 { remarks.append(.looseNumbers(page.looseNumbers)) }
        let corrected = pageLines.count { $0.supersededBy != nil }
        // What was right when it was printed is no fault of the page; whoever reads it now must know.
        if corrected > 0 { remarks.append(.correctedSince(corrected)) }
        var isOver = false
        if let release {
            remarks.insert(.released(release.name, by: release.index, figures: release.figures.count), at: 0)
            problems += faults(of: page, against: release, lines)
            if let end = releases.end(of: release) {
                isOver = true
                remarks.append(end.isWithdrawal ? .withdrawn(by: end.index) : .releasedAgain(by: end.index))
            }
        }
        judge(.page, remarks, problems, isWarning: corrected > 0 || isOver)
    }

    /// What a bulletin shows otherwise than it was released; its plain text has no elements, and is what it is.
    private func faults(of page: Page, against release: Release, _ lines: [UInt64: FigureLine]) -> [Problem] {
        guard !page.elements.isEmpty else {
            return release.figures.filter { lines[$0]?.verdict == .wrong }.map { .pageFigure("\($0)", .figureIsWrong($0)) }
        }
        let shown = page.elements.flatMap { element in
            ["data-index", "data-base"].compactMap { element.attributes[$0].flatMap { UInt64($0) } }
        }
        let extra = Set(shown).subtracting(release.figures).sorted()
        let lacking = Set(release.figures).subtracting(shown).sorted()
        return extra.isEmpty && lacking.isEmpty
            ? [] : [.pageReleased(by: release.index, not: extra, lacks: lacking)]
    }

    private func line(_ element: Page.Element, _ lines: [UInt64: FigureLine]) -> PageLine {
        let text = element.text.split { $0.isWhitespace }.joined(separator: " ")
        let index = element.attributes["data-index"].flatMap { Lines.number(Array($0.utf8)[...]) }
        let figure = index.flatMap { lines[$0] }
        var verdict = PageLine.Verdict.wrong
        var fault: PageFault?
        do throws(PageFault) {
            guard let index else { throw .lacks("data-index") }
            guard let figure else {
                throw index < size ?? 0 ? .noFigure(index) : .noEntry(index, size: size ?? 0)
            }
            verdict = try compare(element, text, with: figure, lines)
        } catch {
            fault = error
        }
        return PageLine(
            text: text,
            index: index,
            code: figure?.code,
            value: figure?.printed(in: .chinese),
            verdict: verdict,
            supersededBy: figure?.supersededBy.flatMap {
                element.attributes["data-superseded-by"] == "\($0)" ? nil : $0
            },
            fault: fault
        )
    }

    private func compare(
        _ element: Page.Element,
        _ text: String,
        with figure: FigureLine,
        _ lines: [UInt64: FigureLine]
    ) throws(PageFault) -> PageLine.Verdict {
        func attribute(_ name: String, _ inLog: String) throws(PageFault) {
            guard let onPage = element.attributes[name] else { throw .lacks(name) }
            guard onPage == inLog else { throw .attribute(name, page: onPage, log: inLog) }
        }
        try attribute("data-fig", figure.code)
        if let size = figure.size { try attribute("data-asof", "\(size)") }
        try attribute("value", figure.value ?? "")
        guard figure.verdict != .wrong else { throw .figureIsWrong(figure.index) }
        if let base = element.attributes["data-base"], let change = WrittenChange(text) {
            return try reading(of: change, from: base, to: figure, lines)
        }
        let verdict = try reading(of: try withoutCases(text, figure), figure)
        return verdict == .same && figure.verdict == .imported ? .imported : verdict
    }

    /// A change between the figure and the earlier one that the page names.
    private func reading(
        of change: WrittenChange,
        from base: String,
        to figure: FigureLine,
        _ lines: [UInt64: FigureLine]
    ) throws(PageFault) -> PageLine.Verdict {
        guard let then = Lines.number(Array(base.utf8)[...]).flatMap({ lines[$0] }), then.code == figure.code,
            then.scope == figure.scope, change.isBased(on: then.window, for: figure.window)
        else { throw .base(base) }
        guard then.verdict != .wrong else { throw .figureIsWrong(then.index) }
        guard change.fits(from: then, to: figure) else {
            throw .change(from: then.printed(in: .chinese), to: figure.printed(in: .chinese))
        }
        return .worded
    }

    /// The text without what the value is a share of, which tables put behind it: `98.5（n=12）`.
    private func withoutCases(_ text: String, _ figure: FigureLine) throws(PageFault) -> String {
        guard let match = text.firstMatch(of: /\s*[(（]\s*n\s*=\s*(\d[\d,]*)\s*[)）]$/.asciiOnlyDigits()) else { return text }
        let cases = match.1.filter { $0 != "," }
        let base = figure.base.map { "\($0)" } ?? "—"
        guard cases == base else { throw .attribute("n", page: cases, log: base) }
        return String(text[..<match.range.lowerBound])
    }

    private func reading(of text: String, _ figure: FigureLine) throws(PageFault) -> PageLine.Verdict {
        let hasDigits = text.unicodeScalars.contains { $0.properties.numericType == .decimal }
        guard let value = figure.value else {
            guard !hasDigits, WrittenNumber(text) == nil else { throw .number(text) }
            return .same
        }
        guard let written = WrittenNumber(text) else {
            // Words such as 数千 and 多数 leave more open than can be checked; digits are to be read.
            guard !hasDigits, !text.isEmpty else { throw .number(text) }
            return .unread
        }
        let agreement = written.agrees(with: value)
        guard agreement != .differs else { throw .number(text) }
        let isUnit =
            written.unit.isEmpty
            || figure.units.contains { unit in
                // 人次 and 家次 count otherwise than 人 and 家.
                written.unit.hasPrefix(unit) && !written.unit.dropFirst(unit.count).hasPrefix("次")
            }
        guard isUnit else { throw .unit(written.unit, log: figure.units[0]) }
        return agreement == .same ? .same : .worded
    }
}
