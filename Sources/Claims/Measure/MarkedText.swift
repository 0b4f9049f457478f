import Domain

/// A text in which somebody has marked by hand what a careful reader marks, to measure the check by.
///
/// `docs/claim-check.md` tells how the marks are written.
package struct MarkedText: Sendable {
    package struct Mark: Hashable, Sendable {
        package let range: Range<Int>
        package let meaning: Meaning
    }

    /// What a claim says apart from where it stands.
    package struct Meaning: Hashable, Sendable {
        /// `%`, `百分点`, `倍`, `date`, `第` and a measure word, or a measure word.
        package let unit: String
        /// Of a number, as of ``Bounds``; of a date in words.
        package let value: String
        package let wording: Claim.Wording
    }

    package struct Note: Hashable, Sendable {
        package let kind: Finding.Kind
        package let range: Range<Int>
    }

    package struct Malformed: Error, Hashable {
        package let line: String
    }

    package let text: String
    package let year: Int?
    package let marks: [Mark]
    package let notes: [Note]

    /// - Throws: ``Malformed`` with the first line that says nothing, or names a place that is not in the text.
    package init(_ text: String, marks lines: String) throws(Malformed) {
        let characters = Array(text)
        var year: Int?
        var marks: [Mark] = []
        var notes: [Note] = []
        for line in lines.split(whereSeparator: \.isNewline).map(String.init) {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
            if line.hasPrefix("year ") {
                year = Int(line.dropFirst(5))
            } else if line.hasPrefix("! ") {
                guard parts.count == 2, let kind = Finding.Kind(rawValue: String(parts[0].dropFirst(2))),
                    let range = Self.place(parts[1], in: characters, from: 0)
                else { throw Malformed(line: line) }
                notes.append(Note(kind: kind, range: range))
            } else {
                guard (3...4).contains(parts.count),
                    let range = Self.place(parts[0], in: characters, from: marks.last?.range.upperBound ?? 0),
                    let value = parts[1] == "date" ? parts[2] : Self.bounds(parts[2])?.description,
                    let wording = parts.count == 4 ? Claim.Wording(rawValue: parts[3]) : .plain
                else { throw Malformed(line: line) }
                marks.append(Mark(range: range, meaning: Meaning(unit: parts[1], value: value, wording: wording)))
            }
        }
        self.text = text
        self.year = year
        self.marks = marks
        self.notes = notes
    }

    private static func trimmed(_ part: Substring) -> String {
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Where `共[12件]` stands: the words around the brackets tell which of several is meant.
    private static func place(_ said: String, in text: [Character], from start: Int) -> Range<Int>? {
        guard let open = said.firstIndex(of: "["), let close = said.lastIndex(of: "]"), open < close else { return nil }
        let before = Array(said[..<open])
        let inside = Array(said[said.index(after: open)..<close])
        let all = before + inside + Array(said[said.index(after: close)...])
        guard !inside.isEmpty, text.count - all.count >= 0 else { return nil }
        // The words in front may belong to the mark before.
        let first = max(0, start - before.count)
        guard first <= text.count - all.count else { return nil }
        for index in first...(text.count - all.count)
        where index + before.count >= start && text[index..<(index + all.count)].elementsEqual(all) {
            return (index + before.count)..<(index + before.count + inside.count)
        }
        return nil
    }

    /// `12`, `[95,105]`, `(100,200)`, `[4.015亿,4.025亿)`, `(50,)`.
    private static func bounds(_ text: String) -> Bounds? {
        if let value = number(text) { return .exactly(value) }
        guard let first = text.first, let last = text.last, "[(".contains(first), "])".contains(last) else {
            return nil
        }
        let ends = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        let low = number(String(ends[0]))
        let high = number(String(ends[1]))
        guard low != nil || ends[0].isEmpty, high != nil || ends[1].isEmpty else { return nil }
        return Bounds(
            lower: low.map { Bounds.End(value: $0, isIn: first == "[") },
            upper: high.map { Bounds.End(value: $0, isIn: last == "]") }
        )
    }

    private static func number(_ text: String) -> Rational? {
        let parts = text.split(separator: "/")
        if parts.count == 2, let above = Int128(parts[0]), let below = Int128(parts[1]) {
            return Rational(above, below)
        }
        for (sign, unit) in [("亿", 100_000_000), ("万", 10_000)] where text.hasSuffix(sign) {
            return Rational(parsing: text.dropLast())?.times(Rational(unit))
        }
        return Rational(parsing: text)
    }
}

extension MarkedText.Meaning {
    package init(_ claim: Claim) {
        switch claim.kind {
        case .count(let unit): self.unit = unit
        case .share: unit = "%"
        case .points: unit = "百分点"
        case .multiple: unit = "倍"
        case .ordinal(let name): unit = "第" + name
        case .date: unit = "date"
        }
        value = claim.date?.description ?? claim.bounds.description
        wording = claim.wording
    }
}

extension Bounds: CustomStringConvertible {
    /// `12`, `[95,105]`, `(50,)`.
    package var description: String {
        if let exact { return Self.text(exact) }
        let low = (lower?.isIn == true ? "[" : "(") + (lower.map { Self.text($0.value) } ?? "")
        let high = (upper.map { Self.text($0.value) } ?? "") + (upper?.isIn == true ? "]" : ")")
        return low + "," + high
    }

    private static func text(_ value: Rational) -> String {
        [value.numerator, value.denominator].map(String.init).prefix(value.isWhole ? 1 : 2).joined(separator: "/")
    }
}

extension WrittenDate: CustomStringConvertible {
    /// `2023年6月2日 周五`, `6月5日~11日`.
    package var description: String {
        [first, last].compactMap { $0 }.map { part in
            let names = ["一", "二", "三", "四", "五", "六", "日"]
            return part.text + (part.weekday.map { " 周" + names[$0.rawValue - 1] } ?? "")
        }.joined(separator: "~")
    }
}
