/// How much of what was marked by hand the check finds, and how much of what it finds was marked.
package struct ClaimMeasure: Sendable {
    package struct Score: Hashable, Sendable {
        package var marked = 0
        package var found = 0
        package var right = 0

        package init(marked: Int = 0, found: Int = 0, right: Int = 0) {
            self.marked = marked
            self.found = found
            self.right = right
        }

        /// In thousandths, cut off; 1,000 where there was nothing to find wrongly.
        package var precision: Int { found == 0 ? 1_000 : right * 1_000 / found }
        /// The same, where there was nothing to miss.
        package var recall: Int { marked == 0 ? 1_000 : right * 1_000 / marked }

        package static func + (left: Score, right: Score) -> Score {
            Score(
                marked: left.marked + right.marked,
                found: left.found + right.found,
                right: left.right + right.right
            )
        }
    }

    package enum Miss: Hashable, Sendable {
        /// A number that was marked and is not found, or is read otherwise.
        case missed(String)
        /// One that is found and was not marked, or is marked otherwise.
        case extra(String)
    }

    /// Numbers that agree in place, unit, bounds and wording.
    package private(set) var numbers = Score()
    /// Findings that agree in kind and touch the same place.
    package private(set) var findings: [Finding.Kind: Score] = [:]
    package private(set) var texts = 0
    /// By the text's name.
    package private(set) var misses: [(name: String, miss: Miss)] = []

    package init() {}

    package var allFindings: Score { findings.values.reduce(Score(), +) }

    package mutating func add(_ marked: MarkedText, named name: String) {
        let draft = Draft(marked.text, year: marked.year)
        texts += 1
        numbers = numbers + compareNumbers(draft, marked, name)
        for kind in Finding.Kind.allCases {
            let score = compareFindings(draft, marked, kind, name)
            if score != Score() { findings[kind, default: Score()] = findings[kind, default: Score()] + score }
        }
    }

    private mutating func compareNumbers(_ draft: Draft, _ marked: MarkedText, _ name: String) -> Score {
        let said = Set(marked.marks)
        let found = Set(draft.claims.map { MarkedText.Mark(range: $0.range, meaning: .init($0)) })
        func words(_ mark: MarkedText.Mark) -> String {
            let near = max(0, mark.range.lowerBound - 6)..<mark.range.lowerBound
            return draft.words(near).filter { !$0.isNewline } + "[" + draft.words(mark.range) + "] "
                + [mark.meaning.unit, mark.meaning.value, mark.meaning.wording.rawValue].joined(separator: " ")
        }
        for mark in said.subtracting(found).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            misses.append((name, .missed(words(mark))))
        }
        for mark in found.subtracting(said).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            misses.append((name, .extra(words(mark))))
        }
        return Score(marked: said.count, found: found.count, right: said.intersection(found).count)
    }

    private mutating func compareFindings(
        _ draft: Draft,
        _ marked: MarkedText,
        _ kind: Finding.Kind,
        _ name: String
    ) -> Score {
        var open = marked.notes.filter { $0.kind == kind }
        var score = Score(marked: open.count)
        for finding in draft.findings where finding.kind == kind {
            score.found += 1
            if let index = open.firstIndex(where: { $0.range.overlaps(finding.range) }) {
                open.remove(at: index)
                score.right += 1
            } else {
                misses.append((name, .extra("! \(kind.rawValue) [\(draft.words(finding.range))]")))
            }
        }
        for note in open { misses.append((name, .missed("! \(kind.rawValue) [\(draft.words(note.range))]"))) }
        return score
    }
}
