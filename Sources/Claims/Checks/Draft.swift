import Domain

/// A text with the claims in it and what can be said of them without any record.
package struct Draft: Sendable {
    package let text: String
    let characters: [Character]
    /// A page of a newspaper has a third of it.
    package static let limit = 30_000
    package let claims: [Claim]
    /// What each claim counts, in the text's own words without those that say nothing.
    let subjects: [String]
    /// By their places in ``claims``: those of each stretch up to a full stop or the line's end, and of each table of labels
    /// and values; a list of more than a hundred numbers is taken in parts.
    let statements: [[Int]]
    let tables: [Table]
    /// In the order of the text.
    package private(set) var findings: [Finding] = []

    static let clauseMarks: Set<Character> = [
        "。", "！", "？", "；", "\n", "!", "?", ";", "，", "、", "：", "（", "）", "“", "”", "\t", "|", "｜", ",", ":", "(", ")",
    ]

    /// `year`: the one that dates without a year belong to, until the text names another.
    package init(_ text: String, year: Int? = nil) {
        self.text = text
        let characters = text.map { $0.isNewline ? "\n" : $0 }
        self.characters = characters
        let reading = Reader.reading(of: text)
        claims = reading.claims
        tables = reading.tables
        subjects = reading.claims.map(Subject.of)
        statements = Self.statements(of: reading, in: characters)
        let found =
            form() + dates(year: year) + growth() + multiples() + differences() + rates() + parts() + sums()
            + means(year: year) + repeated() + tableChecks() + manners()
        var seen: Set<Finding> = []
        findings = found.sorted { ($0.range.lowerBound, $0.kind.rawValue) < ($1.range.lowerBound, $1.kind.rawValue) }
            .filter { seen.insert($0).inserted }
    }

    func words(_ range: Range<Int>) -> String { String(characters[range]) }

    /// The words of a place in the text, the first of them where they are many.
    package func quoted(_ range: Range<Int>) -> String {
        let short = words(range.lowerBound..<min(range.upperBound, range.lowerBound + 24))
        return range.count > 24 ? short + "…" : short
    }

    /// What leads to a claim: its sentence from the claim before on, or the last words of it; commas do not end it.
    func lead(of index: Int) -> String {
        let claim = claims[index]
        if claim.cell != nil { return claim.before }
        let previous = index > 0 ? claims[index - 1].range.upperBound : 0
        let start = max(previous, claim.sentence.lowerBound, claim.range.lowerBound - 24)
        return start < claim.range.lowerBound ? words(start..<claim.range.lowerBound) : ""
    }

    private static func statements(of reading: Reading, in characters: [Character]) -> [[Int]] {
        let stretches = Stretches(characters.map(\.code), endingAt: "。！？\n!?")
        var all: [[Int]] = []
        var last: Int?
        for (index, claim) in reading.claims.enumerated() {
            var group = stretches.number(of: claim.range.lowerBound)
            if let cell = claim.cell {
                guard reading.tables[cell.table].isPairs else { continue }
                group = -1 - cell.table
            }
            if group == last, all[all.count - 1].count < 100 {
                all[all.count - 1].append(index)
            } else {
                all.append([index])
            }
            last = group
        }
        return all
    }
}

// MARK: How numbers are written

extension Draft {
    private func form() -> [Finding] {
        claims.flatMap { claim -> [Finding] in
            var found: [Finding] = []
            func find(_ kind: Finding.Kind) { found.append(Finding(kind, at: claim.range, ["claim": claim.text])) }
            if claim.isStacked { find(.stacked) }
            if claim.numeral.isAmbiguous { find(.ambiguous) }
            if claim.numeral.hasSeparators, claim.cell.map({ tables[$0.table].isPairs }) ?? true { find(.separators) }
            if claim.isFigure, claim.text.unicodeScalars.contains(where: { (0xFF10...0xFF19).contains($0.value) }) {
                find(.fullWidth)
            }
            if claim.wording == .range, claim.kind == .share, claim.text.hasSuffix("%"),
                claim.text.count(where: { $0 == "%" }) == 1
            {
                find(.rangePercent)
            }
            if claim.wording == .more {
                if claim.numeral.hasDecimals {
                    find(.decimalMore)
                } else if let unit = claim.unit, Units.whole.contains(unit), claim.numeral.significant <= .one,
                    !claim.numeral.isChinese
                {
                    find(.exactMore)
                }
            }
            if let unit = claim.unit, claim.isFigure, Units.whole.contains(unit), !claim.numeral.value.isWhole,
                claim.wording != .about, !Self.says(claim.before, Self.averages)
            {
                find(.uncountable)
            }
            return found
        }
    }

    /// What is shared out has parts: 人均1.5件.
    static let averages = ["均", "平均", "每"]
}

extension Draft {
    static func says(_ text: String, _ words: [String]) -> Bool { !text.isEmpty && words.contains { text.holds($0) } }
}
