extension Report {
    /// That every figure which a page shows is one of the log, with its value, and none that was corrected since.
    mutating func judge(_ page: Page) {
        guard !page.elements.isEmpty else {
            fail(.page, .pageWithoutFigures)
            return
        }
        guard checks.contains(where: { $0.subject == .root && $0.outcome == .holds }) else {
            skip(.page, .notReadToTheEnd)
            return
        }
        let lines = Dictionary(uniqueKeysWithValues: figures.map { ($0.index, $0) })
        pageLines = page.elements.map { line($0, lines) }
        let problems = pageLines.compactMap { line in line.fault.map { Problem.pageFigure(line.text, $0) } }
        var remarks: [Remark] = [.pageFigures(pageLines.count)]
        let unread = pageLines.count { $0.verdict == .unread }
        if unread > 0 { remarks.append(.notCompared(unread)) }
        if page.looseNumbers > 0 { remarks.append(.looseNumbers(page.looseNumbers)) }
        judge(.page, remarks, problems)
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
            verdict = try compare(element, text, with: figure)
        } catch {
            fault = error
        }
        return PageLine(
            text: text,
            index: index,
            code: figure?.code,
            value: figure?.printed(in: .chinese),
            verdict: verdict,
            fault: fault
        )
    }

    private func compare(
        _ element: Page.Element,
        _ text: String,
        with figure: FigureLine
    ) throws(PageFault) -> PageLine.Verdict {
        func attribute(_ name: String, _ inLog: String) throws(PageFault) {
            guard let onPage = element.attributes[name] else { throw .lacks(name) }
            guard onPage == inLog else { throw .attribute(name, page: onPage, log: inLog) }
        }
        try attribute("data-fig", figure.code)
        if let size = figure.size { try attribute("data-asof", "\(size)") }
        try attribute("value", figure.value ?? "")
        guard figure.verdict != .wrong else { throw .figureIsWrong(figure.index) }
        let verdict = try reading(of: text, figure)
        if let later = figure.supersededBy, element.attributes["data-superseded-by"] != "\(later)" {
            throw .superseded(by: later)
        }
        return verdict == .same && figure.verdict == .imported ? .imported : verdict
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
