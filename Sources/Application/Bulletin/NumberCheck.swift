package import Claims
package import Domain

/// The numbers of a page held against the log: those that are tokens are its figures; the others are claims.
package struct NumberCheck: Sendable {
    /// A number that is no token.
    package struct Loose: Hashable, Sendable {
        /// What it is confirmed under: its words, and the how manieth time they stand in the text.
        package var key: String
        package var text: String
        /// What stands around it.
        package var context: String
        /// Nil for a number that the claim check takes for none.
        package var judged: ClaimCheck.Judged?

        package var verdict: Verdict { judged?.verdict ?? .unsupported }
    }

    package let claims: ClaimCheck

    package let loose: [Loose]
    /// What the text itself says against it; errors stop it, the rest is advice.
    package let errors: [Finding]
    package let advice: [Finding]
    package let check: BulletinCheck

    /// `known`: figures that the office answers for, beside those of the page itself.
    init(_ page: BulletinPage, known: [KnownFigure], window: FigureWindow) {
        let text = Joined(page.prose)
        let draft = Draft(text.text, year: window.until.advanced(by: -1).year)
        var own: [String: KnownFigure] = [:]
        for figure in page.figures where figure.request.window == window {
            if let known = KnownFigure(figure, in: page.language) { own[known.code] = known }
        }
        let others = known.filter { own[$0.code] == nil }
        claims = ClaimCheck(draft, against: own.values.sorted { $0.code < $1.code } + others)
        let judged = claims.judged.filter { !text.isFigure($0.claim.range) }
        var found = judged.map { judged -> (String, String, ClaimCheck.Judged?, Int) in
            (text.context(of: judged.claim.range), judged.claim.text, judged, judged.claim.range.lowerBound)
        }
        // What the reader takes for no number at all: codes, houses, numbers without a measure word, all of English.
        for range in text.digits
        where !text.isFigure(range) && !draft.claims.contains(where: { $0.range.overlaps(range) }) {
            found.append((text.context(of: range), text.words(range), nil, range.lowerBound))
        }
        found.sort { $0.3 < $1.3 }
        for cell in page.cells {
            for case .words(let words) in cell where words.contains(where: { $0.isNumber && $0.isASCII }) {
                // The number of a row is the page's own.
                guard !(cell.count == 1 && page.isRowNumber(words)) else { continue }
                found.append((words, words, nil, 0))
            }
        }
        var times: [String: Int] = [:]
        loose = found.map { context, words, judged, _ in
            times[words, default: 0] += 1
            return Loose(key: "\(words)#\(times[words] ?? 1)", text: words, context: context, judged: judged)
        }
        // Of two tokens each is proved: that their sentence can be misread is worth a word, and no obstacle.
        errors = draft.findings.filter { $0.kind.severity == .error && !text.isFigure($0.range) }
        advice = draft.findings.filter {
            $0.kind.severity == .warning || $0.kind.severity == .error && text.isFigure($0.range)
        }
        check = BulletinCheck(
            faults: page.faults.count,
            contradicted: loose.count { $0.verdict.name == .contradicted } + errors.count,
            open: Set(loose.filter { $0.verdict.name == .unsupported || $0.verdict.name == .unsure }.map(\.key)),
            proved: page.figures.count,
            agreed: loose.count { [.proved, .agrees, .imported].contains($0.verdict.name) }
        )
    }

    /// Lines put together, with the places of the figures in them; counted in characters.
    private struct Joined {
        private(set) var text = ""
        private let characters: [Character]
        private var figures: [Range<Int>] = []

        init(_ lines: [BulletinPage.Line]) {
            var count = 0
            for line in lines {
                for run in line {
                    let next = count + run.text.count
                    if case .words = run {} else { figures.append(count..<next) }
                    text += run.text
                    count = next
                }
                text += "\n"
                count += 1
            }
            characters = Array(text)
        }

        func isFigure(_ range: Range<Int>) -> Bool { figures.contains { $0.overlaps(range) } }

        func words(_ range: Range<Int>) -> String { String(characters[range.clamped(to: 0..<characters.count)]) }

        func context(of range: Range<Int>) -> String {
            words(range.lowerBound - 16..<range.upperBound + 12).split(separator: "\n").map(String.init).max {
                $0.count < $1.count
            } ?? ""
        }

        /// Runs of digits, with the points and commas inside them.
        var digits: [Range<Int>] {
            var found: [Range<Int>] = []
            var index = 0
            while index < characters.count {
                guard characters[index].isNumber, characters[index].isASCII else {
                    index += 1
                    continue
                }
                var end = index + 1
                while end < characters.count,
                    characters[end].isASCII && characters[end].isNumber
                        || ".,".contains(characters[end]) && end + 1 < characters.count && characters[end + 1].isNumber
                { end += 1 }
                if !Self.lines.contains(words(index..<end)) { found.append(index..<end) }
                index = end
            }
            return found
        }

        /// Telephone lines that everybody knows by their number.
        private static let lines: Set<String> = ["12345", "12319", "110", "119", "120", "122"]
    }
}

extension BulletinPage {
    fileprivate func isRowNumber(_ words: String) -> Bool {
        articles.flatMap(\.blocks).contains { block in
            guard case .table(let table) = block else { return false }
            return table.rows.enumerated().contains { index, row in
                row.cells.first == [.words(words)] && words == String(index + 1)
            }
        }
    }
}

extension KnownFigure {
    /// A figure of the page as what its numbers are held against: by the words of its name.
    fileprivate init?(_ figure: BulletinPage.Figure, in language: Language) {
        guard let value = figure.reading.exact, figure.request.scope.isEmpty else { return nil }
        let name = figure.reading.name.text(in: language)
        self.init(
            code: figure.request.code.rawValue,
            name: name,
            unit: figure.reading.unit.text(in: language),
            value: value,
            words: Office.words(of: name),
            origin: .log(position: figure.reading.index ?? figure.reading.asOf),
            link: figure.reading.index.map { "/f/\($0)" }
        )
    }
}
